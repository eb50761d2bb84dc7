// The ways to look at all subnets that people ask for first: an order, and filters, under one name. Pure.
import { orderInForce, type SubnetSort } from './figure-columns.ts';
import { filtersInForce, type SubnetFilter } from './subnet-filters.ts';
import type { SubnetEntry } from './subnet-entry.ts';

/** What a list of subnets is ordered and filtered by. */
export type View = {
  sort: SubnetSort;
  isReversed: boolean;
  filters: ReadonlySet<SubnetFilter>;
};

type Preset = {
  key: PresetKey;
  sort: SubnetSort;
  isReversed?: true;
  filters: readonly SubnetFilter[];
};

export const presetKeys = ['top', 'gainers', 'inflows', 'new', 'risk', 'watchlist'] as const;
type PresetKey = (typeof presetKeys)[number];

const presets: readonly Preset[] = [
  { key: 'top', sort: 'share', filters: [] },
  { key: 'gainers', sort: 'day', filters: [] },
  { key: 'inflows', sort: 'flow', filters: ['inflow'] },
  // The youngest first.
  { key: 'new', sort: 'age', isReversed: true, filters: [] },
  { key: 'risk', sort: 'removal', filters: ['exposed'] },
  { key: 'watchlist', sort: 'share', filters: ['favourite'] },
];

export function viewOf(key: PresetKey): View {
  const {
    sort,
    isReversed = false,
    filters,
  } = presets.find((one) => one.key === key) ?? {
    sort: 'share',
    filters: [],
  };
  return { sort, isReversed, filters: new Set<SubnetFilter>(filters) };
}

/** Whether the subnets can be ordered and filtered so: some of them have the figures that it takes. */
export const canView = (entries: readonly SubnetEntry[], { sort, isReversed, filters }: View) =>
  filters.size > 0
    ? filtersInForce(entries, filters).size === filters.size
    : orderInForce(entries, { sort, isReversed }).sort === sort;

/** The preset that this view is; null: one of the user's own. */
export function presetOf({ sort, isReversed, filters }: View): PresetKey | null {
  const found = presets.find(
    (one) =>
      one.sort === sort &&
      (one.isReversed ?? false) === isReversed &&
      one.filters.length === filters.size &&
      one.filters.every((filter) => filters.has(filter)),
  );
  return found?.key ?? null;
}
