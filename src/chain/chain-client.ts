// The one entry to a chain: reads as facts, calls as bytes, submissions as statuses. What it stores is cache.
import type { Hex } from '../units.ts';
import { createArchive } from './archive.ts';
import { createChainReads } from './chain-reads.ts';
import { createChainTransactions } from './chain-transactions.ts';
import type { EndpointMemory } from './rpc/endpoint-list.ts';
import type { LinkTiming } from './rpc/link-timing.ts';
import type { OpenSocket } from './rpc/node-socket.ts';
import { createNodeAccess } from './runtime/node-access.ts';
import type { MetadataCache } from './runtime/runtime-source.ts';

export type { ChainStatus } from './runtime/node-access.ts';
export type { ExtrinsicSearch, FoundExtrinsic } from './extrinsic/find-extrinsic.ts';
export type { MoveFactsQuery } from './reads/read-move-facts.ts';
export type { ReadSnapshot, SnapshotWanted } from './reads/read-snapshot.ts';
export type { PrepareInput } from './extrinsic/transactions.ts';
export type { WatchStatus } from './extrinsic/watch-extrinsic.ts';

export type ChainClientOptions = {
  network: {
    /** Of the settings; whatever the client learns belongs to it. */
    id: string;
    /** Its TAO has a value. */
    isReal: boolean;
    /** null: adopted at the first connection (see `genesisHash()`), then required. */
    genesisHash: Hex | null;
    endpoints: readonly string[];
    archive: string | null;
  };
  /** Who runs an endpoint; missing: each is run by another one. */
  operatorOf?: (endpoint: string) => string;
  /** What is known of endpoints; missing: this client remembers for itself. */
  memory?: EndpointMemory;
  /** Epoch milliseconds; missing: the computer's clock. */
  now?: () => number;
  metadataCache: MetadataCache;
  openSocket?: OpenSocket;
  /** 0 ≤ x < 1: spreads the pauses between attempts. */
  random?: () => number;
  /** Replaces single deadlines and pauses of DEFAULT_TIMING. */
  timing?: Partial<LinkTiming>;
};

export type ChainClient = ReturnType<typeof createChainClient>;

/** What every connection of a network has. */
export const sharedOptions = (options: ChainClientOptions) => ({
  genesisHash: options.network.genesisHash,
  metadataCache: options.metadataCache,
  openSocket: options.openSocket ?? ((endpoint: string) => new WebSocket(endpoint)),
  random: options.random ?? Math.random,
  ...(options.timing ? { timing: options.timing } : {}),
  ...(options.operatorOf ? { operatorOf: options.operatorOf } : {}),
  ...(options.memory ? { memory: options.memory } : {}),
  ...(options.now ? { now: options.now } : {}),
});

/** Opens nothing before connect(). */
export function createChainClient(options: ChainClientOptions) {
  const { network } = options;
  const shared = sharedOptions(options);
  const access = createNodeAccess({ ...shared, endpoints: network.endpoints });
  const { link, source } = access;
  const archive = createArchive(network.archive, () => ({
    ...shared,
    genesisHash: link.genesisHash(),
  }));
  return {
    /** The network that this client was made for, whatever the settings choose meanwhile. */
    network: { id: network.id, isReal: network.isReal },

    /** Opens and follows; resolves once a node of the right genesis answers. Throws WRONG_NETWORK, NODE_UNREACHABLE, BAD_ENDPOINT. */
    connect: link.connect,
    /** Leaves no socket and no timer; everything pending ends with NODE_UNREACHABLE. connect() may follow. */
    close: (): void => {
      link.close();
      archive.close();
    },
    status: access.status,
    onStatus: access.onStatus,
    /** Verified on the current or last connection; null before the first. */
    genesisHash: link.genesisHash,

    /** Milliseconds that the chain's time is ahead of this computer's, by two operators; null: not known to be off. */
    clockOffset: (): number | null => access.status().clockOffset,

    head: access.head,
    finalizedHead: access.finalizedHead,
    /** Follows through reconnections and fail-over until the signal aborts. */
    onHead: access.onHead,
    /** Hash of the block of that number on the node's best chain; null: there is none yet. */
    blockHashAt: access.blockHashAt,
    /** Decodes the state at that block and encodes calls for it; cached per spec. */
    runtimeAt: source.at,

    /** For proofs, which believe none of it; `accuse`: the node is left for another one, where there is one. */
    proofs: { ask: access.probe, headers: access.headers, accuse: link.leave },

    ...createChainReads(access, archive),
    ...createChainTransactions(access),
  };
}
