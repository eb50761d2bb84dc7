// The one door to a chain: reads as facts, calls as bytes, submissions as statuses. Knows no browser,
// no store and no words for people; what it keeps is cache. What a refresh does not need is loaded when asked for.
import type {
  RootBeforeDtao,
  EmissionFacts,
  HoldersFrom,
  HoldersPart,
  LocksFacts,
  PricesAt,
  ValidatorStakeFacts,
} from '../model/emission-facts.ts';
import type {
  BlockRef,
  EarningsQuery,
  EpochFacts,
  MoveFacts,
  Reading,
  SimQuery,
  SimSwap,
  Snapshot,
  SubnetName,
  ValidatorFacts,
} from '../model/facts.ts';
import type { CallDraft } from '../model/plan.ts';
import type { KeyType } from '../model/account.ts';
import type { PreparedExtrinsic } from '../model/extrinsic.ts';
import type { Hex, Netuid, Rao, Ss58Address } from '../units.ts';
import { createArchive, type ArchiveReading } from './archive.ts';
import type { ExtrinsicSearch } from './extrinsic/find-extrinsic.ts';
import type { FeePayer } from './extrinsic/network-fees.ts';
import { createNodeAccess, type ChainStatus } from './runtime/node-access.ts';
import type { LinkTiming } from './rpc/link-timing.ts';
import type { OpenSocket } from './rpc/node-socket.ts';
import type { ChainEvent } from './reads/read-events.ts';
import type { MoveFactsQuery } from './reads/read-move-facts.ts';
import { readNames } from './reads/read-names.ts';
import { readSnapshot, type ReadSnapshot } from './reads/read-snapshot.ts';
import { readUnclaimed } from './reads/read-unclaimed.ts';
import type { MetadataCache } from './runtime/runtime-source.ts';
import type { Runtime } from './runtime/runtime.ts';
import { simulate } from './reads/simulate.ts';
import type { PrepareInput, Transactions } from './extrinsic/transactions.ts';
import type { WalletMetadata } from './runtime/wallet-metadata.ts';
import type { WatchStatus } from './extrinsic/watch-extrinsic.ts';

export type { ChainStatus } from './runtime/node-access.ts';
export type { ExtrinsicSearch, FoundExtrinsic } from './extrinsic/find-extrinsic.ts';
export type { MoveFactsQuery } from './reads/read-move-facts.ts';
export type { ReadSnapshot } from './reads/read-snapshot.ts';
export type { PrepareInput } from './extrinsic/transactions.ts';
export type { WatchStatus } from './extrinsic/watch-extrinsic.ts';

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
  /** Where the usual deadlines and pauses do not suit. */
  timing?: Partial<LinkTiming>;
};

