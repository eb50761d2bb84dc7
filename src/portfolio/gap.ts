// Explains the difference between spot and sellable in parts that add up to it exactly. Pure.
import { min, saturatingSub } from '../pool/fixed-point.ts';
import { toRao, type Rao } from '../units.ts';
import type { Gap, NotSellable, PositionValue } from './portfolio-value.ts';

export const sum = (amounts: Iterable<bigint>): bigint => {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
};

export function gapOf(values: readonly PositionValue[]): Gap {
  // Of thousands of positions nearly none has a part left out: one pass over those that have.
  const parts = values.flatMap(({ leftOut }) => leftOut);
  const left = (reason: NotSellable): Rao =>
    toRao(sum(parts.filter((part) => part.reason === reason).map(({ spot }) => spot)));
  const notSellable = {
    locked: left('locked'),
    halted: left('halted'),
    held: left('held'),
    dust: left('dust'),
    'pool-too-small': left('pool-too-small'),
    'no-local-model': left('no-local-model'),
    unread: left('unread'),
  };
  const poolFees = sum(values.map(({ poolFee }) => poolFee));
  const sold = sum(values.map(({ sellable }) => sellable));
  const spot = sum(values.map((value) => value.spot));
  // So that the parts add up exactly: fees at most the difference, and impact the rest, with the roundings of spot values.
  const difference = saturatingSub(spot, sold + sum(Object.values(notSellable)));
  return {
    impact: toRao(saturatingSub(difference, poolFees)),
    poolFees: toRao(min(poolFees, difference)),
    notSellable,
    reserved: toRao(0n),
    frozen: toRao(0n),
  };
}

/** `reserved` and `frozen` belong to accounts, not to positions. */
export function addGaps(gaps: readonly Gap[], reserved: bigint, frozen: bigint): Gap {
  const total = (reason: NotSellable): Rao =>
    toRao(sum(gaps.map((gap) => gap.notSellable[reason])));
  return {
    impact: toRao(sum(gaps.map(({ impact }) => impact))),
    poolFees: toRao(sum(gaps.map(({ poolFees }) => poolFees))),
    notSellable: {
      locked: total('locked'),
      halted: total('halted'),
      held: total('held'),
      dust: total('dust'),
      'pool-too-small': total('pool-too-small'),
      'no-local-model': total('no-local-model'),
      unread: total('unread'),
    },
    reserved: toRao(reserved),
    frozen: toRao(frozen),
  };
}
