// Title, sentence and reason of a signing request, as message keys. Cost and outcome come from blocks alone; reports of a
// node, a pool or a page are quoted as theirs. Pure.
import { promiseOf } from '../../checks/promise.ts';
import type { ErrorCode, WireError } from '../../errors.ts';
import type { SigningRequest, SigningState } from '../../model/request.ts';
import { queuePlaceOf } from '../../signing/queue.ts';
import { tookItsPlace, unseenOf } from '../../signing/unseen.ts';
import { keyPart, type PlainSentence, type SentenceTaking } from '../core/text.ts';
import {
  hasFailed,
  isCancelledButSigned,
  isDisproven,
  isFinished,
  isProvenFinal,
  needsReview,
  shortfallOf,
} from './request-view.ts';

type TextKey = SentenceTaking<'wallet' | 'block' | 'fee'>;

export type RequestWords = {
  titleKey: PlainSentence;
  /** `block`: the last of the era; `fee`: of the network. */
  textKey: TextKey;
  /** The error behind it. `sentence`: with cost and advice; `plain`: the bare reason; `node`: the bare reason, quoted. */
  reason: { error: WireError; as: 'sentence' | 'plain' | 'node' } | null;
  isCautious: boolean;
};

/** The node could not be queried, so it is unknown whether the request would still go through. */
const nodeFailures: readonly ErrorCode[] = [
  'NODE_UNREACHABLE',
  'NODE_TIMEOUT',
  'NODE_REFUSED',
  'NODE_BUSY',
  'NODE_BEHIND',
  'NODE_MALFORMED',
  'BLOCK_PRUNED',
  'WRONG_NETWORK',
  'NOT_ON_THIS_RUNTIME',
  'STORE_FAILED',
  'INTERNAL',
];

/** The chain stops a trade under the minimum only if the plan promises a minimum for any amount held. */
function heldByPrice({ plan }: SigningRequest, { detail }: WireError): TextKey {
  const promise = plan.receives === null ? 'minimum' : promiseOf(plan.receives, plan.legs);
  const wouldFail = detail['pallet'] !== undefined || promise === 'minimum';
  return wouldFail ? 'requestHeldPrice' : 'requestHeldLess';
}

