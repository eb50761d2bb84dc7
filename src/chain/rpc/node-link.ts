// Keeps one verified connection to one of several endpoints: opens, verifies the genesis hash, fails over, pauses with
// jitter, repeats repeatable requests, restores subscriptions. An endpoint that says "not now" is left until it may be asked
// again; one that refuses what another one may answer is left too. After close() no socket and no timer is left.
// Longer than 250 lines because every function reads or writes the state of the same one connection.
import { AppError, toAppError } from '../../errors.ts';
import type { Hex } from '../../units.ts';
import { createEndpointList, noteLeft, type EndpointMemory } from './endpoint-list.ts';
import { createWaiters } from './waiters.ts';
import { isOwnRefusal } from './refusal.ts';
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
  memory: EndpointMemory;
  /** Called after every change of state(). */
  onChange: () => void;
  /**
   * Called with a verified node's answer to state_getRuntimeVersion, before any other request; null: it limits requests, and
   * the version is better asked with a block.
   */
  onVerified: (version: unknown) => void;
  /**
   * The first question to a node that limits requests, in place of its genesis hash and its head. null: those are asked for.
   * Its genesis hash alone makes it no node of this chain: what it says otherwise is heard by `asked` once that is right.
   */
  open: (ask: SocketAsk) => Promise<{ genesisHash: Hex; asked: () => void } | null>;
  /** No block will be heard of: the version is asked all the same. */
  isBrief: boolean;
};

export type SocketAsk = (method: string, params: readonly unknown[]) => Promise<unknown>;

type LinkState = {
  phase: 'idle' | 'connecting' | 'connected' | 'waiting';
  endpoint: string | null;
  error: AppError | null;
};

type LinkRequest = {
  signal?: AbortSignal | undefined;
  isRepeatable?: boolean;
  /** A refusal is an answer too: the node is not left for it. */
  isProbe?: boolean;
  /** At an endpoint that limits requests it waits until nothing else is asked. */
  isLate?: boolean | undefined;
};

export type NodeLink = {
  connect: (signal?: AbortSignal) => Promise<void>;
  close: () => void;
  state: () => LinkState;
  /** The present connection: another object for each one. null: none. */
  teller: () => { readonly endpoint: string } | null;
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
  /**
   * The same, and the endpoint that the reason names is not tried for a while. false: there is no other endpoint to go to,
   * and it stays; or another one is connected by now, which has done nothing.
   */
  leave: (reason: AppError) => boolean;
  /** Reports a new head: restarts the timer (`staleMs`) after which the node counts as hung. */
  noteHead: () => void;
};

const MOST_ATTEMPTS = 3;

/** Seconds that the reason of a pause names, for people. */
const inSeconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000));

type Connection = { socket: NodeSocket; endpoint: string };

