// From when to when accounts have entries, and how many: what a choice of years is made of.
import type { Hex, Ss58Address } from '../units.ts';
import { allUnder } from './accounts-in.ts';
import { isBookEntry } from './book-shapes.ts';
import { openStore } from './open-store.ts';

/** Times are epoch milliseconds; null: there are no entries. */
type BookSpan = {
  coldkey: Ss58Address;
  entries: number;
  firstAt: number | null;
  lastAt: number | null;
};

export async function readBookSpans(
  genesisHash: Hex,
  coldkeys: readonly Ss58Address[],
): Promise<BookSpan[]> {
  const { store } = (await openStore()).transaction('bookEntries');
  return Promise.all(
    coldkeys.map(async (coldkey) => {
      const all = allUnder([genesisHash, coldkey]);
      const [entries, first, last] = await Promise.all([
        store.count(all),
        store.openCursor(all),
        store.openCursor(all, 'prev'),
      ]);
      const atOf = (value: unknown): number | null => (isBookEntry(value) ? value.at : null);
      return { coldkey, entries, firstAt: atOf(first?.value), lastAt: atOf(last?.value) };
    }),
  );
}
