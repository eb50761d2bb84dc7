// Parts of a result as a sum that is seen to add up. Pure.
import type { Figures, Parts } from '../../history/figures.ts';
import { cut, resultParts } from '../words/adding-up.ts';

/** What it took to hold and to trade: fees, pool fees, slippage and calls that failed; at most 0. */
export const costsOf = ({ networkFees, failed, poolFees, slippage }: Parts): bigint =>
  networkFees + failed + poolFees + slippage;

export type SumLine = {
  key: 'start' | 'flows' | 'earned' | 'price' | 'costs' | 'unexplained' | 'end';
  exact: bigint;
  /** Fitted so that the lines add up. */
  shown: bigint;
};

/** Printed elsewhere too: on home, in the list of subnets, at the chart. */
const isKept = (key: SumLine['key']): boolean => key === 'flows' || key === 'earned';

/** From the value at the start to the value at the end; what is nothing and need not be said is left out. */
export function sumLines({
  start,
  end,
  parts,
}: Pick<Figures, 'start' | 'end' | 'parts'>): SumLine[] {
  const { flows, earned, price, unexplained } = parts;
  const steps = [
    { key: 'flows', exact: flows },
    { key: 'earned', exact: earned },
    { key: 'price', exact: price },
    { key: 'costs', exact: costsOf(parts) },
    { key: 'unexplained', exact: unexplained },
  ] as const;
  const changes = steps.map(({ exact }) => exact);
  const endsAt = cut(start + changes.reduce((sum, change) => sum + change, 0n));
  const kept = new Set([...steps.keys()].filter((index) => isKept(steps[index]?.key ?? 'end')));
  const shown = resultParts(changes, endsAt - cut(start), kept);
  const lines = steps.map((step, index): SumLine => ({ ...step, shown: shown[index] ?? 0n }));
  return [
    { key: 'start', exact: start, shown: cut(start) },
    ...lines.filter(({ key, exact }) => key !== 'unexplained' || exact !== 0n),
    { key: 'end', exact: end, shown: endsAt },
  ];
}

const ofResult: ReadonlySet<SumLine['key']> = new Set(['earned', 'price', 'costs']);

/** The result and the value at the end, each printed alike wherever it stands: as the lines that add up to it. */
export function shownSums(lines: readonly SumLine[]): { result: bigint; end: bigint } {
  const sumOf = (some: readonly SumLine[]) => some.reduce((sum, { shown }) => sum + shown, 0n);
  return {
    result: sumOf(lines.filter(({ key }) => ofResult.has(key))),
    end: sumOf(lines.filter(({ key }) => key === 'end')),
  };
}

export const shownResult = (figures: Pick<Figures, 'start' | 'end' | 'parts'>): bigint =>
  shownSums(sumLines(figures)).result;

/** 10¹⁸ as no change, as parts per million of a change. */
export function returnPpm(factor: bigint): bigint {
  return (factor - 10n ** 18n) / 10n ** 12n;
}
