// Shapes of what the books keep. A record that does not fit counts as missing: an archive can tell it again.
import {
  entryKinds,
  stopReasons,
  unreadReasons,
  type Book,
  type BookEntry,
  type BookRun,
  type Holding,
  type Leg,
  type PriceThen,
  type Stretch,
} from '../model/book.ts';
import type { FiatDay } from '../model/fiat-days.ts';
import type { BlockRef } from '../model/reading.ts';
import type { PointPack } from './pack-points.ts';
import {
  amount,
  convert,
  anything,
  count,
  hex,
  listOf,
  number,
  oneOf,
  only,
  orMissing,
  orNull,
  recordOf,
  testOf,
  text,
  variantOf,
  type Parser,
} from '../parse.ts';

const block = recordOf<BlockRef>({ hash: hex, number: count() });
const holding = { netuid: number, registeredAt: number, hotkey: text };
const leg = variantOf<Leg, 'of'>('of', {
  free: { change: amount },
  alpha: { change: amount, ...holding },
});
const price = recordOf<PriceThen>({ netuid: number, registeredAt: number, raoPerAlpha: amount });

export const isBookEntry = testOf<BookEntry>({
  genesisHash: hex,
  coldkey: text,
  block,
  place: count(),
  at: number,
  kind: oneOf(...entryKinds),
  by: oneOf('self', 'other', 'chain'),
  extrinsic: orNull(
    recordOf<NonNullable<BookEntry['extrinsic']>>({
      index: count(),
      hash: hex,
      call: text,
      signer: orNull(text),
    }),
  ),
  legs: listOf(leg),
  fee: orNull(leg),
  poolFees: listOf(
    recordOf<BookEntry['poolFees'][number]>({
      unit: oneOf('rao', 'alpha'),
      netuid: number,
      amount,
    }),
  ),
  prices: listOf(price),
  counterparty: orNull(text),
  error: orNull(text),
  triedIn: orMissing(listOf(number)),
  source: oneOf('archive', 'own'),
});

const bytes: Parser<Uint8Array> = convert(anything, (value) => {
  if (!(value instanceof Uint8Array)) throw new RangeError('no bytes');
  return value;
});

export const isPointPack = testOf<PointPack>({
  genesisHash: hex,
  coldkey: text,
  first: count(),
  last: count(),
  firstAt: number,
  lastAt: number,
  count: count(),
  holdings: listOf(recordOf<Holding>(holding)),
  subnets: listOf(recordOf<PointPack['subnets'][number]>({ netuid: number, registeredAt: number })),
  bytes,
});

const span = { from: count(), to: count() };
const stretch = variantOf<Stretch, 'state'>('state', {
  read: { ...span, byNonce: orMissing(only(true)) },
  open: span,
  unread: { ...span, why: oneOf(...unreadReasons), at: number },
});

export const isBook = testOf<Book>({
  genesisHash: hex,
  coldkey: text,
  stretches: listOf(stretch),
  marks: listOf(recordOf<Book['marks'][number]>({ block: count(), digest: hex })),
  places: listOf(recordOf<Book['places'][number]>({ hotkey: text, netuid: number })),
  extrinsicsFound: count(),
  extrinsicsByNonce: count(),
});

export const isBookRun = testOf<BookRun>({
  genesisHash: hex,
  coldkeys: listOf(text),
  from: count(),
  state: oneOf('running', 'paused', 'done', 'stopped'),
  why: orNull(oneOf(...stopReasons)),
  pace: number,
  questions: count(),
  bytes: count(),
  entriesFound: count(),
  blocksLeft: count(),
  msLeft: orNull(number),
  startedAt: number,
  updatedAt: number,
});

export const isFiatDay = testOf<FiatDay>({
  currency: text,
  day: text,
  microPerTao: amount,
  source: text,
});