export function createNodeLink(options: LinkOptions): NodeLink {
  const { endpoints, openSocket, random, timing, memory } = options;
  const list = createEndpointList(endpoints, memory);
  let session: AbortController | null = null;
  let connection: Connection | null = null;
  /** A socket being verified: not yet the connection, but its messages are already read. */
  let candidate: Connection | null = null;
  let state: LinkState = { phase: 'idle', endpoint: null, error: null };
  let genesisHash = options.genesisHash;
  let failures = 0;
  /** Why nothing may be asked now: all endpoints asked to be left alone. */
  let resting: AppError | null = null;
  let staleTimer: ReturnType<typeof setTimeout> | undefined;
  const waiters = createWaiters<Connection>();
  const follows = createFollowList(timing.requestMs, (socket, reason) => {
    const refusing = [connection, candidate].find((one) => one?.socket === socket);
    if (refusing) leave(refusing, reason);
  });

  function show(changed: Partial<LinkState>): void {
    state = { ...state, ...changed };
    options.onChange();
  }

  function leave({ socket, endpoint }: Connection, reason: AppError): void {
    noteLeft(memory, timing, endpoint, reason);
    socket.end(reason);
  }

  function noteHead(): void {
    clearTimeout(staleTimer);
    const live = connection;
    if (live === null) return;
    staleTimer = setTimeout(() => {
      const { endpoint } = live;
      const hung = new AppError('NODE_TIMEOUT', { endpoint, what: 'no new block' });
      if (endpoints.length > 1) leave(live, hung);
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

  /** At a node that limits requests: by the first question. false: it is verified as any other. */
  async function isOpened(
    socket: NodeSocket,
    endpoint: string,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (options.isBrief || memory.paceOf(endpoint).gapMs() === 0 || genesisHash === null)
      return false;
    const limits = { deadlineMs: timing.requestMs, signal };
    const opened = await options.open((method, params) => socket.request(method, params, limits));
    if (opened?.genesisHash !== genesisHash) return false;
    options.onVerified(null);
    follows.attach(socket, 'all').release();
    opened.asked();
    return true;
  }

  /** Held subscription items are delivered once the genesis hash is right. */
  async function verify(socket: NodeSocket, endpoint: string, signal: AbortSignal): Promise<void> {
    const limits = { deadlineMs: timing.connectMs, signal };
    const isPaced = memory.paceOf(endpoint).gapMs() > 0;
    const { subscribed, release } = follows.attach(socket, isPaced ? 'late' : 'none');
    const isAsked = options.isBrief || !isPaced;
    const [genesis, version] = await Promise.all([
      socket.request('chain_getBlockHash', [0], limits),
      isAsked ? socket.request('state_getRuntimeVersion', [], limits) : null,
      subscribed,
    ]);
    const found = parseHex(genesis, 'genesis hash', 32);
    genesisHash ??= found;
    if (found !== genesisHash) {
      throw new AppError('WRONG_NETWORK', { endpoint, expected: genesisHash, found });
    }
    options.onVerified(version);
    release();
  }

  /** Opens and verifies a connection. */
  async function openVerified(endpoint: string, signal: AbortSignal): Promise<Connection> {
    const limits = { deadlineMs: timing.connectMs, signal };
    const socket = await openNodeSocket(openSocket, endpoint, memory.paceOf(endpoint), limits);
    candidate = { socket, endpoint };
    try {
      if (!(await isOpened(socket, endpoint, signal))) await verify(socket, endpoint, signal);
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
      const endpoint = list.next();
      if (typeof endpoint !== 'string') {
        await rest(endpoint, signal);
        continue;
      }
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
        waiters.serve(live);
        reason = await live.socket.ended;
        clearTimeout(staleTimer);
        connection = null;
        if (reason.code === 'NODE_BUSY') noteLeft(memory, timing, endpoint, reason);
        // This endpoint answered, so the others' earlier failures are out of date.
        failures = Math.min(failures, endpoints.length - 1);
      } catch (error) {
        reason = toReason(error);
        if (!signal.aborted) noteLeft(memory, timing, endpoint, reason);
        if (failures + 1 >= endpoints.length) waiters.refuse(reason);
      }
      if (signal.aborted) return;
      // A node that said when it may be asked again needs no pause of ours on top.
      if (reason.code === 'NODE_BUSY') {
        show({ phase: 'connecting', endpoint: null, error: reason });
        continue;
      }
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

  /** Until the first endpoint may be asked again. */
  async function rest(
    { until, reason }: { until: number; reason: AppError },
    signal: AbortSignal,
  ): Promise<void> {
    const ms = Math.max(0, until - memory.now());
    resting = new AppError('NODE_BUSY', {
      what: 'all endpoints',
      ...reason.detail,
      seconds: inSeconds(ms),
    });
    show({ phase: 'waiting', endpoint: null, error: resting });
    waiters.refuse(resting);
    await pause(ms, signal);
    resting = null;
  }

  function whenConnected(signal: AbortSignal | undefined): Promise<Connection> {
    if (connection !== null && !connection.socket.isEnded()) return Promise.resolve(connection);
    if (session === null)
      return Promise.reject(new AppError('NODE_UNREACHABLE', { what: 'connection closed' }));
    if (resting !== null) return Promise.reject(resting);
    return waiters.wait(signal);
  }

  async function request(
    method: string,
    params: readonly unknown[],
    { signal, isRepeatable = true, isProbe = false, isLate = false }: LinkRequest = {},
  ): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      const live = await whenConnected(signal);
      const { socket, endpoint } = live;
      try {
        const limits = { deadlineMs: timing.requestMs, isLate, ...(signal ? { signal } : {}) };
        const result = await socket.request(method, params, limits);
        failures = 0;
        return result;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const isRefused = isOwnRefusal(error) && !isProbe && list.hasOther(endpoint);
        const isTurnedAway =
          error.code === 'NODE_BUSY' || error.code === 'NODE_TIMEOUT' || isRefused;
        if (isTurnedAway && !socket.isEnded() && signal?.aborted !== true) leave(live, error);
        const isLost = socket.isEnded() || error.code === 'NODE_MALFORMED';
        const isOver = signal?.aborted === true || session === null || attempt >= MOST_ATTEMPTS;
        if (!isLost || !isRepeatable || isOver) throw error;
      }
    }
  }

  return {
    connect: async (signal) => {
      if (endpoints.length === 0) throw new AppError('BAD_ENDPOINT', { text: '–', reason: 'none' });
      if (session === null) {
        session = new AbortController();
        failures = 0;
        void keepConnected(session.signal);
      }
      await whenConnected(signal);
    },
    close: () => {
      const reason = new AppError('NODE_UNREACHABLE', { what: 'connection closed' });
      const ending = session;
      session = null;
      ending?.abort(reason);
      clearTimeout(staleTimer);
      connection?.socket.end(reason);
      candidate?.socket.end(reason);
      connection = null;
      candidate = null;
      waiters.refuse(reason);
      show({ phase: 'idle', endpoint: null, error: null });
    },
    state: () => state,
    teller: () => connection,
    genesisHash: () => genesisHash,
    request,
    follow: follows.add,
    subscribeOnce: async (subscription, onLost, signal) => {
      const live = await whenConnected(signal);
      const { socket } = live;
      const limits = { deadlineMs: timing.requestMs, signal };
      const stop = await socket.subscribe(subscription, limits).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'NODE_BUSY') leave(live, error);
        throw error;
      });
      void socket.ended.then(onLost);
      return stop;
    },
    distrust: (reason) => (connection ?? candidate)?.socket.end(reason),
    leave: (reason) => {
      const live = connection ?? candidate;
      const { endpoint: named } = reason.detail;
      if (live === null || live.endpoint !== named) {
        const isOurs = typeof named === 'string' && endpoints.includes(named);
        if (isOurs && list.hasOther(named)) noteLeft(memory, timing, named, reason);
        return false;
      }
      if (!list.hasOther(live.endpoint)) return false;
      // Left before and come back to: what else there was is no better.
      if (memory.left().some(({ endpoint }) => endpoint === live.endpoint)) return false;
      leave(live, reason);
      return true;
    },
    noteHead,
  };
}

function toReason(error: unknown): AppError {
  return toAppError(error);
}
