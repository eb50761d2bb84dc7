// Entries and points of the accounts that home shows, shared by the parts of the panel that tell results.
import { useEffect } from 'preact/hooks';
import type { AccountBook } from '../../history/figures.ts';
import * as reader from '../../store/book-reader.ts';
import type { AppError } from '../../errors.ts';
import { BLOCKS_PER_DAY } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import type { PanelDeps } from '../core/panel-deps.ts';
import { createAccountBooks } from './account-books.ts';
import { useBooks } from './use-books.ts';

/**
 * How many days back: home waits for a month and for a year of it alone, because all of it may be large. A day or two more
 * than is shown, for the point that the first day begins with.
 */
export type HowFar = 'all' | 'year' | 'month';
const days: Readonly<Record<Exclude<HowFar, 'all'>, number>> = { year: 367, month: 32 };

type Shared = Partial<Record<HowFar, ReturnType<typeof createAccountBooks>>>;
const shared = new WeakMap<PanelDeps, Shared>();

function sharedOf(deps: PanelDeps, howFar: HowFar): ReturnType<typeof createAccountBooks> {
  const models = shared.get(deps) ?? {};
  shared.set(deps, models);
  return (models[howFar] ??= createAccountBooks(reader));
}

export function useAccountBooks(howFar: HowFar): {
  books: readonly AccountBook[] | null;
  error: AppError | null;
} {
  const { deps, store, portfolio } = usePanel();
  const { changes } = useBooks();
  const { need, value, error } = sharedOf(deps, howFar);
  const { genesisHash } = store.network.value;
  const coldkeys = portfolio.coldkeys.value;
  const change = changes.value;
  useEffect(() => {
    // The head goes on while the panel is open; where reading begins need not.
    const head = store.head.peek()?.block.number ?? 0;
    const from = howFar === 'all' ? 0 : Math.max(0, head - days[howFar] * BLOCKS_PER_DAY);
    if (genesisHash !== null) need({ genesisHash, coldkeys, from });
  }, [genesisHash, coldkeys.join(), change, howFar]);
  return { books: genesisHash === null ? [] : value.value, error: error.value };
}
