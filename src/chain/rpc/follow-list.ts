// Subscriptions that outlive a connection: renewed on every new socket, removed when their owner aborts. Items that
// arrive before a socket is verified are held, and dropped if the verification fails.
import { toAppError } from '../../errors.ts';
import type { NodeSocket, SocketSubscription } from './node-socket.ts';

type FollowList = {
  /** Followed on the present socket and on all later ones until the signal aborts. */
  add: (subscription: SocketSubscription, signal: AbortSignal) => void;
  /** Subscribes everything on a new socket; `release` once it is verified. */
  attach: (socket: NodeSocket) => { subscribed: Promise<void>; release: () => void };
};

type Attached = { socket: NodeSocket; held: (() => void)[] | null };
type Entry = { subscription: SocketSubscription; signal: AbortSignal };

export function createFollowList(deadlineMs: number): FollowList {
  const entries = new Set<Entry>();
  let attached: Attached | null = null;

  async function put({ subscription, signal }: Entry, on: Attached): Promise<void> {
    const onItem = (item: unknown) => {
      if (signal.aborted) return;
      if (on.held === null) subscription.onItem(item);
      else on.held.push(() => subscription.onItem(item));
    };
    const stop = await on.socket.subscribe({ ...subscription, onItem }, { deadlineMs });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  }

  return {
    add: (subscription, signal) => {
      if (signal.aborted) return;
      const entry = { subscription, signal };
      entries.add(entry);
      signal.addEventListener('abort', () => entries.delete(entry), { once: true });
      const on = attached;
      if (on === null) return;
      put(entry, on).catch((error: unknown) => {
        // A node that refuses the subscription is left; the next connection subscribes again.
        on.socket.end(toAppError(error));
      });
    },
    attach: (socket) => {
      const on: Attached = { socket, held: [] };
      attached = on;
      void socket.ended.then(() => {
        if (attached === on) attached = null;
      });
      return {
        subscribed: Promise.all([...entries].map((entry) => put(entry, on))).then(() => undefined),
        release: () => {
          const held = on.held ?? [];
          on.held = null;
          for (const deliver of held) deliver();
        },
      };
    },
  };
}
