// Points of the books by time: the last one before it, and a series for a chart that does not unpack what it does not draw.
import type { BookPoint } from '../model/book.ts';
import { byBlock, INFINITE, packsFrom, type Table, type Whose } from './book-points.ts';
import { isPointPack } from './book-shapes.ts';
import { openStore } from './open-store.ts';
import { unpackFirst, unpackPoints, type PointPack } from './pack-points.ts';

/** The first readable pack that begins in these blocks, or the last one. */
async function packFrom(
  table: Table<'bookPoints'>,
  whose: Whose,
  [from, to]: readonly [from: number, to: number],
  direction: 'next' | 'prev' = 'next',
): Promise<PointPack | null> {
  for await (const { value } of table.iterate(packsFrom(whose, from, to), direction)) {
    if (isPointPack(value)) return value;
  }
  return null;
}

/** The pack with the last point at or before that time; the packs of an account are in the order of time too. */
async function packAt(
  table: Table<'bookPoints'>,
  whose: Whose,
  at: number,
): Promise<PointPack | null> {
  let low = await packFrom(table, whose, [0, INFINITE]);
  let high = await packFrom(table, whose, [0, INFINITE], 'prev');
  if (low === null || high === null || low.firstAt > at) return null;
  if (high.firstAt <= at) return high;
  // Blocks come at an even pace, mostly: a guess by time is nearly right.
  for (;;) {
    const part = (at - low.firstAt) / (high.firstAt - low.firstAt);
    const guess = low.first + Math.floor((high.first - low.first) * part);
    const found: PointPack = (await packFrom(table, whose, [low.first, guess], 'prev')) ?? low;
    if (found.firstAt > at) {
      high = found;
      continue;
    }
    const next = await packFrom(table, whose, [found.first + 1, high.first]);
    if (next === null || next.firstAt > at) return found;
    low = next;
  }
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
  const start =
    (await packAt(store, whose, since)) ?? (await packFrom(store, whose, [0, INFINITE]));
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
