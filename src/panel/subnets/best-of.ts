// Which of some subnets has the best value of a figure, for a staker. Pure.
import type { Netuid } from '../../units.ts';
import { figureOf, type Column } from './figure-columns.ts';
import type { SubnetEntry } from './subnet-entry.ts';

/** Which end of a figure is better for a staker; missing: neither. */
const better: Partial<Record<Column, 'most' | 'least'>> = {
  day: 'most',
  week: 'most',
  flow: 'most',
  share: 'most',
  shareWeek: 'most',
  rank: 'least',
  apy: 'most',
  yield: 'most',
  depth: 'most',
  owner: 'least',
  largest: 'least',
  // The first is deregistered next.
  removal: 'most',
  room: 'most',
};

/** Whose value is the best, the smallest of losses too; none where one is unknown or all are equal. */
export function bestOfValues(
  values: readonly { netuid: Netuid; value: bigint | null }[],
  end: 'most' | 'least',
): ReadonlySet<Netuid> {
  const known = values.flatMap(({ value }) => (value === null ? [] : [value]));
  const [first] = known;
  if (first === undefined || known.length < values.length) return new Set();
  const best = known.reduce((a, b) => ((end === 'most') === a > b ? a : b));
  if (known.every((value) => value === first)) return new Set();
  return new Set(values.flatMap(({ netuid, value }) => (value === best ? [netuid] : [])));
}

/** The subnets with the best value of a figure; none where no end of it is better. */
export function bestOf(entries: readonly SubnetEntry[], column: Column): ReadonlySet<Netuid> {
  const end = better[column];
  if (end === undefined) return new Set();
  return bestOfValues(
    entries.map((entry) => ({ netuid: entry.netuid, value: figureOf(entry, column) })),
    end,
  );
}
