// What accounts had at blocks, for the books: packs of points, read by block and written into the packs that lie there.
import type { IDBPObjectStore, StoreNames } from 'idb';
import type { BookPoint } from '../model/book.ts';
import type { Hex, Ss58Address } from '../units.ts';
import { atOnce } from './at-once.ts';
import { isPointPack } from './book-shapes.ts';
import { openStore } from './open-store.ts';
import { packPoints, unpackPoints, type PointPack } from './pack-points.ts';
import type { TaubarSchema } from './schema.ts';

/** Of one account. */
export type Whose = { genesisHash: Hex; coldkey: Ss58Address };

export type Table<
  Name extends StoreNames<TaubarSchema>,
  Mode extends IDBTransactionMode = 'readonly' | 'readwrite',
> = IDBPObjectStore<TaubarSchema, ArrayLike<StoreNames<TaubarSchema>>, Name, Mode>;

/** A pack that is fuller is split in halves: in whatever order points come, packs are half full at least. */
const FULLEST = 48;
/** Points that are written at once: a wide gap between them would bring every pack in it. */
const WRITTEN_AT_ONCE = 256;

export const INFINITE = Number.POSITIVE_INFINITY;

/** Packs that begin in these blocks. */
export const packsFrom = ({ genesisHash, coldkey }: Whose, from: number, to: number): IDBKeyRange =>
  IDBKeyRange.bound([genesisHash, coldkey, from], [genesisHash, coldkey, to]);

export const byBlock = (a: BookPoint, b: BookPoint): number => a.block.number - b.block.number;

/** First block of the pack that may hold `block`; null: every pack begins after it. */
async function packBefore(
  table: Table<'bookPoints'>,
  whose: Whose,
  block: number,
): Promise<number | null> {
  const cursor = await table.openKeyCursor(packsFrom(whose, 0, block), 'prev');
  return cursor?.primaryKey[2] ?? null;
}

/** Ascending: all points whose packs touch the blocks `from` to `to`. */
async function pointsAround(
  table: Table<'bookPoints'>,
  whose: Whose,
  from: number,
  to: number,
): Promise<BookPoint[]> {
  const start = (await packBefore(table, whose, from)) ?? from;
  const packs = await table.getAll(packsFrom(whose, start, to));
  return packs.filter(isPointPack).flatMap(unpackPoints);
}

/** Those of the blocks `from` to `to`, both included, ascending. */
export async function pointsBetween(
  table: Table<'bookPoints'>,
  whose: Whose,
  from: number,
  to: number,
): Promise<BookPoint[]> {
  const around = await pointsAround(table, whose, from, to);
  return around.filter(({ block }) => block.number >= from && block.number <= to);
}

/** The archive's word replaces our own, never the other way round. */
function mayReplace(next: BookPoint, before: BookPoint | undefined): boolean {
  return before === undefined || next.source === 'archive' || before.source === 'own';
}

async function writePart(
  table: Table<'bookPoints', 'readwrite'>,
  whose: Whose,
  points: readonly BookPoint[],
): Promise<void> {
  const numbers = points.map(({ block }) => block.number);
  const lowest = Math.min(...numbers);
  const highest = Math.max(...numbers);
  const start = (await packBefore(table, whose, lowest)) ?? lowest;
  const there = await table.getAll(packsFrom(whose, start, highest));
  // A pack that begins after them is filled too: the past is read backwards.
  const [next] = await table.getAll(packsFrom(whose, highest + 1, INFINITE), 1);
  if (next !== undefined) there.push(next);
  const merged = new Map<number, BookPoint>();
  for (const point of there.filter(isPointPack).flatMap(unpackPoints)) {
    merged.set(point.block.number, point);
  }
  for (const point of points) {
    const { number } = point.block;
    if (mayReplace(point, merged.get(number))) merged.set(number, point);
  }
  await replacePacks(table, there, [...merged.values()]);
}

/** In place of these packs, others with these points. */
async function replacePacks(
  table: Table<'bookPoints', 'readwrite'>,
  there: readonly PointPack[],
  points: readonly BookPoint[],
): Promise<void> {
  const sorted = points.toSorted(byBlock);
  const count = Math.ceil(sorted.length / FULLEST);
  const packs = Array.from({ length: count }, (_one, index) => {
    const from = Math.floor((index * sorted.length) / count);
    return packPoints(sorted.slice(from, Math.floor(((index + 1) * sorted.length) / count)));
  });
  await atOnce(there, ({ genesisHash, coldkey, first }) =>
    table.delete([genesisHash, coldkey, first]),
  );
  await atOnce(packs, (pack) => table.put(pack));
}

/** Of any accounts; a point of a block that has one is written over. */
export async function putPoints(
  table: Table<'bookPoints', 'readwrite'>,
  points: readonly BookPoint[],
): Promise<void> {
  const accounts = new Map<string, BookPoint[]>();
  for (const point of points) {
    const key = `${point.genesisHash} ${point.coldkey}`;
    const ofOne = accounts.get(key);
    if (ofOne) ofOne.push(point);
    else accounts.set(key, [point]);
  }
  for (const ofOne of accounts.values()) {
    const sorted = ofOne.toSorted(byBlock);
    for (let at = 0; at < sorted.length; at += WRITTEN_AT_ONCE) {
      const part = sorted.slice(at, at + WRITTEN_AT_ONCE);
      const [whose] = part;
      if (whose !== undefined) await writePart(table, whose, part);
    }
  }
}

/** Of the packs that touch these blocks only the points that `isKept` stay. */
export async function dropPoints(
  table: Table<'bookPoints', 'readwrite'>,
  whose: Whose,
  { from, to }: { from: number; to: number },
  isKept: (points: readonly BookPoint[]) => BookPoint[],
): Promise<void> {
  const start = (await packBefore(table, whose, from)) ?? from;
  const there = (await table.getAll(packsFrom(whose, start, to))).filter(isPointPack);
  const points = there.flatMap(unpackPoints);
  const kept = isKept(points);
  if (kept.length < points.length) await replacePacks(table, there, kept);
}

/** The newest point; null: none. */
export async function lastPoint(
  table: Table<'bookPoints'>,
  whose: Whose,
): Promise<BookPoint | null> {
  const pack = (await table.openCursor(packsFrom(whose, 0, INFINITE), 'prev'))?.value;
  return isPointPack(pack) ? (unpackPoints(pack).at(-1) ?? null) : null;
}

/** Blocks `from` to `to`, both included, ascending. */
export async function readPoints(whose: Whose, from: number, to: number): Promise<BookPoint[]> {
  return pointsBetween((await openStore()).transaction('bookPoints').store, whose, from, to);
}
