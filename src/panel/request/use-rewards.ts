// What the stake of the listed accounts earned, by day, worked out of their books.
import { useEffect, useMemo } from 'preact/hooks';
import type { AppError } from '../../errors.ts';
import { resultsOf } from '../../history/results.ts';
import * as reader from '../../store/book-reader.ts';
import { createAccountBooks } from '../books/account-books.ts';
import { useBooks } from '../books/use-books.ts';
import { usePanel } from '../core/panel-context.ts';
import type { ActivityFilter } from './activity.ts';
import { atHome, rewardsOf, type Rewards } from './rewards.ts';

const EVER = { from: 0, to: Number.MAX_SAFE_INTEGER } as const;
const NONE: readonly Rewards[] = [];

/** The newest first; empty: the books tell of none, or the filter takes none. */
export function useRewards(filter: ActivityFilter): {
  days: readonly Rewards[];
  error: AppError | null;
} {
  const { store } = usePanel();
  const { changes } = useBooks();
  const model = useMemo(() => createAccountBooks(reader), []);
  const { kind, state, netuid, coldkey, year } = filter;
  const isWanted = (kind === null || kind === 'claim') && (state === null || state === 'done');
  const { genesisHash } = store.network.value;
  const all = store.accounts.value.map((account) => account.coldkey);
  const coldkeys = coldkey === null ? all : [coldkey];
  const change = changes.value;
  useEffect(() => {
    if (genesisHash !== null && isWanted) model.need({ genesisHash, coldkeys, from: 0 });
  }, [genesisHash, coldkeys.join(), change, isWanted]);
  const books = model.value.value;
  const method = store.settings.value.lotMethod;
  const days = useMemo(() => {
    if (!isWanted || books === null || books.length === 0) return NONE;
    const { columns } = resultsOf({
      books,
      period: EVER,
      scope: { of: 'accounts' },
      bucket: 'day',
      samples: 0,
      method,
      rootGrowth: null,
      fiat: null,
    });
    if (!columns.known) return NONE;
    return rewardsOf(columns.value, netuid).filter(
      ({ last }) => year === null || new Date(atHome(last)).getFullYear() === year,
    );
  }, [books, isWanted, netuid, year, method]);
  return { days, error: model.error.value };
}
