// The one door to a chain: reads as facts, calls as bytes, submissions as statuses. Knows no browser,
// no store and no words for people; what it keeps is cache.
import type {
  BlockRef,
  EmissionFacts,
  MoveFacts,
  PricesAt,
  Reading,
  RuntimeRef,
  SimAsk,
  SimSwap,
  Snapshot,
  SubnetName,
  ValidatorFacts,
} from '../facts.ts';
import type { CallDraft } from '../moves/plan.ts';
import type { KeyType, PreparedExtrinsic } from '../store/schema.ts';
import { AppError } from '../errors.ts';
import type { Hex, Netuid, Rao, Ss58Address } from '../units.ts';
import type { ChainEvent } from './read-events.ts';
import type { DecodedExtrinsic } from './decode-extrinsic.ts';
import type { Runtime } from './runtime.ts';
import type { MetadataCache } from './runtime-source.ts';
import type { OpenSocket } from './node-socket.ts';
import type { WatchStatus } from './watch-extrinsic.ts';
import type { WalletMetadata } from './wallet-metadata.ts';

export type ChainClientOptions = {
  network: {
    /** null: taken over at the first connection (see `genesisHash()`), then held to. */
    genesisHash: Hex | null;
    endpoints: readonly string[];
    archive: string | null;
  };
  metadataCache: MetadataCache;
  openSocket?: OpenSocket;
  now?: () => number;
  /** 0 ≤ x < 1: spreads the pauses between attempts. */
  random?: () => number;
};

export type ChainStatus = {
  /** idle: closed, nothing open, no timer. waiting: between two attempts. */
  state: 'idle' | 'connecting' | 'connected' | 'waiting';
  endpoint: string | null;
  isConnected: boolean;
  head: BlockRef | null;
  /** Epoch milliseconds by our clock at which the last head arrived. */
  headAt: number | null;
  finalized: BlockRef | null;
  runtime: RuntimeRef | null;
  /** Why the last attempt failed; null once connected. */
  error: AppError | null;
};

/** What readSnapshot answers: our clock and the root claims come from elsewhere. */
export type ReadSnapshot = Omit<Snapshot, 'readAt' | 'unclaimed'>;

/** What readMoveFacts is asked; the same shape as the protocol's ask. */
export type MoveFactsQuery = {
  coldkey: Ss58Address;
  netuids: readonly Netuid[];
  hotkeys: readonly Ss58Address[];
  destination: Ss58Address | null;
  /** `Pallet.call` names whose network fee is wanted. */
  calls: readonly string[];
};

export type PrepareAsk = {
  draft: CallDraft;
  coldkey: Ss58Address;
  /** Taken up to the next power of two, from 4 to 4096. */
  eraBlocks: number;
  tip: Rao;
  /** 1: the metadata hash is signed too (Ledger). */
  metadataHashMode: 0 | 1;
  /** The era's birth; missing: the newest head. */
  at?: BlockRef;
};

export type FoundExtrinsic = { block: BlockRef; index: number };

