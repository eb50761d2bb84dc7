// The stages of a signing request: how far it is, and what each is called. Pure.
import type { SigningRequest, SigningState } from '../../model/request.ts';
import type { PlainSentence } from '../core/text.ts';
import { hasFailed, isDisproven, isFinished } from './request-view.ts';

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
  if (stage === 'final') return 'notFinal';
  return hasFailed(request) ? 'stage_block_refused' : 'stage_block_failed';
}

/** A stage is named as done only when it is. */
function wordsOfStage(stage: Stage, state: StageState, request: SigningRequest): PlainSentence {
  if (state === 'failed') return failedWords(stage, request);
  if (state === 'now') {
    // No wallet is asked until the user says so.
    if (request.state === 'draft' || request.state === 'queued') return 'stage_wallet_later';
    if (stage === 'sent' && request.heldBecause !== null) return 'stage_sent_held';
  }
  return stageWords[stage][state];
}

export type StageView = { stage: Stage; state: StageState; words: PlainSentence };

/** `isTurn`: of a queued one, nothing is ahead of it. */
export function stageStates(request: SigningRequest, isTurn = false): readonly StageView[] {
  const { state } = request;
  const behind = stagesBehind(request);
  const open = state === 'queued' && !isTurn ? 'later' : isFinished(state) ? 'failed' : 'now';
  const all = stages.map((stage, index): StageView => {
    // Included in a block, where the chain refused to execute it.
    const isRefused = stage === 'block' && hasFailed(request);
    // A node called it finalized, and the network finalized another.
    const isDenied = stage === 'final' && isDisproven(request);
    const own =
      isRefused || isDenied ? 'failed' : index < behind ? 'done' : index > behind ? 'later' : open;
    return { stage, state: own, words: wordsOfStage(stage, own, request) };
  });
  // What was undone ends there: that its block was finalized is no success. Of one that is over nothing is still to come.
  const end = hasFailed(request) ? all.findIndex((one) => one.state === 'failed') + 1 : all.length;
  return isFinished(state) ? all.slice(0, end).filter((one) => one.state !== 'later') : all;
}
