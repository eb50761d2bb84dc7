// The connection as the rest of chain/ uses it: heads, status, RPC requests, and reads at a block, which are repeated
// on another endpoint when a node's answer is malformed.
// Longer than 250 lines because heads, status and readings are of the same one connection.
import { AppError, toAppError } from '../../errors.ts';
import type { BlockRef, RuntimeRef, Told } from '../../model/facts.ts';
import type { Hex } from '../../units.ts';
import { parseHeader, type Header } from '../rpc/block-header.ts';
import { createEndpointMemory, leftOf, type EndpointMemory } from '../rpc/endpoint-list.ts';
import { newestOnly } from '../rpc/newest-only.ts';
import { createNewestHeaders, type ParentOf } from '../rpc/newest-headers.ts';
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
import { createNodeJudge } from './judge-node.ts';
import { askOpening, type Opening } from './opening.ts';
import { createReadAt, type Maker } from './read-at.ts';
import { withHeld, type StateReader } from './state-reader.ts';

export type NodeAccessOptions = {
  endpoints: readonly string[];
  genesisHash: Hex | null;
  metadataCache: MetadataCache;
  openSocket: OpenSocket;
  random: () => number;
  timing?: Partial<LinkTiming>;
  /** Missing: this access remembers for itself. */
  memory?: EndpointMemory;
  /** Who runs an endpoint; missing: each is run by another one. */
  operatorOf?: (endpoint: string) => string;
  /** Epoch milliseconds; missing: the computer's clock. */
  now?: () => number;
  /** Asks once and is closed: no head is followed. */
  isBrief?: boolean;
};

export type ChainStatus = {
  /** idle: closed, nothing open, no timer. waiting: between two attempts. */
  state: 'idle' | 'connecting' | 'connected' | 'waiting';
  endpoint: string | null;
  head: BlockRef | null;
  runtime: RuntimeRef | null;
  /** Why the last attempt failed; null once connected. */
  error: AppError | null;
  /** Endpoints that are not tried for now, and why. */
  left: ReturnType<typeof leftOf>;
  /** Endpoints that limit requests: they are asked at a pace. */
  paced: readonly string[];
  /** Milliseconds that the chain's time is ahead of this computer's, where two operators say so; null: not known to be off. */
  clockOffset: number | null;
};

export type NodeAccess = {
  link: NodeLink;
  ask: RpcCall;
  /** The same, but the node is not left for a refusal, which is an answer too. */
  probe: RpcCall;
  /** Headers of the newest heads as they came, by hash. */
  headers: () => ReadonlyMap<Hex, Header>;
  source: RuntimeSource;
  status: () => ChainStatus;
  onStatus: (callback: (status: ChainStatus) => void, signal: AbortSignal) => void;
  head: (signal?: AbortSignal) => Promise<BlockRef>;
  finalizedHead: (signal?: AbortSignal) => Promise<BlockRef>;
  /** The final head will be asked for soon: it is followed from now on, and for as long as it is asked for. */
  followFinalHead: () => void;
  onHead: (callback: (head: BlockRef) => void, signal: AbortSignal) => void;
  /**
   * Storage that will be read of the first head: a node that limits requests is asked for it with the first question.
   * null: it is not known.
   */
  expectStorage: (keys: () => Promise<readonly Hex[] | null>) => void;
  /** Of new blocks that the present connection announced. */
  parentOf: ParentOf;
  blockHashAt: (blockNumber: number, signal?: AbortSignal) => Promise<Hex | null>;
  /** Reads at that block or, without one, at the newest head. `last`: as in read-at.ts. */
  read: <T>(
    at: BlockRef | undefined,
    signal: AbortSignal | undefined,
    reading: (state: StateReader, block: BlockRef, maker: Maker) => Promise<T>,
    last?: RuntimeRef | null,
  ) => Promise<T>;
  /** The same, with who told it. */
  readTold: <T extends object>(
    at: BlockRef | undefined,
    signal: AbortSignal | undefined,
    reading: (state: StateReader, block: BlockRef, maker: Maker) => Promise<T>,
    last?: RuntimeRef | null,
  ) => Promise<T & Told>;
};

