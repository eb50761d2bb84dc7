// Reads the lines that history/book-lines.ts writes. A file comes from outside: each line is parsed strictly, and the first that
// is wrong, or out of order, is named.
import { FILE_FORM, FILE_VERSION } from '../history/book-lines.ts';
import type { AccountBook } from '../history/figures.ts';
import {
  entryKinds,
  unreadReasons,
  type Book,
  type BookEntry,
  type BookPoint,
} from '../model/book.ts';
import { fitTogether, toAlphaRao, toRao, type Hex } from '../units.ts';
import {
  byField,
  convert,
  count,
  listOf,
  object,
  oneOf,
  only,
  orMissing,
  orNull,
  parseExactly,
  textUpTo,
} from '../parse.ts';
import { coldkey, hash, netuid } from './domain-shapes.ts';
import type { ReadBookFile } from './import-books.ts';

const digits = convert(textUpTo(40, 1), (text) => {
  if (!/^(?:0|-?[1-9]\d*)$/.test(text)) throw new RangeError('no amount');
  return BigInt(text);
});
const hexText = convert(textUpTo(100_000, 2), (text): Hex => {
  if (!/^0x(?:[0-9a-f]{2})*$/.test(text)) throw new RangeError('no hex');
  return `0x${text.slice(2)}`;
});
const words = textUpTo(300);
/** Of the calendar: what is later cannot be shown. */
const time = count(8_640_000_000_000_000);
const block = object({ hash, number: count() });
const holding = { netuid, registeredAt: count(), hotkey: coldkey };
const leg = byField('of', {
  free: { change: digits },
  alpha: { change: digits, ...holding },
});
const unsigned = convert(digits, (value) => {
  if (value < 0n) throw new RangeError('below zero');
  return value;
});
const price = object({ netuid, registeredAt: count(), raoPerAlpha: unsigned });
const source = oneOf('archive', 'own');

const span = { from: count(), to: count() };
const stretch = byField('state', {
  read: { ...span, byNonce: orMissing(only(true)) },
  open: span,
  unread: {
    ...span,
    why: oneOf(...unreadReasons),
    at: time,
  },
});

const head = object({ form: only(FILE_FORM), version: count(FILE_VERSION, FILE_VERSION) });
const line = byField('is', {
  book: {
    genesisHash: hash,
    coldkey,
    stretches: listOf(stretch),
    marks: listOf(object({ block: count(), digest: hexText })),
    places: listOf(object({ hotkey: coldkey, netuid })),
    extrinsicsFound: count(),
    extrinsicsByNonce: count(),
  },
  entry: {
    block,
    place: count(),
    at: time,
    kind: oneOf(...entryKinds),
    by: oneOf('self', 'other', 'chain'),
    extrinsic: orNull(object({ index: count(), hash, call: words, signer: orNull(coldkey) })),
    legs: listOf(leg),
    fee: orNull(leg),
    poolFees: listOf(object({ unit: oneOf('rao', 'alpha'), netuid, amount: unsigned })),
    prices: listOf(price),
    counterparty: orNull(coldkey),
    error: orNull(words),
    triedIn: orMissing(listOf(netuid)),
    source,
  },
  point: {
    block,
    at: time,
    nonce: count(),
    free: convert(digits, toRao),
    holdings: listOf(object({ ...holding, alpha: convert(digits, toAlphaRao) })),
    prices: listOf(price),
    source,
  },
});

type Filling = { book: Book; entries: BookEntry[]; points: BookPoint[] };

const isAfter = (a: BookEntry, b: BookEntry): boolean =>
  a.block.number > b.block.number || (a.block.number === b.block.number && a.place > b.place);

/** Sorted, without gap or overlap. */
const isWhole = (stretches: Book['stretches']): boolean =>
  stretches.every(({ from, to }, at) => from < to && (at === 0 || stretches[at - 1]?.to === from));

/** Adds the line to the accounts. Throws where it does not fit what is above it. */
function take(text: string, accounts: Map<string, Filling>, last: Filling | null): Filling {
  const parsed = parseExactly(line, JSON.parse(text));
  if (parsed.is === 'book') {
    const { is: _is, ...book } = parsed;
    const key = `${book.genesisHash} ${book.coldkey}`;
    if (accounts.has(key) || !isWhole(book.stretches)) throw new RangeError('no book');
    const filling = { book, entries: [], points: [] };
    accounts.set(key, filling);
    return filling;
  }
  if (last === null) throw new RangeError('of no account');
  const { genesisHash, coldkey: whose } = last.book;
  if (parsed.is === 'entry') {
    const { is: _is, ...rest } = parsed;
    const entry = { genesisHash, coldkey: whose, ...rest };
    const before = last.entries.at(-1);
    if (before && !isAfter(entry, before)) throw new RangeError('out of order');
    const changes = [...entry.legs, ...(entry.fee === null ? [] : [entry.fee])];
    const amounts = [
      ...changes.map(({ change }) => change),
      ...entry.poolFees.map((fee) => fee.amount),
    ];
    if (!fitTogether(amounts)) throw new RangeError('no amounts');
    last.entries.push(entry);
  } else {
    const { is: _is, ...rest } = parsed;
    const before = last.points.at(-1)?.block.number ?? -1;
    if (rest.block.number <= before) throw new RangeError('out of order');
    last.points.push({ genesisHash, coldkey: whose, ...rest });
  }
  return last;
}

/** Every line of the file, its heading the first; what is after the last line feed is nothing. */
export const readBookFile: ReadBookFile = (text) => {
  const accounts = new Map<string, Filling>();
  let last: Filling | null = null;
  let at = 0;
  for (let start = 0; start < text.length || at === 0;) {
    const end = text.indexOf('\n', start);
    const one = text.slice(start, end === -1 ? text.length : end);
    at += 1;
    try {
      if (at === 1) parseExactly(head, JSON.parse(one));
      else last = take(one, accounts, last);
    } catch {
      return { ok: false, line: at };
    }
    start = end === -1 ? text.length : end + 1;
  }
  return { ok: true, accounts: [...accounts.values()] satisfies AccountBook[] };
};
