// One WebSocket to one node, carrying JSON-RPC: requests with deadlines, subscriptions, size limits. Once ended, a
// socket stays ended and rejects everything pending. It never reconnects or retries.
import { AppError } from '../../errors.ts';
import { formatRequest, parseMessages, type RpcMessage } from './json-rpc.ts';
import type { Pace } from './pace.ts';
import { saysNotNow, toBusy, toCloseReason, toRefusal, type RpcError } from './refusal.ts';

/** The part of a WebSocket that is used; the browsers' WebSocket and the `ws` package both fit. */
export type SocketLike = {
  send: (text: string) => void;
  close: () => void;
  addEventListener: (
    type: 'open' | 'message' | 'error' | 'close',
    listener: (event: unknown) => void,
  ) => void;
};

export type OpenSocket = (endpoint: string) => SocketLike;

type RequestOptions = { deadlineMs: number; signal?: AbortSignal; isLate?: boolean };

export type SocketSubscription = {
  subscribe: string;
  unsubscribe: string;
  params: readonly unknown[];
  onItem: (item: unknown) => void;
  /** At an endpoint that limits requests it waits until nothing else is asked. */
  isLate?: boolean;
};

export type NodeSocket = {
  /**
   * Throws NODE_TIMEOUT, NODE_BUSY, NODE_REFUSED (or a more specific code, see toRefusal), or the reason that ended the
   * socket. The deadline counts from the sending, which keeps the endpoint's pace.
   */
  request: (
    method: string,
    params: readonly unknown[],
    options: RequestOptions,
  ) => Promise<unknown>;
  /** Returns a function that ends the subscription. */
  subscribe: (subscription: SocketSubscription, options: RequestOptions) => Promise<() => void>;
  end: (reason: AppError) => void;
  isEnded: () => boolean;
  /** Resolves (never rejects) with the reason once the socket has ended. */
  readonly ended: Promise<AppError>;
};

/** Longest accepted message, in characters: finney's metadata is 1/20 of it, a full block's body about half. */
const LONGEST_MESSAGE = 16_000_000;
/** Notifications kept for unknown subscriptions: a subscription's id may arrive after its first items. */
const MOST_EARLY_ITEMS = 64;
/** Of a text that is no JSON, so much is looked at for words. */
const LONGEST_WORDS = 300;
/** A longer message holds no item that is kept: a header has about 1,000 characters. */
const LONGEST_EARLY_MESSAGE = 64_000;

type Outcome = { result: unknown } | { refused: RpcError } | { error: AppError };
type Waiting = { settle: (outcome: Outcome) => void };

function textOf(event: unknown): string | null {
  if (typeof event !== 'object' || event === null || !('data' in event)) return null;
  return typeof event.data === 'string' ? event.data : null;
}

/** Opens it; rejects with NODE_UNREACHABLE, NODE_TIMEOUT or NODE_BUSY, or the signal's reason. */
export function openNodeSocket(
  openSocket: OpenSocket,
  endpoint: string,
  pace: Pace,
  { deadlineMs, signal }: RequestOptions,
): Promise<NodeSocket> {
  return new Promise((resolve, reject) => {
    let socket: SocketLike;
    try {
      socket = openSocket(endpoint);
    } catch (error) {
      reject(new AppError('NODE_UNREACHABLE', { endpoint }, error));
      return;
    }
    const node = carryRpc(socket, endpoint, pace, (reason) => {
      done();
      reject(reason);
    });
    const timer = setTimeout(
      () => node.end(new AppError('NODE_TIMEOUT', { endpoint })),
      deadlineMs,
    );
    const abort = () => node.end(new AppError('NODE_UNREACHABLE', { endpoint }));
    signal?.addEventListener('abort', abort, { once: true });
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
    socket.addEventListener('open', () => {
      done();
      resolve(node);
    });
    if (signal?.aborted) abort();
  });
}

