// What signing needs from the service (ports), and the move model that its tests replace.
import type { ChainClient, MoveFactsQuery } from '../chain/chain-client.ts';
import type { WireError } from '../errors.ts';
import type { planMove } from '../moves/plan-move.ts';
import type { AccountLimits } from '../model/account-limits.ts';
import type { BlockRef, MoveFacts, Reading, RuntimeRef } from '../model/facts.ts';
import type { GuardRow } from '../model/guard.ts';
import type { AccountSource, ConfirmedBy } from '../model/account.ts';
import type { SigningRequest } from '../model/request.ts';
import type { ProvenInputs } from '../proof/prove-quote.ts';
import type { Hex, Ss58Address } from '../units.ts';
import type { SigningPrompt } from '../wallet/prompt-for-signing.ts';
import type { rerunCall } from './rerun-call.ts';

export type SigningChain = Pick<
  ChainClient,
  | 'genesisHash'
  | 'head'
  | 'finalizedHead'
  | 'blockHashAt'
  | 'readMoveFacts'
  | 'simulate'
  | 'decodeCall'
  | 'prepareExtrinsic'
  | 'runtimeOf'
  | 'runtimeAt'
  | 'acceptSignedTransaction'
  | 'submitAndWatch'
  | 'findExtrinsic'
  | 'readEvents'
  | 'network'
  | 'readBlockTime'
  | 'clockOffset'
> &
  Partial<Pick<ChainClient, 'status'>>;

/** The endpoint that answers this client; null: none is connected, or the client does not tell. */
export const nodeOf = (chain: SigningChain): string | null => chain.status?.().endpoint ?? null;

/** What another operator's node is asked: whether it shows what the first one may hide. */
export type SecondChain = Pick<
  ChainClient,
  | 'genesisHash'
  | 'head'
  | 'finalizedHead'
  | 'blockHashAt'
  | 'findExtrinsic'
  | 'readMoveFacts'
  | 'readEvents'
>;

/** `change` reads and writes in one transaction; what it throws writes nothing. */
export type RequestStore = {
  read(id: string): Promise<SigningRequest | null>;
  /** All that may still change, however many newer ones there are. */
  listUnsettled(): Promise<SigningRequest[]>;
  /** All of one coldkey: a rule over several requests leaves none out. */
  listOf(coldkey: Ss58Address): Promise<SigningRequest[]>;
  /** The same without those that a block before that one holds for good. */
  listSince(coldkey: Ss58Address, block: number): Promise<SigningRequest[]>;
  /** Whether `listOf` may lack one of that account on that chain, because what is stored of it cannot be read. */
  hasUnread(coldkey: Ss58Address, genesisHash: Hex): Promise<boolean>;
  /** The same without the finalized ones, of which there may be thousands. */
  listNotFinal(coldkey: Ss58Address): Promise<SigningRequest[]>;
  change(
    id: string,
    change: (current: SigningRequest | null) => SigningRequest | null,
  ): Promise<SigningRequest | null>;
  /** The same for several: all of what `change` gives is written, or nothing. */
  changeSome(
    ids: readonly string[],
    change: (stored: readonly SigningRequest[]) => readonly SigningRequest[],
  ): Promise<void>;
};

/**
 * What a move does at given facts. Replaced by the tests of signing, which set the outcome of a block as one number
 * instead of composing pools, locks and fees that lead to it. All other pure functions are imported where they are used.
 */
export type MoveModel = { planMove: typeof planMove; rerunCall: typeof rerunCall };

export type WalletOutcome =
  | { ok: true; signature: Hex; signedTransaction: Hex | null }
  | { ok: false; error: WireError };

/** `value`: as it is stored; null: nothing is. */
export type ProvenEvents =
  | { kind: 'proven'; value: Hex | null }
  | { kind: 'not-served' | 'not-asked' };

export type SigningPorts = {
  /** The connected client of the chosen network. Throws while there is none. */
  chain(): Promise<SigningChain>;
  /**
   * Connects to a node of another operator than the first one's for as long as `use` runs. Throws NO_SECOND_SOURCE where
   * no such endpoint is configured, and what connecting throws where none can be reached.
   */
  second<T>(use: (chain: SecondChain) => Promise<T>): Promise<T>;
  /** The facts with `depth: 'two-sources'`. Throws as `second`, and NODES_DISAGREE where the other node reads other pools. */
  confirmDepth(facts: MoveFacts, query: MoveFactsQuery): Promise<MoveFacts>;
  /**
   * The facts' inputs held against proofs; null: nothing could be shown in time. Throws PROOF_INVALID, with the endpoint, where
   * the node told something else than its blocks hold: another node is gone to, where there is one.
   */
  proveInputs(facts: MoveFacts): Promise<ProvenInputs | null>;
  /**
   * The events of a block as its state has them, by proof. Throws PROOF_INVALID as above, and NODE_UNREACHABLE where another try
   * may help.
   */
  proveEvents(block: BlockRef): Promise<ProvenEvents>;
  /** What was checked of that runtime, read now where nothing is kept of it; a refused question is a row, no error. */
  guardRows(runtime: RuntimeRef): Promise<readonly GuardRow[]>;
  /** The user's own limits that are in force for the account at that moment; unknown: what is kept of them cannot be read. */
  accountLimits(
    of: { genesisHash: Hex; coldkey: Ss58Address },
    now: number,
  ): Promise<Reading<AccountLimits>>;
  /** The chosen network; its genesis null while it was never learned. */
  network(): Promise<{ id: string; genesisHash: Hex | null }>;
  store: RequestStore;
  /** Resolves once the page holds the prompt; the answer arrives as a message of its own. */
  askWallet(prompt: SigningPrompt): Promise<void>;
  /** Every later answer to that prompt is refused. Does not throw for a prompt that is gone already. */
  forgetPrompt(promptId: string): Promise<void>;
  /** The same for every prompt of that request, the newest and those before it: the request is over. */
  forgetPrompts(requestId: string): Promise<void>;
  /** Whether a reachable page still holds the prompt. */
  isPromptHeld(promptId: string): Promise<boolean>;
  /** Where this coldkey is known from; empty: watch-only or removed. */
  readSources(coldkey: Ss58Address): Promise<readonly AccountSource[]>;
  /** A signature of this coldkey was verified. Doing it twice changes nothing. */
  confirmAccount(coldkey: Ss58Address, at: number, by: ConfirmedBy): Promise<void>;
  /** Reports that requests changed. */
  announce(): void;
  now(): number;
  newId(): string;
  /** One log line for a background task that failed; its request is looked at again with the next block. */
  report(error: unknown, requestId: string): void;
};

export type SigningDeps = SigningPorts & { model: MoveModel };
