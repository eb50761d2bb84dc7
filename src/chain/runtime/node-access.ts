// The connection as the rest of chain/ uses it: heads and status, questions to the node, reads at a block that are
// tried again elsewhere when a node answers nonsense.
import { AppError } from '../../errors.ts';
import type { BlockRef, RuntimeRef } from '../../model/facts.ts';
import type { Hex } from '../../units.ts';
import { parseHeader } from '../rpc/block-header.ts';
import { parseHex } from '../scale/hex.ts';
import { DEFAULT_TIMING, type LinkTiming } from '../rpc/link-timing.ts';
import { createNodeLink, type NodeLink } from '../rpc/node-link.ts';
import type { OpenSocket } from '../rpc/node-socket.ts';
import {
  createRuntimeSource,
  type RpcCall,
  type MetadataCache,
  type RuntimeSource,
} from './runtime-source.ts';
import { malformed } from '../scale/scale-reader.ts';
import { createReadAt, type StateReader } from './state-reader.ts';

export type NodeAccessOptions = {
  endpoints: readonly string[];
  genesisHash: Hex | null;
  metadataCache: MetadataCache;
  openSocket: OpenSocket;
  random: () => number;
  timing?: Partial<LinkTiming>;
};

export type ChainStatus = {
  /** idle: closed, nothing open, no timer. waiting: between two attempts. */
  state: 'idle' | 'connecting' | 'connected' | 'waiting';
  endpoint: string | null;
  head: BlockRef | null;
  finalized: BlockRef | null;
  runtime: RuntimeRef | null;
  /** Why the last attempt failed; null once connected. */
  error: AppError | null;
};

export type NodeAccess = {
  link: NodeLink;
  ask: RpcCall;
  source: RuntimeSource;
  status: () => ChainStatus;
  onStatus: (callback: (status: ChainStatus) => void, signal: AbortSignal) => void;
  head: (signal?: AbortSignal) => Promise<BlockRef>;
  finalizedHead: (signal?: AbortSignal) => Promise<BlockRef>;
  onHead: (callback: (head: BlockRef) => void, signal: AbortSignal) => void;
  blockHashAt: (blockNumber: number, signal?: AbortSignal) => Promise<Hex | null>;
  /** At that block, or at the newest head where none is named. */
  read: <T>(
    at: BlockRef | undefined,
    signal: AbortSignal | undefined,
    reading: (state: StateReader, block: BlockRef) => Promise<T>,
  ) => Promise<T>;
};

const MOST_READINGS = 3;
/** A node this far behind what another one told lags, blocks. */
const LAGGING = 20;

type Heads = { best: BlockRef | null; finalized: BlockRef | null };