const MOST_READINGS = 3;
/** The digest's mark of a block that set another code, encoded. */
const NEW_CODE: Hex = '0x08';

/** Best heads until finality is followed no more: its headers are as many bytes as theirs, and nothing that is shown needs them. */
const FINALITY_HEADS = 5;

export function createNodeAccess(options: NodeAccessOptions): NodeAccess {
  const { endpoints } = options;
  const always = new AbortController().signal;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const memory = options.memory ?? createEndpointMemory();
  /** The head of the present connection; `shown` keeps the last known one across connections. */
  let live: BlockRef | null = null;
  let shown: BlockRef | null = null;
  let expected: () => Promise<readonly Hex[] | null> = () => Promise.resolve(null);
  /** What its first question gave, until another head comes. */
  let opening: Opening | null = null;
  /** null: it is not followed. */
  let finality: { head: BlockRef | null; heads: number; stop: AbortController } | null = null;
  const headers = createNewestHeaders();
  const statusListeners = new Set<(status: ChainStatus) => void>();
  const headListeners = new Set<(head: BlockRef) => void>();

  const link = createNodeLink({
    endpoints,
    genesisHash: options.genesisHash,
    openSocket: options.openSocket,
    random: options.random,
    timing,
    memory,
    onChange: () => {
      if (link.state().phase !== 'connected') {
        live = null;
        opening = null;
        if (finality !== null) finality.head = null;
        headers.clear();
        arrived.clear();
        finalArrived.clear();
      }
      emitStatus();
    },
    onVerified: (version) => source.expect(version),
    open: async (askFirst) => {
      const keys = await expected();
      const opened = keys === null ? null : await askOpening(askFirst, keys);
      if (opened === null) return null;
      const asked = (): void => {
        opening = opened;
        seen(opened.head, null);
      };
      return { genesisHash: opened.genesisHash, asked };
    },
    isBrief: options.isBrief === true,
  });
  const ask: RpcCall = (method, params, signal, isLate) =>
    link.request(method, params, { signal, isLate });
  const source = createRuntimeSource(
    ask,
    () => ({ genesisHash: link.genesisHash(), endpoint: link.state().endpoint }),
    options.metadataCache,
  );
  const readAt = createReadAt(
    ask,
    source,
    (blockHash) =>
      headers.all().get(blockHash)?.logs.includes(NEW_CODE) ??
      (opening?.head.hash === blockHash ? opening.hasNewCode : true),
  );
  const judge = createNodeJudge({
    link,
    endpoints,
    operatorOf: options.operatorOf ?? ((endpoint) => endpoint),
    now: options.now ?? Date.now,
    oldMs: timing.oldMs,
    onChange: emitStatus,
  });

  function status(): ChainStatus {
    const { phase, endpoint, error } = link.state();
    return {
      state: phase,
      endpoint,
      head: shown,
      runtime: source.latest()?.ref ?? null,
      error,
      left: leftOf(memory, endpoints),
      paced: endpoints.filter((one) => memory.paceOf(one).gapMs() > 0),
      clockOffset: judge.clockOffset(),
    };
  }

  function emitStatus(): void {
    const current = status();
    for (const callback of statusListeners) callback(current);
  }

  function headerOf(item: unknown): Header | null {
    try {
      return parseHeader(item);
    } catch (error) {
      link.distrust(error instanceof AppError ? error : malformed('header'));
      return null;
    }
  }

  function take(item: unknown): void {
    const header = headerOf(item);
    if (header !== null) seen({ hash: header.hash, number: header.number }, header);
  }

  /** `header` null: it did not come with it. */
  function seen(head: BlockRef, header: Header | null): void {
    if (judge.headArrived(head, live === null, shown?.number ?? 0)) return;
    link.noteHead();
    if (header !== null) headers.add(header);
    if (opening?.head.hash !== head.hash) opening = null;
    live = head;
    if (finality !== null && (finality.heads += 1) > FINALITY_HEADS) {
      finality.stop.abort();
      finality = null;
    }
    if (shown?.hash === head.hash) return;
    shown = head;
    emitStatus();
    for (const callback of headListeners) callback(head);
  }

  const { headGapMs } = timing;
  const arrived = newestOnly(headGapMs, take);
  const finalArrived = newestOnly(headGapMs, (item: unknown) => {
    const header = headerOf(item);
    if (header !== null && finality !== null)
      finality.head = { hash: header.hash, number: header.number };
  });
  const heads = (name: string, onItem: (item: unknown) => void, isLate: boolean) => ({
    subscribe: `chain_subscribe${name}`,
    unsubscribe: `chain_unsubscribe${name}`,
    params: [],
    onItem,
    isLate,
  });
  if (options.isBrief !== true) link.follow(heads('NewHeads', arrived.take, false), always);

  function followFinalHead(): void {
    if (finality !== null) finality.heads = 0;
    else if (options.isBrief !== true) {
      finality = { head: null, heads: 0, stop: new AbortController() };
      link.follow(heads('FinalizedHeads', finalArrived.take, true), finality.stop.signal);
    }
  }

  async function headerAt(params: readonly Hex[], signal?: AbortSignal): Promise<BlockRef> {
    const { hash, number } = parseHeader(await ask('chain_getHeader', params, signal));
    if (params[0] !== undefined && params[0] !== hash) throw malformed('header of another block');
    return { hash, number };
  }

  const head = async (signal?: AbortSignal): Promise<BlockRef> => live ?? headerAt([], signal);

  const read: NodeAccess['read'] = async (at, signal, reading, last) => {
    for (let attempt = 1; ; attempt++) {
      try {
        const block = at ?? (await head(signal));
        const held = opening?.head.hash === block.hash ? opening.values : null;
        const use = (state: StateReader, maker: Maker) =>
          reading(withHeld(state, held), block, maker);
        return await readAt(block.hash, signal, use, last);
      } catch (error) {
        const reason = toReadError(error);
        const isNonsense = reason.code === 'NODE_MALFORMED';
        const isOldBlock = reason.code === 'BLOCK_PRUNED' && at === undefined;
        if (attempt >= MOST_READINGS || signal?.aborted || !(isNonsense || isOldBlock))
          throw reason;
        if (endpoints.length > 1) link.distrust(reason);
        else if (isOldBlock) live = null;
      }
    }
  };

  return {
    link,
    ask,
    probe: (method, params, signal) => link.request(method, params, { signal, isProbe: true }),
    headers: headers.all,
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
      followFinalHead();
      if (finality !== null && finality.head !== null) return finality.head;
      const hash = parseHex(await ask('chain_getFinalizedHead', [], signal), 'block hash', 32);
      return headerAt([hash], signal);
    },
    followFinalHead,
    onHead: (callback, signal) => {
      if (signal.aborted) return;
      headListeners.add(callback);
      signal.addEventListener('abort', () => headListeners.delete(callback), { once: true });
      if (live !== null) callback(live);
    },
    expectStorage: (keys) => {
      expected = keys;
    },
    parentOf: headers.parentOf,
    blockHashAt: async (blockNumber, signal) => {
      const hash = await ask('chain_getBlockHash', [blockNumber], signal);
      return hash === null ? null : parseHex(hash, 'block hash', 32);
    },
    read,
    readTold: async (at, signal, reading, last) => {
      const before = link.teller();
      const told = await read(at, signal, reading, last);
      const isOne = before !== null && link.teller() === before;
      return isOne ? { ...told, from: before.endpoint } : told;
    },
  };
}

/** Readers throw RangeError for a runtime without the items that they are built on. */
function toReadError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return error instanceof RangeError
    ? new AppError('NOT_ON_THIS_RUNTIME', { what: error.message }, error)
    : toAppError(error);
}
