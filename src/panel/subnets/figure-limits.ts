// Filters by any figure: at least or at most a value, typed in the unit that the figure is shown in. Pure; an unknown
// figure passes no limit.
import {
  RAO_PER_TAO,
  formatAmount,
  parseAmount,
  type AmountProblem,
  BLOCKS_PER_DAY,
} from '../../units.ts';
import { figureOf, flowRange, type Column } from './figure-columns.ts';
import type { SubnetEntry } from './subnet-entry.ts';

type LimitUnit = 'tao' | 'percent' | 'days' | 'count';

export const limitUnits: Readonly<Record<Column, LimitUnit>> = {
  price: 'tao',
  day: 'percent',
  week: 'percent',
  cap: 'tao',
  flow: 'tao',
  momentum: 'percent',
  share: 'percent',
  shareWeek: 'percent',
  rank: 'count',
  apy: 'percent',
  yield: 'tao',
  depth: 'tao',
  held: 'tao',
  locked: 'percent',
  owner: 'percent',
  largest: 'percent',
  age: 'days',
  removal: 'count',
  room: 'percent',
  immunity: 'days',
};

export type FigureLimit = {
  column: Column;
  isAtLeast: boolean;
  /** As typed, with digits grouped. */
  text: string;
  /** `amount / over` in the smallest unit of the figure: nothing is rounded. */
  amount: bigint;
  over: bigint;
};

/** One typed unit in the smallest unit of the figure. */
const smallest: Readonly<Record<LimitUnit, bigint>> = {
  tao: RAO_PER_TAO,
  percent: 10_000n,
  days: BigInt(BLOCKS_PER_DAY),
  count: 1n,
};

/** Parses typed text; a leading minus is allowed. */
export function limitOf(
  column: Column,
  isAtLeast: boolean,
  text: string,
): FigureLimit | AmountProblem {
  const bare = text.trim();
  const isNegative = /^[-−]/.test(bare);
  const parsed = parseAmount(isNegative ? bare.slice(1) : bare);
  if (!parsed.ok) return parsed.problem;
  const amount = parsed.amount * smallest[limitUnits[column]];
  return {
    column,
    isAtLeast,
    text: `${isNegative ? '−' : ''}${formatAmount(parsed.amount, { decimals: 9 })}`,
    amount: isNegative ? -amount : amount,
    over: RAO_PER_TAO,
  };
}

function passes(entry: SubnetEntry, { column, isAtLeast, amount, over }: FigureLimit): boolean {
  const figure = figureOf(entry, column);
  if (figure === null) return false;
  // The whole range must be on the right side.
  const range = column === 'flow' ? flowRange(entry) : null;
  return isAtLeast
    ? (range?.low ?? figure) * over >= amount
    : (range?.high ?? figure) * over <= amount;
}

export function passesLimits(entry: SubnetEntry, limits: readonly FigureLimit[]): boolean {
  return limits.every((limit) => passes(entry, limit));
}

/** How many of these cannot be judged, because a limit is on a figure not known of them. */
export function unjudged(entries: readonly SubnetEntry[], limits: readonly FigureLimit[]): number {
  return entries.filter(
    (entry) => entry.netuid !== 0 && limits.some(({ column }) => figureOf(entry, column) === null),
  ).length;
}