function carryRpc(
  socket: SocketLike,
  endpoint: string,
  pace: Pace,
  onEnd: (reason: AppError) => void,
): NodeSocket {
  let lastId = 0;
  let reason: AppError | null = null;
  let resolveEnded: (reason: AppError) => void = () => undefined;
  const ended = new Promise<AppError>((resolve) => {
    resolveEnded = resolve;
  });
  const waiting = new Map<number, Waiting>();
  const subscriptions = new Map<string, SocketSubscription>();
  let early: { subscription: string; result: unknown }[] = [];

  function end(why: AppError): void {
    if (reason !== null) return;
    reason = why;
    try {
      socket.close();
    } catch {
      // The socket is already closed.
    }
    const left = [...waiting.values()];
    waiting.clear();
    subscriptions.clear();
    early = [];
    for (const { settle } of left) settle({ error: why });
    pace.prune();
    resolveEnded(why);
    onEnd(why);
  }

  function take(message: RpcMessage, length: number): void {
    if (message.kind === 'busy') {
      end(toBusy(message.text, { endpoint }));
      return;
    }
    if (message.kind === 'notification') {
      const subscription = subscriptions.get(message.subscription);
      if (subscription) subscription.onItem(message.result);
      else if (length <= LONGEST_EARLY_MESSAGE && early.length < MOST_EARLY_ITEMS)
        early.push(message);
      return;
    }
    // An unknown id belongs to a foreign or a repeated answer, which is ignored.
    waiting
      .get(message.id)
      ?.settle(message.kind === 'result' ? { result: message.result } : { refused: message.error });
  }

  socket.addEventListener('message', (event) => {
    if (reason !== null) return;
    const text = textOf(event);
    if (text === null || text.length > LONGEST_MESSAGE) {
      end(
        new AppError('NODE_MALFORMED', { endpoint, what: text === null ? 'binary' : 'too long' }),
      );
      return;
    }
    const messages = parseMessages(text);
    if (messages !== null) for (const message of messages) take(message, text.length);
    else if (saysNotNow(text.slice(0, LONGEST_WORDS))) {
      end(toBusy(text.slice(0, LONGEST_WORDS), { endpoint }));
    } else end(new AppError('NODE_MALFORMED', { endpoint, what: 'no JSON' }));
  });
  socket.addEventListener('error', () => end(new AppError('NODE_UNREACHABLE', { endpoint })));
  socket.addEventListener('close', (event) => end(toCloseReason(event, endpoint)));

  function request(
    method: string,
    params: readonly unknown[],
    { deadlineMs, signal, isLate = false }: RequestOptions,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (reason !== null) {
        reject(reason);
        return;
      }
      if (signal?.aborted) {
        reject(abortReason(signal));
        return;
      }
      const id = ++lastId;
      const settle: Waiting['settle'] = (outcome) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        waiting.delete(id);
        if ('result' in outcome) resolve(outcome.result);
        else if ('refused' in outcome) reject(toRefusal(method, outcome.refused, endpoint));
        else reject(outcome.error);
      };
      const abort = () => {
        settle({ error: abortReason(signal) });
      };
      let timer: ReturnType<typeof setTimeout> | undefined;
      signal?.addEventListener('abort', abort, { once: true });
      waiting.set(id, { settle });
      const send = (): void => {
        const late = new AppError('NODE_TIMEOUT', { endpoint, method });
        timer = setTimeout(() => settle({ error: late }), deadlineMs);
        try {
          socket.send(formatRequest(id, method, params));
        } catch (error) {
          end(new AppError('NODE_UNREACHABLE', { endpoint }, error));
        }
      };
      pace.take({ isWanted: () => waiting.has(id), send, isLate });
    });
  }

  async function subscribe(
    subscription: SocketSubscription,
    options: RequestOptions,
  ): Promise<() => void> {
    const { subscribe: name, params, isLate = false } = subscription;
    const answer = await request(name, params, { ...options, isLate });
    if (typeof answer !== 'string' && typeof answer !== 'number') {
      throw new AppError('NODE_MALFORMED', { what: subscription.subscribe });
    }
    const id = String(answer);
    subscriptions.set(id, subscription);
    const missed = early.filter((item) => item.subscription === id);
    early = early.filter((item) => item.subscription !== id);
    for (const { result } of missed) subscription.onItem(result);
    return () => {
      if (!subscriptions.delete(id) || reason !== null) return;
      request(subscription.unsubscribe, [answer], { ...options, isLate: true }).catch(() => {
        // The node drops the subscription with the socket at the latest.
      });
    };
  }

  return { request, subscribe, end, isEnded: () => reason !== null, ended };
}

/** The signal's reason if it is an AppError, else NODE_UNREACHABLE. */
export function abortReason(signal: AbortSignal | undefined): AppError {
  const why: unknown = signal?.reason;
  return why instanceof AppError ? why : new AppError('NODE_UNREACHABLE', { what: 'stopped' }, why);
}
