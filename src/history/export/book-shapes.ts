// Shapes of the records in a file of books: exactly the fields of the types, numbers within what a chain can have.
import type {
  Book,
  BookEntry,
  BookPoint,
  Holding,
  Leg,
  PriceThen,
  Stretch,
} from '../../model/book.ts';
import type { BlockRef } from '../../model/reading.ts';
import {
  amount,
  amountUpTo,
  convert,
  count,
  hex,
  listOf,
  oneOf,
  orNull,
  recordOf,
  text,
  textUpTo,
  variantOf,
} from '../../parse.ts';
import { U64_MAX } from '../../units.ts';

const U16_MAX = 0xffff;
const U32_MAX = 0xffff_ffff;
const LONGEST_NAME = 200;

const fitting = (pattern: RegExp, what: string) =>
  convert(text, (value) => {
    if (!pattern.test(value)) throw new RangeError(what);
    return value;
  });
const address = fitting(/^[1-9A-HJ-NP-Za-km-z]{46,50}$/, 'an address');
const bytes = convert(hex, (value) => {
  if (!/^0x(?:[0-9a-f]{2})*$/.test(value) || value.length > LONGEST_NAME) throw new RangeError();
  return value;
});
const name = textUpTo(LONGEST_NAME);
const block = recordOf<BlockRef>({ hash: bytes, number: count(U32_MAX) });
const netuid = count(U16_MAX);
const source = oneOf('archive', 'own');
const u64 = amountUpTo(U64_MAX);

const leg = variantOf<Leg, 'of'>('of', {
  free: { change: amount },
  alpha: { change: amount, netuid, registeredAt: count(U32_MAX), hotkey: address },
});

/** A fee is never paid out. */
const cost = convert(amount, (value) => {
  if (value > 0n) throw new RangeError('a fee above 0');
  return value;
});
const fee = variantOf<Leg, 'of'>('of', {
  free: { change: cost },
  alpha: { change: cost, netuid, registeredAt: count(U32_MAX), hotkey: address },
});

const price = recordOf<PriceThen>({
  netuid,
  registeredAt: count(U32_MAX),
  raoPerAlpha: amount,
});

export const entryShape = recordOf<BookEntry>({
  genesisHash: bytes,
  coldkey: address,
  block,
  place: count(U32_MAX),
  at: count(),
  kind: oneOf(
    'stake',
    'unstake',
    'move',
    'swap',
    'stake-in',
    'stake-out',
    'tao-in',
    'tao-out',
    'claim',
    'payout',
    'key-change',
    'failed',
    'fee',
    'other',
  ),
  by: oneOf('self', 'other', 'chain'),
  extrinsic: orNull(
    recordOf<NonNullable<BookEntry['extrinsic']>>({
      index: count(U32_MAX),
      hash: bytes,
      call: name,
      signer: orNull(address),
    }),
  ),
  legs: listOf(leg),
  fee: orNull(fee),
  poolFees: listOf(
    recordOf<BookEntry['poolFees'][number]>({ unit: oneOf('rao', 'alpha'), netuid, amount }),
  ),
  prices: listOf(price),
  counterparty: orNull(address),
  error: orNull(name),
  source,
});

export const pointShape = recordOf<BookPoint>({
  genesisHash: bytes,
  coldkey: address,
  block,
  at: count(),
  nonce: count(U32_MAX),
  free: u64,
  holdings: listOf(
    recordOf<Holding & { alpha: BookPoint['holdings'][number]['alpha'] }>({
      netuid,
      registeredAt: count(U32_MAX),
      hotkey: address,
      alpha: u64,
    }),
  ),
  prices: listOf(price),
  source,
});

const span = { from: count(U32_MAX), to: count(U32_MAX) };

const stretch = variantOf<Stretch, 'state'>('state', {
  read: span,
  open: span,
  unread: {
    ...span,
    why: oneOf(
      'no-archive',
      'pruned',
      'lagging',
      'wrong-parent',
      'refused',
      'unreachable',
      'no-metadata',
      'unknown-layout',
      'incomplete',
    ),
    at: count(),
  },
});

export const bookShape = recordOf<Book>({
  genesisHash: bytes,
  coldkey: address,
  stretches: listOf(stretch),
  marks: listOf(recordOf<Book['marks'][number]>({ block: count(U32_MAX), digest: bytes })),
  extrinsicsFound: count(),
  extrinsicsByNonce: count(),
});
