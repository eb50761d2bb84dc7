// A signing request from the first review to the last block that matters, and what belongs to it. Types only.
import type { WireError } from '../errors.ts';
import type { PreparedExtrinsic } from './extrinsic.ts';
import type { BlockRef } from './facts.ts';
import type { Move, MoveTerms } from './move.ts';
import type { Exactness, Plan, Quantity } from './plan.ts';
import type { Receipt } from './receipt.ts';
import type { Hex, Netuid, Ss58Address } from '../units.ts';

export type SigningState =
  | 'queued'
  | 'draft'
  | 'waiting-for-wallet'
  | 'signed'
  | 'submitted'
  | 'in-block'
  | 'finalized'
  | 'rejected'
  | 'expired'
  | 'failed'
  | 'dropped'
  | 'superseded';

/** A request's place among those of its coldkey, and what was reviewed, to be held to when it is planned anew. */
type QueueEntry = {
  /** Ascending; epoch milliseconds, of the first review of what it stands for. */
  place: number;
  terms: MoveTerms;
  minimum: Quantity;
  worstPrice: bigint | null;
  /** Requests about the same that were given up and may have been signed all the same: this one is in their place. */
  inPlaceOf: readonly string[];
};

export type SigningRequest = {
  id: string;
  createdAt: number;
  updatedAt: number;
  state: SigningState;
  networkId: string;
  genesisHash: Hex;
  coldkey: Ss58Address;
  wallet: string;
  origin: string;
  tabId: number | null;
  plan: Plan;
  exactness: Exactness;
  /** What the user said yes to, by the names of checks/acceptance.ts; nothing else counts as accepted. */
  accepted: string[];
  /** Requests made before there was a line lack it. */
  queueEntry?: QueueEntry;
  /** null in line: nonce and era are taken when its turn has come. */
  prepared: PreparedExtrinsic | null;
  /** Joins the wallet's answer to this very asking; a new one for every time the wallet is asked. */
  promptId: string | null;
  askedAt: number | null;
  extrinsic: Hex | null;
  extrinsicHash: Hex | null;
  /** Why a signed extrinsic is not sent yet. */
  heldBecause: WireError | null;
  submittedAt: number | null;
  inBlock: BlockRef | null;
  receipt: Receipt | null;
  error: WireError | null;
  /** When the user put a finished one away from the top of home. */
  dismissedAt: number | null;
  /**
   * Since when nothing on the chain can change it any more; null: it may have been signed, and may still come in,
   * whatever its state says.
   */
  settledAt: number | null;
};

/** A move that could not be prepared, told where its asker may be gone. */
export type Notice = { at: number; error: WireError; move: Move };

/** Whole positions of one coldkey that are still to be left one by one, the next one first. */
export type ExitQueue = {
  genesisHash: Hex;
  coldkey: Ss58Address;
  items: { hotkey: Ss58Address; netuid: Netuid }[];
};

/** The last offer to a wallet of what it needs to show calls in words, and what became of it. */
export type OfferRecord = {
  wallet: string;
  requestId: string;
  at: number;
  state: 'asked' | 'taken' | 'declined' | 'failed';
  /** Only of a failed one. */
  error: WireError | null;
};
