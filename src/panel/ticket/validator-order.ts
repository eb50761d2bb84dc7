// The order of validators, best for stakers first, and the search through them. Pure.
import { isTakeOver } from '../../checks/hotkey-rules.ts';
import type { ValidatorFacts } from '../../model/facts.ts';
import { PPM, mulDivDown } from '../../units.ts';

/** What a unit of stake earned in the last epoch, after take, in parts per million; null: not known. */
export function yieldPpm({ dividends, stakeAtLastEpoch }: ValidatorFacts): bigint | null {
  if (!dividends.known || !stakeAtLastEpoch.known) return null;
  const earnedOn = stakeAtLastEpoch.value;
  return earnedOn === 0n ? null : mulDivDown(dividends.value, PPM, earnedOn);
}

/** Registered ones first, those that take too much after the others; then by yield, unknown last; then by stake. */
export function validatorOrder(a: ValidatorFacts, b: ValidatorFacts): number {
  if (a.isRegistered !== b.isRegistered) return a.isRegistered ? -1 : 1;
  const [takesA, takesB] = [isTakeOver(a.take), isTakeOver(b.take)];
  if (takesA !== takesB) return takesA ? 1 : -1;
  const earnedA = yieldPpm(a) ?? -1n;
  const earnedB = yieldPpm(b) ?? -1n;
  if (earnedA !== earnedB) return earnedA < earnedB ? 1 : -1;
  return a.alphaStake === b.alphaStake ? 0 : a.alphaStake < b.alphaStake ? 1 : -1;
}

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
