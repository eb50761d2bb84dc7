// The books page by page, for who writes all of them into a file: however long they are, one page is in memory.
import type { StoreKey } from 'idb';
import type { BookEntry, BookPoint } from '../model/book.ts';
import type { Whose } from './book-points.ts';
import { isBookEntry, isPointPack } from './book-shapes.ts';
import { openStore } from './open-store.ts';
import { unpackPoints } from './pack-points.ts';
import type { TaubarSchema } from './schema.ts';

const ENTRIES = 500;
/** Packs. */
const PACKS = 20;

const INFINITE = Number.POSITIVE_INFINITY;

/** Of the blocks `from` to `to`, both included, ascending. What is added meanwhile may be missing. */
export async function* streamEntries(
  { genesisHash, coldkey }: Whose,
  from: number,
  to: number,
): AsyncGenerator<BookEntry[]> {
  const end = [genesisHash, coldkey, to, INFINITE];
  let range: IDBKeyRange | null = IDBKeyRange.bound([genesisHash, coldkey, from, 0], end);
  while (range !== null) {
    const table = (await openStore()).transaction('bookEntries').store;
    const [keys, records]: [StoreKey<TaubarSchema, 'bookEntries'>[], unknown[]] = await Promise.all(
      [table.getAllKeys(range, ENTRIES), table.getAll(range, ENTRIES)],
    );
    yield records.filter(isBookEntry);
    const last = keys.at(-1);
    range = last && keys.length === ENTRIES ? IDBKeyRange.bound(last, end, true) : null;
  }
}

/** The same of points. */
export async function* streamPoints(
  { genesisHash, coldkey }: Whose,
  from: number,
  to: number,
): AsyncGenerator<BookPoint[]> {
  const end = [genesisHash, coldkey, to];
  const isIn = ({ block }: BookPoint): boolean => block.number >= from && block.number <= to;
  const before = await (
    await openStore()
  )
    .transaction('bookPoints')
    .store.openKeyCursor(
      IDBKeyRange.bound([genesisHash, coldkey], [genesisHash, coldkey, from]),
      'prev',
    );
  let range: IDBKeyRange | null = IDBKeyRange.bound(
    before?.primaryKey ?? [genesisHash, coldkey, from],
    end,
  );
  while (range !== null) {
    const table = (await openStore()).transaction('bookPoints').store;
    const [keys, packs]: [StoreKey<TaubarSchema, 'bookPoints'>[], unknown[]] = await Promise.all([
      table.getAllKeys(range, PACKS),
      table.getAll(range, PACKS),
    ]);
    yield packs.filter(isPointPack).flatMap(unpackPoints).filter(isIn);
    const last = keys.at(-1);
    range = last && keys.length === PACKS ? IDBKeyRange.bound(last, end, true) : null;
  }
}
