// All subnets with what is known of each: names, price, depth, what I hold there. Search and order.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import type { SubnetFacts } from '../../facts.ts';
import type { Netuid, Price } from '../../units.ts';
import type { NamesModel } from './names-model.ts';
import type { PortfolioModel } from './portfolio-model.ts';
import type { StoreModel } from './store-model.ts';

/** Against an earlier block, in parts per million; null: nobody could tell. */
export type Changes = { day: bigint | null; week: bigint | null };

export type SubnetEntry = {
  netuid: Netuid;
  /** Number and name, for searching and for sorting by name. */
  text: string;
  price: Price | null;
  /** TAO in the pool; null: not read. */
  depth: bigint | null;
  held: bigint;
  isFavourite: boolean;
};

export type SubnetSort = 'number' | 'price' | 'depth' | 'held' | 'name';
export const subnetSorts: readonly SubnetSort[] = ['number', 'price', 'depth', 'held', 'name'];

export type SubnetsModel = {
  all: ReadonlySignal<readonly SubnetEntry[]>;
  sort: ReadonlySignal<SubnetSort>;
  setSort: (sort: SubnetSort) => void;
  facts: (netuid: number) => SubnetFacts | null;
};

const PRICE_SCALE = 1n << 64n;
const asBits = ({ rao, perAlphaRao }: Price): bigint => (rao * PRICE_SCALE) / perAlphaRao;
const descending = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? 1 : -1);

export function sortSubnets(
  entries: readonly SubnetEntry[],
  sort: SubnetSort,
): readonly SubnetEntry[] {
  const by = (a: SubnetEntry, b: SubnetEntry): number => {
    if (a.isFavourite !== b.isFavourite) return a.isFavourite ? -1 : 1;
    if (sort === 'name') return a.text.localeCompare(b.text);
    if (sort === 'depth') return descending(a.depth ?? -1n, b.depth ?? -1n);
    if (sort === 'held') return descending(a.held, b.held);
    if (sort === 'price') {
      return descending(a.price ? asBits(a.price) : -1n, b.price ? asBits(b.price) : -1n);
    }
    return 0;
  };
  return entries.toSorted((a, b) => by(a, b) || a.netuid - b.netuid);
}

/** A number finds that subnet first, then those whose number or name holds it. */
export function searchSubnets(
  entries: readonly SubnetEntry[],
  query: string,
): readonly SubnetEntry[] {
  const wanted = query
    .trim()
    .toLocaleLowerCase()
    .replace(/^sn(?=\d)/, '');
  if (wanted === '') return entries;
  const found = entries.filter(({ text }) => text.toLocaleLowerCase().includes(wanted));
  return found.toSorted(
    (a, b) => Number(String(b.netuid) === wanted) - Number(String(a.netuid) === wanted),
  );
}

export function createSubnetsModel(
  store: StoreModel,
  names: NamesModel,
  portfolio: PortfolioModel,
): SubnetsModel {
  const sort = signal<SubnetSort>('number');
  const factsByNetuid = computed(
    () =>
      new Map(
        (store.snapshot.value?.snapshot.subnets ?? []).map((facts) => [
          Number(facts.netuid),
          facts,
        ]),
      ),
  );
  const emission = computed(
    () =>
      new Map(
        (store.emission.value?.facts.subnets ?? []).map((facts) => [Number(facts.netuid), facts]),
      ),
  );
  const all = computed(() => {
    const favourites = new Set(store.settings.value.favourites.map(Number));
    const held = new Map(
      (portfolio.value.value?.subnets ?? []).map(({ netuid, alpha }) => [Number(netuid), alpha]),
    );
    const netuids = new Map<number, Netuid>();
    for (const source of [names.byNetuid.value, factsByNetuid.value, emission.value]) {
      for (const { netuid } of source.values()) netuids.set(netuid, netuid);
    }
    const entries = [...netuids.values()].map((netuid): SubnetEntry => {
      const facts = factsByNetuid.value.get(netuid);
      const observed = emission.value.get(netuid);
      const nodePrice =
        observed?.nodePrice.known === true
          ? { rao: observed.nodePrice.value, perAlphaRao: 1_000_000_000n }
          : null;
      return {
        netuid,
        text: names.title(netuid),
        price: (facts ? valuationPrice(facts) : null) ?? nodePrice,
        depth: depthOf(facts) ?? observed?.taoReserve ?? null,
        held: held.get(netuid) ?? 0n,
        isFavourite: favourites.has(netuid),
      };
    });
    return sortSubnets(entries, sort.value);
  });
  return {
    all,
    sort,
    setSort(next) {
      sort.value = next;
    },
    facts: (netuid) => factsByNetuid.value.get(netuid) ?? null,
  };
}

/** TAO in the pool of a subnet whose facts were read; null for root and for pools we cannot read. */
export function depthOf(facts: SubnetFacts | undefined): bigint | null {
  const pool = facts?.pool;
  return pool === undefined || pool === null || pool.kind === 'stable' ? null : pool.taoReserve;
}
