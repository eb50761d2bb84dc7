// A chain client on simulated nodes, with deadlines that suit tests and a metadata cache to look into.
import { WebSocket } from 'ws';
import {
  createChainClient,
  type ChainClient,
  type ChainClientOptions,
} from '../../src/chain/chain-client.ts';
import type { NodeAccessOptions } from '../../src/chain/runtime/node-access.ts';
import type { MetadataCache, MetadataKey } from '../../src/chain/runtime/runtime-source.ts';
import type { Devnet } from '../devnet/devnet.ts';

export type MemoryCache = MetadataCache & {
  kept: Map<string, Uint8Array>;
  facts: Map<string, string>;
  reads: number;
};

export function createMemoryCache(): MemoryCache {
  const kept = new Map<string, Uint8Array>();
  const facts = new Map<string, string>();
  const keyOf = ({ genesisHash, specVersion, endpoint }: MetadataKey) =>
    `${genesisHash}/${specVersion}/${endpoint}`;
  const cache: MemoryCache = {
    kept,
    facts,
    reads: 0,
    read: async (key) => {
      cache.reads += 1;
      return kept.get(keyOf(key)) ?? null;
    },
    write: async (key, bytes) => {
      kept.set(keyOf(key), bytes);
      facts.delete(keyOf(key));
    },
    drop: async (key) => {
      kept.delete(keyOf(key));
      facts.delete(keyOf(key));
    },
    readKept: async (key) => facts.get(keyOf(key)) ?? null,
    writeKept: async (key, text) => {
      facts.set(keyOf(key), text);
    },
  };
  return cache;
}

/** Patient: on a busy machine a late answer is no failure. */
export const TEST_TIMING = {
  connectMs: 20_000,
  requestMs: 20_000,
  pauseMs: 10,
  longestPauseMs: 100,
  headGapMs: 0,
  /** The simulated chain's time is its own. */
  oldMs: Number.POSITIVE_INFINITY,
};

/** For a node that does not answer: what is then said must not take long. */
export const IMPATIENT_TIMING = { ...TEST_TIMING, connectMs: 1000, requestMs: 400 };

/** For `createNodeAccess`, where a test reads without a client. */
export const accessOptions = (endpoints: readonly string[]): NodeAccessOptions => ({
  endpoints,
  genesisHash: null,
  metadataCache: createMemoryCache(),
  openSocket: (endpoint) => new WebSocket(endpoint),
  random: () => 0.5,
  timing: TEST_TIMING,
});

/** On one node or on several, tried in that order. */
export function createTestClient(
  nodes: Devnet | readonly Devnet[],
  changes: Partial<Omit<ChainClientOptions, 'network'>> &
    Partial<ChainClientOptions['network']> = {},
): ChainClient {
  const list = 'url' in nodes ? [nodes] : nodes;
  const { genesisHash = null, endpoints, archive = null, ...options } = changes;
  return createChainClient({
    network: {
      id: 'test',
      isReal: false,
      genesisHash,
      endpoints: endpoints ?? list.map(({ url }) => url),
      archive,
    },
    metadataCache: createMemoryCache(),
    openSocket: (endpoint) => new WebSocket(endpoint),
    random: () => 0.5,
    timing: TEST_TIMING,
    ...options,
  });
}