export type ChainClient = {
  /** Opens and follows; resolves once a node of the right genesis answers. Throws WRONG_NETWORK, NODE_UNREACHABLE, BAD_ENDPOINT. */
  connect: (signal?: AbortSignal) => Promise<void>;
  /** Full silence: no socket, no timer; everything pending ends with NODE_UNREACHABLE. connect() may follow. */
  close: () => void;
  status: () => ChainStatus;
  onStatus: (callback: (status: ChainStatus) => void, signal: AbortSignal) => void;
  /** Verified on the current or last connection; null before the first. */
  genesisHash: () => Hex | null;

  head: (signal?: AbortSignal) => Promise<BlockRef>;
  finalizedHead: (signal?: AbortSignal) => Promise<BlockRef>;
  /** Follows through reconnections and fail-over until the signal aborts. */
  onHead: (callback: (head: BlockRef) => void, signal: AbortSignal) => void;
  onFinalized: (callback: (head: BlockRef) => void, signal: AbortSignal) => void;
  /** Hash of the block of that number on the node's best chain; null: there is none yet. */
  blockHashAt: (blockNumber: number, signal?: AbortSignal) => Promise<Hex | null>;
  /** What decodes the state at that block and encodes calls onto it; cached per spec. */
  runtimeAt: (blockHash: Hex, signal?: AbortSignal) => Promise<Runtime>;

  /** At most two round trips once the head is known. Coldkeys that cannot be read come back in `unread`. */
  readSnapshot: (ask: {
    coldkeys: readonly Ss58Address[];
    /** Subnets whose pools are wanted besides those held. */
    lookedAt: readonly Netuid[];
    at?: BlockRef;
    signal?: AbortSignal;
  }) => Promise<ReadSnapshot>;
  /** Unclaimed root dividends at a snapshot's block, valued at the node's spot prices: apart and less often. */
  readUnclaimed: (snapshot: ReadSnapshot, signal?: AbortSignal) => Promise<Snapshot['unclaimed']>;
  readNames: (signal?: AbortSignal) => Promise<{ block: BlockRef; names: SubnetName[] }>;
  readValidators: (
    netuid: Netuid,
    signal?: AbortSignal,
  ) => Promise<{ block: BlockRef; validators: ValidatorFacts[] }>;
  readMoveFacts: (ask: MoveFactsQuery, at?: BlockRef, signal?: AbortSignal) => Promise<MoveFacts>;
  /** The node's own figures, in the order asked; throws where the node does not answer at all. */
  simulate: (
    blockHash: Hex,
    asks: readonly SimQuery[],
    signal?: AbortSignal,
  ) => Promise<Reading<SimSwap>[]>;
  readEmissionFacts: (at?: BlockRef, signal?: AbortSignal) => Promise<EmissionFacts>;
  /** Conviction locks and the owner's stake of a subnet or, for null, of all; told where the runtime has no locks. */
  readSubnetLocks: (netuid: Netuid | null, signal?: AbortSignal) => Promise<Reading<LocksFacts>>;
  /** Stake by hotkey in these subnets, of hotkeys that may validate there or of all that have a slot. */
  readValidatorStake: (
    ask: { netuids: readonly Netuid[]; isWhole: boolean },
    at?: BlockRef,
    signal?: AbortSignal,
  ) => Promise<ValidatorStakeFacts>;
  /** A page of the positions under a hotkey; `netuid` null: in all subnets but root. */
  readHolders: (
    ask: { from: HoldersFrom; netuid: Netuid | null },
    at?: BlockRef,
    signal?: AbortSignal,
  ) => Promise<HoldersPart>;
  /** What hotkeys paid their stakers in the newest epochs; what cannot be told is left out. */
  readEarnings: (ask: EarningsQuery, at?: BlockRef, signal?: AbortSignal) => Promise<EpochFacts[]>;
  /** From the archive endpoint; never throws because of it. */
  readPricesAt: (blockNumber: number, signal?: AbortSignal) => Promise<PricesAt>;
  /** The same for who decided in the last block before dTAO. */
  readRootBeforeDtao: (signal?: AbortSignal) => Promise<RootBeforeDtao>;
  /** What hotkeys paid by an earlier block, from the archive endpoint: hotkeys and no coldkeys go along. */
  readEarningsAt: (
    ask: EarningsQuery,
    blockNumber: number,
    signal?: AbortSignal,
  ) => Promise<ArchiveReading<EpochFacts[]>>;

  /** Hotkey that new stake of a coldkey is sent to by the chain itself; null: none chosen. */
  readAutoStake: (
    coldkey: Ss58Address,
    netuids: readonly Netuid[],
    at?: BlockRef,
    signal?: AbortSignal,
  ) => Promise<Reading<{ netuid: Netuid; hotkey: Ss58Address | null }[]>>;

  /** A call by its names and fields; strict: trailing bytes and anything unknown throw NODE_MALFORMED. */
  decodeCall: (call: Hex, runtime: Runtime) => Promise<CallDraft>;
  /** The most that this call costs whoever signs it, without tip. */
  quoteNetworkFee: (
    call: Hex,
    payer: FeePayer,
    at?: BlockRef,
    signal?: AbortSignal,
  ) => Promise<Reading<Rao>>;

  /** Payload for the wallet and our own bytes, from one source. The nonce counts what waits in the pool. */
  prepareExtrinsic: (ask: PrepareInput, signal?: AbortSignal) => Promise<PreparedExtrinsic>;
  /** The runtime that a prepared extrinsic was made for. Throws RUNTIME_CHANGED when the head has another. */
  runtimeOf: (prepared: PreparedExtrinsic, signal?: AbortSignal) => Promise<Runtime>;
  /** The same transaction with the metadata hash signed too (mode 1) or not (mode 0). */
  withMetadataHash: (
    prepared: PreparedExtrinsic,
    mode: 0 | 1,
    signal?: AbortSignal,
  ) => Promise<PreparedExtrinsic>;
  /**
   * Takes what a wallet returned as `signedTransaction`: only metadata-hash mode and hash may differ from what
   * was prepared. Answers the extrinsic to submit, its signature verified over bytes of our own making.
   * Throws SIGNED_SOMETHING_ELSE, SIGNATURE_INVALID, RUNTIME_CHANGED.
   */
  acceptSignedTransaction: (
    prepared: PreparedExtrinsic,
    signedTransaction: Hex,
    keyType: KeyType,
    signal?: AbortSignal,
  ) => Promise<{ extrinsic: Hex; hash: Hex; prepared: PreparedExtrinsic }>;
  /** RFC-78 hash of the runtime's metadata. */
  metadataHash: (runtime: Runtime) => Promise<Hex>;
  /** What a wallet wants to know to show a decoded call. */
  metadataForWallet: (runtime: Runtime) => Promise<WalletMetadata>;

  /**
   * Sends once, never again by itself, and tells what becomes of it until a last status or the signal.
   * Throws SUBMISSION_REFUSED, CANNOT_PAY_FEE or what else the pool said, and NODE_UNREACHABLE when the
   * node was lost: then the extrinsic may or may not be in, and findExtrinsic tells.
   */
  submitAndWatch: (
    extrinsic: Hex,
    onStatus: (status: WatchStatus) => void,
    signal: AbortSignal,
  ) => Promise<WatchStatus>;
  /**
   * Looks through the bodies of these blocks (both ends included) for an extrinsic of that signer with that call and
   * nonce, under whatever signature. Throws NODE_TIMEOUT where the node lacks one of them: not found is said only
   * of blocks that were read.
   */
  findExtrinsic: (
    sought: PreparedExtrinsic,
    fromBlock: number,
    toBlock: number,
    signal?: AbortSignal,
  ) => Promise<ExtrinsicSearch>;
  /** The events of one extrinsic, or of the whole block's initialisation and end for null. */
  readEvents: (
    blockHash: Hex,
    extrinsicIndex: number | null,
    signal?: AbortSignal,
  ) => Promise<ChainEvent[]>;
};

