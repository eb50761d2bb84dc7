// The order of validators, best for stakers first, and the search through them. Pure.
import { DEFAULT_TAKE, isTakeOver } from '../../checks/hotkey-rules.ts';
import { largestFirst } from '../../emission/largest-first.ts';
import type { ValidatorFacts } from '../../model/facts.ts';
import { positionYield } from '../../portfolio/position-yield.ts';
import { ROOT_NETUID, mulDivDown } from '../../units.ts';

/** So fine that of two yields which print apart the order is the same: an epoch is a small part of a year. */
const ONE = 10n ** 18n;

/** What a unit of stake earned in the last epoch, after take, in parts of `ONE`; null: not known. */
export function epochYield({ dividends, stakeAtLastEpoch }: ValidatorFacts): bigint | null {
  if (!dividends.known || !stakeAtLastEpoch.known) return null;
  const earnedOn = stakeAtLastEpoch.value;
  return earnedOn === 0n ? null : mulDivDown(dividends.value, ONE, earnedOn);
}

/**
 * What a year would bring in alpha if every epoch, of `tempo` blocks, were as the last one, in parts per million: the same rate
 * as a position's, from one epoch instead of a week of them. null: not known, or on root, whose dividends are in other alphas.
 */
export function yearlyYieldPpm(
  validator: ValidatorFacts,
  tempo: number | undefined,
): bigint | null {
  const { netuid, dividends, stakeAtLastEpoch } = validator;
  if (netuid === ROOT_NETUID || tempo === undefined) return null;
  if (!dividends.known || !stakeAtLastEpoch.known) return null;
  const last = {
    epoch: 0,
    period: tempo,
    dividends: dividends.value,
    earnedOn: stakeAtLastEpoch.value,
    from: 'own',
  } as const;
  const found = positionYield(0n, [last], 0);
  return found === null ? null : (found.apyPpm ?? found.aprPpm);
}

type Order = (a: ValidatorFacts, b: ValidatorFacts) => number;

export const byStake: Order = (a, b) => largestFirst(a.alphaStake, b.alphaStake);

/** Registered ones first. */
const byPlace: Order = (a, b) => Number(b.isRegistered) - Number(a.isRegistered);

/** Registered ones first, those that take too much after the others; then by yield, unknown last; then by stake. */
export function validatorOrder(a: ValidatorFacts, b: ValidatorFacts): number {
  const place = byPlace(a, b);
  if (place !== 0) return place;
  const [takesA, takesB] = [isTakeOver(a.take), isTakeOver(b.take)];
  if (takesA !== takesB) return takesA ? 1 : -1;
  const earnedA = epochYield(a) ?? -1n;
  const earnedB = epochYield(b) ?? -1n;
  if (earnedA !== earnedB) return earnedA < earnedB ? 1 : -1;
  return byStake(a, b);
}

/** What a list of validators can be ordered by; where that is equal, those come first that would without a choice. */
export const validatorOrders = {
  apy: validatorOrder,
  stake: (a, b) => byPlace(a, b) || byStake(a, b) || validatorOrder(a, b),
  take: (a, b) =>
    byPlace(a, b) || (a.take ?? DEFAULT_TAKE) - (b.take ?? DEFAULT_TAKE) || validatorOrder(a, b),
} as const satisfies Record<string, Order>;
export type ValidatorOrder = keyof typeof validatorOrders;

/** The validators that a stake may be moved to, in their order, and the one it is with last: it is shown and not offered. */
export function currentLast(
  validators: readonly ValidatorFacts[],
  current: string | null,
): readonly ValidatorFacts[] {
  return [
    ...validators.filter(({ hotkey }) => hotkey !== current),
    ...validators.filter(({ hotkey }) => hotkey === current),
  ];
}

export function searchValidators(
  validators: readonly ValidatorFacts[],
  query: string,
  nameOf: (hotkey: string) => string,
): readonly ValidatorFacts[] {
  const wanted = query.trim().toLocaleLowerCase();
  return validators
    .filter(
      ({ hotkey }) =>
        wanted === '' ||
        nameOf(hotkey).toLocaleLowerCase().includes(wanted) ||
        hotkey.toLocaleLowerCase().startsWith(wanted),
    )
    .toSorted(validatorOrder);
}
