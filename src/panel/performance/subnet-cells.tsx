// The figures of one subnet's result, each with its name: cells of the list's rows, and the lines of the subnet's own card.
import type { ComponentChildren } from 'preact';
import type { Figures } from '../../history/figures.ts';
import type { PlainSentence } from '../core/text.ts';
import { SumTao } from './figure.tsx';
import { costsOf, sumLines } from './sums.ts';

export const sumOf = ({ tao, moved, others }: Figures['putIn']): bigint => tao + moved + others;

/** In their order: the value at the start, what came and went, the value at the end, and the parts of the result. */
export const cellLabels = [
  'cellStart',
  'cellPutIn',
  'cellTakenOut',
  'cellValue',
  'resultPrice',
  'resultRewards',
  'resultCosts',
] as const satisfies readonly PlainSentence[];

type Cell = {
  label: (typeof cellLabels)[number];
  figure: ComponentChildren;
  /** Exactly nothing: left out where there are no columns. */
  isNone: boolean;
};

export function cellsOf(all: Figures): readonly Cell[] {
  const { start, end, putIn, takenOut } = all;
  const lines = sumLines(all);
  const change = (wanted: 'price' | 'earned' | 'costs') =>
    lines.flatMap(({ key, exact, shown }) =>
      key === wanted ? [<SumTao key={key} rao={exact} shown={shown} isChange />] : [],
    );
  const figures: Readonly<Record<Cell['label'], ComponentChildren>> = {
    cellStart: <SumTao rao={start} />,
    cellPutIn: <SumTao rao={sumOf(putIn)} />,
    cellTakenOut: <SumTao rao={sumOf(takenOut)} />,
    cellValue: <SumTao rao={end} />,
    resultPrice: change('price'),
    resultRewards: change('earned'),
    resultCosts: change('costs'),
  };
  const { price, earned } = all.parts;
  const amounts: Readonly<Record<Cell['label'], bigint>> = {
    cellStart: start,
    cellPutIn: sumOf(putIn),
    cellTakenOut: sumOf(takenOut),
    cellValue: end,
    resultPrice: price,
    resultRewards: earned,
    resultCosts: costsOf(all.parts),
  };
  return cellLabels.map((label) => ({
    label,
    figure: figures[label],
    isNone: amounts[label] === 0n,
  }));
}
