// What one account's holdings are worth, of the same rows as home's: alone, and as its part where all are sold together.
import { useMemo } from 'preact/hooks';
import type { PortfolioValue } from '../../portfolio/portfolio-value.ts';
import { valuePortfolio } from '../../portfolio/value-portfolio.ts';
import { withNewerRows } from '../../portfolio/with-newer-rows.ts';
import type { Ss58Address } from '../../units.ts';
import { usePanel } from './panel-context.ts';
import { partOfAll } from './part-of-all.ts';

/** null: its balances were not loaded. */
export function useAccountValue(coldkey: Ss58Address): PortfolioValue | null {
  const { store } = usePanel();
  const snapshot = store.snapshot.value?.snapshot;
  const newer = store.node.value?.rows;
  return useMemo(() => {
    const isRead = snapshot?.accounts.some((account) => account.coldkey === coldkey) ?? false;
    if (snapshot === undefined || !isRead) return null;
    return valuePortfolio(withNewerRows(snapshot, newer), [coldkey]);
  }, [snapshot, newer, coldkey]);
}

/** null: it is the only one, does not count, or was not loaded. */
export function usePartOfAll(coldkey: Ss58Address): ReturnType<typeof partOfAll> {
  const { store, portfolio } = usePanel();
  const snapshot = store.snapshot.value?.snapshot;
  const newer = store.node.value?.rows;
  const counted = portfolio.counted.value;
  return useMemo(() => {
    if (snapshot === undefined || counted.length < 2) return null;
    const all = counted.map((account) => account.coldkey);
    return partOfAll(valuePortfolio(withNewerRows(snapshot, newer), all), coldkey);
  }, [snapshot, newer, counted, coldkey]);
}
