// Stake that earns nothing, position by position, and the validator that each could be moved to. Pure.
import type { Position, Snapshot, ValidatorFacts } from '../../model/facts.ts';
import { yearlyRewards } from '../../portfolio/position-yield.ts';
import { toRao, type Rao } from '../../units.ts';
import type { PortfolioValue, PositionValue } from '../../portfolio/portfolio-value.ts';
import { defaultValidator } from '../ticket/default-validator.ts';
import { isIdle, type AttentionItem } from '../../alerts/attention-item.ts';

/** Most money first. */
export function idlePositions(
  needs: readonly AttentionItem[],
  value: PortfolioValue,
): readonly PositionValue[] {
  const keyOf = (netuid: number, hotkey: string): string => `${netuid} ${hotkey}`;
  const idle = new Set(needs.filter(isIdle).map(({ netuid, hotkey }) => keyOf(netuid, hotkey)));
  return value.subnets
    .flatMap(({ positions }) => positions)
    .filter(({ netuid, hotkey }) => idle.has(keyOf(netuid, hotkey)))
    .toSorted((a, b) => (a.spot === b.spot ? 0 : a.spot < b.spot ? 1 : -1));
}

/** One part in so many: what takes more of a position is not worth it, as with a claim. */
const WORTH = 4n;

/** The most that a move to another validator is charged; null: the node did not say. */
export function moveFee({ networkFees }: Pick<Snapshot, 'networkFees'>): Rao | null {
  const fee = networkFees['SubtensorModule.move_stake'];
  return fee?.known === true ? fee.value : null;
}

/** At today's value and the yearly yield of the validator it goes to; null: that is not known. */
export function yearlyGain(spot: bigint, yieldOf: bigint | null): Rao | null {
  const gain = yieldOf === null ? null : yearlyRewards(spot, yieldOf);
  return gain === null ? null : toRao(gain);
}

/** `spot`: of the whole position, and known. `gain`: of a year, where it is known. */
export const isWorth = (spot: bigint, fee: Rao, gain: bigint | null): boolean =>
  fee * WORTH < spot && (gain === null || gain > fee);

/** By the same rule as that of new stake; null: none passes it. */
export function betterValidator(
  position: Pick<PositionValue, 'coldkey' | 'hotkey' | 'netuid'>,
  validators: readonly ValidatorFacts[],
  positions: readonly Position[],
): ValidatorFacts | null {
  const others = validators.filter(({ hotkey }) => hotkey !== position.hotkey);
  const found = defaultValidator(position, others, positions)?.hotkey;
  return others.find(({ hotkey }) => hotkey === found) ?? null;
}
