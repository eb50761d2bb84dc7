// From the value at spot down to what could be sold now, step by step. Pure; the steps add up exactly.
import type { PortfolioSums } from '../../portfolio/portfolio-value.ts';
import { cut, cutParts } from '../words/adding-up.ts';

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
type GapStep = {
  key: GapKey;
  rao: bigint;
  /** As it is printed: from the one total down to the other. */
  shown: bigint;
  /** What is left after it. */
  left: bigint;
};

/**
 * What is locked is printed on home as well: it stays as it is there, where the other steps can make up
 * the difference. `drop`: from one printed total to the other.
 */
function shownSteps(steps: readonly [GapKey, bigint][], drop: bigint): readonly bigint[] {
  const kept = cut(steps.find(([key]) => key === 'locked')?.[1] ?? 0n);
  const others = cutParts(
    steps.filter(([key]) => key !== 'locked').map(([, rao]) => rao),
    drop - kept,
  );
  const sum = others.reduce((all, one) => all + one, kept);
  if (sum !== drop) {
    return cutParts(
      steps.map(([, rao]) => rao),
      drop,
    );
  }
  const rest = others.values();
  return steps.map(([key, rao]) => (key === 'locked' ? kept : (rest.next().value ?? rao)));
}

export function gapSteps({ spot, sellable, gap }: PortfolioSums): GapStep[] {
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
  const steps = all.filter(([, rao]) => rao !== 0n);
  const shown = shownSteps(steps, cut(spot) - cut(sellable));
  let left: bigint = spot;
  return steps.map(([key, rao], index) => {
    left -= rao;
    return { key, rao, shown: shown[index] ?? rao, left };
  });
}
