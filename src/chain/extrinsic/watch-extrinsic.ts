// Submits an extrinsic once and reports its status. Never submits it again: find-extrinsic.ts finds out whether
// a lost one was included.
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
  /** That block left the best chain; the extrinsic may be included again. */
  | { kind: 'retracted'; blockHash: Hex }
  | { kind: 'finalized'; blockHash: Hex }
  /** In a block, but the node stopped watching before that block was final. */
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

/** After these errors it is unknown whether the node accepted the extrinsic. */
const UNKNOWN: readonly ErrorCode[] = [
  'NODE_UNREACHABLE',
  'NODE_TIMEOUT',
  'NODE_MALFORMED',
  'NODE_BUSY',
];

/** Parses a status as nodes send it. Throws NODE_MALFORMED for an unknown one. */
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

/**
 * The last status of the extrinsic; `onStatus` receives every status. Throws NODE_UNREACHABLE with `submitted`
 * where the connection was lost, and the pool's own error where the node refused the extrinsic.
 */
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
      // The connection is lost: the extrinsic may be in the pool, so it is not submitted again.
      const lost = (reason: AppError) =>
        fail(new AppError('NODE_UNREACHABLE', { what: 'submitted', submitted: true }, reason));
      link.subscribeOnce(subscription, lost, signal).then(
        (stop) => {
          if (done.signal.aborted) stop();
          else done.signal.addEventListener('abort', stop, { once: true });
        },
        (error: unknown) => {
          if (!(error instanceof AppError)) fail(error);
          else if (UNKNOWN.includes(error.code)) lost(error);
          else fail(toPoolError(error));
        },
      );
    });
  } finally {
    done.abort();
  }
}
