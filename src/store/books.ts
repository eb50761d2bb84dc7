// How far each account's book is, the reading of the past, and what one step of it adds: a step is written whole or not at all.
import type { Book, BookEntry, BookPoint, BookRun, Stretch } from '../model/book.ts';
import type { Hex } from '../units.ts';
import { accountTables, allUnder, prefixesBy } from './accounts-in.ts';
import { atOnce } from './at-once.ts';
import { entriesBetween } from './book-entries.ts';
import { putPoints, type Table, type Whose } from './book-points.ts';
import { isBook, isBookRun } from './book-shapes.ts';
import { openStore, toStoreError } from './open-store.ts';
import { readAllWhole, readWhole } from './read-whole.ts';

/** What one answer of the archive adds to one account's book. */
export type BookStep = {
  book: Book;
  entries: readonly BookEntry[];
  points: readonly BookPoint[];
};

const allOf = (genesisHash: Hex): IDBKeyRange =>
  IDBKeyRange.bound([genesisHash], [genesisHash, []], false, true);

export const readBook = ({ genesisHash, coldkey }: Whose): Promise<Book | null> =>
  readWhole('books', [genesisHash, coldkey], isBook);

export const readBooks = (genesisHash: Hex): Promise<Book[]> =>
  readAllWhole('books', isBook, allOf(genesisHash));

export const readBookRun = (genesisHash: Hex): Promise<BookRun | null> =>
  readWhole('bookRuns', genesisHash, isBookRun);

/** Throws STORE_FAILED, STORE_FULL. */
export async function writeBookRun(run: BookRun): Promise<void> {
  try {
    await (await openStore()).put('bookRuns', run);
  } catch (error) {
    throw toStoreError(error);
  }
}

const endOf = (stretches: readonly Stretch[]): number | null => stretches.at(-1)?.to ?? null;

/** Blocks up to `to` are not read: the stretch at the end grows, or one begins where the book ends. */
export function withOpenEnd(stretches: readonly Stretch[], to: number): readonly Stretch[] {
  const last = stretches.at(-1);
  if (last === undefined || last.to >= to) return stretches;
  if (last.state === 'open') return [...stretches.slice(0, -1), { ...last, to }];
  return [...stretches, { from: last.to, to, state: 'open' }];
}

/** The parts of the new book's read stretches that the old book had not read. */
function newlyRead(before: Book | null, after: Book): { from: number; to: number }[] {
  const old = (before?.stretches ?? []).filter(({ state }) => state === 'read');
  return after.stretches
    .filter(({ state }) => state === 'read')
    .flatMap(({ from, to }) => {
      const parts: { from: number; to: number }[] = [];
      let start = from;
      for (const one of old.filter((other) => other.to > from && other.from < to)) {
        if (one.from > start) parts.push({ from: start, to: one.from });
        start = Math.max(start, one.to);
      }
      if (start < to) parts.push({ from: start, to });
      return parts;
    });
}

/**
 * What anybody else told of blocks that the archive has told of now: our own version, a file's, what it says did not happen. The
 * step has all that there is of them.
 */
async function dropEarlier(
  table: Table<'bookEntries', 'readwrite'>,
  whose: Whose,
  { from, to }: { from: number; to: number },
): Promise<void> {
  for (const { genesisHash, coldkey, block, place } of await entriesBetween(
    table,
    whose,
    from,
    to,
  )) {
    await table.delete([genesisHash, coldkey, block.number, place]);
  }
}

/**
 * Steps of several accounts in one transaction. Own records may have gone on while a step was read: the book keeps their end.
 * Throws STORE_FAILED, STORE_FULL.
 */
export async function saveSteps(steps: readonly BookStep[]): Promise<void> {
  const store = await openStore();
  const transaction = store.transaction(accountTables, 'readwrite');
  try {
    const books = transaction.objectStore('books');
    const entries = transaction.objectStore('bookEntries');
    for (const step of steps) {
      const { genesisHash, coldkey } = step.book;
      const stored: unknown = await books.get([genesisHash, coldkey]);
      const before = isBook(stored) ? stored : null;
      for (const part of newlyRead(before, step.book)) await dropEarlier(entries, step.book, part);
      for (const { block } of step.entries) {
        await dropEarlier(entries, step.book, { from: block.number - 1, to: block.number });
      }
      await atOnce(step.entries, (entry) => entries.put(entry));
      await putPoints(transaction.objectStore('bookPoints'), step.points);
      const stretches = withOpenEnd(step.book.stretches, endOf(before?.stretches ?? []) ?? 0);
      await books.put({ ...step.book, stretches });
    }
    await transaction.done;
  } catch (error) {
    abort(transaction);
    throw toStoreError(error);
  }
}

