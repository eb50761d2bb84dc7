// Keeps one verified connection to one of several endpoints: opens, verifies the genesis hash, fails over, pauses with
// jitter, repeats repeatable requests, restores subscriptions. After close() no socket and no timer is left.
// Longer than 250 lines because every function reads or writes the state of the same one connection.
import { AppError } from '../../errors.ts';
import type { Hex } from '../../units.ts';
import { pause, pauseLength, type LinkTiming } from './link-timing.ts';
import { createFollowList } from './follow-list.ts';
import { parseHex } from '../scale/hex.ts';
import {
  abortReason,
  openNodeSocket,
  type NodeSocket,
  type OpenSocket,
  type SocketSubscription,
} from './node-socket.ts';

type LinkOptions = {
  endpoints: readonly string[];
  genesisHash: Hex | null;
  openSocket: OpenSocket;
  random: () => number;
  timing: LinkTiming;
  /** Called after every change of state(). */
  onChange: () => void;
  /** Called with a verified node's answer to state_getRuntimeVersion, before any other request. */
  onVerified: (version: unknown) => void;
};

type LinkState = {
  phase: 'idle' | 'connecting' | 'connected' | 'waiting';
  endpoint: string | null;
  error: AppError | null;
};

type LinkRequest = { signal?: AbortSignal | undefined; isRepeatable?: boolean };

export type NodeLink = {
  connect: (signal?: AbortSignal) => Promise<void>;
  close: () => void;
  state: () => LinkState;
  genesisHash: () => Hex | null;
  request: (method: string, params: readonly unknown[], options?: LinkRequest) => Promise<unknown>;
  /** Restored on every connection until the signal aborts. */
  follow: (subscription: SocketSubscription, signal: AbortSignal) => void;
  /** On the present connection only, never repeated; `onLost` when the connection ends first. */
  subscribeOnce: (
    subscription: SocketSubscription,
    onLost: (reason: AppError) => void,
    signal: AbortSignal,
  ) => Promise<() => void>;
  /** Ends the present connection because of its node's answers; the next endpoint is tried. */
  distrust: (reason: AppError) => void;
  /** Reports a new head: restarts the timer (`staleMs`) after which the node counts as hung. */
  noteHead: () => void;
};

const MOST_ATTEMPTS = 3;

type Connection = { socket: NodeSocket; endpoint: string };
type Waiter = { resolve: (connection: Connection) => void; reject: (reason: AppError) => void };

