// All subnets with names, price, own stake and emission figures; search, order, filters, and the choice for comparing.
import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import { compareRecorded, type ModelCheck } from '../../emission/compare-recorded.ts';
import type { NetFlow } from '../../emission/net-flow.ts';
import { shareChangePpm, subnetFigures } from '../../emission/subnet-figures.ts';
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import { rowsFor, worstOf } from '../../model/guard-rows.ts';
import type { Reading, SubnetFacts } from '../../model/facts.ts';
import { RAO_PER_ALPHA, type Netuid } from '../../units.ts';
import {
  orderInForce,
  priceOf,
  sortSubnets,
  type SubnetOrder,
  type SubnetSort,
} from './figure-columns.ts';
import { filterSubnets, filtersInForce, type SubnetFilter } from './subnet-filters.ts';
import { averageYieldPpm } from './average-yield.ts';
import type { SubnetEntry } from './subnet-entry.ts';
import type { View } from './presets.ts';
import { capOf, depthOf } from './pool-size.ts';
import { netFlowOver } from './net-flow-story.ts';
import { createPastPrices, type PastPrices } from './past-prices.ts';
import { changePpm } from './price-history.ts';
import { passesLimits, type FigureLimit } from './figure-limits.ts';
import { surveySince } from './survey.ts';
import type { NamesModel } from '../core/names-model.ts';
import type { PortfolioModel } from '../core/portfolio-model.ts';
import type { StoreModel } from '../core/store-model.ts';

export type SubnetsModel = {
  all: ReadonlySignal<readonly SubnetEntry[]>;
  /** In order, after the filters but before the limits on figures. */
  filtered: ReadonlySignal<readonly SubnetEntry[]>;
  /** After the limits too: the rows of the list. */
  listed: ReadonlySignal<readonly SubnetEntry[]>;
  sort: ReadonlySignal<SubnetSort>;
  /** The largest come last, of ranks the smallest. */
  isReversed: ReadonlySignal<boolean>;
  /** The order of the rows: until emission figures are loaded, what needs them is by number. */
  order: ReadonlySignal<SubnetOrder>;
  /** By another figure; by the same again: the other way round. */
  setSort: (sort: SubnetSort) => void;
  /** Order and filters at once; limits on figures are dropped. */
  setView: (view: View) => void;
  filters: ReadonlySignal<ReadonlySet<SubnetFilter>>;
  /** Those of them whose figure was read. */
  filtersInForce: ReadonlySignal<ReadonlySet<SubnetFilter>>;
  toggleFilter: (filter: SubnetFilter) => void;
  /** Least or greatest values of figures; an unknown figure passes no limit. */
  limits: ReadonlySignal<readonly FigureLimit[]>;
  setLimits: (limits: readonly FigureLimit[]) => void;
  /** Picked for comparing, in order; null: not picking. */
  picked: ReadonlySignal<readonly Netuid[] | null>;
  setPicking: (isPicking: boolean) => void;
  pick: (netuid: Netuid) => void;
  /** Our emission model compared with what the chain recorded. */
  check: ReadonlySignal<Reading<ModelCheck>>;
  /** This runtime was found to split emission by another rule than ours. */
  isEmissionOther: ReadonlySignal<boolean>;
  /** false: which subnet is removed next was compared on this runtime, and is not as we work it out. */
  isOrderKnown: ReadonlySignal<boolean>;
  facts: (netuid: number) => SubnetFacts | null;
  pastPrice: PastPrices;
  /** From then to the price shown now, in parts per million. */
  changeOver: (netuid: number, days: number) => bigint | null;
};

/** The horizon of the flow in lists. */
const FLOW_DAYS = 7;

/** The most that fit side by side. */
export const MOST_COMPARED = 3;

