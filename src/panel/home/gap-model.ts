// From the value at spot down to what could be sold now, step by step. Pure; the steps add up exactly.
import type { PortfolioValue } from '../../portfolio/portfolio-value.ts';

type GapKey =
  | 'impact'
  | 'fees'
  | 'locked'
  | 'held'
  | 'halted'
  | 'small'
  | 'unknown'
  | 'reserved'
  | 'frozen';
type GapStep = { key: GapKey; rao: bigint; /** What is left after it. */ left: bigint };

export function gapSteps({ spot, gap }: PortfolioValue): GapStep[] {
  const { notSellable: not } = gap;
  const all: readonly [GapKey, bigint][] = [
    ['impact', gap.impact],
    ['fees', gap.poolFees],
    ['locked', not.locked],
    ['held', not.held],
    ['halted', not.halted],
    ['small', not.dust + not['pool-too-small']],
    ['unknown', not['no-local-model'] + not.unread],
    ['reserved', gap.reserved],
    ['frozen', gap.frozen],
  ];
  let left: bigint = spot;
  return all.flatMap(([key, rao]) => {
    if (rao === 0n) return [];
    left -= rao;
    return [{ key, rao, left }];
  });
}
