// A signed request sent, once: judged again at the newest block, held while it would fail, written down as
// submitted before the bytes leave. Refuses to send anything that may have left before.
import { AppError, toWireError, type ErrorCode, type WireError } from '../errors.ts';
import type { BlockRef } from '../facts.ts';
import type { SigningRequest } from '../store/schema.ts';
import type { WatchStatus } from '../chain/watch-extrinsic.ts';
import { isCancelled } from './advance.ts';
import { apply } from './request-book.ts';
import { requote } from './requote.ts';
import type { SigningChain, SigningDeps } from './signing-deps.ts';

/** Told that the chain may hold news of a request; the word of a watch is only ever a hint. */
export type Nudge = (requestId: string) => void;

const isSameError = (a: WireError | null, b: WireError): boolean =>
  a !== null && a.code === b.code && JSON.stringify(keyOf(a)) === JSON.stringify(keyOf(b));

/** Figures move with every block; what is said to the user changes with the rest. */
function keyOf({ detail }: WireError): [string, unknown][] {
  return Object.entries(detail).filter(([, value]) => typeof value !== 'bigint');
}

async function judge(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  head: BlockRef,
): Promise<WireError | null> {
  try {
    return await requote(deps, chain, request, head);
  } catch (error) {
    // A node that cannot be asked now may be asked at the next block; until then nothing is sent.
    if (error instanceof AppError) return toWireError(error);
    throw error;
  }
}

const lastWords: Partial<Record<WatchStatus['kind'], WireError>> = {
  dropped: { code: 'SUBMISSION_DROPPED', detail: {} },
  invalid: { code: 'SUBMISSION_REFUSED', detail: { reason: 'invalid' } },
  usurped: { code: 'NONCE_USED', detail: {} },
};

/** Nothing the pool said: the bytes may be in all the same, and only the blocks will tell. */
const withoutVerdict: readonly ErrorCode[] = ['NODE_UNREACHABLE', 'NODE_TIMEOUT', 'NODE_MALFORMED'];

async function send(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  nudge: Nudge,
  signal: AbortSignal,
): Promise<void> {
  const { id, extrinsic } = request;
  if (extrinsic === null) return;
  try {
    const last = await chain.submitAndWatch(
      extrinsic,
      ({ kind }) => {
        if (kind === 'in-block' || kind === 'retracted' || kind === 'finalized') nudge(id);
      },
      signal,
    );
    const error = lastWords[last.kind];
    if (error) await notePoolRefusal(deps, id, error);
    nudge(id);
  } catch (error) {
    const refusal = toWireError(error);
    if (signal.aborted || withoutVerdict.includes(refusal.code)) return;
    await notePoolRefusal(deps, id, refusal);
  }
}

/** Only where it is still looked for: what is in a block by now has better news. */
async function notePoolRefusal(deps: SigningDeps, id: string, error: WireError): Promise<void> {
  try {
    await apply(deps, id, { kind: 'pool-refused', error });
  } catch (refused) {
    if (!(refused instanceof AppError) || refused.code !== 'REQUEST_MOVED_ON') throw refused;
  }
}

/**
 * Sends a signed request if it would go through now; else says why it is held. Must run alone for its coldkey.
 * The watch that follows runs on by itself and only nudges.
 */
export async function sendOrHold(
  deps: SigningDeps,
  chain: SigningChain,
  request: SigningRequest,
  head: BlockRef,
  nudge: Nudge,
  signal: AbortSignal,
): Promise<SigningRequest> {
  const { id, state, prepared, heldBecause } = request;
  if (state !== 'signed' || prepared === null || isCancelled(request)) return request;
  // No block after this head could take it: only the end of its era is left to wait for.
  if (head.number >= prepared.deathBlock) return request;
  const problem = await judge(deps, chain, request, head);
  if (problem !== null) {
    if (isSameError(heldBecause, problem)) return request;
    return apply(deps, id, { kind: 'held', error: problem });
  }
  const submitted = await apply(deps, id, { kind: 'sending' });
  send(deps, chain, submitted, nudge, signal).catch((error: unknown) => deps.report(error, id));
  return submitted;
}
