// The life of a signing request as a table: which event leads from which state to which, what may only be
// done after that was written, and what start-up does with each state it finds. Refuses to know anything else.
import type { SigningState } from '../model/request.ts';

export type SigningEventKind =
  /** In line: its turn has come, and it was planned anew and made into bytes. */
  | 'prepared'
  /** In line: planned anew it no longer fits what was reviewed, or may not be signed yet. */
  | 'turn-refused'
  /** The user wants the wallet to be asked (again). */
  | 'wallet-asked'
  /** The ask cannot be answered any more: not delivered, tab gone, wallet locked. */
  | 'ask-failed'
  /** No answer within the page's deadline, or the page cannot be heard: one may still come. */
  | 'wallet-silent'
  /** The person said no in the wallet. */
  | 'wallet-refused'
  /** What came back does not sign our bytes. */
  | 'answer-refused'
  | 'signature-verified'
  /** Sent now it would fail, or cannot be judged. */
  | 'held'
  /** For the first time, or the same bytes again. */
  | 'sending'
  /** The pool has it after all: what it said before no longer counts. */
  | 'pool-accepted'
  /** The node's pool will not carry it: invalid, dropped, usurped. Its word alone ends nothing. */
  | 'pool-refused'
  | 'found-in-block'
  | 'receipt-read'
  /** The block it was in is not part of the chain any more. */
  | 'retracted'
  | 'finalized-success'
  | 'finalized-failure'
  /** The user wants it no more. */
  | 'cancelled'
  /** The user reviewed the same move anew before this one was signed. */
  | 'replaced'
  /** Another extrinsic used its nonce in a finalized block. */
  | 'nonce-used'
  /** No block that could hold it can come any more, and none does. */
  | 'era-ended'
  /** Ended before, and now no block can change that any more: none that could hold it does. */
  | 'settled';

type Row = Readonly<Record<SigningEventKind, SigningState | null>>;

/** Refuses everything; rows say what they allow. */
const none: Row = {
  prepared: null,
  'turn-refused': null,
  'wallet-asked': null,
  'ask-failed': null,
  'wallet-silent': null,
  'wallet-refused': null,
  'answer-refused': null,
  'signature-verified': null,
  held: null,
  sending: null,
  'pool-accepted': null,
  'pool-refused': null,
  'found-in-block': null,
  'receipt-read': null,
  retracted: null,
  'finalized-success': null,
  'finalized-failure': null,
  cancelled: null,
  replaced: null,
  'nonce-used': null,
  'era-ended': null,
  settled: null,
};

/** Over for the user; but a wallet was asked, and what a page kept of its answer may come in until the era is over. */
const ended = (state: SigningState): Row => ({
  ...none,
  'found-in-block': 'in-block',
  settled: state,
});

/** state × event → next state; null: refused. */
export const transitions: Readonly<Record<SigningState, Row>> = {
  // No nonce, no era, no bytes: nothing on the chain can concern it.
  queued: {
    ...none,
    prepared: 'draft',
    'turn-refused': 'queued',
    cancelled: 'rejected',
    replaced: 'superseded',
  },
  draft: {
    ...none,
    'wallet-asked': 'waiting-for-wallet',
    // Asked before, and signed without our hearing of it.
    'found-in-block': 'in-block',
    cancelled: 'rejected',
    replaced: 'superseded',
    'nonce-used': 'superseded',
    'era-ended': 'expired',
  },
  'waiting-for-wallet': {
    ...none,
    'found-in-block': 'in-block',
    'wallet-asked': 'waiting-for-wallet',
    'ask-failed': 'draft',
    'wallet-silent': 'waiting-for-wallet',
    'wallet-refused': 'rejected',
    'answer-refused': 'draft',
    'signature-verified': 'signed',
    cancelled: 'rejected',
    'nonce-used': 'superseded',
    'era-ended': 'expired',
  },
  signed: {
    ...none,
    held: 'signed',
    sending: 'submitted',
    // A page that saw the signature may have sent it.
    'found-in-block': 'in-block',
    // A signature cannot be recalled: it is never sent by us, and watched until it is worthless.
    cancelled: 'signed',
    'nonce-used': 'superseded',
    'era-ended': 'expired',
  },
  submitted: {
    ...none,
    // Looked for first, and the same bytes: it can be in the chain once at most.
    sending: 'submitted',
    'pool-accepted': 'submitted',
    'pool-refused': 'submitted',
    'found-in-block': 'in-block',
    'nonce-used': 'superseded',
    'era-ended': 'dropped',
  },
  'in-block': {
    ...none,
    // Retracted and included again between two looks.
    'found-in-block': 'in-block',
    'receipt-read': 'in-block',
    retracted: 'submitted',
    'finalized-success': 'finalized',
    'finalized-failure': 'failed',
  },
  finalized: none,
  rejected: ended('rejected'),
  expired: ended('expired'),
  failed: none,
  dropped: ended('dropped'),
  superseded: ended('superseded'),
};

type SideEffect = 'ask-wallet' | 'confirm-account' | 'submit';

/** What may be done only once the event is in the store; every other event lets nothing out. */
export const effectAfter: Readonly<Partial<Record<SigningEventKind, SideEffect>>> = {
  'wallet-asked': 'ask-wallet',
  'signature-verified': 'confirm-account',
  sending: 'submit',
};

type StartUp =
  /** Stays in line until the user signs it or takes it out. */
  | 'keep'
  /** Stands there for the user to go on with; ends with its era. */
  | 'offer'
  /** The answer may still come; the user may ask again. */
  | 'await-answer'
  /** Its bytes never left: look whether somebody else sent it, then send or go on holding. */
  | 'look-then-send'
  /** Its bytes may have left: look for it from the birth block on; the same bytes again only where it is in no block. */
  | 'look-for'
  | 'await-finality'
  | 'nothing';

export const onStartUp: Readonly<Record<SigningState, StartUp>> = {
  queued: 'keep',
  draft: 'offer',
  'waiting-for-wallet': 'await-answer',
  signed: 'look-then-send',
  submitted: 'look-for',
  'in-block': 'await-finality',
  finalized: 'nothing',
  rejected: 'nothing',
  expired: 'nothing',
  failed: 'nothing',
  dropped: 'nothing',
  superseded: 'nothing',
};

export function nextState(state: SigningState, event: SigningEventKind): SigningState | null {
  return transitions[state][event];
}
