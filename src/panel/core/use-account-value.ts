// What one account's holdings are worth, of the same rows as home's.
import { useMemo } from 'preact/hooks';
import type { PortfolioValue } from '../../portfolio/portfolio-value.ts';
import { valuePortfolio } from '../../portfolio/value-portfolio.ts';
import { withNewerRows } from '../../portfolio/with-newer-rows.ts';
import type { Ss58Address } from '../../units.ts';
import { usePanel } from './panel-context.ts';

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
