// Parts of a result as a sum that is seen to add up. Pure.
import type { Figures, Parts } from '../../history/figures.ts';

/** What it took to hold and to trade: fees, pool fees, slippage and calls that failed; at most 0. */
export const costsOf = ({ networkFees, failed, poolFees, slippage }: Parts): bigint =>
  networkFees + failed + poolFees + slippage;

const CENT = 10_000_000n;

/** To the nearest hundredth of one TAO, halves upwards. */
function rounded(rao: bigint): bigint {
  const shifted = rao + CENT / 2n;
  const rest = ((shifted % CENT) + CENT) % CENT;
  return shifted - rest;
}

/**
 * Figures of two decimals whose sum is the rounded sum: each is what the sum so far grows by, so none is off by more than one
 * in its last digit.
 */
export function roundedParts(parts: readonly bigint[]): readonly bigint[] {
  let sum = 0n;
  let shown = 0n;
  return parts.map((part) => {
    sum += part;
    const next = rounded(sum);
    const step = next - shown;
    shown = next;
    return step;
  });
}

export type SumLine = {
  key: 'start' | 'flows' | 'earned' | 'price' | 'costs' | 'unexplained' | 'end';
  exact: bigint;
  /** Rounded so that the lines add up. */
  shown: bigint;
};

/** From the value at the start to the value at the end; what is nothing and need not be said is left out. */
export function sumLines({
  start,
  end,
  parts,
}: Pick<Figures, 'start' | 'end' | 'parts'>): SumLine[] {
  const { flows, earned, price, unexplained } = parts;
  const steps = [
    { key: 'start', exact: start },
    { key: 'flows', exact: flows },
    { key: 'earned', exact: earned },
    { key: 'price', exact: price },
    { key: 'costs', exact: costsOf(parts) },
    { key: 'unexplained', exact: unexplained },
  ] as const;
  const shown = roundedParts(steps.map(({ exact }) => exact));
  const lines = steps.map((step, index): SumLine => ({ ...step, shown: shown[index] ?? 0n }));
  return [
    ...lines.filter(({ key, exact }) => key !== 'unexplained' || exact !== 0n),
    { key: 'end', exact: end, shown: shown.reduce((sum, step) => sum + step, 0n) },
  ];
}

const ofResult: ReadonlySet<SumLine['key']> = new Set(['earned', 'price', 'costs']);

/** The result and the value at the end, each printed alike wherever it stands: rounded as the lines that add up to it. */
export function shownSums(lines: readonly SumLine[]): { result: bigint; end: bigint } {
  const sumOf = (some: readonly SumLine[]) => some.reduce((sum, { shown }) => sum + shown, 0n);
  return {
    result: sumOf(lines.filter(({ key }) => ofResult.has(key))),
    end: sumOf(lines.filter(({ key }) => key === 'end')),
  };
}

/** 10¹⁸ as no change, as parts per million of a change. */
export function returnPpm(factor: bigint): bigint {
  return (factor - 10n ** 18n) / 10n ** 12n;
}
