// Books as a file that comes back as it went: JSON, one record a line, in one order and with one spelling, so that the same books are
// the same bytes. Amounts are texts of digits with an `n` after them. Pure.
import type { Book, BookEntry, BookPoint, Leg, PriceThen, Stretch } from '../../model/book.ts';
import { compareText, extrinsicsOf } from '../count-extrinsics.ts';
import type { AccountBook, Period } from '../figures.ts';

/** Of the first line. */
export const FORMAT = 'taubar-books';
export const VERSION = 1;

// Fields are named one by one: their order in the file is the order here.

const amountOut = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `${value}n` : value;

const line = (record: object): string => `${JSON.stringify(record, amountOut)}\n`;

const blockOut = ({ hash, number }: BookEntry['block']): object => ({ hash, number });

function legOut(leg: Leg): object {
  if (leg.of === 'free') return { of: leg.of, change: leg.change };
  const { of, change, netuid, registeredAt, hotkey } = leg;
  return { of, change, netuid, registeredAt, hotkey };
}

const priceOut = ({ netuid, registeredAt, raoPerAlpha }: PriceThen): object => ({
  netuid,
  registeredAt,
  raoPerAlpha,
});

function extrinsicOut(extrinsic: BookEntry['extrinsic']): object | null {
  if (extrinsic === null) return null;
  const { index, hash, call, signer } = extrinsic;
  return { index, hash, call, signer };
}

/** Canonical text of an entry: equal entries have equal texts. */
export const entryText = (entry: BookEntry): string =>
  line({
    entry: {
      genesisHash: entry.genesisHash,
      coldkey: entry.coldkey,
      block: blockOut(entry.block),
      place: entry.place,
      at: entry.at,
      kind: entry.kind,
      by: entry.by,
      extrinsic: extrinsicOut(entry.extrinsic),
      legs: entry.legs.map(legOut),
      fee: entry.fee === null ? null : legOut(entry.fee),
      poolFees: entry.poolFees.map(({ unit, netuid, amount }) => ({ unit, netuid, amount })),
      prices: entry.prices.map(priceOut),
      counterparty: entry.counterparty,
      error: entry.error,
      source: entry.source,
    },
  });

export const pointText = (point: BookPoint): string =>
  line({
    point: {
      genesisHash: point.genesisHash,
      coldkey: point.coldkey,
      block: blockOut(point.block),
      at: point.at,
      nonce: point.nonce,
      free: point.free,
      holdings: point.holdings.map(({ netuid, registeredAt, hotkey, alpha }) => ({
        netuid,
        registeredAt,
        hotkey,
        alpha,
      })),
      prices: point.prices.map(priceOut),
      source: point.source,
    },
  });

function stretchOut(stretch: Stretch): object {
  const { from, to, state } = stretch;
  return stretch.state === 'unread'
    ? { from, to, state, why: stretch.why, at: stretch.at }
    : { from, to, state };
}

const bookText = (book: Book): string =>
  line({
    book: {
      genesisHash: book.genesisHash,
      coldkey: book.coldkey,
      stretches: book.stretches.map(stretchOut),
      marks: book.marks.map(({ block, digest }) => ({ block, digest })),
      extrinsicsFound: book.extrinsicsFound,
      extrinsicsByNonce: book.extrinsicsByNonce,
    },
  });

function cutStretches(stretches: readonly Stretch[], from: number, to: number): Stretch[] {
  return stretches
    .map((one) => ({ ...one, from: Math.max(one.from, from), to: Math.min(one.to, to) }))
    .filter((one) => one.from < one.to);
}

/**
 * What a book says of a period: its points there and the last one before it, entries between, and the stretches between the first
 * and the last of these points. null: no point. A period that holds all of its marks leaves a book as it is.
 */
function cutBook(account: AccountBook, period: Period): AccountBook | null {
  const { book, entries, points } = account;
  const isWhole = [entries.at(-1), points.at(-1)].every((one) => (one?.at ?? 0) <= period.to);
  const startsBefore = [entries[0], points[0]].every((one) => (one?.at ?? Infinity) > period.from);
  if (isWhole && startsBefore) return account;
  const first = Math.max(
    0,
    points.findLastIndex(({ at }) => at <= period.from),
  );
  const kept = points.slice(first).filter(({ at }) => at <= period.to);
  const [start] = kept;
  const end = kept.at(-1);
  if (start === undefined || end === undefined) return null;
  const from = start.block.number;
  const to = end.block.number;
  const cut = {
    entries: entries.filter(({ block, at }) => block.number > from && at <= period.to),
    points: kept,
  };
  const stretches = cutStretches(book.stretches, from, to);
  return {
    ...cut,
    book: {
      ...book,
      stretches,
      marks: book.marks.filter(({ block }) => block > from && block < to),
      ...extrinsicsOf(book.coldkey, cut.entries, cut.points, stretches),
    },
  };
}

/** Chunks of the file, a record each: a head, each book with its entries and points, and how much there is. By account. */
export function* booksJson(books: readonly AccountBook[], period: Period): Generator<string> {
  yield line({ format: FORMAT, version: VERSION });
  const sums = { books: 0, entries: 0, points: 0 };
  const inOrder = books.toSorted(
    (a, b) =>
      compareText(a.book.genesisHash, b.book.genesisHash) ||
      compareText(a.book.coldkey, b.book.coldkey),
  );
  for (const account of inOrder) {
    const cut = cutBook(account, period);
    if (cut === null) continue;
    yield bookText(cut.book);
    for (const entry of cut.entries) yield entryText(entry);
    for (const point of cut.points) yield pointText(point);
    sums.books += 1;
    sums.entries += cut.entries.length;
    sums.points += cut.points.length;
  }
  yield line({ end: sums });
}
