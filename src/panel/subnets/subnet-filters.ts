// The filters of the list of subnets, and which of them can be in force with what was read. Pure.
import { flowRange } from './figure-columns.ts';
import type { SubnetEntry } from './subnet-entry.ts';

export type SubnetFilter =
  | 'favourite'
  | 'mine'
  | 'earning'
  | 'rising'
  | 'inflow'
  | 'protected'
  | 'exposed';
export const subnetFilters: readonly SubnetFilter[] = [
  'favourite',
  'mine',
  'earning',
  'rising',
  'inflow',
  'protected',
  'exposed',
];

/** How many places from removal count as exposed. */
const EXPOSED_PLACES = 10;

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
      // The whole range must be positive.
      return (flowRange(entry)?.low ?? 0n) > 0n;
    case 'protected':
      return figures?.removal !== undefined && figures?.removal !== null
        ? figures.removal.place === null
        : false;
    case 'exposed':
      return (figures?.removal?.place ?? Number.POSITIVE_INFINITY) <= EXPOSED_PLACES;
  }
}

/** Whether the subnet can be judged by it at all. */
function isKnownFor({ figures, changes, flow }: SubnetEntry, filter: SubnetFilter): boolean {
  switch (filter) {
    case 'favourite':
    case 'mine':
      return true;
    case 'earning':
      return (figures?.perDay ?? null) !== null;
    case 'rising':
      return (changes.week ?? changes.day) !== null;
    case 'inflow':
      return flow !== null;
    case 'protected':
    case 'exposed':
      return (figures?.removal ?? null) !== null;
  }
}

/** The chosen ones that sort anything out: by a figure that no subnet has, none is shown and none is hidden. */
export function filtersInForce(
  entries: readonly SubnetEntry[],
  chosen: ReadonlySet<SubnetFilter>,
): ReadonlySet<SubnetFilter> {
  return new Set(
    [...chosen].filter((filter) => entries.some((entry) => isKnownFor(entry, filter))),
  );
}

/** Those that pass every chosen filter. */
export function filterSubnets(
  entries: readonly SubnetEntry[],
  filters: ReadonlySet<SubnetFilter>,
): readonly SubnetEntry[] {
  if (filters.size === 0) return entries;
  return entries.filter((entry) => [...filters].every((filter) => passes(entry, filter)));
}
