// Everything that signing needs from others, as it needs it. Types only.
import type { ChainClient, MoveFactsQuery } from '../chain/chain-client.ts';
import type { SignatureToVerify } from '../chain/extrinsic/verify-signature.ts';
import type { WireError } from '../errors.ts';
import type { MoveFacts, Reading, SimQuery, SimSwap } from '../model/facts.ts';
import type { Move, MoveTerms } from '../model/move.ts';
import type { CallDraft, Exactness, Plan } from '../model/plan.ts';
import type { AccountSource, KeyType } from '../model/account.ts';
import type { PreparedExtrinsic, SignerPayload } from '../model/extrinsic.ts';
import type { SigningRequest } from '../model/request.ts';
import type { Hex, Ss58Address } from '../units.ts';

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
  | 'acceptSignedTransaction'
  | 'submitAndWatch'
  | 'findExtrinsic'
  | 'readEvents'
>;

/** Of our own making, and without a node: a signature is never lost because the node is away. */
export type Signatures = {
  /** Whether the signature is the coldkey's over these bytes; never throws for a wrong one. */
  verifySignature(ask: SignatureToVerify): boolean;
  assembleExtrinsic(
    prepared: PreparedExtrinsic,
    signature: Hex,
    keyType: KeyType,
  ): { extrinsic: Hex; hash: Hex };
};

/** `change` reads and writes in one transaction; what it throws writes nothing. */
export type RequestStore = {
  read(id: string): Promise<SigningRequest | null>;
  list(): Promise<SigningRequest[]>;
  change(
    id: string,
    change: (current: SigningRequest | null) => SigningRequest | null,
  ): Promise<SigningRequest | null>;
  /** The same for several: all of what `change` gives is written, or nothing. */
  changeAll(change: (all: readonly SigningRequest[]) => readonly SigningRequest[]): Promise<void>;
};

export type Planning = {
  /** What must be read for this move. */
  factsQuery(move: Move): MoveFactsQuery;
  planMove(move: Move, terms: MoveTerms, facts: MoveFacts): Plan;
  simQueries(plan: Plan): readonly SimQuery[];
  /**
   * `Pallet.Error` that the chain would answer to this very call at these facts; null: it would go through.
   * Unknown where there is no local model.
   */
  rerunCall(facts: MoveFacts, move: Move, call: CallDraft): Reading<string | null>;
  /** No answers at all where the node gave none. */
  compareWithNode(plan: Plan, answers: readonly Reading<SimSwap>[]): Exactness;
};

export type WalletAsk = {
  promptId: string;
  requestId: string;
  wallet: string;
  origin: string;
  tabId: number | null;
  payload: SignerPayload;
  /** After this nobody can use the signature any more. */
  patienceMs: number;
};

export type WalletOutcome =
  { ok: true; signature: Hex; signedTransaction: Hex | null } | { ok: false; error: WireError };

export type SigningDeps = {
  /** The connected client of the chosen network. Throws while there is none. */
  chain(): Promise<SigningChain>;
  /** The chosen network; its genesis null while it was never learned. */
  network(): Promise<{ id: string; genesisHash: Hex | null }>;
  signatures: Signatures;
  store: RequestStore;
  planning: Planning;
  /** Resolves once the page was handed the ask; the answer comes as a message of its own. */
  askWallet(ask: WalletAsk): Promise<void>;
  /** Whatever comes for that ask is refused from now on. Never throws because it is gone already. */
  forgetPrompt(promptId: string): Promise<void>;
  /** Whether a page can be heard that still holds the ask. */
  isPromptHeld(promptId: string): Promise<boolean>;
  /** Where this coldkey is known from; empty: watch-only or removed. */
  readSources(coldkey: Ss58Address): Promise<readonly AccountSource[]>;
  /** A signature of this coldkey was verified. Doing it twice changes nothing. */
  confirmAccount(coldkey: Ss58Address, at: number): Promise<void>;
  /** Says that requests changed. */
  announce(): void;
  now(): number;
  newId(): string;
  /** One log line for a background task that failed; its request is looked at again with the next block. */
  report(error: unknown, requestId: string): void;
};