export function createSubnetsModel(
  store: StoreModel,
  names: NamesModel,
  portfolio: PortfolioModel,
): SubnetsModel {
  const sort = signal<SubnetSort>('share');
  const isReversed = signal(false);
  const filters = signal<ReadonlySet<SubnetFilter>>(new Set());
  const limits = signal<readonly FigureLimit[]>([]);
  const picked = signal<readonly Netuid[] | null>(null);
  const factsByNetuid = computed(
    () =>
      new Map(
        (store.snapshot.value?.snapshot.subnets ?? []).map((facts) => [
          Number(facts.netuid),
          facts,
        ]),
      ),
  );
  /** What was compared of this runtime: without a comparison yet, each screen's own decides. */
  const guard = computed(() => {
    const runtime = store.snapshot.value?.snapshot.runtime;
    const record = store.guards.value.find((one) => one.specVersion === runtime?.specVersion);
    return runtime === undefined || record === undefined ? null : rowsFor(record, runtime);
  });
  const isEmissionOther = computed(
    () => guard.value !== null && worstOf(guard.value, ['emission']).state === 'disagrees',
  );
  const check = computed<Reading<ModelCheck>>(() => {
    const record = store.emission.value;
    if (isEmissionOther.value) return { known: false, reason: 'unreadable' };
    // Without a parent block to compare with, agreement is unknown.
    return record === null || record.parent === null
      ? { known: false, reason: 'unreadable' }
      : compareRecorded(record.parent, record.facts);
  });
  const immunity = computed<Reading<number>>(
    () =>
      store.snapshot.value?.snapshot.rules.immunityPeriod ?? { known: false, reason: 'unreadable' },
  );
  /** An order of deregistration whose first is not the chain's is no order. */
  const isOrderKnown = computed(
    () => guard.value === null || worstOf(guard.value, ['prune']).state === 'agrees',
  );
  const figures = computed(() => {
    const facts = store.emission.value?.facts;
    const protectedFor: Reading<number> = isOrderKnown.value
      ? immunity.value
      : { known: false, reason: 'unreadable' };
    const all = facts === undefined ? [] : subnetFigures(facts, check.value, protectedFor);
    return new Map(all.map((one) => [Number(one.netuid), one]));
  });
  const subnetOf = (netuid: number) => factsByNetuid.value.get(netuid) ?? figures.value.get(netuid);
  const pastPrice = createPastPrices(store, (netuid) => subnetOf(netuid)?.registeredAt);
  const flows = computed(() => {
    const facts = store.emission.value?.facts;
    const found = new Map<number, NetFlow>();
    for (const subnet of facts?.subnets ?? []) {
      const flow = facts && netFlowOver(store.prices.value, facts, subnet, FLOW_DAYS);
      if (subnet.netuid !== 0 && flow) found.set(subnet.netuid, flow);
    }
    return found;
  });
  const survey = computed(
    () => new Map((store.survey.value?.rows ?? []).map((row) => [Number(row.netuid), row])),
  );
  const entries = computed(() => {
    const favourites = new Set(store.settings.value.favourites.map(Number));
    const held = new Map(
      (portfolio.value.value?.subnets ?? []).map((value) => [Number(value.netuid), value]),
    );
    const facts = store.emission.value?.facts;
    const emissions = new Map(facts?.subnets.map((one) => [Number(one.netuid), one]));
    const netuids = new Map<number, Netuid>();
    for (const source of [names.byNetuid.value, factsByNetuid.value, figures.value]) {
      for (const { netuid } of source.values()) netuids.set(netuid, netuid);
    }
    return [...netuids.values()].map((netuid): SubnetEntry => {
      const own = factsByNetuid.value.get(netuid);
      const mine = held.get(netuid);
      const emission = emissions.get(netuid);
      const observed = figures.value.get(netuid) ?? null;
      const nodePrice =
        observed === null || observed.spot === null
          ? null
          : { rao: observed.spot, perAlphaRao: RAO_PER_ALPHA };
      const entry = {
        netuid,
        text: names.title(netuid),
        price: (own ? valuationPrice(own) : null) ?? nodePrice,
        depth: depthOf(own) ?? observed?.depth ?? null,
        held: mine?.alpha ?? 0n,
        worth: mine ? { rao: mine.sellable, isWhole: mine.isSellableWhole } : null,
        cap: null,
        apyPpm:
          facts && emission && !isEmissionOther.value ? averageYieldPpm(facts, emission) : null,
        isFavourite: favourites.has(netuid),
        changes: { day: null, week: null, shareWeek: null },
        flow: flows.value.get(netuid) ?? null,
        figures: observed,
        survey: null,
      };
      const now = priceOf(entry);
      const weekAgo = pastPrice(netuid, 7);
      return {
        ...entry,
        cap: capOf(now, own?.alphaOut ?? emission?.alphaOut),
        changes: {
          day: changePpm(now, pastPrice(netuid, 1)?.raoPerAlpha ?? null),
          week: changePpm(now, weekAgo?.raoPerAlpha ?? null),
          shareWeek: observed && shareChangePpm(observed.share, weekAgo?.share ?? null),
        },
        survey: observed && surveySince(survey.value.get(netuid), observed.registeredAt),
      };
    });
  });
  const order = computed(() =>
    orderInForce(entries.value, { sort: sort.value, isReversed: isReversed.value }),
  );
  const all = computed(() => sortSubnets(entries.value, order.value.sort, order.value.isReversed));
  const inForce = computed(() => filtersInForce(entries.value, filters.value));
  const filtered = computed(() => filterSubnets(all.value, inForce.value));
  return {
    all,
    filtered,
    listed: computed(() => filtered.value.filter((entry) => passesLimits(entry, limits.value))),
    sort,
    isReversed,
    order,
    setSort(next) {
      const now = order.peek();
      isReversed.value = next === now.sort && !now.isReversed;
      sort.value = next;
    },
    setView(view) {
      batch(() => {
        sort.value = view.sort;
        isReversed.value = view.isReversed;
        filters.value = view.filters;
        limits.value = [];
      });
    },
    filters,
    filtersInForce: inForce,
    toggleFilter(filter) {
      const next = new Set(filters.peek());
      if (!next.delete(filter)) next.add(filter);
      filters.value = next;
    },
    limits,
    setLimits(next) {
      limits.value = next;
    },
    picked,
    setPicking(isPicking) {
      picked.value = isPicking ? [] : null;
    },
    pick(netuid) {
      const before = picked.peek() ?? [];
      if (before.includes(netuid)) picked.value = before.filter((one) => one !== netuid);
      else if (before.length < MOST_COMPARED) picked.value = [...before, netuid];
    },
    check,
    isEmissionOther,
    isOrderKnown,
    facts: (netuid) => factsByNetuid.value.get(netuid) ?? null,
    pastPrice,
    changeOver(netuid, days) {
      const entry = all.value.find((one) => one.netuid === netuid);
      const now = entry === undefined ? null : priceOf(entry);
      return changePpm(now, pastPrice(netuid, days)?.raoPerAlpha ?? null);
    },
  };
}
