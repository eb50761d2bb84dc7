// The figures by which subnets can be ordered and compared: how each is read from an entry. Knows no elements.
import { flowMiddle } from '../../emission/net-flow.ts';
import type { SubnetEntry } from './subnets-model.ts';
import { mulDivDown } from '../../units.ts';

export type SubnetSort =
  | 'number'
  | 'name'
  | 'price'
  | 'day'
  | 'week'
  | 'flow'
  | 'momentum'
  | 'share'
  | 'rank'
  | 'yield'
  | 'depth'
  | 'held'
  | 'age'
  | 'removal';

export const subnetSorts: readonly SubnetSort[] = [
  'number',
  'name',
  'price',
  'day',
  'week',
  'flow',
  'momentum',
  'share',
  'rank',
  'yield',
  'depth',
  'held',
  'age',
  'removal',
];

const RAO_PER_ALPHA = 1_000_000_000n;

/** Rao per whole alpha, rounded down. */
export function priceOf({ price, netuid }: SubnetEntry): bigint | null {
  return price === null || netuid === 0
    ? null
    : mulDivDown(RAO_PER_ALPHA, price.rao, price.perAlphaRao);
}

const reversed = (place: number | null): bigint | null => (place === null ? null : -BigInt(place));

/** What is compared, so that the larger comes first; null comes last. */
function keyOf(entry: SubnetEntry, sort: SubnetSort): bigint | null {
  const { figures } = entry;
  switch (sort) {
    case 'number':
    case 'name':
      return null;
    case 'price':
      return priceOf(entry);
    case 'day':
      return entry.changes.day;
    case 'week':
      return entry.changes.week;
    case 'flow':
      return entry.flow === null ? null : flowMiddle(entry.flow);
    case 'momentum':
      return figures?.momentumPpm ?? null;
    case 'share':
      return figures?.perDay ?? null;
    case 'rank':
      // The first rank is the best.
      return reversed(figures?.rank ?? null);
    case 'yield':
      return figures?.perDayPerThousand ?? null;
    case 'depth':
      return entry.depth;
    case 'held':
      return entry.held;
    case 'age':
      return figures === null ? null : BigInt(figures.age);
    case 'removal':
      // The next to go first.
      return reversed(figures?.removal?.place ?? null);
  }
}

function compareKeys(a: bigint | null, b: bigint | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a === b ? 0 : a < b ? 1 : -1;
}

/** Favourites first; equals by number. */
export function sortSubnets(
  entries: readonly SubnetEntry[],
  sort: SubnetSort,
): readonly SubnetEntry[] {
  return entries.toSorted((a, b) => {
    if (a.isFavourite !== b.isFavourite) return a.isFavourite ? -1 : 1;
    const order =
      sort === 'name' ? a.text.localeCompare(b.text) : compareKeys(keyOf(a, sort), keyOf(b, sort));
    return order || a.netuid - b.netuid;
  });
}

export type SubnetFilter =
  'favourite' | 'mine' | 'earning' | 'rising' | 'inflow' | 'protected' | 'exposed';
export const subnetFilters: readonly SubnetFilter[] = [
  'favourite',
  'mine',
  'earning',
  'rising',
  'inflow',
  'protected',
  'exposed',
];

/** How many from the next to be removed count as exposed. */
export const EXPOSED_PLACES = 10;

function passes(entry: SubnetEntry, filter: SubnetFilter): boolean {
  const { figures } = entry;
  switch (filter) {
    case 'favourite':
      return entry.isFavourite;
    case 'mine':
      return entry.held > 0n;
    case 'earning':
      return (figures?.perDay ?? 0n) > 0n;
    case 'rising':
      return (entry.changes.week ?? entry.changes.day ?? 0n) > 0n;
    case 'inflow':
      // The whole of a range must be on that side.
      return (entry.flow?.kind === 'recorded' ? entry.flow.rao : (entry.flow?.low ?? 0n)) > 0n;
    case 'protected':
      return figures?.removal !== undefined && figures?.removal !== null
        ? figures.removal.place === null
        : false;
    case 'exposed':
      return (figures?.removal?.place ?? Number.POSITIVE_INFINITY) <= EXPOSED_PLACES;
  }
}

/** Those that pass every chosen filter. */
export function filterSubnets(
  entries: readonly SubnetEntry[],
  filters: ReadonlySet<SubnetFilter>,
): readonly SubnetEntry[] {
  if (filters.size === 0) return entries;
  return entries.filter((entry) => [...filters].every((filter) => passes(entry, filter)));
}