export type ChainClient = {
  /** Opens and follows; resolves once a node of the right genesis answers. Throws WRONG_NETWORK, NODE_UNREACHABLE, BAD_ENDPOINT. */
  connect(signal?: AbortSignal): Promise<void>;
  /** Full silence: no socket, no timer; everything pending ends with NODE_UNREACHABLE. connect() may follow. */
  close(): void;
  status(): ChainStatus;
  onStatus(callback: (status: ChainStatus) => void, signal: AbortSignal): void;
  /** Verified on the current or last connection; null before the first. */
  genesisHash(): Hex | null;

  head(signal?: AbortSignal): Promise<BlockRef>;
  finalizedHead(signal?: AbortSignal): Promise<BlockRef>;
  /** Follows through reconnections and fail-over until the signal aborts. */
  onHead(callback: (head: BlockRef) => void, signal: AbortSignal): void;
  onFinalized(callback: (head: BlockRef) => void, signal: AbortSignal): void;
  /** Hash of the block of that number on the node's best chain; null: there is none yet. */
  blockHashAt(blockNumber: number, signal?: AbortSignal): Promise<Hex | null>;
  /** What decodes the state at that block and encodes calls onto it; cached per spec. */
  runtimeAt(blockHash: Hex, signal?: AbortSignal): Promise<Runtime>;

  /** At most two round trips once the head is known. Coldkeys that cannot be read come back in `unread`. */
  readSnapshot(ask: {
    coldkeys: readonly Ss58Address[];
    /** Subnets whose pools are wanted besides those held. */
    lookedAt: readonly Netuid[];
    at?: BlockRef;
    signal?: AbortSignal;
  }): Promise<ReadSnapshot>;
  /** Unclaimed root dividends at a snapshot's block, valued at the node's spot prices: apart and less often. */
  readUnclaimed(snapshot: ReadSnapshot, signal?: AbortSignal): Promise<Snapshot['unclaimed']>;
  readNames(signal?: AbortSignal): Promise<{ block: BlockRef; names: SubnetName[] }>;
  readValidators(
    netuid: Netuid,
    signal?: AbortSignal,
  ): Promise<{ block: BlockRef; validators: ValidatorFacts[] }>;
  readMoveFacts(ask: MoveFactsQuery, at?: BlockRef, signal?: AbortSignal): Promise<MoveFacts>;
  /** The node's own figures, in the order asked; throws where the node does not answer at all. */
  simulate(
    blockHash: Hex,
    asks: readonly SimAsk[],
    signal?: AbortSignal,
  ): Promise<Reading<SimSwap>[]>;
  readEmissionFacts(at?: BlockRef, signal?: AbortSignal): Promise<EmissionFacts>;
  /** From the archive endpoint; never throws because of it. */
  readPricesAt(blockNumber: number, signal?: AbortSignal): Promise<PricesAt>;

  /** Hotkey that new stake of a coldkey is sent to by the chain itself; null: none chosen. */
  readAutoStake(
    coldkey: Ss58Address,
    netuids: readonly Netuid[],
    at?: BlockRef,
    signal?: AbortSignal,
  ): Promise<Reading<{ netuid: Netuid; hotkey: Ss58Address | null }[]>>;

  /** SCALE bytes of a call. Throws NOT_ON_THIS_RUNTIME for a call or field it lacks, RangeError for a value that does not fit. */
  composeCall(draft: CallDraft, runtime: Runtime): Hex;
  /** The reverse; strict: trailing bytes and anything unknown throw NODE_MALFORMED. */
  decodeCall(call: Hex, runtime: Runtime): CallDraft;
  /** Bytes of the signed extrinsic that a call of this many bytes becomes. */
  callLength(call: Hex): number;
  /** Without a signature and without tip. */
  quoteNetworkFee(call: Hex, at?: BlockRef, signal?: AbortSignal): Promise<Reading<Rao>>;

  /** Payload for the wallet and our own bytes, from one source. The nonce counts what waits in the pool. */
  prepareExtrinsic(ask: PrepareAsk, signal?: AbortSignal): Promise<PreparedExtrinsic>;
  /** The runtime that a prepared extrinsic was made for. Throws RUNTIME_CHANGED when the head has another. */
  runtimeOf(prepared: PreparedExtrinsic, signal?: AbortSignal): Promise<Runtime>;
  /** The same transaction with the metadata hash signed too (mode 1) or not (mode 0). */
  withMetadataHash(
    prepared: PreparedExtrinsic,
    mode: 0 | 1,
    signal?: AbortSignal,
  ): Promise<PreparedExtrinsic>;
  /** Whether the signature is the coldkey's over these bytes; never throws for a wrong one. */
  verifySignature(ask: SignatureToVerify): boolean;
  assembleExtrinsic(
    prepared: PreparedExtrinsic,
    signature: Hex,
    keyType: KeyType,
  ): { extrinsic: Hex; hash: Hex };
  decodeExtrinsic(extrinsic: Hex, runtime: Runtime): DecodedExtrinsic;
  /**
   * Takes what a wallet returned as `signedTransaction`: only metadata-hash mode and hash may differ from what
   * was prepared. Answers the extrinsic to submit, its signature verified over bytes of our own making.
   * Throws SIGNED_SOMETHING_ELSE, SIGNATURE_INVALID, RUNTIME_CHANGED.
   */
  acceptSignedTransaction(
    prepared: PreparedExtrinsic,
    signedTransaction: Hex,
    keyType: KeyType,
    signal?: AbortSignal,
  ): Promise<{ extrinsic: Hex; hash: Hex; prepared: PreparedExtrinsic }>;
  /** RFC-78 hash of the runtime's metadata. */
  metadataHash(runtime: Runtime): Promise<Hex>;
  /** What a wallet wants to know to show a decoded call. */
  metadataForWallet(runtime: Runtime): Promise<WalletMetadata>;

  /**
   * Sends once, never again by itself, and tells what becomes of it until a last status or the signal.
   * Throws SUBMISSION_REFUSED, CANNOT_PAY_FEE or what else the pool said, and NODE_UNREACHABLE when the
   * node was lost: then the extrinsic may or may not be in, and findExtrinsic tells.
   */
  submitAndWatch(
    extrinsic: Hex,
    onStatus: (status: WatchStatus) => void,
    signal: AbortSignal,
  ): Promise<WatchStatus>;
  /** Looks through the bodies of these blocks (both ends included, up to the head) for that hash. */
  findExtrinsic(
    hash: Hex,
    fromBlock: number,
    toBlock: number,
    signal?: AbortSignal,
  ): Promise<FoundExtrinsic | null>;
  /** The events of one extrinsic, or of the whole block's initialisation and end for null. */
  readEvents(
    blockHash: Hex,
    extrinsicIndex: number | null,
    signal?: AbortSignal,
  ): Promise<ChainEvent[]>;
};

export type SignatureToVerify = {
  /** What was signed, as `signRaw` or `signPayload` got it: long payloads and `<Bytes>` wrapping are understood. */
  signedBytes: Hex;
  signature: Hex;
  coldkey: Ss58Address;
  keyType: KeyType;
};

/** Nothing is opened before connect(). */
export function createChainClient(options: ChainClientOptions): ChainClient {
  throw new AppError('NODE_UNREACHABLE', { endpoints: options.network.endpoints.length });
}
