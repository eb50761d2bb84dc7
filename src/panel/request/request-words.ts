// What is said of a signing request: its title, its sentence and the reason beside it, as keys. Says of cost and outcome
// only what the blocks have told; what a node, a pool or a page says is told as theirs. Pure.
import { promiseOf } from '../../checks/promise.ts';
import type { ErrorCode, WireError } from '../../errors.ts';
import type { SigningRequest } from '../../model/request.ts';
import { queuePlaceOf } from '../../signing/queue.ts';
import { hasFailed, isCancelledButSigned, isFinished, needsReview } from './request-view.ts';

export type RequestWords = {
  titleKey: string;
  /** Takes wallet, last block of the era and network fee, in this order. */
  textKey: string;
  /** What lies behind it. `told`: a sentence of its own; `node`: the bare reason, in the mouth of the node. */
  reason: { error: WireError; as: 'sentence' | 'plain' | 'node' } | null;
  isCautious: boolean;
};

/** The node could not be asked, so nobody knows whether it would still go through. */
const nodeFailures: readonly ErrorCode[] = [
  'NODE_UNREACHABLE',
  'NODE_TIMEOUT',
  'NODE_REFUSED',
  'NODE_MALFORMED',
  'BLOCK_PRUNED',
  'WRONG_NETWORK',
  'NOT_ON_THIS_RUNTIME',
  'STORE_FAILED',
  'INTERNAL',
];

/** The chain stops a trade under the minimum only where it promises one whatever is held. */
function heldByPrice({ plan }: SigningRequest, { detail }: WireError): string {
  const promise = plan.receives === null ? 'minimum' : promiseOf(plan.receives, plan.legs);
  const wouldFail = detail['pallet'] !== undefined || promise === 'minimum';
  return wouldFail ? 'requestHeldPrice' : 'requestHeldLess';
}

function heldWords(request: SigningRequest, error: WireError): RequestWords {
  const words = { titleKey: 'requestHeld', reason: null, isCautious: true };
  const { code } = error;
  if (code === 'PRICE_LIMIT_EXCEEDED') return { ...words, textKey: heldByPrice(request, error) };
  if (code === 'RUNTIME_CHANGED') return { ...words, textKey: 'requestHeldUpgraded' };
  if (code === 'NONCE_USED') return { ...words, textKey: 'requestHeldTaken' };
  if (code === 'PLAN_BLOCKED') return { ...words, textKey: 'requestHeldBlocked' };
  if (nodeFailures.includes(code)) {
    return { ...words, textKey: 'requestHeldUnknown', reason: { error, as: 'sentence' } };
  }
  return { ...words, textKey: 'requestHeldRefused', reason: { error, as: 'plain' } };
}

/** Over for the user, while the page that was asked could still send what it may have kept. */
function isWatched({ state, askedAt, settledAt }: SigningRequest): boolean {
  const isKnown = state === 'finalized' || state === 'failed';
  return isFinished(state) && !isKnown && askedAt !== null && settledAt === null;
}

/** What its sentence says already, or what is no news of its own. */
const impliedByState: Partial<Record<SigningRequest['state'], readonly ErrorCode[]>> = {
  expired: ['REQUEST_EXPIRED'],
  dropped: ['SUBMISSION_DROPPED'],
  superseded: ['NONCE_USED'],
};

function reasonOf(request: SigningRequest): RequestWords['reason'] {
  const { state, error } = request;
  if (error === null || impliedByState[state]?.includes(error.code)) return null;
  // That the wallet said no, or signed nothing, is the page's word, and may be untrue.
  if (isWatched(request) && state === 'rejected') return null;
  if (state === 'submitted' || state === 'dropped') return { error, as: 'node' };
  const isOver = state === 'expired' || state === 'failed';
  return { error, as: isOver && error.code !== 'REQUEST_CANCELLED' ? 'plain' : 'sentence' };
}

const queueWaits: RequestWords = {
  titleKey: 'queueWaits',
  textKey: 'queueWaitsText',
  reason: null,
  isCautious: false,
};
const queueTurn: RequestWords = {
  titleKey: 'queueTurn',
  textKey: 'queueTurnText',
  reason: null,
  isCautious: false,
};

/** Queued: the request ahead of it is named beside these words. */
function queueWords(request: SigningRequest, all: readonly SigningRequest[]): RequestWords {
  const { kind } = queuePlaceOf(request, all);
  const { error } = request;
  if (kind === 'happened') {
    return {
      titleKey: 'queueHappened',
      textKey: 'queueHappenedText',
      reason: null,
      isCautious: true,
    };
  }
  if (kind === 'behind') return queueWaits;
  if (error === null || (kind !== 'undecided' && !needsReview(request))) return queueTurn;
  const reason = { error, as: 'sentence' } as const;
  return kind === 'undecided'
    ? { titleKey: 'queueUndecided', textKey: 'queueUndecidedText', reason, isCautious: true }
    : { titleKey: 'queueChanged', textKey: 'queueChangedText', reason, isCautious: true };
}

/** `all`: among which one in line may have to wait for its turn. */
export function wordsOf(
  request: SigningRequest,
  all: readonly SigningRequest[] = [],
): RequestWords {
  if (request.state === 'queued') return queueWords(request, all);
  const { state, heldBecause, receipt, askedAt, error } = request;
  const key = state.replaceAll('-', '_');
  const reason = reasonOf(request);
  if (hasFailed(request)) {
    const textKey = state === 'failed' ? 'requestText_failed' : 'requestText_failing';
    return { titleKey: 'requestState_failed', textKey, reason, isCautious: false };
  }
  if (isCancelledButSigned(request)) {
    const textKey = 'requestCancelledText';
    return { titleKey: 'requestCancelled', textKey, reason: null, isCautious: true };
  }
  if (state === 'signed' && heldBecause !== null) return heldWords(request, heldBecause);
  if (state === 'finalized' && receipt === null) {
    const textKey = 'requestUnreadText';
    return { titleKey: 'requestUnread', textKey, reason: null, isCautious: true };
  }
  if (askedAt === null) {
    // No wallet was asked: what is said of signatures is not about it.
    const words = { titleKey: `requestState_${key}`, reason: null, isCautious: false };
    if (error?.code === 'REQUEST_CANCELLED') return { ...words, textKey: 'requestText_cancelled' };
    if (state === 'expired') return { ...words, textKey: 'requestText_unsigned' };
  }
  const titleKey = `requestState_${key}`;
  const textKey = `${isWatched(request) ? 'requestWatched' : 'requestText'}_${key}`;
  return { titleKey, textKey, reason, isCautious: false };
}