/** Nothing is opened before connect(). */
export function createChainClient(options: ChainClientOptions): ChainClient {
  const { network, metadataCache } = options;
  const shared = {
    genesisHash: network.genesisHash,
    metadataCache,
    openSocket: options.openSocket ?? ((endpoint: string) => new WebSocket(endpoint)),
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
    ...(options.timing ? { timing: options.timing } : {}),
  };
  const access = createNodeAccess({ ...shared, endpoints: network.endpoints });
  const { link, source, ask, read } = access;
  const archive = createArchive(network.archive, () => ({
    ...shared,
    genesisHash: link.genesisHash(),
  }));
  let made: Transactions | null = null;
  async function transactions(): Promise<Transactions> {
    const { createTransactions } = await import('./extrinsic/transactions.ts');
    return (made ??= createTransactions(access));
  }

  return {
    connect: link.connect,
    close: () => {
      link.close();
      archive.close();
    },
    status: access.status,
    onStatus: access.onStatus,
    genesisHash: link.genesisHash,
    head: access.head,
    finalizedHead: access.finalizedHead,
    onHead: access.onHead,
    onFinalized: access.onFinalized,
    blockHashAt: access.blockHashAt,
    runtimeAt: source.at,

    readSnapshot: ({ coldkeys, lookedAt, at, signal }) =>
      read(at, signal, (state, block) => readSnapshot(state, block, coldkeys, lookedAt)),
    readUnclaimed: (snapshot, signal) =>
      read(snapshot.block, signal, (state) => readUnclaimed(state, snapshot)),
    readNames: (signal) =>
      read(undefined, signal, async (state, block) => ({ block, names: await readNames(state) })),
    readValidators: async (netuid, signal) => {
      const { readValidators } = await import('./reads/read-validators.ts');
      return read(undefined, signal, async (state, block) => ({
        block,
        validators: await readValidators(state, netuid),
      }));
    },
    readMoveFacts: async (query, at, signal) => {
      const { readMoveFacts } = await import('./reads/read-move-facts.ts');
      return read(at, signal, (state, block) => readMoveFacts(state, block, query));
    },
    simulate: (blockHash, asks, signal) =>
      read({ hash: blockHash, number: 0 }, signal, (state) => simulate(state, asks)),
    readEmissionFacts: async (at, signal) =>
      read(at, signal, (await import('./reads/read-emission.ts')).readEmissionFacts),
    readSubnetLocks: async (netuid, signal) => {
      const { readSubnetLocks } = await import('./reads/read-subnet-locks.ts');
      return read(undefined, signal, (state, block) => readSubnetLocks(state, block, netuid));
    },
    readValidatorStake: async ({ netuids, isWhole }, at, signal) => {
      const { readValidatorStake } = await import('./reads/read-validator-stake.ts');
      return read(at, signal, (state, block) => readValidatorStake(state, block, netuids, isWhole));
    },
    readHolders: async ({ from, netuid }, at, signal) => {
      const { readHolders } = await import('./reads/read-holders.ts');
      return read(at, signal, (state, block) => readHolders(state, block, from, netuid));
    },
    readEarnings: async (query, at, signal) => {
      const { readEarnings } = await import('./reads/read-earnings.ts');
      return read(at, signal, (state, block) => readEarnings(state, block, query));
    },
    readPricesAt: async (blockNumber, signal) => {
      const { readPricesAt } = await import('./reads/read-prices-at.ts');
      const told = await archive.read(blockNumber, signal, readPricesAt);
      return told.known ? told.value : told;
    },
    readRootBeforeDtao: archive.readRootBeforeDtao,
    readEarningsAt: async (query, blockNumber, signal) => {
      const { readEarnings } = await import('./reads/read-earnings.ts');
      return archive.read(blockNumber, signal, (state, block) => readEarnings(state, block, query));
    },
    readAutoStake: async (coldkey, netuids, at, signal) => {
      const { readAutoStake } = await import('./reads/read-auto-stake.ts');
      return read(at, signal, (state) => readAutoStake(state, coldkey, netuids));
    },

    decodeCall: async (call, runtime) =>
      (await import('./extrinsic/compose-call.ts')).decodeCall(call, runtime),
    quoteNetworkFee: async (call, payer, at, signal) => {
      const { readNetworkFee } = await import('./extrinsic/network-fees.ts');
      return read(at, signal, (state) => readNetworkFee(state, call, payer));
    },

    prepareExtrinsic: async (...asked) => (await transactions()).prepareExtrinsic(...asked),
    runtimeOf: async (...asked) => (await transactions()).runtimeOf(...asked),
    withMetadataHash: async (...asked) => (await transactions()).withMetadataHash(...asked),
    acceptSignedTransaction: async (...asked) =>
      (await transactions()).acceptSignedTransaction(...asked),
    metadataHash: async (...asked) => (await transactions()).metadataHash(...asked),
    metadataForWallet: async (...asked) => (await transactions()).metadataForWallet(...asked),

    submitAndWatch: async (extrinsic, onStatus, signal) => {
      const { submitAndWatch } = await import('./extrinsic/watch-extrinsic.ts');
      return submitAndWatch(link, extrinsic, onStatus, signal);
    },
    findExtrinsic: async (sought, from, to, signal) => {
      const { findExtrinsic } = await import('./extrinsic/find-extrinsic.ts');
      return findExtrinsic(ask, sought, from, to, signal);
    },
    readEvents: async (blockHash, extrinsicIndex, signal) => {
      const { readEvents } = await import('./reads/read-events.ts');
      const events = await read({ hash: blockHash, number: 0 }, signal, readEvents);
      return events.filter((event) => event.extrinsicIndex === extrinsicIndex);
    },
  };
}