function heldWords(request: SigningRequest, error: WireError): RequestWords {
  const words = { titleKey: 'requestHeld', reason: null, isCautious: true } as const;
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

type Ended = 'rejected' | 'expired' | 'dropped' | 'superseded';

const isEnded = (state: SigningState): state is Ended =>
  ['rejected', 'expired', 'dropped', 'superseded'].includes(state);

/** What a state says where nothing else does; of those that ended, what is said when no wallet was asked. */
const textKeys: Readonly<Record<SigningState, TextKey>> = {
  queued: 'queueWaitsText',
  draft: 'requestText_draft',
  'waiting-for-wallet': 'requestText_waiting_for_wallet',
  signed: 'requestText_signed',
  submitted: 'requestText_submitted',
  'in-block': 'requestText_in_block',
  finalized: 'requestText_finalized',
  rejected: 'requestText_cancelled',
  expired: 'requestText_unsigned',
  failed: 'requestText_failed',
  dropped: 'requestText_unsigned',
  superseded: 'requestText_superseded',
};

/** Over for the user, but the page may still submit a signature that it kept. */
function isWatched(request: SigningRequest): boolean {
  const { state, askedAt, settledAt } = request;
  const isKnown = state === 'finalized' || state === 'failed';
  if (!isFinished(state) || isKnown || askedAt === null) return false;
  return settledAt === null && unseenOf(request) === null;
}

/**
 * A wallet was asked, and it is over without a block: on the word of one operator's node or of two, and whether something
 * used its nonce that no block accounts for. null: other words.
 */
function unseenWords(request: SigningRequest, all: readonly SigningRequest[]): RequestWords | null {
  const unseen = unseenOf(request);
  if (unseen === null) return null;
  const { state } = request;
  const isAlone = unseen.by === 1;
  if (
    isAlone &&
    unseen.isNonceUsed &&
    state !== 'rejected' &&
    tookItsPlace(request, all) === null
  ) {
    const textKey = 'requestUnaccountedText';
    return { titleKey: 'requestUnaccounted', textKey, reason: null, isCautious: true };
  }
  if (!isEnded(state)) return null;
  return {
    titleKey: isAlone && state === 'dropped' ? 'requestNotSeen' : `requestState_${state}`,
    textKey: `${isAlone ? 'requestByOne' : 'requestByTwo'}_${state}`,
    reason: reasonOf(request),
    isCautious: isAlone && state !== 'rejected',
  };
}

/** Errors that the sentence of the state already contains. */
const impliedByState: Partial<Record<SigningRequest['state'], readonly ErrorCode[]>> = {
  expired: ['REQUEST_EXPIRED'],
  dropped: ['SUBMISSION_DROPPED'],
  superseded: ['NONCE_USED'],
};

function reasonOf(request: SigningRequest): RequestWords['reason'] {
  const { state, error } = request;
  if (error === null || impliedByState[state]?.includes(error.code)) return null;
  // The page reported that the wallet refused or signed nothing; that may be untrue.
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
  if (kind === 'unseen') {
    const textKey = 'queueUnseenText';
    return { titleKey: 'queueUnseen', textKey, reason: null, isCautious: true };
  }
  if (error === null || (kind !== 'undecided' && !needsReview(request))) return queueTurn;
  const reason = { error, as: 'sentence' } as const;
  return kind === 'undecided'
    ? { titleKey: 'queueUndecided', textKey: 'queueUndecidedText', reason, isCautious: true }
    : { titleKey: 'queueChanged', textKey: 'queueChangedText', reason, isCautious: true };
}

/** Carried out, and none of the funds paid: no failure to the chain, and nothing to be glad of. */
export function paidNothing({ plan: { claims = [] }, receipt }: SigningRequest): boolean {
  const empty = receipt?.emptyClaims?.length ?? 0;
  return empty > 0 && empty === claims.length;
}

/** `all`: the requests among which a queued one waits for its turn. */
export function wordsOf(
  request: SigningRequest,
  all: readonly SigningRequest[] = [],
): RequestWords {
  if (request.state === 'queued') return queueWords(request, all);
  const { state, heldBecause, receipt, askedAt, error } = request;
  const titleKey = `requestState_${keyPart(state)}` as const;
  const reason = reasonOf(request);
  if (isDisproven(request)) {
    const textKey = 'receiptFinal_elsewhere';
    return { titleKey: 'notFinal', textKey, reason: null, isCautious: true };
  }
  if (hasFailed(request)) {
    const isAlone = unseenOf(request)?.by === 1;
    const isFeeKnown = receipt !== null && receipt.networkFee !== null;
    const undone = isFeeKnown ? 'requestText_failed' : 'requestText_failedFeeUnread';
    const failed = isAlone ? 'requestByOne_failed' : undone;
    const textKey = state === 'failed' ? failed : 'requestText_failing';
    return { titleKey: 'requestState_failed', textKey, reason, isCautious: isAlone };
  }
  if (isCancelledButSigned(request)) {
    const textKey = 'requestCancelledText';
    return { titleKey: 'requestCancelled', textKey, reason: null, isCautious: true };
  }
  if (state === 'signed' && heldBecause !== null) return heldWords(request, heldBecause);
  if (receipt === null && error?.code === 'NODES_DISAGREE') {
    const textKey = 'requestDisagreeText';
    return { titleKey: 'requestDisagree', textKey, reason: null, isCautious: true };
  }
  if (state === 'finalized' && receipt === null) {
    const textKey = 'requestUnreadText';
    return { titleKey: 'requestUnread', textKey, reason: null, isCautious: true };
  }
  // The wallet's page was not reached: ready is what it is not.
  if (state === 'draft' && reason !== null) {
    return { titleKey: 'requestNotReached', textKey: textKeys.draft, reason, isCautious: true };
  }
  if (askedAt === null) {
    // No wallet was prompted, so sentences about a signature do not apply.
    const isByUser = state === 'rejected';
    const words = {
      titleKey: isByUser ? 'requestBeforeWallet' : titleKey,
      reason: null,
      isCautious: false,
    } as const;
    if (isEnded(state) && state !== 'superseded') return { ...words, textKey: textKeys[state] };
  }
  const unseen = unseenWords(request, all);
  if (unseen !== null) return unseen;
  const isUnchecked = state === 'finalized' && receipt?.proof?.gap === 'not-served';
  const carriedOut = isProvenFinal(request)
    ? 'requestText_proven'
    : isUnchecked
      ? 'requestText_unchecked'
      : textKeys[state];
  if (shortfallOf(request) !== null) {
    return { titleKey: 'shortfallTitle', textKey: carriedOut, reason, isCautious: true };
  }
  if (paidNothing(request)) {
    return { titleKey: 'requestPaidNothing', textKey: carriedOut, reason, isCautious: true };
  }
  const textKey =
    isWatched(request) && isEnded(state) ? (`requestWatched_${state}` as const) : carriedOut;
  return { titleKey, textKey, reason, isCautious: false };
}
