// What an earlier life of the worker learned of a network's endpoints: a popup is open for seconds, and an entry point that
// limits requests would otherwise teach its lesson, with its penalty, each time anew.
import { DEFAULT_TIMING } from '../chain/rpc/link-timing.ts';
import type { EndpointMemory } from '../chain/rpc/endpoint-list.ts';
import { AppError } from '../errors.ts';
import { isFresh } from '../model/age.ts';
import type { NodeRecord } from '../model/records.ts';

/** An operator may change its limits: forgotten after a day. */
const REMEMBERED_MS = 86_400_000;

/** A life that ended in the middle may have asked a moment ago. */
const restedMs = ({ closedAt }: NodeRecord, now: number): number =>
  closedAt === undefined ? 0 : Math.max(0, now - closedAt);

/** Takes pauses that still last, and the pace of endpoints that limit requests, out of the last record. */
export function recallEndpoints(memory: EndpointMemory, record: NodeRecord, now: number): void {
  if (!isFresh(record.at, now, REMEMBERED_MS)) return;
  for (const endpoint of record.paced) {
    const pace = memory.paceOf(endpoint);
    if (pace.gapMs() === 0) pace.recall(DEFAULT_TIMING.gapMs, restedMs(record, now));
  }
  for (const { endpoint, error, until } of record.left) {
    const wait = until - now;
    // A date further off was written by another clock.
    if (wait <= 0 || wait > DEFAULT_TIMING.faultMs) continue;
    memory.leave(endpoint, AppError.of(error), wait);
  }
}
