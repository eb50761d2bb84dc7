// Requests that a wallet was asked for, that ended without having been seen in a block, and that may have happened all
// the same: the one node that was asked can hide a block. What must not be signed beside them. Pure.
import type { WireError } from '../errors.ts';
import type { Move } from '../model/move.ts';
import type { SigningRequest, Unseen } from '../model/request.ts';
import { aboutOf, isAlive, isFinished, ofSame } from './queue.ts';

/** A block holds it, by what at least one node showed. */
const isSeen = ({ state }: SigningRequest): boolean => state === 'finalized' || state === 'failed';

/**
 * On whose word a request is over without having done what was wanted: in no block, or failed in one. null: nothing is
 * known yet, or it was done.
 */
export function unseenOf(request: SigningRequest): Unseen | null {
  const { state, askedAt, settledAt, error, unseen } = request;
  if (state === 'failed') return unseen ?? null;
  if (!isFinished(state) || state === 'finalized' || askedAt === null) return null;
  if (unseen !== undefined && unseen !== null) return unseen;
  // Ended before a second operator was asked.
  return settledAt === null ? null : { by: 1, isNonceUsed: error?.code === 'NONCE_USED' };
}

/** Whether a block holding `other` accounts for a move about the same, or for any: one node can make up a block with it. */
function isProof(other: SigningRequest, { plan }: SigningRequest): boolean {
  if (other.state === 'failed') return other.unseen?.by !== 1;
  // Whichever of the two it was, the move happened once.
  return other.state === 'finalized' && aboutOf(other.plan.move) === aboutOf(plan.move);
}

/** Another request of the same account that a block holds with this one's nonce: only one of them can be. */
export function tookItsPlace(
  request: SigningRequest,
  all: readonly SigningRequest[],
): SigningRequest | null {
  const { id, prepared } = request;
  if (prepared === null) return null;
  const others = all.filter(ofSame(request)).filter((other) => isProof(other, request));
  return others.find((o) => o.id !== id && o.prepared?.nonce === prepared.nonce) ?? null;
}

/** Ended on one node's word, and neither its nonce nor a later yes of the user accounts for it. */
function isUnproven(request: SigningRequest, all: readonly SigningRequest[]): boolean {
  if (unseenOf(request)?.by !== 1 || tookItsPlace(request, all) !== null) return false;
  return !all.some((o) => isSeen(o) && o.queueEntry?.despite?.includes(request.id) === true);
}

/** Those of this account (all of `own` are) that may have happened unseen. */
const unprovenOf = (own: readonly SigningRequest[]): readonly SigningRequest[] =>
  own.filter((request) => isUnproven(request, own));

/**
 * The nonce that a new request must have: the stored one, while a request that may have happened unseen has it. Then the
 * chain includes one of the two at most, whatever the node says. undefined: the node's own answer.
 */
export function sharedNonce(own: readonly SigningRequest[], stored: number): number | undefined {
  const shares = unprovenOf(own).some(({ prepared }) => prepared?.nonce === stored);
  return shares ? stored : undefined;
}

/** Nonces that own requests, asked of a wallet and not known to be over, may still use. */
export function pendingNonces(own: readonly SigningRequest[]): number[] {
  return own
    .filter((request) => isAlive(request) || isUnproven(request, own))
    .flatMap(({ askedAt, prepared }) =>
      askedAt !== null && prepared !== null ? [prepared.nonce] : [],
    );
}

/** Those about the same move which a new request with that nonce would come on top of. */
export function unseenBeside(
  move: Move,
  own: readonly SigningRequest[],
  nonce: number,
  despite: readonly string[] = [],
): readonly SigningRequest[] {
  const about = aboutOf(move);
  return unprovenOf(own).filter(
    ({ id, plan, prepared }) =>
      aboutOf(plan.move) === about && prepared?.nonce !== nonce && !despite.includes(id),
  );
}

export function unseenError([earlier]: readonly SigningRequest[]): WireError | null {
  if (earlier === undefined) return null;
  return { code: 'EARLIER_UNSEEN', detail: { id: earlier.id, state: earlier.state } };
}

/** What the user went on regardless of, having been shown it, when reviewing this request again. */
export function despiteOf(reviewed: SigningRequest | undefined): readonly string[] {
  const { error, queueEntry } = reviewed ?? {};
  const before = queueEntry?.despite ?? [];
  if (error?.code !== 'EARLIER_UNSEEN') return before;
  return [...new Set([...before, ...(queueEntry?.inPlaceOf ?? []), String(error.detail['id'])])];
}
