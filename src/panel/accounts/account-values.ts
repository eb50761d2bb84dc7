// What the accounts of the list are worth, each alone or its part where they are sold together, and its share of all.
import { useMemo } from 'preact/hooks';
import type { StoredAccount } from '../../model/account.ts';
import type { EarlierPrices } from '../../portfolio/earlier-prices.ts';
import type { ColdkeyValue, PortfolioValue } from '../../portfolio/portfolio-value.ts';
import { priceChange } from '../../portfolio/price-change.ts';
import { pricedHoldings } from '../../portfolio/priced-holdings.ts';
import { valueEach } from '../../portfolio/value-each.ts';
import { valuePortfolio } from '../../portfolio/value-portfolio.ts';
import { withNewerRows } from '../../portfolio/with-newer-rows.ts';
import { drawnRatio, ROOT_NETUID } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { roundSharesText } from '../words/round-share.ts';

export type Values = {
  /** Of each account over a day, by prices alone; without those where a price of then is not known. */
  changes: ReadonlyMap<string, bigint>;
  /** Of those that count, as sold together; null: nothing was loaded yet. */
  total: PortfolioValue | null;
  byColdkey: ReadonlyMap<string, ColdkeyValue>;
};

function changesOf(values: readonly PortfolioValue[], then: EarlierPrices | null) {
  const changes = new Map<string, bigint>();
  if (then === null) return changes;
  for (const [coldkey, held] of values.flatMap((value) => [...pricedHoldings(value)])) {
    const hasAlpha = held.subnets.some(({ netuid }) => netuid !== ROOT_NETUID);
    const { ppm, missing } = priceChange(held, then.priceThen);
    if (ppm !== null && missing.length === 0 && hasAlpha) changes.set(coldkey, ppm);
  }
  return changes;
}

/** Accounts that count, as on home, are valued as sold together, the others each on its own. */
export function useValues(): Values {
  const { store, portfolio } = usePanel();
  const snapshot = store.snapshot.value?.snapshot;
  const newer = store.node.value?.rows;
  const accounts = store.accounts.value;
  const counted = portfolio.counted.value;
  const then = portfolio.changes.value[0]?.earlier ?? null;
  return useMemo(() => {
    if (snapshot === undefined) return { total: null, byColdkey: new Map(), changes: new Map() };
    const now = withNewerRows(snapshot, newer);
    const total = valuePortfolio(
      now,
      counted.map(({ coldkey }) => coldkey),
    );
    const isCounted = new Set(counted);
    const others = valueEach(
      now,
      accounts.filter((account) => !isCounted.has(account)).map(({ coldkey }) => coldkey),
    );
    const all = [total, ...others];
    const coldkeys = all.flatMap((value) => value.coldkeys);
    return {
      total,
      byColdkey: new Map(coldkeys.map((value) => [value.coldkey, value])),
      changes: changesOf(all, then),
    };
  }, [snapshot, newer, accounts, counted, then]);
}

/** Of what all are worth together: in words, and as the part of a bar. */
export type Share = { text: string; drawn: number };

/** By account; empty where there is but one, and of a sum that lacks something: no share of it is known. */
export function sharesOf({ total, byColdkey }: Values, counted: readonly StoredAccount[]) {
  const shares = new Map<string, Share>();
  if (counted.length < 2 || total === null || !total.isSellableWhole || total.sellable === 0n)
    return shares;
  const parts = counted.flatMap(({ coldkey }) => byColdkey.get(coldkey) ?? []);
  const texts = roundSharesText(parts.map(({ sellable }) => sellable));
  for (const [index, { coldkey, sellable }] of parts.entries()) {
    shares.set(coldkey, {
      text: texts[index] ?? '',
      drawn: drawnRatio(sellable, total.sellable),
    });
  }
  return shares;
}

/** The values of the rows, beside the total that stands above them. */
export function sumsOf({ total, byColdkey }: Values, counted: readonly StoredAccount[]) {
  if (total === null || counted.length < 2) return [];
  const rows = counted.flatMap(({ coldkey }) => byColdkey.get(coldkey) ?? []);
  return [{ parts: rows.map(({ sellable }) => sellable), whole: total.sellable }];
}
