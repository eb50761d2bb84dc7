// From the value at spot down to what could be sold now, step by step. Pure; the steps add up exactly.
import type { PortfolioSums } from '../../portfolio/portfolio-value.ts';
import { amountParts, cut } from '../words/adding-up.ts';

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

/** Printed on home or in an account as well. */
const printedElsewhere: ReadonlySet<GapKey> = new Set(['locked', 'reserved', 'frozen']);

/** `drop`: from one printed total to the other. */
function shownSteps(steps: readonly [GapKey, bigint][], drop: bigint): readonly bigint[] {
  const kept = steps.flatMap(([key], index) => (printedElsewhere.has(key) ? [index] : []));
  return amountParts(
    steps.map(([, rao]) => rao),
    drop,
    new Set(kept),
  );
}

type Gapped = Pick<PortfolioSums, 'spot' | 'sellable' | 'gap'>;

export function gapSteps({ spot, sellable, gap }: Gapped): GapStep[] {
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