/** Nothing of it is written. A transaction that has ended by itself is left alone. */
export function abort(transaction: { abort: () => void; done: Promise<void> }): void {
  transaction.done.catch(() => undefined);
  try {
    transaction.abort();
  } catch {
    // It has ended: what made it end is thrown by the caller.
  }
}

/** Whether the book has the entry of that block, or says that there is none. */
async function isTold(
  books: Table<'books'>,
  entries: Table<'bookEntries'>,
  { genesisHash, coldkey, block: { number }, extrinsic }: BookEntry,
): Promise<boolean> {
  const book: unknown = await books.get([genesisHash, coldkey]);
  const stretches = isBook(book) ? book.stretches : [];
  const there = await entriesBetween(entries, { genesisHash, coldkey }, number - 1, number);
  return (
    stretches.some(({ state, from, to }) => state === 'read' && number > from && number <= to) ||
    there.some((one) => one.source === 'archive' || one.extrinsic?.index === extrinsic?.index)
  );
}

/** Those of our own entries that the books lack. */
export async function missingEntries(entries: readonly BookEntry[]): Promise<BookEntry[]> {
  const transaction = (await openStore()).transaction(['books', 'bookEntries']);
  const [books, table] = [transaction.objectStore('books'), transaction.objectStore('bookEntries')];
  const missing: BookEntry[] = [];
  for (const entry of entries) if (!(await isTold(books, table, entry))) missing.push(entry);
  return missing;
}

/** Adds those of our own that the books lack. True when any was added. Throws STORE_FAILED, STORE_FULL. */
export async function addOwnEntries(added: readonly BookEntry[]): Promise<boolean> {
  const store = await openStore();
  const transaction = store.transaction(['books', 'bookEntries'], 'readwrite');
  const table = transaction.objectStore('bookEntries');
  try {
    let isAny = false;
    for (const entry of added) {
      if (await isTold(transaction.objectStore('books'), table, entry)) continue;
      const { number } = entry.block;
      const there = await entriesBetween(table, entry, number - 1, number);
      await table.put({ ...entry, place: (there.at(-1)?.place ?? -1) + 1 });
      isAny = true;
    }
    await transaction.done;
    return isAny;
  } catch (error) {
    abort(transaction);
    throw toStoreError(error);
  }
}

async function leaveOut(runs: Table<'bookRuns', 'readwrite'>, coldkey: string): Promise<void> {
  for (const run of (await runs.getAll()).filter(isBookRun)) {
    const coldkeys = run.coldkeys.filter((one) => one !== coldkey);
    if (coldkeys.length === 0) await runs.delete(run.genesisHash);
    else if (coldkeys.length < run.coldkeys.length) await runs.put({ ...run, coldkeys });
  }
}

/** No reading of the past, on whatever network, goes on with that account. Throws STORE_FAILED, STORE_FULL. */
export async function leaveOutOfRuns(coldkey: string): Promise<void> {
  const store = await openStore();
  try {
    const transaction = store.transaction('bookRuns', 'readwrite');
    await leaveOut(transaction.store, coldkey);
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}

/** All of one account on every network, or of all accounts; daily prices stay, they are no history of the user's. */
export async function forgetBooks(coldkey: string | null): Promise<void> {
  const store = await openStore();
  const transaction = store.transaction(
    ['books', 'bookEntries', 'bookPoints', 'bookRuns'],
    'readwrite',
  );
  try {
    for (const name of accountTables) {
      const table = transaction.objectStore(name);
      const accounts = await prefixesBy(
        async (range) => (await table.openKeyCursor(range))?.primaryKey,
      );
      for (const prefix of accounts) {
        if (coldkey === null || prefix[1] === coldkey) await table.delete(allUnder(prefix));
      }
    }
    const runs = transaction.objectStore('bookRuns');
    if (coldkey === null) await runs.clear();
    else await leaveOut(runs, coldkey);
    await transaction.done;
  } catch (error) {
    abort(transaction);
    throw toStoreError(error);
  }
}
