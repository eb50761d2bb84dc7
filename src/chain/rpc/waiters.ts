// Whoever waits for a connection: served with the next one, refused with a reason, or gone with its signal.
import type { AppError } from '../../errors.ts';
import { abortReason } from './node-socket.ts';

type Waiter<T> = { resolve: (value: T) => void; reject: (reason: AppError) => void };

type Waiters<T> = {
  wait: (signal: AbortSignal | undefined) => Promise<T>;
  serve: (value: T) => void;
  refuse: (reason: AppError) => void;
};

export function createWaiters<T>(): Waiters<T> {
  const waiting = new Set<Waiter<T>>();

  function takeAll(): Waiter<T>[] {
    const all = [...waiting];
    waiting.clear();
    return all;
  }

  return {
    wait: (signal) =>
      new Promise((resolve, reject) => {
        const done = () => {
          waiting.delete(waiter);
          signal?.removeEventListener('abort', abort);
        };
        const abort = () => waiter.reject(abortReason(signal));
        const waiter: Waiter<T> = {
          resolve: (value) => {
            done();
            resolve(value);
          },
          reject: (reason) => {
            done();
            reject(reason);
          },
        };
        waiting.add(waiter);
        signal?.addEventListener('abort', abort, { once: true });
        if (signal?.aborted) abort();
      }),
    serve: (value) => {
      for (const { resolve } of takeAll()) resolve(value);
    },
    refuse: (reason) => {
      for (const { reject } of takeAll()) reject(reason);
    },
  };
}
