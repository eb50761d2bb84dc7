// The figures by which subnets are ordered, filtered and compared, and how each is read from an entry.
import { flowMiddle } from '../../emission/net-flow.ts';
import type { SubnetEntry } from './subnet-entry.ts';
import { RAO_PER_ALPHA, mulDivDown } from '../../units.ts';

/** In the order in which they are offered. */
export const figureColumns = [
  'price',
  'day',
  'week',
  'cap',
  'flow',
  'momentum',
  'share',
  'shareWeek',
  'rank',
  'apy',
  'yield',
  'depth',
  'held',
  'locked',
  'owner',
  'largest',
  'age',
  'removal',
  'room',
  'immunity',
] as const;
export type Column = (typeof figureColumns)[number];

export const subnetSorts = ['number', 'name', ...figureColumns] as const;
export type SubnetSort = (typeof subnetSorts)[number];

/** Rao per whole alpha, rounded down. */
export function priceOf({ price, netuid }: SubnetEntry): bigint | null {
  return price === null || netuid === 0
    ? null
    : mulDivDown(RAO_PER_ALPHA, price.rao, price.perAlphaRao);
}

const countOf = (count: number | null | undefined): bigint | null =>
  count === null || count === undefined ? null : BigInt(count);

/**
 * The figure itself, in its smallest unit: rao, parts per million, blocks, or a count. null: not known,
 * or there is none.
 */
export function figureOf(entry: SubnetEntry, column: Column): bigint | null {
  const { figures, changes, survey } = entry;
  switch (column) {
    case 'price':
      return priceOf(entry);
    case 'day':
    case 'week':
    case 'shareWeek':
      return changes[column];
    case 'cap':
      return entry.cap;
    case 'apy':
      return entry.apyPpm;
    case 'flow':
      return entry.flow === null ? null : flowMiddle(entry.flow);
    case 'momentum':
      return figures?.momentumPpm ?? null;
    case 'share':
      return figures?.sharePpm ?? null;
    case 'rank':
      return countOf(figures?.rank);
    case 'yield':
      return figures?.perDayPerThousand ?? null;
    case 'depth':
      return entry.depth;
    case 'held':
      return entry.held === 0n ? 0n : worthOf(entry);
    case 'locked':
      return survey?.locks?.ppm ?? null;
    case 'owner':
      return survey?.locks?.ownerPpm ?? null;
    case 'largest':
      return survey?.validators?.largestPpm ?? null;
    case 'age':
      return countOf(figures?.age);
    case 'removal':
      return countOf(figures?.removal?.place);
    case 'room':
      return figures?.removal?.roomPpm ?? null;
    case 'immunity':
      return countOf(figures?.protectedFor);
  }
}

/** What was read of it; nothing read is no figure. */
const worthOf = ({ worth }: SubnetEntry): bigint | null =>
  worth === null || (!worth.isWhole && worth.rao === 0n) ? null : worth.rao;

/** Whether an order begins with its smallest value. */
export function startsSmall(sort: SubnetSort, isReversed: boolean): boolean {
  return (sort === 'number' || sort === 'name' || isSmallestFirst.has(sort)) !== isReversed;
}

/** Deregistration goes by the average price: of these orders it is what a row tells beside the price now. */
export const isByAverage = (sort: SubnetSort): boolean => sort === 'removal' || sort === 'room';

/** Figures whose smallest value comes first: rank 1, next to be removed, nearest to removal. */
const isSmallestFirst: ReadonlySet<SubnetSort> = new Set(['rank', 'removal', 'room']);

/** The sort key: the larger comes first, null last. */
function keyOf(entry: SubnetEntry, sort: SubnetSort): bigint | null {
  if (sort === 'number' || sort === 'name') return null;
  // Shares that are equal in parts per million are still ordered by TAO a day.
  const figure = sort === 'share' ? (entry.figures?.perDay ?? null) : figureOf(entry, sort);
  return figure !== null && isSmallestFirst.has(sort) ? -figure : figure;
}

/** What is unknown stays last whichever way the rest is ordered. */
function compareKeys(a: bigint | null, b: bigint | null, isReversed: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (a === b) return 0;
  return a < b === isReversed ? -1 : 1;
}

export type SubnetOrder = { sort: SubnetSort; isReversed: boolean };

/**
 * The order that the entries really have: by a figure that none of them has, they are in the order of emission, and without
 * that in the order of their numbers.
 */
export function orderInForce(entries: readonly SubnetEntry[], chosen: SubnetOrder): SubnetOrder {
  const isKnown = (sort: SubnetSort): boolean =>
    sort === 'number' || sort === 'name' || entries.some((one) => keyOf(one, sort) !== null);
  if (isKnown(chosen.sort)) return chosen;
  return { sort: isKnown('share') ? 'share' : 'number', isReversed: false };
}

/** Favourites first; equal keys by number. */
export function sortSubnets(
  entries: readonly SubnetEntry[],
  sort: SubnetSort,
  isReversed = false,
): readonly SubnetEntry[] {
  const turn = isReversed ? -1 : 1;
  return entries.toSorted((a, b) => {
    if (a.isFavourite !== b.isFavourite) return a.isFavourite ? -1 : 1;
    if (sort === 'name') return turn * a.text.localeCompare(b.text) || a.netuid - b.netuid;
    if (sort === 'number') return turn * (a.netuid - b.netuid);
    return compareKeys(keyOf(a, sort), keyOf(b, sort), isReversed) || a.netuid - b.netuid;
  });
}

/** The range of the flow; a single value if the chain counted it. */
export function flowRange({ flow }: SubnetEntry): { low: bigint; high: bigint } | null {
  return flow?.kind === 'recorded' ? { low: flow.rao, high: flow.rao } : flow;
}