export function createNodeLink(options: LinkOptions): NodeLink {
  const { endpoints, openSocket, random, timing } = options;
  let session: AbortController | null = null;
  let connection: Connection | null = null;
  /** A socket being verified: not yet the connection, but its messages are already read. */
  let candidate: NodeSocket | null = null;
  let state: LinkState = { phase: 'idle', endpoint: null, error: null };
  let genesisHash = options.genesisHash;
  let next = 0;
  let failures = 0;
  let staleTimer: ReturnType<typeof setTimeout> | undefined;
  const waiters = new Set<Waiter>();
  const follows = createFollowList(timing.requestMs);

  function show(changed: Partial<LinkState>): void {
    state = { ...state, ...changed };
    options.onChange();
  }

  function refuseWaiters(reason: AppError): void {
    const left = [...waiters];
    waiters.clear();
    for (const waiter of left) waiter.reject(reason);
  }

  function noteHead(): void {
    clearTimeout(staleTimer);
    const live = connection;
    if (live === null) return;
    staleTimer = setTimeout(() => {
      const { endpoint } = live;
      const hung = new AppError('NODE_TIMEOUT', { endpoint, what: 'no new block' });
      if (endpoints.length > 1) live.socket.end(hung);
      else void checkAlive();
    }, timing.staleMs);
  }

  /** A chain may make no blocks for a while: a single node is left only when it does not answer. */
  async function checkAlive(): Promise<void> {
    try {
      await request('system_chain', [], { isRepeatable: false });
    } catch {
      // request() has already left a node that does not answer; a node that refuses is alive.
    }
    noteHead();
  }

  /** Opens and verifies a connection; held subscription items are delivered once the genesis hash is right. */
  async function openVerified(endpoint: string, signal: AbortSignal): Promise<Connection> {
    const limits = { deadlineMs: timing.connectMs, signal };
    const socket = await openNodeSocket(openSocket, endpoint, limits);
    const { subscribed, release } = follows.attach(socket);
    candidate = socket;
    try {
      const [genesis, version] = await Promise.all([
        socket.request('chain_getBlockHash', [0], limits),
        socket.request('state_getRuntimeVersion', [], limits),
        subscribed,
      ]);
      const found = parseHex(genesis, 'genesis hash', 32);
      genesisHash ??= found;
      if (found !== genesisHash) {
        throw new AppError('WRONG_NETWORK', { endpoint, expected: genesisHash, found });
      }
      options.onVerified(version);
      release();
      // A delivered item may have made a listener distrust the node at once.
      if (socket.isEnded()) throw await socket.ended;
      return { socket, endpoint };
    } catch (error) {
      const reason = toReason(error);
      socket.end(reason);
      throw reason;
    }
  }

  /** One connection after another until the session ends. */
  async function keepConnected(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const endpoint = endpoints[next % endpoints.length] ?? '';
      next += 1;
      show({ phase: 'connecting', endpoint });
      let reason: AppError;
      try {
        const live = await openVerified(endpoint, signal);
        if (signal.aborted) {
          // Closed between the last answer and here: no other code ends this socket.
          live.socket.end(abortReason(signal));
          return;
        }
        connection = live;
        candidate = null;
        noteHead();
        show({ phase: 'connected', error: null });
        const served = [...waiters];
        waiters.clear();
        for (const waiter of served) waiter.resolve(live);
        reason = await live.socket.ended;
        clearTimeout(staleTimer);
        connection = null;
        // This endpoint answered, so the others' earlier failures are out of date.
        failures = Math.min(failures, endpoints.length - 1);
      } catch (error) {
        reason = toReason(error);
        if (failures + 1 >= endpoints.length) refuseWaiters(reason);
      }
      if (signal.aborted) return;
      failures += 1;
      if (failures < endpoints.length) {
        show({ phase: 'connecting', endpoint: null, error: reason });
      } else {
        show({ phase: 'waiting', endpoint: null, error: reason });
        const rounds = Math.ceil(failures / endpoints.length);
        await pause(pauseLength(timing, rounds, random()), signal);
      }
    }
  }

  function whenConnected(signal: AbortSignal | undefined): Promise<Connection> {
    if (connection !== null && !connection.socket.isEnded()) return Promise.resolve(connection);
    if (session === null) return Promise.reject(new AppError('NODE_UNREACHABLE', { closed: true }));
    return new Promise((resolve, reject) => {
      const done = () => {
        waiters.delete(waiter);
        signal?.removeEventListener('abort', abort);
      };
      const abort = () => waiter.reject(abortReason(signal));
      const waiter: Waiter = {
        resolve: (live) => {
          done();
          resolve(live);
        },
        reject: (reason) => {
          done();
          reject(reason);
        },
      };
      waiters.add(waiter);
      signal?.addEventListener('abort', abort, { once: true });
      if (signal?.aborted) abort();
    });
  }

  async function request(
    method: string,
    params: readonly unknown[],
    { signal, isRepeatable = true }: LinkRequest = {},
  ): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      const { socket } = await whenConnected(signal);
      try {
        const limits = { deadlineMs: timing.requestMs, ...(signal ? { signal } : {}) };
        const result = await socket.request(method, params, limits);
        failures = 0;
        return result;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const isHung = error.code === 'NODE_TIMEOUT';
        if (isHung) socket.end(error);
        const isLost = isHung || ['NODE_UNREACHABLE', 'NODE_MALFORMED'].includes(error.code);
        const isOver = signal?.aborted === true || session === null || attempt >= MOST_ATTEMPTS;
        if (!isLost || !isRepeatable || isOver) throw error;
      }
    }
  }

  return {
    connect: async (signal) => {
      if (endpoints.length === 0) throw new AppError('BAD_ENDPOINT', { reason: 'none' });
      if (session === null) {
        session = new AbortController();
        failures = 0;
        void keepConnected(session.signal);
      }
      await whenConnected(signal);
    },
    close: () => {
      const reason = new AppError('NODE_UNREACHABLE', { closed: true });
      const ending = session;
      session = null;
      ending?.abort(reason);
      clearTimeout(staleTimer);
      connection?.socket.end(reason);
      candidate?.end(reason);
      connection = null;
      candidate = null;
      refuseWaiters(reason);
      show({ phase: 'idle', endpoint: null, error: null });
    },
    state: () => state,
    genesisHash: () => genesisHash,
    request,
    follow: follows.add,
    subscribeOnce: async (subscription, onLost, signal) => {
      const { socket } = await whenConnected(signal);
      const stop = await socket.subscribe(subscription, { deadlineMs: timing.requestMs, signal });
      void socket.ended.then(onLost);
      return stop;
    },
    distrust: (reason) => (connection?.socket ?? candidate)?.end(reason),
    noteHead,
  };
}

function toReason(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('INTERNAL', {}, error);
}
