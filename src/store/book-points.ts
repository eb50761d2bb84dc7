// What accounts had at blocks, for the books: packs of points, read by block or time, thinned into a series for a chart without
// unpacking the rest, and written into the packs that lie there.
import type { IDBPObjectStore, StoreNames } from 'idb';
import type { BookPoint } from '../model/book.ts';
import type { Hex, Ss58Address } from '../units.ts';
import { isPointPack } from './book-shapes.ts';
import { openStore } from './open-store.ts';
import { packPoints, unpackFirst, unpackPoints, type PointPack } from './pack-points.ts';
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

const INFINITE = Number.POSITIVE_INFINITY;

/** Packs that begin in these blocks. */
const packsFrom = ({ genesisHash, coldkey }: Whose, from: number, to: number): IDBKeyRange =>
  IDBKeyRange.bound([genesisHash, coldkey, from], [genesisHash, coldkey, to]);

const byBlock = (a: BookPoint, b: BookPoint): number => a.block.number - b.block.number;

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
  for (const { genesisHash, coldkey, first } of there) {
    await table.delete([genesisHash, coldkey, first]);
  }
  const sorted = points.toSorted(byBlock);
  const packs = Math.ceil(sorted.length / FULLEST);
  for (let index = 0; index < packs; index += 1) {
    const from = Math.floor((index * sorted.length) / packs);
    const to = Math.floor(((index + 1) * sorted.length) / packs);
    await table.put(packPoints(sorted.slice(from, to)));
  }
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

/** The pack with the last point at or before that time; the packs of an account are in the order of time too. */
async function packAt(
  table: Table<'bookPoints'>,
  whose: Whose,
  at: number,
): Promise<PointPack | null> {
  let pack = await packFrom(table, whose, 0, INFINITE);
  let highest = await packBefore(table, whose, INFINITE);
  if (pack === null || highest === null || pack.firstAt > at) return null;
  // Halves the blocks between a pack that begins in time and the last one that may.
  while (pack.first < highest) {
    const middle: number = Math.ceil((pack.first + highest) / 2);
    const candidate = await packFrom(table, whose, middle, highest);
    if (candidate !== null && candidate.firstAt <= at) pack = candidate;
    else highest = middle - 1;
  }
  return pack;
}

/** The first readable pack that begins in these blocks. */
async function packFrom(
  table: Table<'bookPoints'>,
  whose: Whose,
  from: number,
  to: number,
): Promise<PointPack | null> {
  for await (const { value } of table.iterate(packsFrom(whose, from, to))) {
    if (isPointPack(value)) return value;
  }
  return null;
}

/** The last point at or before that time, epoch milliseconds; null: none. */
export async function readPointBefore(whose: Whose, at: number): Promise<BookPoint | null> {
  const { store } = (await openStore()).transaction('bookPoints');
  const pack = await packAt(store, whose, at);
  const points = pack === null ? [] : unpackPoints(pack);
  return points.findLast((point) => point.at <= at) ?? null;
}

/**
 * About `count` points of that time, spread evenly over it, ascending; the first and the last one are among them. Of a pack that
 * is not needed whole only its first point is unpacked, and packs between are not read at all.
 */
export async function readPointSeries(
  whose: Whose,
  since: number,
  until: number,
  count: number,
): Promise<BookPoint[]> {
  const { store } = (await openStore()).transaction('bookPoints');
  const last = await packAt(store, whose, until);
  if (last === null) return [];
  const start = (await packAt(store, whose, since)) ?? (await packFrom(store, whose, 0, INFINITE));
  if (start === null) return [];
  const isIn = ({ at }: BookPoint): boolean => at >= since && at <= until;
  const ends = [...unpackPoints(start), ...unpackPoints(last)].filter(isIn);
  const [first, end] = [ends[0], ends.at(-1)];
  // With one point a pack there would be too few.
  const packs = await store.count(packsFrom(whose, start.first, last.first));
  if (packs <= count / 2) {
    const all = await store.getAll(packsFrom(whose, start.first, last.first));
    return spread(all.filter(isPointPack).flatMap(unpackPoints).filter(isIn), count);
  }
  const span = last.first - start.first;
  const wanted = Array.from({ length: count }, (_one, index) => {
    const from = start.first + Math.floor((span * index) / count);
    return store.get(
      packsFrom(whose, from, start.first + Math.floor((span * (index + 1)) / count)),
    );
  });
  const inside = await Promise.all(wanted);
  const found = new Map<number, BookPoint>();
  for (const pack of inside) {
    const point = isPointPack(pack) ? unpackFirst(pack) : null;
    if (point !== null && isIn(point)) found.set(point.block.number, point);
  }
  for (const point of [first, end]) if (point) found.set(point.block.number, point);
  return [...found.values()].toSorted(byBlock);
}

/** So many of them, evenly by their place; the first and the last one stay. */
function spread(points: readonly BookPoint[], count: number): BookPoint[] {
  if (points.length <= count || count < 2) return [...points];
  return Array.from({ length: count }, (_one, index) => {
    return points[Math.round((index * (points.length - 1)) / (count - 1))];
  }).filter((point) => point !== undefined);
}
