// Two books of one account made one: what is in both is there once, what one of them read counts as read, and of a block both tell
// of, the one that knows it better is believed. Pure.
import type { Book, BookEntry, Stretch } from '../model/book.ts';
import type { AccountBook } from './figures.ts';

type Span = { from: number; to: number };

const readOf = ({ stretches }: Book): Stretch[] =>
  stretches.filter(({ state }) => state === 'read');

/** Whether the spans together have every block of this one; they are sorted and do not overlap. */
function isCovered({ from, to }: Span, spans: readonly Span[]): boolean {
  let reached = from;
  for (const span of spans) if (span.from <= reached) reached = Math.max(reached, span.to);
  return reached >= to;
}

/** Read is better than tried, tried better than open: why it is not known is known. */
const rank = { read: 2, unread: 1, open: 0 } as const;

function better(stored: Stretch | undefined, given: Stretch | undefined): Stretch | undefined {
  if (stored === undefined || given === undefined) return stored ?? given;
  if (stored.state === 'read' && given.state === 'read' && stored.byNonce) return given;
  return rank[given.state] > rank[stored.state] ? given : stored;
}

/** Both may go on as one. */
function isSame(a: Stretch, b: Stretch): boolean {
  if (a.state === 'unread') return b.state === 'unread' && a.why === b.why && a.at === b.at;
  if (a.state === 'read') return b.state === 'read' && a.byNonce === b.byNonce;
  return b.state === 'open';
}

/** What neither book speaks of, between what they do, is open. */
export function mergeStretches(stored: readonly Stretch[], given: readonly Stretch[]): Stretch[] {
  const edges = [...stored, ...given].flatMap(({ from, to }) => [from, to]);
  const sorted = [...new Set(edges)].toSorted((a, b) => a - b);
  const merged: Stretch[] = [];
  for (const [index, to] of sorted.entries()) {
    const from = sorted[index - 1];
    if (from === undefined) continue;
    const has = (one: Stretch): boolean => one.from <= from && one.to >= to;
    const found = better(stored.find(has), given.find(has)) ?? { state: 'open', from, to };
    const last = merged.at(-1);
    if (last !== undefined && isSame(last, found)) merged[merged.length - 1] = { ...last, to };
    else merged.push({ ...found, from, to });
  }
  return merged;
}

/** By block; entries of one block are never mixed from two books: their places would be. */
function byBlock(entries: readonly BookEntry[]): Map<number, BookEntry[]> {
  const blocks = new Map<number, BookEntry[]>();
  for (const entry of entries) {
    const { number } = entry.block;
    const there = blocks.get(number);
    if (there) there.push(entry);
    else blocks.set(number, [entry]);
  }
  return blocks;
}

const isIn = (block: number, spans: readonly Span[]): boolean =>
  spans.some(({ from, to }) => block > from && block <= to);

function mergeEntries(stored: AccountBook, given: AccountBook): BookEntry[] {
  const sides = [stored, given].map(({ book, entries }) => {
    const [blocks, read] = [byBlock(entries), readOf(book)];
    return (block: number): { knows: number; entries: BookEntry[] } => {
      const there = blocks.get(block) ?? [];
      const isTold = there.some(({ source }) => source === 'archive');
      const knows = isIn(block, read) ? 3 : isTold ? 2 : there.length > 0 ? 1 : 0;
      return { knows, entries: there };
    };
  });
  const all = [...stored.entries, ...given.entries].map(({ block }) => block.number);
  return [...new Set(all)]
    .toSorted((a, b) => a - b)
    .flatMap((block) => {
      const [first, second] = sides.map((side) => side(block));
      if (!first || !second) return [];
      return second.knows > first.knows ? second.entries : first.entries;
    });
}

function mergePoints(stored: AccountBook, given: AccountBook): AccountBook['points'] {
  const points = new Map(stored.points.map((point) => [point.block.number, point]));
  for (const point of given.points) {
    const there = points.get(point.block.number);
    if (!there || (there.source === 'own' && point.source === 'archive')) {
      points.set(point.block.number, point);
    }
  }
  return [...points.values()].toSorted((a, b) => a.block.number - b.block.number);
}

type Counts = Pick<Book, 'extrinsicsFound' | 'extrinsicsByNonce'>;

/** Of what both read together: what is missing in either may be missing. */
function countOwn(
  stored: Book,
  given: Book,
  stretches: readonly Stretch[],
  entries: readonly BookEntry[],
): Counts {
  const [before, added] = [readOf(stored), readOf(given)];
  for (const [book, more, less] of [
    [stored, before, added],
    [given, added, before],
  ] as const) {
    if (less.every((span) => isCovered(span, more))) {
      const { extrinsicsFound, extrinsicsByNonce } = book;
      return { extrinsicsFound, extrinsicsByNonce };
    }
  }
  const read = stretches.filter(({ state }) => state === 'read');
  const own = entries.filter(
    ({ block, extrinsic }) => extrinsic?.signer === stored.coldkey && isIn(block.number, read),
  );
  const found = new Set(own.map(({ block, extrinsic }) => `${block.number} ${extrinsic?.index}`))
    .size;
  const missing = [stored, given].reduce(
    (sum, book) => sum + Math.max(0, book.extrinsicsByNonce - book.extrinsicsFound),
    0,
  );
  return { extrinsicsFound: found, extrinsicsByNonce: found + missing };
}

/** What is stored and what a file has of the same account. */
export function mergeBook(stored: AccountBook, given: AccountBook): AccountBook {
  const stretches = mergeStretches(stored.book.stretches, given.book.stretches);
  const entries = mergeEntries(stored, given);
  const { marks, places } = stored.book;
  // Digests rest on the order of places: those of the file are of another order, and can be read again.
  const isEmpty = places.length === 0 && marks.length === 0;
  const isThere = ({ hotkey, netuid }: Book['places'][number]): boolean =>
    places.some((one) => one.hotkey === hotkey && one.netuid === netuid);
  return {
    book: {
      ...stored.book,
      stretches,
      marks: isEmpty ? given.book.marks : marks,
      places: [...places, ...given.book.places.filter((place) => !isThere(place))],
      ...countOwn(stored.book, given.book, stretches, entries),
    },
    entries,
    points: mergePoints(stored, given),
  };
}
