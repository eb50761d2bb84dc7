// A signing request as its user sees it: which one is shown, its stages, and the actions it allows. Pure.
import type { SigningRequest, SigningState } from '../../model/request.ts';
import type { Shortfall } from '../../model/receipt.ts';
import { isFinished, isUnderWay, queueOf, queuePlaceOf } from '../../signing/queue.ts';
import type { PlainSentence } from '../core/text.ts';

export { isFinished };

/** The request that the panel opens on: one under way or ready to be signed, else the next in the queue. */
export function openRequestOf(requests: readonly SigningRequest[]): SigningRequest | null {
  const open = requests.filter(({ state }) => !isFinished(state));
  const now = open.find((request) => request.state === 'draft' || isUnderWay(request));
  return now ?? queueOf(open)[0] ?? open[0] ?? null;
}

/** Outcomes that are pinned on home until the user dismisses them. */
const worthShowing: ReadonlySet<SigningState> = new Set([
  'finalized',
  'failed',
  'expired',
  'dropped',
]);

/**
 * The request on top of home: an open one, else the newest outcome that was not dismissed. Older than a success, a move that
 * came to nothing is no news: the user has gone on since.
 */
export function pinnedRequestOf(requests: readonly SigningRequest[]): SigningRequest | null {
  const open = openRequestOf(requests);
  if (open !== null) return open;
  for (const request of requests.toSorted((a, b) => b.createdAt - a.createdAt)) {
    const { state, dismissedAt } = request;
    if (dismissedAt === null && worthShowing.has(state)) return request;
    if (state === 'finalized' && !wentWrong(request)) return null;
  }
  return null;
}

/** Cancelled after it was signed: never sent by us, but a signature cannot be recalled. */
export function isCancelledButSigned({ state, heldBecause }: SigningRequest): boolean {
  return state === 'signed' && heldBecause?.code === 'REQUEST_CANCELLED';
}

type Stage = 'wallet' | 'sent' | 'block' | 'final';
const stages: readonly Stage[] = ['wallet', 'sent', 'block', 'final'];
export type StageState = 'done' | 'now' | 'later' | 'failed';

/** How many stages are completed in a state that has not ended without a block. */
const passed: Readonly<Record<Exclude<SigningState, EndedState>, number>> = {
  queued: 0,
  draft: 0,
  'waiting-for-wallet': 0,
  signed: 1,
  submitted: 2,
  'in-block': 3,
  finalized: 4,
  failed: 4,
};

type EndedState = 'rejected' | 'expired' | 'dropped' | 'superseded';

/** Of one that ended without a block, its own record says how far it came. */
function stagesBehind(request: SigningRequest): number {
  switch (request.state) {
    case 'rejected':
    case 'expired':
    case 'dropped':
    case 'superseded':
      // Only what was submitted is dropped, be it by a page.
      if (request.state === 'dropped' || request.submittedAt !== null) return 2;
      return request.extrinsicHash === null ? 0 : 1;
    default:
      return passed[request.state];
  }
}

/** Failed for good, or in a block that is not final yet. */
export function hasFailed({ state, receipt }: SigningRequest): boolean {
  return state === 'failed' || (receipt !== null && !receipt.isSuccess);
}

/** What was promised and did not arrive; null: nothing is missing, or there is no receipt. */
export function shortfallOf({ receipt }: SigningRequest): Shortfall | null {
  return receipt?.shortfall ?? null;
}

/** Carried out, and yet to be looked at: the chain refused it, or it brought less than was promised. */
export function wentWrong(request: SigningRequest): boolean {
  return hasFailed(request) || shortfallOf(request) !== null;
}

const stageWords = {
  wallet: { later: 'stage_wallet_later', now: 'stage_wallet_now', done: 'stage_wallet_done' },
  sent: { later: 'stage_sent_later', now: 'stage_sent_now', done: 'stage_sent_done' },
  block: { later: 'stage_block_later', now: 'stage_block_now', done: 'stage_block_done' },
  final: { later: 'stage_final_later', now: 'stage_final_now', done: 'stage_final_done' },
} as const satisfies Record<Stage, Record<Exclude<StageState, 'failed'>, PlainSentence>>;

/** What a stage is called where it ends the request: no more than is known of it. */
function failedWords(stage: Stage, request: SigningRequest): PlainSentence {
  // The page may have kept a signature: that none was made is known only where no wallet was asked.
  if (stage === 'wallet') {
    return request.askedAt === null ? 'stage_wallet_unasked' : 'stage_wallet_failed';
  }
  if (stage === 'sent') return 'stage_sent_failed';
  return hasFailed(request) ? 'stage_block_refused' : 'stage_block_failed';
}

/** A stage is named as done only when it is. */
function wordsOfStage(stage: Stage, state: StageState, request: SigningRequest): PlainSentence {
  if (state === 'failed') return failedWords(stage, request);
  if (state === 'now') {
    // No wallet is asked until the user says so.
    if (request.state === 'draft') return 'stage_wallet_later';
    if (stage === 'sent' && request.heldBecause !== null) return 'stage_sent_held';
  }
  return stageWords[stage][state];
}

type StageView = { stage: Stage; state: StageState; words: PlainSentence };

export function stageStates(request: SigningRequest): readonly StageView[] {
  const { state } = request;
  const behind = stagesBehind(request);
  const open = state === 'queued' ? 'later' : isFinished(state) ? 'failed' : 'now';
  return stages.map((stage, index) => {
    // Included in a block, where the chain refused to execute it.
    const isRefused = stage === 'block' && hasFailed(request);
    const own = isRefused ? 'failed' : index < behind ? 'done' : index > behind ? 'later' : open;
    return { stage, state: own, words: wordsOfStage(stage, own, request) };
  });
}

export type RequestAction =
  | 'ask-wallet'
  | 'ask-again'
  | 'review-again'
  | 'cancel'
  | 'dismiss'
  | 'try-again';

/** Queued, and its new plan differs from the reviewed one: it must be reviewed again. What an earlier one does is no such change. */
export function needsReview({ state, error }: SigningRequest): boolean {
  const isOfEarlier = error?.code === 'EARLIER_UNDECIDED' || error?.code === 'EARLIER_UNSEEN';
  return state === 'queued' && error !== null && !isOfEarlier;
}

/** What the user may do, the main action first; `all`: the requests among which it waits for its turn. */
export function actionsOf(
  request: SigningRequest,
  all: readonly SigningRequest[] = [],
): readonly RequestAction[] {
  switch (request.state) {
    case 'queued':
      switch (queuePlaceOf(request, all).kind) {
        case 'turn':
          return [needsReview(request) ? 'review-again' : 'ask-wallet', 'cancel'];
        case 'happened':
        case 'unseen':
          return ['review-again', 'cancel'];
        case 'behind':
        case 'undecided':
          return ['cancel'];
      }
    case 'draft':
      return ['ask-wallet', 'cancel'];
    case 'waiting-for-wallet':
      return ['ask-again', 'cancel'];
    case 'signed':
      return isCancelledButSigned(request) ? [] : ['cancel'];
    case 'submitted':
    case 'in-block':
      return [];
    case 'finalized':
      return ['dismiss'];
    case 'rejected':
    case 'expired':
    case 'failed':
    case 'dropped':
    case 'superseded':
      return ['try-again', 'dismiss'];
  }
}
