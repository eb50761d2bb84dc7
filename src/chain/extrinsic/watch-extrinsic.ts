// Sends an extrinsic once and tells what becomes of it. Never sends it again: whether a lost one is in is for
// find-extrinsic.ts to say.
import { AppError, type ErrorCode } from '../../errors.ts';
import type { Hex } from '../../units.ts';
import { toPoolError } from '../runtime/dispatch-errors.ts';
import { parseHex } from '../scale/hex.ts';
import type { NodeLink } from '../rpc/node-link.ts';
import { abortReason } from '../rpc/node-socket.ts';
import { malformed } from '../scale/scale-reader.ts';

export type WatchStatus =
  | { kind: 'future' }
  | { kind: 'ready' }
  | { kind: 'broadcast' }
  | { kind: 'in-block'; blockHash: Hex }
  /** That block is no longer on the best chain; it may come in again. */
  | { kind: 'retracted'; blockHash: Hex }
  | { kind: 'finalized'; blockHash: Hex }
  /** In a block, but the node stopped watching before it was final. */
  | { kind: 'finality-timeout'; blockHash: Hex }
  | { kind: 'usurped'; byHash: Hex }
  | { kind: 'dropped' }
  | { kind: 'invalid' };

const LAST: readonly WatchStatus['kind'][] = [
  'finalized',
  'finality-timeout',
  'usurped',
  'dropped',
  'invalid',
];

/** After these nobody knows whether the node took it. */
const UNTOLD: readonly ErrorCode[] = ['NODE_UNREACHABLE', 'NODE_TIMEOUT', 'NODE_MALFORMED'];

/** A status as nodes send it. Throws NODE_MALFORMED for an unknown one. */
function parseWatchStatus(value: unknown): WatchStatus {
  if (value === 'future' || value === 'ready' || value === 'dropped' || value === 'invalid') {
    return { kind: value };
  }
  if (typeof value !== 'object' || value === null) throw malformed('extrinsic status');
  const [name, content]: [string, unknown] = Object.entries(value)[0] ?? ['', null];
  const hash = () => parseHex(content, 'extrinsic status', 32);
  if (name === 'broadcast') return { kind: 'broadcast' };
  if (name === 'inBlock') return { kind: 'in-block', blockHash: hash() };
  if (name === 'retracted') return { kind: 'retracted', blockHash: hash() };
  if (name === 'finalized') return { kind: 'finalized', blockHash: hash() };
  if (name === 'finalityTimeout') return { kind: 'finality-timeout', blockHash: hash() };
  if (name === 'usurped') return { kind: 'usurped', byHash: hash() };
  throw malformed('extrinsic status');
}

export async function submitAndWatch(
  link: NodeLink,
  extrinsic: Hex,
  onStatus: (status: WatchStatus) => void,
  signal: AbortSignal,
): Promise<WatchStatus> {
  const done = new AbortController();
  try {
    return await new Promise<WatchStatus>((resolve, reject) => {
      const fail = (error: unknown) =>
        reject(error instanceof Error ? error : new Error('watching'));
      signal.addEventListener('abort', () => fail(abortReason(signal)), { signal: done.signal });
      const subscription = {
        subscribe: 'author_submitAndWatchExtrinsic',
        unsubscribe: 'author_unwatchExtrinsic',
        params: [extrinsic],
        onItem: (item: unknown) => {
          if (done.signal.aborted) return;
          try {
            const status = parseWatchStatus(item);
            onStatus(status);
            if (LAST.includes(status.kind)) resolve(status);
          } catch (error) {
            fail(error);
          }
        },
      };
      // Lost with the connection: it may be in the pool, so nobody here sends it again.
      const lost = (reason: AppError) =>
        fail(new AppError('NODE_UNREACHABLE', { submitted: true }, reason));
      link.subscribeOnce(subscription, lost, signal).then(
        (stop) => {
          if (done.signal.aborted) stop();
          else done.signal.addEventListener('abort', stop, { once: true });
        },
        (error: unknown) => {
          if (!(error instanceof AppError)) fail(error);
          else if (UNTOLD.includes(error.code)) lost(error);
          else fail(toPoolError(error));
        },
      );
    });
  } finally {
    done.abort();
  }
}
