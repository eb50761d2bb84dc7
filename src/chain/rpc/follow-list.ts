// Subscriptions that outlive a connection: renewed on every new socket, removed when their owner aborts. Items that
// arrive before a socket is verified are held, and dropped if the verification fails.
import { toAppError, type AppError } from '../../errors.ts';
import type { NodeSocket, SocketSubscription } from './node-socket.ts';

type FollowList = {
  /** Followed on the present socket and on all later ones until the signal aborts. */
  add: (subscription: SocketSubscription, signal: AbortSignal) => void;
  /**
   * Subscribes everything on a new socket; `release` once it is verified. `waiting`: of an endpoint that limits requests, which
   * ones go last.
   */
  attach: (
    socket: NodeSocket,
    waiting: 'none' | 'late' | 'all',
  ) => { subscribed: Promise<void>; release: () => void };
};

type Attached = { socket: NodeSocket; held: (() => void)[] | null };
type Entry = { subscription: SocketSubscription; signal: AbortSignal };

/** `onRefused`: a node that refuses a subscription is left; the next connection subscribes again. */
export function createFollowList(
  deadlineMs: number,
  onRefused: (socket: NodeSocket, reason: AppError) => void,
): FollowList {
  const entries = new Set<Entry>();
  let attached: Attached | null = null;

  async function put(
    { subscription, signal }: Entry,
    on: Attached,
    isLate = subscription.isLate === true,
  ): Promise<void> {
    const onItem = (item: unknown) => {
      if (signal.aborted) return;
      if (on.held === null) subscription.onItem(item);
      else on.held.push(() => subscription.onItem(item));
    };
    const stop = await on.socket.subscribe({ ...subscription, onItem, isLate }, { deadlineMs });
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    // A signal outlives many sockets, and must not hold on to them.
    void on.socket.ended.then(() => signal.removeEventListener('abort', stop));
  }

  function putLater(entry: Entry, on: Attached, isLate?: boolean): void {
    put(entry, on, isLate).catch((error: unknown) => {
      // A connection that was lost meanwhile says nothing of the subscription.
      if (!on.socket.isEnded()) onRefused(on.socket, toAppError(error));
    });
  }

  return {
    add: (subscription, signal) => {
      if (signal.aborted) return;
      const entry = { subscription, signal };
      entries.add(entry);
      signal.addEventListener('abort', () => entries.delete(entry), { once: true });
      const on = attached;
      if (on === null) return;
      putLater(entry, on);
    },
    attach: (socket, waiting) => {
      const on: Attached = { socket, held: [] };
      attached = on;
      void socket.ended.then(() => {
        if (attached === on) attached = null;
      });
      const isLate = ({ subscription }: Entry): boolean =>
        waiting === 'all' || (waiting === 'late' && subscription.isLate === true);
      const all = [...entries];
      const first = all.filter((entry) => !isLate(entry)).map((entry) => put(entry, on));
      for (const entry of all.filter(isLate)) putLater(entry, on, true);
      return {
        subscribed: Promise.all(first).then(() => undefined),
        release: () => {
          const held = on.held ?? [];
          on.held = null;
          for (const deliver of held) deliver();
        },
      };
    },
  };
}
