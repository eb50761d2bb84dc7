// The value of the chosen accounts' holdings, and the rows of home. All figures come from valuePortfolio; this file
// chooses, sorts, folds and filters.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { summed, type Attention, type AttentionItem } from '../../alerts/attention-item.ts';
import { leavingOf, type Leaving } from '../../portfolio/leaving.ts';
import type { PortfolioSums, PortfolioValue, SubnetSums } from '../../portfolio/portfolio-value.ts';
import {
  earlierPrices,
  horizons,
  type EarlierPrices,
  type Horizon,
} from '../../portfolio/earlier-prices.ts';
import { priceChange, subnetPriceChange, type PriceChange } from '../../portfolio/price-change.ts';
import { countedOf, shownOf, type StoredAccount } from '../../model/account.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import type { NamesModel } from './names-model.ts';
import type { StoreModel } from './store-model.ts';

type SortKey = 'sellable' | 'spot' | 'change' | 'name';
export const sortKeys: readonly SortKey[] = ['sellable', 'spot', 'change', 'name'];

export type SubnetRow = {
  value: SubnetSums;
  hasLock: boolean;
  /** Price now against a day ago in parts per million; null: not known. */
  changePpm: bigint | null;
};

export type PortfolioModel = {
  /** Accounts that are not hidden, in the user's order. */
  shownAccounts: ReadonlySignal<readonly StoredAccount[]>;
  /** The user's own of them; where none is, all: who only follows others has come to see what they hold. */
  counted: ReadonlySignal<readonly StoredAccount[]>;
  /** One account alone, or all that count when null. */
  chosen: ReadonlySignal<Ss58Address | null>;
  choose: (coldkey: Ss58Address | null) => void;
  coldkeys: ReadonlySignal<readonly Ss58Address[]>;
  /** Where home shows one account alone, that one. */
  only: ReadonlySignal<StoredAccount | null>;
  /** With its positions: what home itself does without. null: nothing was read yet. */
  value: ReadonlySignal<PortfolioValue | null>;
  /** Reads what `value` is of where home opened without it. */
  whole: () => Promise<PortfolioValue | null>;
  /** The same figures: as the background worked them out, else as `value` has them. */
  sums: ReadonlySignal<PortfolioSums | null>;
  attention: ReadonlySignal<Attention>;
  /** The same one by one; empty: nothing, or the positions were not read yet. */
  needs: ReadonlySignal<readonly AttentionItem[]>;
  leaving: ReadonlySignal<readonly Leaving[]>;
  rows: ReadonlySignal<readonly SubnetRow[]>;
  /** Rows worth less than the user's small amount, folded together. */
  smallRows: ReadonlySignal<readonly SubnetRow[]>;
  sort: ReadonlySignal<SortKey>;
  /** Accounts outside `coldkeys` that hold stake: the user’s own too, while one of them is chosen. */
  elsewhere: ReadonlySignal<readonly StoredAccount[]>;
  /** Over a day, a week and a month, by prices alone. */
  changes: ReadonlySignal<readonly HorizonChange[]>;
};

/** null: the earlier prices are neither recorded nor known from an archive. */
export type HorizonChange = {
  horizon: Horizon;
  earlier: EarlierPrices | null;
  change: PriceChange | null;
};

const descending = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? 1 : -1);

function sortRows(
  rows: readonly SubnetRow[],
  key: SortKey,
  nameOf: (netuid: Netuid) => string,
): readonly SubnetRow[] {
  if (key === 'spot') return rows.toSorted((a, b) => descending(a.value.spot, b.value.spot));
  if (key === 'change') {
    const least = -(1n << 64n);
    return rows.toSorted((a, b) => descending(a.changePpm ?? least, b.changePpm ?? least));
  }
  if (key === 'name') {
    return rows.toSorted((a, b) =>
      nameOf(a.value.netuid).localeCompare(nameOf(b.value.netuid), undefined, { numeric: true }),
    );
  }
  return rows;
}

export function toSortKey(text: string): SortKey {
  return sortKeys.find((key) => key === text) ?? 'sellable';
}

