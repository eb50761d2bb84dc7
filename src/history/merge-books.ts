// Two books of one account made one: nothing is twice, what an archive says goes before our own record, and records that say
// different things of the same place are named. Pure; the order of the two does not matter.
import type { Book, BookEntry, BookPoint, Stretch } from '../model/book.ts';
import type { Ss58Address } from '../units.ts';
import { compareText, extrinsicsOf } from './count-extrinsics.ts';
import { entryText, pointText } from './export/books-json.ts';
import type { AccountBook } from './figures.ts';

/** Two records of one place that differ in more than their source; `place` null: a point. */
type Conflict = {
  coldkey: Ss58Address;
  block: number;
  place: number | null;
  kept: 'archive' | 'own';
};

type Merged = { account: AccountBook; conflicts: readonly Conflict[] };

type Sourced = { source: 'archive' | 'own'; block: { number: number } };

const isSame = <T extends Sourced>(a: T, b: T, textOf: (one: T) => string): boolean =>
  textOf({ ...a, source: 'own' }) === textOf({ ...b, source: 'own' });

/** What an archive said; of two of one source the one whose text comes first. */
function preferred<T extends Sourced>(a: T, b: T, textOf: (one: T) => string): T {
  if (a.source !== b.source) return a.source === 'archive' ? a : b;
  return textOf(a) <= textOf(b) ? a : b;
}

function byBlock<T extends Sourced>(records: readonly T[]): Map<number, T[]> {
  const blocks = new Map<number, T[]>();
  for (const record of records) {
    const list = blocks.get(record.block.number);
    if (list === undefined) blocks.set(record.block.number, [record]);
    else list.push(record);
  }
  return blocks;
}

/** If only one of the two has a block from an archive, its record of the block is the whole one. */
function sides(a: BookEntry[], b: BookEntry[]): { wins: BookEntry[]; loses: BookEntry[] } | null {
  const isRead = (list: BookEntry[]): boolean => list.some(({ source }) => source === 'archive');
  if (isRead(a) === isRead(b)) return null;
  return isRead(a) ? { wins: a, loses: b } : { wins: b, loses: a };
}

function conflictOf(kept: BookEntry | BookPoint, place: number | null): Conflict {
  const { coldkey, block, source } = kept;
  return { coldkey, block: block.number, place, kept: source };
}

function mergeBlock(a: BookEntry[], b: BookEntry[], conflicts: Conflict[]): BookEntry[] {
  const judged = sides(a, b);
  if (judged !== null) {
    const { wins, loses } = judged;
    for (const lost of loses) {
      // Our own record may have numbered the block otherwise.
      if (wins.some((one) => isSame(one, { ...lost, place: one.place }, entryText))) continue;
      const [kept] = wins;
      if (kept !== undefined) conflicts.push(conflictOf(kept, lost.place));
    }
    return wins;
  }
  const places = new Map(a.map((one) => [one.place, one]));
  for (const one of b) {
    const other = places.get(one.place);
    if (other !== undefined && !isSame(other, one, entryText)) {
      conflicts.push(conflictOf(preferred(other, one, entryText), one.place));
    }
    places.set(one.place, other === undefined ? one : preferred(other, one, entryText));
  }
  return [...places.values()].toSorted((x, y) => x.place - y.place);
}

const ascending = (a: number, b: number): number => a - b;

function mergeEntries(
  a: readonly BookEntry[],
  b: readonly BookEntry[],
  conflicts: Conflict[],
): BookEntry[] {
  const first = byBlock(a);
  const second = byBlock(b);
  const blocks = [...new Set([...first.keys(), ...second.keys()])].toSorted(ascending);
  return blocks.flatMap((block) => {
    const left = first.get(block);
    const right = second.get(block);
    if (left === undefined || right === undefined) return left ?? right ?? [];
    return mergeBlock(left, right, conflicts);
  });
}

function mergePoints(
  a: readonly BookPoint[],
  b: readonly BookPoint[],
  conflicts: Conflict[],
): BookPoint[] {
  const points = new Map(a.map((one) => [one.block.number, one]));
  for (const one of b) {
    const other = points.get(one.block.number);
    const kept = other === undefined ? one : preferred(other, one, pointText);
    if (other !== undefined && !isSame(other, one, pointText)) {
      conflicts.push(conflictOf(kept, null));
    }
    points.set(one.block.number, kept);
  }
  return [...points.values()].toSorted((x, y) => x.block.number - y.block.number);
}

const ranks = { read: 0, unread: 1, open: 2 } as const;

/** Read goes before tried, and tried before open; of two that were tried the later one. */
function better(a: Stretch, b: Stretch): Stretch {
  if (a.state !== b.state) return ranks[a.state] < ranks[b.state] ? a : b;
  if (a.state !== 'unread' || b.state !== 'unread') return a;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return a.why <= b.why ? a : b;
}

const isAlike = (a: Stretch, b: Stretch): boolean =>
  a.state === b.state &&
  (a.state !== 'unread' || (b.state === 'unread' && a.why === b.why && a.at === b.at));

function mergeStretches(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  const edges = [...new Set([...a, ...b].flatMap(({ from, to }) => [from, to]))].toSorted(
    ascending,
  );
  const merged: Stretch[] = [];
  edges.slice(1).forEach((to, at) => {
    const from = edges[at] ?? to;
    const covers = (one: Stretch): boolean => one.from <= from && one.to >= to;
    const found = [a.find(covers), b.find(covers)].filter((one) => one !== undefined);
    const best = found.reduce<Stretch>(better, { from, to, state: 'open' });
    const last = merged.at(-1);
    if (last !== undefined && isAlike(last, best)) merged[merged.length - 1] = { ...last, to };
    else merged.push({ ...best, from, to });
  });
  return merged;
}

function mergeMarks(a: Book['marks'], b: Book['marks']): Book['marks'] {
  const marks = new Map<number, Book['marks'][number]>();
  for (const mark of [...a, ...b]) {
    const other = marks.get(mark.block);
    if (other === undefined || mark.digest < other.digest) marks.set(mark.block, mark);
  }
  return [...marks.values()].toSorted((x, y) => x.block - y.block);
}

/** Of the same network and account, else RangeError. How many extrinsics there are is counted anew. */
export function mergeBooks(a: AccountBook, b: AccountBook): Merged {
  const { genesisHash, coldkey } = a.book;
  if (genesisHash !== b.book.genesisHash || coldkey !== b.book.coldkey) {
    throw new RangeError('books of two accounts');
  }
  const conflicts: Conflict[] = [];
  const entries = mergeEntries(a.entries, b.entries, conflicts);
  const points = mergePoints(a.points, b.points, conflicts);
  const stretches = mergeStretches(a.book.stretches, b.book.stretches);
  return {
    account: {
      entries,
      points,
      book: {
        genesisHash,
        coldkey,
        stretches,
        marks: mergeMarks(a.book.marks, b.book.marks),
        ...extrinsicsOf(coldkey, entries, points, stretches),
      },
    },
    conflicts: conflicts.toSorted(
      (x, y) =>
        x.block - y.block ||
        (x.place ?? Infinity) - (y.place ?? Infinity) ||
        compareText(x.kept, y.kept),
    ),
  };
}
