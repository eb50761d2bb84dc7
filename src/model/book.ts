// The book of one account: what changed its TAO and its stake, and what it had at some blocks. All results follow from these
// two by the definitions in src/history/BOOKS.md. Types, and the lists of their words.
import type { AlphaRao, Hex, Netuid, Rao, Ss58Address } from '../units.ts';
import type { BlockRef } from './reading.ts';

/** Stake under one hotkey in one generation of a subnet. On root alpha is rao of TAO, and `registeredAt` is 0. */
export type Holding = { netuid: Netuid; registeredAt: number; hotkey: Ss58Address };

/** A signed change of one thing that the account has; `free`: its TAO, reserved included, in rao. */
export type Leg = { of: 'free'; change: bigint } | ({ of: 'alpha'; change: bigint } & Holding);

/**
 * `move`: to another validator, `swap`: to another subnet, `stake-in`, `stake-out`: stake from or to another account,
 * `tao-in`, `tao-out`: TAO from or to another account, `claim`: root dividends paid as TAO, `payout`: a subnet was removed,
 * `key-change`: a hotkey or the coldkey was replaced, `failed`: an own call that failed, `fee`: an own call that changed
 * neither stake nor TAO but for its fee, `other`: TAO or alpha came or went by something that is not told apart.
 */
export const entryKinds = [
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
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** Price of a subnet's alpha in rao per whole alpha, at the end of the block before the entry, or of the point's own block. */
export type PriceThen = { netuid: Netuid; registeredAt: number; raoPerAlpha: bigint };

/** One thing that happened. All changes of an account between two of its points are the legs and fees of the entries between. */
export type BookEntry = {
  genesisHash: Hex;
  coldkey: Ss58Address;
  block: BlockRef;
  /** Order within the block, from 0. (genesisHash, coldkey, block number, place) names an entry. */
  place: number;
  /** The block's own time, epoch milliseconds. */
  at: number;
  kind: EntryKind;
  /** Who caused it: the account's own signature, another account (a proxy, a sender, a forced sale), or the chain itself. */
  by: 'self' | 'other' | 'chain';
  /** null: no extrinsic (the beginning or end of a block). `call`: `Pallet.call`, the inner one of a wrapped call. */
  extrinsic: { index: number; hash: Hex; call: string; signer: Ss58Address | null } | null;
  /** Without the network fee. */
  legs: readonly Leg[];
  /** What the extrinsic cost in TAO or alpha, a change below zero; on the first entry of an extrinsic only. */
  fee: Leg | null;
  /** Pool fees within the legs: TAO of a purchase, alpha of a sale. */
  poolFees: readonly { unit: 'rao' | 'alpha'; netuid: Netuid; amount: bigint }[];
  /** Of every subnet in `legs`. */
  prices: readonly PriceThen[];
  counterparty: Ss58Address | null;
  /** `Pallet.Error` of a failed call. */
  error: string | null;
  /** Subnets that the call of a failed one names, in its order; missing: it names none, or they were not kept. */
  triedIn?: readonly Netuid[];
  source: 'archive' | 'own';
};

/** What an account had at the end of a block. */
export type BookPoint = {
  genesisHash: Hex;
  coldkey: Ss58Address;
  block: BlockRef;
  at: number;
  nonce: number;
  /** Free and reserved TAO. */
  free: Rao;
  /** All its stake; none of 0. */
  holdings: readonly (Holding & { alpha: AlphaRao })[];
  /** Of every subnet in `holdings` but root. */
  prices: readonly PriceThen[];
  source: 'archive' | 'own';
};

/** Why a stretch of blocks is not in the book. */
export const unreadReasons = [
  'no-archive',
  'pruned',
  'lagging',
  'wrong-parent',
  'refused',
  'unreachable',
  'no-metadata',
  'unknown-layout',
  'incomplete',
] as const;
export type Unread = (typeof unreadReasons)[number];

/** Why a run stopped by itself: nothing of a stretch, but of the archive, of the store, or of us. */
export const stopReasons = [...unreadReasons, 'wrong-network', 'store', 'fault'] as const;
export type StopReason = (typeof stopReasons)[number];

/**
 * Blocks `from` < n ≤ `to`. `read`: all entries there are in the book, and the sum of their changes is the difference of the points
 * at both ends but for growth. `open`: not read yet. `unread`: tried, and why it is not known; it can be tried again.
 */
export type Stretch = { from: number; to: number } & (
  | {
      state: 'read';
      /**
       * Shares there change by themselves and were not compared: all before dTAO, those under own hotkeys, and what claims of
       * the chain itself may add from spec 334 to 440. Who neither moves the nonce nor TAO in them is not found.
       */
      byNonce?: true;
    }
  | { state: 'open' }
  | { state: 'unread'; why: Unread; at: number }
);

/** How far the book of one account is. Stretches are sorted, without gap or overlap. */
export type Book = {
  genesisHash: Hex;
  coldkey: Ss58Address;
  stretches: readonly Stretch[];
  /** What is known of the points between which `open` stretches lie, so that reading goes on where it stopped; of the reader alone. */
  marks: readonly { block: number; digest: Hex }[];
  /** Where the account is known to have had stake, in the order of finding it; never shorter. Digests follow this order. */
  places: readonly { hotkey: Ss58Address; netuid: Netuid }[];
  /** Own extrinsics found, and what the nonces say there were, in stretches that are read. */
  extrinsicsFound: number;
  extrinsicsByNonce: number;
};

/** Nothing is known of the account yet. */
export const emptyBook = ({
  genesisHash,
  coldkey,
}: Pick<Book, 'genesisHash' | 'coldkey'>): Book => ({
  genesisHash,
  coldkey,
  stretches: [],
  marks: [],
  places: [],
  extrinsicsFound: 0,
  extrinsicsByNonce: 0,
});

/** The reading of the past, one at a time for all accounts of a network. */
export type BookRun = {
  genesisHash: Hex;
  coldkeys: readonly Ss58Address[];
  /** First block wanted. */
  from: number;
  state: 'running' | 'paused' | 'done' | 'stopped';
  /** Why it stopped by itself; null: it did not. */
  why: StopReason | null;
  /** Milliseconds between two questions, as the user chose. */
  pace: number;
  questions: number;
  bytes: number;
  entriesFound: number;
  /** Blocks still open, and milliseconds to go at this pace as far as can be told; null: not known yet. */
  blocksLeft: number;
  msLeft: number | null;
  startedAt: number;
  updatedAt: number;
};