export function createPortfolioModel(store: StoreModel, names: NamesModel): PortfolioModel {
  const picked = signal<Ss58Address | null>(null);
  const shownAccounts = computed(() => shownOf(store.accounts.value));
  const chosen = computed(() =>
    shownAccounts.value.some(({ coldkey }) => coldkey === picked.value) ? picked.value : null,
  );
  const counted = computed(() => countedOf(shownAccounts.value));
  const coldkeys = computed(() =>
    chosen.value !== null ? [chosen.value] : counted.value.map(({ coldkey }) => coldkey),
  );
  const valuer = computed(() => store.valuing.value?.createValuer() ?? null);
  const value = computed(() => {
    const record = store.snapshot.value;
    const valuing = store.valuing.value;
    if (record === null || valuing === null || valuer.value === null) return null;
    const now = valuing.withNewerRows(record.snapshot, store.node.value?.rows);
    return valuer.value(now, coldkeys.value);
  });
  /** Of all that count, as the background worked it out; null: it is worked out here. */
  const home = computed(() => (chosen.value === null ? store.home.value : null));
  const sums = computed((): PortfolioSums | null => home.value?.sums ?? value.value);
  const needs = computed((): readonly AttentionItem[] => {
    const record = store.snapshot.value;
    const valuing = store.valuing.value;
    if (record === null || valuing === null) return [];
    const { smallUnderRao } = store.settings.value;
    const emission = store.emission.value;
    const facts = emission?.genesisHash === record.genesisHash ? emission.facts : null;
    return valuing.attentionOf(record.snapshot, coldkeys.value, smallUnderRao, facts);
  });
  const staked = computed(() => {
    if (home.value !== null) return home.value.staked;
    const snapshot = store.snapshot.value?.snapshot;
    return snapshot === undefined ? [] : (store.valuing.value?.stakedIn(snapshot) ?? []);
  });
  const earlier = computed(() => {
    const held = sums.value?.subnets ?? [];
    const head = store.head.value;
    // Relative to the snapshot's prices, not to the clock: an old snapshot is compared with its own day before.
    const now = { at: head?.blockTime ?? 0, block: head?.block.number ?? 0 };
    const { history, prices } = store.sources.value;
    const archived = prices.map((one) => one.prices);
    return horizons.map((horizon) => ({
      horizon,
      earlier: earlierPrices(now, horizon, history, archived, held),
    }));
  });
  const dayAgo = computed(() => earlier.value[0]?.earlier ?? null);
  const sort = computed(() => toSortKey(store.settings.value.sort));
  const all = computed(() =>
    (sums.value?.subnets ?? []).map((subnet) => ({
      value: subnet,
      hasLock: subnet.gap.notSellable.locked > 0n,
      changePpm: dayAgo.value === null ? null : subnetPriceChange(subnet, dayAgo.value.priceThen),
    })),
  );
  /** What has no price is no small amount. */
  const isSmall = ({ value: { spot, price } }: SubnetRow) =>
    price !== null && spot < store.settings.value.smallUnderRao;
  return {
    shownAccounts,
    counted,
    chosen,
    choose(coldkey) {
      if (store.isSnapshotRead.peek()) picked.value = coldkey;
      else
        void store.readSnapshot().then(() => {
          picked.value = coldkey;
        });
    },
    coldkeys,
    only: computed(() => {
      const [first, second] = coldkeys.value;
      if (first === undefined || second !== undefined) return null;
      return shownAccounts.value.find(({ coldkey }) => coldkey === first) ?? null;
    }),
    value,
    async whole() {
      await store.readSnapshot();
      return value.peek();
    },
    sums,
    attention: computed(() => home.value?.attention ?? summed(needs.value)),
    needs,
    leaving: computed(
      () => home.value?.leaving ?? (value.value === null ? [] : leavingOf(value.value)),
    ),
    sort,
    rows: computed(() =>
      sortRows(
        all.value.filter((row) => !isSmall(row)),
        sort.value,
        names.title,
      ),
    ),
    smallRows: computed(() => all.value.filter(isSmall)),
    elsewhere: computed(() => {
      const [here, holding] = [new Set(coldkeys.value), new Set(staked.value)];
      return shownAccounts.value.filter(
        ({ coldkey }) => !here.has(coldkey) && holding.has(coldkey),
      );
    }),
    changes: computed(() =>
      earlier.value.map(({ horizon, earlier: then }) => ({
        horizon,
        earlier: then,
        change:
          sums.value === null || then === null || sums.value.unread.length > 0
            ? null
            : priceChange(sums.value, then.priceThen),
      })),
    ),
  };
}
