// The value of the chosen accounts' holdings, and the rows of home. All figures come from valuePortfolio; this file
// chooses, sorts, folds and filters.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { PortfolioValue, SubnetValue } from '../../portfolio/portfolio-value.ts';
import {
  earlierPrices,
  horizons,
  type EarlierPrices,
  type Horizon,
} from '../../portfolio/earlier-prices.ts';
import { priceChange, subnetPriceChange, type PriceChange } from '../../portfolio/price-change.ts';
import { valuePortfolio } from '../../portfolio/value-portfolio.ts';
import { withNewerRows } from '../../portfolio/with-newer-rows.ts';
import type { StoredAccount } from '../../model/account.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import type { NamesModel } from './names-model.ts';
import type { StoreModel } from './store-model.ts';

type SortKey = 'sellable' | 'spot' | 'change' | 'name';
export const sortKeys: readonly SortKey[] = ['sellable', 'spot', 'change', 'name'];

export type SubnetRow = {
  value: SubnetValue;
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
  value: ReadonlySignal<PortfolioValue | null>;
  rows: ReadonlySignal<readonly SubnetRow[]>;
  /** Rows worth less than the user's small amount, folded together. */
  smallRows: ReadonlySignal<readonly SubnetRow[]>;
  sort: ReadonlySignal<SortKey>;
  /** Followed accounts outside `coldkeys` that hold stake. */
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
  const shownAccounts = computed(() => store.accounts.value.filter(({ isHidden }) => !isHidden));
  const chosen = computed(() =>
    shownAccounts.value.some(({ coldkey }) => coldkey === picked.value) ? picked.value : null,
  );
  const counted = computed(() => {
    const own = shownAccounts.value.filter(({ isCounted }) => isCounted);
    return own.length === 0 ? shownAccounts.value : own;
  });
  const coldkeys = computed(() =>
    chosen.value !== null ? [chosen.value] : counted.value.map(({ coldkey }) => coldkey),
  );
  const value = computed(() => {
    const record = store.snapshot.value;
    if (record === null) return null;
    return valuePortfolio(withNewerRows(record.snapshot, store.node.value?.rows), coldkeys.value);
  });
  const earlier = computed(() => {
    const held = value.value?.subnets ?? [];
    const snapshot = store.snapshot.value?.snapshot;
    // Relative to the snapshot's prices, not to the clock: an old snapshot is compared with its own day before.
    const now = { at: snapshot?.blockTime ?? 0, block: snapshot?.block.number ?? 0 };
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
    (value.value?.subnets ?? []).map((subnet) => ({
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
      picked.value = coldkey;
    },
    coldkeys,
    value,
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
      const held = store.snapshot.value?.snapshot.positions ?? [];
      return shownAccounts.value.filter(
        ({ coldkey }) =>
          !coldkeys.value.includes(coldkey) &&
          held.some((one) => one.coldkey === coldkey && one.alpha > 0n),
      );
    }),
    changes: computed(() =>
      earlier.value.map(({ horizon, earlier: then }) => ({
        horizon,
        earlier: then,
        change:
          value.value === null || then === null || value.value.unread.length > 0
            ? null
            : priceChange(value.value, then.priceThen),
      })),
    ),
  };
}