export function createNodeAccess(options: NodeAccessOptions): NodeAccess {
  const { endpoints } = options;
  const always = new AbortController().signal;
  /** Of the present connection; status keeps the last known. */
  let live: Heads = { best: null, finalized: null };
  let shown: Heads = { best: null, finalized: null };
  const lagging = new Set<string>();
  const statusListeners = new Set<(status: ChainStatus) => void>();
  const listeners = {
    best: new Set<(head: BlockRef) => void>(),
    finalized: new Set<(head: BlockRef) => void>(),
  };

  const link = createNodeLink({
    endpoints,
    genesisHash: options.genesisHash,
    openSocket: options.openSocket,
    random: options.random,
    timing: { ...DEFAULT_TIMING, ...options.timing },
    onChange: () => {
      if (link.state().phase !== 'connected') live = { best: null, finalized: null };
      tell();
    },
    onGreeting: (version) => source.expect(version),
  });
  const ask: RpcCall = (method, params, signal) => link.request(method, params, { signal });
  const source = createRuntimeSource(ask, link.genesisHash, options.metadataCache);
  const readAt = createReadAt(ask, source);

  function status(): ChainStatus {
    const { phase, endpoint, error } = link.state();
    return {
      state: phase,
      endpoint,
      head: shown.best,
      finalized: shown.finalized,
      runtime: source.latest()?.ref ?? null,
      error,
    };
  }

  function tell(): void {
    const current = status();
    for (const callback of statusListeners) callback(current);
  }

  /** The first head of a connection shows whether its node is far behind. */
  function isLagging(head: BlockRef): boolean {
    const { endpoint } = link.state();
    const seen = shown.best?.number ?? 0;
    if (live.best !== null || endpoint === null || endpoints.length < 2) return false;
    if (head.number >= seen - LAGGING || lagging.has(endpoint)) return false;
    // Once each: when all are behind, behind is where the chain is.
    lagging.add(endpoint);
    link.distrust(new AppError('NODE_TIMEOUT', { endpoint, what: 'lagging', head: head.number }));
    return true;
  }

  function take(kind: keyof Heads, item: unknown): void {
    let head: BlockRef;
    try {
      const { hash, number } = parseHeader(item);
      head = { hash, number };
    } catch (error) {
      link.distrust(error instanceof AppError ? error : malformed('header'));
      return;
    }
    if (kind === 'best') {
      if (isLagging(head)) return;
      lagging.clear();
      link.noteHead();
    }
    live = { ...live, [kind]: head };
    if (shown[kind]?.hash === head.hash) return;
    shown = { ...shown, [kind]: head };
    tell();
    for (const callback of listeners[kind]) callback(head);
  }

  const heads = (kind: keyof Heads, name: string) => ({
    subscribe: `chain_subscribe${name}`,
    unsubscribe: `chain_unsubscribe${name}`,
    params: [],
    onItem: (item: unknown) => take(kind, item),
  });
  link.follow(heads('best', 'NewHeads'), always);
  link.follow(heads('finalized', 'FinalizedHeads'), always);

  async function headerAt(params: readonly Hex[], signal?: AbortSignal): Promise<BlockRef> {
    const { hash, number } = parseHeader(await ask('chain_getHeader', params, signal));
    if (params[0] !== undefined && params[0] !== hash) throw malformed('header of another block');
    return { hash, number };
  }

  function listen(kind: keyof Heads) {
    return (callback: (head: BlockRef) => void, signal: AbortSignal): void => {
      if (signal.aborted) return;
      listeners[kind].add(callback);
      signal.addEventListener('abort', () => listeners[kind].delete(callback), { once: true });
      const present = live[kind];
      if (present !== null) callback(present);
    };
  }

  const head = async (signal?: AbortSignal): Promise<BlockRef> => live.best ?? headerAt([], signal);

  return {
    link,
    ask,
    source,
    status,
    onStatus: (callback, signal) => {
      if (signal.aborted) return;
      statusListeners.add(callback);
      signal.addEventListener('abort', () => statusListeners.delete(callback), { once: true });
      callback(status());
    },
    head,
    finalizedHead: async (signal) => {
      if (live.finalized !== null) return live.finalized;
      const hash = parseHex(await ask('chain_getFinalizedHead', [], signal), 'block hash', 32);
      return headerAt([hash], signal);
    },
    onHead: listen('best'),
    blockHashAt: async (blockNumber, signal) => {
      const hash = await ask('chain_getBlockHash', [blockNumber], signal);
      return hash === null ? null : parseHex(hash, 'block hash', 32);
    },
    read: async (at, signal, reading) => {
      for (let attempt = 1; ; attempt++) {
        try {
          const block = at ?? (await head(signal));
          return await readAt(block.hash, signal, (state) => reading(state, block));
        } catch (error) {
          const reason = toReadError(error);
          const isNonsense = reason.code === 'NODE_MALFORMED';
          const isOldBlock = reason.code === 'BLOCK_PRUNED' && at === undefined;
          if (attempt >= MOST_READINGS || signal?.aborted || !(isNonsense || isOldBlock))
            throw reason;
          if (endpoints.length > 1) link.distrust(reason);
          else if (isOldBlock) live = { ...live, best: null };
        }
      }
    },
  };
}

/** What readers throw for a runtime that lacks the very ground they stand on is a RangeError. */
function toReadError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return error instanceof RangeError
    ? new AppError('NOT_ON_THIS_RUNTIME', { what: error.message }, error)
    : new AppError('INTERNAL', { what: 'reading' }, error);
}
