// The figures of one subnet's result, each with its name: cells of the list's rows, and the lines of the subnet's own card.
import type { ComponentChildren } from 'preact';
import type { Figures } from '../../history/figures.ts';
import type { PlainSentence } from '../core/text.ts';
import { roundedParts } from '../words/adding-up.ts';
import { SumTao } from './figure.tsx';
import { costsOf } from './sums.ts';

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

type Cell = { label: (typeof cellLabels)[number]; figure: ComponentChildren };

export function cellsOf({ start, end, putIn, takenOut, parts }: Figures): readonly Cell[] {
  const costs = costsOf(parts);
  const [price, rewards, cost] = roundedParts([parts.price, parts.earned, costs]);
  const figures: Readonly<Record<Cell['label'], ComponentChildren>> = {
    cellStart: <SumTao rao={start} />,
    cellPutIn: <SumTao rao={sumOf(putIn)} />,
    cellTakenOut: <SumTao rao={sumOf(takenOut)} />,
    cellValue: <SumTao rao={end} />,
    resultPrice: <SumTao rao={parts.price} shown={price ?? 0n} isChange />,
    resultRewards: <SumTao rao={parts.earned} shown={rewards ?? 0n} isChange />,
    resultCosts: <SumTao rao={costs} shown={cost ?? 0n} isChange />,
  };
  return cellLabels.map((label) => ({ label, figure: figures[label] }));
}
