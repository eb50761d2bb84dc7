// The value of what the chosen accounts hold, and the rows that home lists. All figures come from
// valuePortfolio over the stored snapshot; this file only chooses, sorts, folds and filters.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { PortfolioValue, SubnetValue } from '../../portfolio/portfolio-value.ts';
import { priceChange, type EarlierPrice, type PriceChange } from '../../portfolio/price-change.ts';
import { valuePortfolio } from '../../portfolio/value-portfolio.ts';
import type { HistoryRecord, StoredAccount } from '../../store/schema.ts';
import { mulDivDown, type Netuid, type Ss58Address } from '../../units.ts';
import type { NamesModel } from './names-model.ts';
import type { StoreModel } from './store-model.ts';

export type SortKey = 'sellable' | 'spot' | 'change' | 'name';
export const sortKeys: readonly SortKey[] = ['sellable', 'spot', 'change', 'name'];

export type SubnetRow = {
  value: SubnetValue;
  hasLock: boolean;
  /** Price now against a day ago in parts per million; null: not recorded. */
  changePpm: bigint | null;
};

export type PortfolioModel = {
  /** Accounts that are not hidden, in the user's order. */
  shownAccounts: ReadonlySignal<readonly StoredAccount[]>;
  /** One account alone, or all that count when null. */
  chosen: ReadonlySignal<Ss58Address | null>;
  choose: (coldkey: Ss58Address | null) => void;
  coldkeys: ReadonlySignal<readonly Ss58Address[]>;
  value: ReadonlySignal<PortfolioValue | null>;
  rows: ReadonlySignal<readonly SubnetRow[]>;
  /** Rows worth less than the user's small amount, folded together. */
  smallRows: ReadonlySignal<readonly SubnetRow[]>;
  sort: ReadonlySignal<SortKey>;
  change: ReadonlySignal<PriceChange | null>;
};

const DAY = 24 * 3_600_000;
/** How far from a day ago a recorded point may lie and still be called "24 h". */
const SLACK = 2 * 3_600_000;

/** The recorded point nearest to `age` before `now`; null when none is near enough. */
export function pointNear(
  history: readonly HistoryRecord[],
  now: number,
  age: number,
  slack: number,
): HistoryRecord | null {
  let best: HistoryRecord | null = null;
  for (const point of history) {
    const distance = Math.abs(now - age - point.at);
    if (distance > slack) continue;
    if (best === null || distance < Math.abs(now - age - best.at)) best = point;
  }
  return best;
}

const RAO_PER_ALPHA = 1_000_000_000n;

/** Price of one subnet now against then, rounded down in parts per million; null when it had none. */
export function subnetChange(
  value: SubnetValue,
  earlier: ReadonlyMap<string, bigint>,
): bigint | null {
  const before = earlier.get(`${value.netuid}:${value.registeredAt}`);
  if (before === undefined || before === 0n || value.netuid === 0) return null;
  const now = mulDivDown(value.price.rao, RAO_PER_ALPHA, value.price.perAlphaRao);
  return ((now - before) * 1_000_000n) / before;
}

const descending = (a: bigint, b: bigint): number => (a === b ? 0 : a < b ? 1 : -1);

export function sortRows(
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

export function createPortfolioModel(
  store: StoreModel,
  names: NamesModel,
  now: ReadonlySignal<number>,
): PortfolioModel {
  const picked = signal<Ss58Address | null>(null);
  const shownAccounts = computed(() => store.accounts.value.filter(({ isHidden }) => !isHidden));
  const chosen = computed(() =>
    shownAccounts.value.some(({ coldkey }) => coldkey === picked.value) ? picked.value : null,
  );
  const coldkeys = computed(() =>
    chosen.value !== null
      ? [chosen.value]
      : shownAccounts.value.filter(({ isCounted }) => isCounted).map(({ coldkey }) => coldkey),
  );
  const value = computed(() => {
    const record = store.snapshot.value;
    return record === null ? null : valuePortfolio(record.snapshot, coldkeys.value);
  });
  // Counted in quarters of an hour, so that the tick of the clock does not value everything again.
  const quarter = computed(() => Math.floor(now.value / 900_000) * 900_000);
  const earlier = computed<readonly EarlierPrice[] | null>(
    () => pointNear(store.history.value, quarter.value, DAY, SLACK)?.prices ?? null,
  );
  const pricesThen = computed(
    () =>
      new Map(
        (earlier.value ?? []).map(({ netuid, registeredAt, raoPerAlpha }) => [
          `${netuid}:${registeredAt}`,
          raoPerAlpha,
        ]),
      ),
  );
  const sort = computed(() => toSortKey(store.settings.value.sort));
  const all = computed(() =>
    (value.value?.subnets ?? []).map((subnet) => ({
      value: subnet,
      hasLock: subnet.gap.notSellable.locked > 0n,
      changePpm: subnetChange(subnet, pricesThen.value),
    })),
  );
  const isSmall = ({ value: { spot } }: SubnetRow) => spot < store.settings.value.smallUnderRao;
  return {
    shownAccounts,
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
    change: computed(() =>
      value.value === null || earlier.value === null
        ? null
        : priceChange(value.value, earlier.value),
    ),
  };
}
