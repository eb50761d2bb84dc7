// Books from a file joined with those that are here: all accounts of the file in one transaction, or none.
import type { BookEntry } from '../model/book.ts';
import { accountTables, allUnder } from './accounts-in.ts';
import { atOnce } from './at-once.ts';
import { entriesBetween } from './book-entries.ts';
import { pointsBetween, putPoints } from './book-points.ts';
import { isBook } from './book-shapes.ts';
import { abort, type BookStep } from './books.ts';
import { openStore, toStoreError } from './open-store.ts';

const INFINITE = Number.POSITIVE_INFINITY;

/**
 * `merge` sees all that is stored of an account that has a book, and gives what is to be stored. Throws STORE_FAILED, STORE_FULL,
 * and what `merge` throws.
 */
export async function mergeBooks(
  given: readonly BookStep[],
  merge: (stored: BookStep, given: BookStep) => BookStep,
): Promise<void> {
  const store = await openStore();
  const transaction = store.transaction(accountTables, 'readwrite');
  try {
    const books = transaction.objectStore('books');
    const entries = transaction.objectStore('bookEntries');
    const points = transaction.objectStore('bookPoints');
    for (const step of given) {
      const { genesisHash, coldkey } = step.book;
      const all = allUnder([genesisHash, coldkey]);
      const book: unknown = await books.get([genesisHash, coldkey]);
      const storedEntries: BookEntry[] = await entriesBetween(entries, step.book, -1, INFINITE);
      const storedPoints = await pointsBetween(points, step.book, 0, INFINITE);
      const hasAny = isBook(book) || storedEntries.length > 0 || storedPoints.length > 0;
      const stored = {
        book: isBook(book) ? book : { ...step.book, stretches: [], marks: [], places: [] },
        entries: storedEntries,
        points: storedPoints,
      };
      const merged = hasAny ? merge(stored, step) : step;
      await entries.delete(all);
      await points.delete(all);
      await atOnce(merged.entries, (entry) => entries.put(entry));
      await putPoints(points, merged.points);
      await books.put(merged.book);
    }
    await transaction.done;
  } catch (error) {
    abort(transaction);
    throw toStoreError(error);
  }
}
