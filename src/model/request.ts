// A signing request from the first review to the last block that matters, and what belongs to it. Types only.
import type { WireError } from '../errors.ts';
import type { PreparedExtrinsic } from './extrinsic.ts';
import type { BlockRef } from './facts.ts';
import type { Move, MoveTerms } from './move.ts';
import type { Exactness, Plan, Quantity } from './plan.ts';
import type { Receipt } from './receipt.ts';
import type { Hex, Netuid, Ss58Address } from '../units.ts';

/** A request's place among those of its coldkey, and what was reviewed: a later plan must keep it. */
type QueueEntry = {
  /** Ascending; epoch milliseconds, of the first review of what it replaces. */
  place: number;
  terms: MoveTerms;
  minimum: Quantity;
  /** What the limits enforced at review whatever the pools' depth; null: no amount. */
  floor: Quantity | null;
  worstPrice: bigint | null;
  /** Requests that this one replaces, which were given up but may have been signed all the same. */
  inPlaceOf: readonly string[];
  /** Of those, the ones that the user was told may have happened unseen, and still wanted this one. */
  despite?: readonly string[];
};

/** On whose word a request that a wallet was asked for is in no block. */
export type Unseen = {
  /** Operators whose nodes showed every block that could hold it. One node alone can hide a block from us. */
  by: 1 | 2;
  /** The account's nonce had passed the request's: something used it that no block shown to us holds. */
  isNonceUsed: boolean;
};

/** What a request in any state has. Stored records have every field of every state; those it lacks are null. */
type RequestBase = {
  id: string;
  createdAt: number;
  updatedAt: number;
  networkId: string;
  genesisHash: Hex;
  coldkey: Ss58Address;
  wallet: string;
  origin: string;
  tabId: number | null;
  plan: Plan;
  exactness: Exactness;
  /** The endpoint whose facts the plan was made from; null: not known. */
  node: string | null;
  /** What the user said yes to, by the names of checks/acceptance.ts; nothing else counts as accepted. */
  accepted: string[];
  /** Requests made before there was a queue lack it. */
  queueEntry?: QueueEntry;
  error: WireError | null;
  /** null while a block may hold it. Requests made before a second operator was asked lack it: one was. */
  unseen?: Unseen | null;
  /** When the user put a finished request away from the top of home. */
  dismissedAt: number | null;
};

type Unsigned = {
  extrinsic: null;
  extrinsicHash: null;
  heldBecause: null;
  submittedAt: null;
};

type NotInBlock = { inBlock: null; receipt: null };

/** A wallet was asked for this one, and no prompt is open any more. */
type Asked = { prepared: PreparedExtrinsic; promptId: null; askedAt: number };

/**
 * What was signed and may be in the chain. `extrinsic` is null where only a page has the bytes; `submittedAt` is null
 * where only a page sent them.
 */
type Sent = Asked & {
  extrinsic: Hex | null;
  extrinsicHash: Hex;
  heldBecause: null;
  submittedAt: number | null;
};

/** Nonce and era are taken when its turn has come. */
export type QueuedRequest = RequestBase &
  Unsigned &
  NotInBlock & {
    state: 'queued';
    queueEntry: QueueEntry;
    prepared: null;
    promptId: null;
    askedAt: null;
    settledAt: null;
  };

/** `askedAt` is set where a wallet was asked before, and that prompt cannot be answered any more. */
export type DraftRequest = RequestBase &
  Unsigned &
  NotInBlock & {
    state: 'draft';
    prepared: PreparedExtrinsic;
    promptId: null;
    askedAt: number | null;
    settledAt: null;
  };

export type WaitingRequest = RequestBase &
  Unsigned &
  NotInBlock & {
    state: 'waiting-for-wallet';
    prepared: PreparedExtrinsic;
    /** Matches the wallet's answer to this prompt; every prompt has a new one. */
    promptId: string;
    askedAt: number;
    settledAt: null;
  };

export type SignedRequest = RequestBase &
  Asked &
  NotInBlock & {
    state: 'signed';
    extrinsic: Hex;
    extrinsicHash: Hex;
    /** Why the extrinsic is not sent yet; REQUEST_CANCELLED: it will not be sent from here. */
    heldBecause: WireError | null;
    submittedAt: null;
    settledAt: null;
  };

/** Sent from here or by a page; or its block was retracted. */
export type SubmittedRequest = RequestBase &
  Sent &
  NotInBlock & { state: 'submitted'; settledAt: null };

export type InBlockRequest = RequestBase &
  Sent & {
    state: 'in-block';
    inBlock: BlockRef;
    /** null: not read yet. */
    receipt: Receipt | null;
    settledAt: null;
  };

/** Without a receipt where the node no longer keeps the events; `error` says so. */
type FinalizedRequest = RequestBase &
  Sent & {
    state: 'finalized';
    inBlock: BlockRef;
    receipt: Receipt | null;
    settledAt: number;
  };

type FailedRequest = RequestBase &
  Sent & { state: 'failed'; inBlock: BlockRef; receipt: Receipt; settledAt: number };

/**
 * Over without a block. No wallet was asked: settled at once. A wallet was asked: a page may have kept a signature, and
 * the request may still come in until it is settled.
 */
type EndedRequest = RequestBase &
  NotInBlock & {
    state: 'rejected' | 'expired' | 'dropped' | 'superseded';
    promptId: null;
    extrinsic: Hex | null;
    extrinsicHash: Hex | null;
    heldBecause: null;
    submittedAt: number | null;
  } & (
    | { prepared: PreparedExtrinsic | null; askedAt: null; settledAt: number }
    | { prepared: PreparedExtrinsic; askedAt: number; settledAt: number | null }
  );

export type SigningRequest =
  | QueuedRequest
  | DraftRequest
  | WaitingRequest
  | SignedRequest
  | SubmittedRequest
  | InBlockRequest
  | FinalizedRequest
  | FailedRequest
  | EndedRequest;

export type SigningState = SigningRequest['state'];

/** The last request that a page looked at: the next page goes on below it. */
export type RequestsFrom = { createdAt: number; id: string };

/** Requests, the newest first; `next` is null where no older ones are left. */
export type RequestsPage = { requests: readonly SigningRequest[]; next: RequestsFrom | null };

/** A move that could not be prepared, kept for the panel: the one that sent it may be closed. */
export type Notice = { at: number; error: WireError; move: Move };

/** Whole positions of one coldkey to leave one by one, the next one first. */
export type ExitQueue = {
  genesisHash: Hex;
  coldkey: Ss58Address;
  items: { hotkey: Ss58Address; netuid: Netuid }[];
};

/** The last offer of a runtime's metadata to a wallet, and its outcome. */
export type OfferRecord = {
  wallet: string;
  genesisHash: Hex;
  specVersion: number;
  /** Who gave the metadata that was offered, all of them the same; empty: nothing was offered. */
  operators: readonly string[];
  requestId: string;
  at: number;
  state: 'asked' | 'taken' | 'declined' | 'failed';
  /** Only of a failed one. */
  error: WireError | null;
};
