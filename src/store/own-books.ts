// Our own records of what accounts have: added as the background reads them, thinned as they age. Between two of them nothing is
// known, so the book says that these blocks are open, and the reader of the past reads them.
import { ageOf } from '../model/age.ts';
import { emptyBook, type BookPoint } from '../model/book.ts';
import { BLOCKS_PER_DAY } from '../units.ts';
import { accountTables } from './accounts-in.ts';
import { dropPoints, lastPoint, putPoints, type Table, type Whose } from './book-points.ts';
import { isBook } from './book-shapes.ts';
import { withOpenEnd } from './books.ts';
import { openStore, toStoreError } from './open-store.ts';

const DAY_MS = 86_400_000;
/** Older own points are one a day, but for those beside a change. */
const WHOLE_DAYS = 8;
/** Points that age out of the days above are thinned as days begin: a browser that was closed for long catches up. */
const THINNED_DAYS = 60;

const dayOf = ({ at }: BookPoint): number => Math.floor(at / DAY_MS);

const holdingKeys = ({ holdings }: BookPoint): string =>
  holdings.map((one) => `${one.netuid} ${one.registeredAt} ${one.hotkey}`).join();

/** Stake that merely grew: nothing happened in between that we know of. */
export function isUnchanged(before: BookPoint, after: BookPoint): boolean {
  return (
    before.nonce === after.nonce &&
    before.free === after.free &&
    holdingKeys(before) === holdingKeys(after)
  );
}

/**
 * The points to keep of these ascending ones: all that an archive told, all younger than the days kept whole at `now`, the last of
 * each day, and those beside a change or an entry in one of these `blocks`.
 */
export function thinned(
  points: readonly BookPoint[],
  blocks: readonly number[],
  now: number,
): BookPoint[] {
  const hasEntry = (from: BookPoint, to: BookPoint): boolean =>
    blocks.some((block) => block > from.block.number && block <= to.block.number);
  const isQuiet = (from: BookPoint | undefined, to: BookPoint | undefined): boolean =>
    from === undefined || to === undefined || (isUnchanged(from, to) && !hasEntry(from, to));
  return points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    const age = ageOf(point.at, now);
    const isOld = age !== null && age >= WHOLE_DAYS * DAY_MS;
    // The ends of what is looked at stay: what is beside them is not seen.
    if (point.source !== 'own' || !isOld || before === undefined || after === undefined)
      return true;
    if (dayOf(after) !== dayOf(point)) return true;
    return !isQuiet(before, point) || !isQuiet(point, after);
  });
}

async function growBook(
  books: Table<'books', 'readwrite'>,
  whose: Whose,
  from: number,
  to: number,
): Promise<void> {
  const { genesisHash, coldkey } = whose;
  const stored: unknown = await books.get([genesisHash, coldkey]);
  const book = isBook(stored) ? stored : emptyBook(whose);
  const isNew = book.stretches.length === 0;
  const stretches = isNew
    ? ([{ from, to, state: 'open' }] as const)
    : withOpenEnd(book.stretches, to);
  if (stretches !== book.stretches) await books.put({ ...book, stretches });
}

/** The newest point of each of these accounts that has one. */
export async function readLastPoints(accounts: readonly Whose[]): Promise<BookPoint[]> {
  const { store } = (await openStore()).transaction('bookPoints');
  const found = await Promise.all(accounts.map((whose) => lastPoint(store, whose)));
  return found.filter((point) => point !== null);
}

/**
 * Adds points of our own, each newer than the account's last, and says that the blocks between are not read. Throws STORE_FAILED,
 * STORE_FULL.
 */
export async function addOwnPoints(points: readonly BookPoint[]): Promise<void> {
  const store = await openStore();
  try {
    const transaction = store.transaction(accountTables, 'readwrite');
    const table = transaction.objectStore('bookPoints');
    for (const point of points) {
      const last = await lastPoint(table, point);
      const { number } = point.block;
      if (last !== null && last.block.number >= number) continue;
      await putPoints(table, [point]);
      if (last === null) continue;
      await growBook(transaction.objectStore('books'), point, last.block.number, number);
      if (dayOf(last) === dayOf(point)) continue;
      const { genesisHash, coldkey } = point;
      const span = { from: Math.max(0, number - THINNED_DAYS * BLOCKS_PER_DAY), to: number };
      const keys = await transaction
        .objectStore('bookEntries')
        .getAllKeys(
          IDBKeyRange.bound([genesisHash, coldkey, span.from], [genesisHash, coldkey, span.to, []]),
        );
      const blocks = keys.map(([, , block]) => block);
      await dropPoints(table, point, span, (there) => thinned(there, blocks, point.at));
    }
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Takes own points of these accounts back: their block lost against another one. Throws STORE_FAILED. */
export async function dropOwnPoints(points: readonly BookPoint[]): Promise<void> {
  const store = await openStore();
  try {
    const transaction = store.transaction('bookPoints', 'readwrite');
    for (const { genesisHash, coldkey, block } of points) {
      const span = { from: block.number, to: block.number };
      await dropPoints(transaction.store, { genesisHash, coldkey }, span, (there) =>
        there.filter((one) => one.source !== 'own' || one.block.hash !== block.hash),
      );
    }
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}
