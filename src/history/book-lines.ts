// The books as lines of a file of our own: a record a line, so that a wrong one can be named, and the same bytes for the same books.
// First the heading, then for each account its book, its entries and its points. Amounts are texts of digits. Pure.
import type { Book, BookEntry, BookPoint, Holding, Leg, PriceThen } from '../model/book.ts';

/** Of what a file has to begin with to be read. */
export const FILE_FORM = 'taubar-books';
export const FILE_VERSION = 1;

const lineOf = (record: object): string => `${JSON.stringify(record)}\n`;

export const fileHead = (): string => lineOf({ form: FILE_FORM, version: FILE_VERSION });

const holdingOf = ({ netuid, registeredAt, hotkey }: Holding) => ({ netuid, registeredAt, hotkey });
const legOf = (leg: Leg) =>
  leg.of === 'free'
    ? { of: leg.of, change: String(leg.change) }
    : { of: leg.of, change: String(leg.change), ...holdingOf(leg) };
const priceOf = ({ netuid, registeredAt, raoPerAlpha }: PriceThen) => ({
  netuid,
  registeredAt,
  raoPerAlpha: String(raoPerAlpha),
});
const blockOf = ({ block: { hash, number } }: BookEntry | BookPoint) => ({ hash, number });

export function bookLine(book: Book): string {
  const { genesisHash, coldkey, extrinsicsFound, extrinsicsByNonce } = book;
  return lineOf({
    is: 'book',
    genesisHash,
    coldkey,
    stretches: book.stretches.map((stretch) => {
      const { from, to, state } = stretch;
      if (stretch.state === 'unread') return { from, to, state, why: stretch.why, at: stretch.at };
      return stretch.state === 'read' && stretch.byNonce
        ? { from, to, state, byNonce: true }
        : { from, to, state };
    }),
    marks: book.marks.map(({ block, digest }) => ({ block, digest })),
    places: book.places.map(({ hotkey, netuid }) => ({ hotkey, netuid })),
    extrinsicsFound,
    extrinsicsByNonce,
  });
}

/** Network and account are those of the book above it. */
export function entryLine(entry: BookEntry): string {
  const { place, at, kind, by, extrinsic, counterparty, error, source } = entry;
  return lineOf({
    is: 'entry',
    block: blockOf(entry),
    place,
    at,
    kind,
    by,
    extrinsic: extrinsic && {
      index: extrinsic.index,
      hash: extrinsic.hash,
      call: extrinsic.call,
      signer: extrinsic.signer,
    },
    legs: entry.legs.map(legOf),
    fee: entry.fee && legOf(entry.fee),
    poolFees: entry.poolFees.map(({ unit, netuid, amount }) => ({
      unit,
      netuid,
      amount: String(amount),
    })),
    prices: entry.prices.map(priceOf),
    counterparty,
    error,
    ...(entry.triedIn && { triedIn: entry.triedIn }),
    source,
  });
}

/** As an entry's. */
export function pointLine(point: BookPoint): string {
  const { at, nonce, free, source } = point;
  return lineOf({
    is: 'point',
    block: blockOf(point),
    at,
    nonce,
    free: String(free),
    holdings: point.holdings.map((one) => ({ ...holdingOf(one), alpha: String(one.alpha) })),
    prices: point.prices.map(priceOf),
    source,
  });
}
