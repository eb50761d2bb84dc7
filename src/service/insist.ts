// Asks an archive again that is away or limits requests, a few times; and tells that from what it cannot answer at all.
import { AppError } from '../errors.ts';
import type { StopReason, Unread } from '../model/book.ts';

/** Resolves early where the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal | undefined) => Promise<void>;

const MOST_BUSY = 8;
const MOST_AWAY = 5;
const AWAY_MS = 5_000;

/** Why a stretch is not known; null: the archive is away or refuses all, which says nothing of the stretch. */
export function whyOf(error: unknown): Unread | null {
  if (error instanceof RangeError) return 'unknown-layout';
  if (!(error instanceof AppError)) throw error;
  const { code, detail } = error;
  if (code === 'BLOCK_PRUNED') return 'pruned';
  if (code === 'NODE_MALFORMED') {
    const isLie = detail['what'] === 'parent' || detail['what'] === 'extrinsics root';
    return isLie ? 'wrong-parent' : 'unknown-layout';
  }
  if (code === 'NOT_ON_THIS_RUNTIME') {
    return detail['what'] === 'metadata' ? 'no-metadata' : 'unknown-layout';
  }
  return code === 'FORMAT_UNKNOWN' ? 'unknown-layout' : null;
}

/** What stopped a run by itself. */
export class Stopped extends Error {
  readonly why: StopReason;
  constructor(why: StopReason) {
    super(why);
    this.why = why;
  }
}

/** What nobody thought of stops it too: a run that is said to go on would be begun again by each alarm. */
export function whyStopped(error: unknown): StopReason {
  if (error instanceof Stopped) return error.why;
  if (!(error instanceof AppError)) return error instanceof RangeError ? 'unknown-layout' : 'fault';
  if (error.code.startsWith('STORE_')) return 'store';
  return error.code === 'WRONG_NETWORK' ? 'wrong-network' : (whyOf(error) ?? 'refused');
}

/** Asks again where the archive was only away or busy. */
export async function insist<T>(
  signal: AbortSignal,
  wait: Wait,
  read: () => Promise<T>,
): Promise<T> {
  for (let busy = 0, away = 0; ;) {
    try {
      return await read();
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError)) throw error;
      if (error.code === 'NODE_BUSY') {
        if (++busy > MOST_BUSY) throw new Stopped('refused');
        const { seconds, waitMs } = error.detail;
        const told = typeof seconds === 'number' ? seconds * 1_000 : Number(waitMs ?? AWAY_MS);
        await wait(told, signal);
      } else if (error.code === 'NODE_UNREACHABLE' || error.code === 'NODE_TIMEOUT') {
        if (++away > MOST_AWAY) throw new Stopped('unreachable');
        await wait(AWAY_MS, signal);
      } else throw error;
    }
  }
}
