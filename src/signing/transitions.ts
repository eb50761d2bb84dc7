// The life of a signing request as a table: which event leads from which state to which. Refusals that depend on a
// request's fields, and the fields that an event writes, are in advance.ts.
import type { SigningState } from '../model/request.ts';

export type SigningEventKind =
  /** Queued: its turn has come, it was planned again, and its bytes are prepared. */
  | 'prepared'
  /** Queued: planned again, the move no longer fits what was reviewed, or may not be signed yet. */
  | 'turn-refused'
  /** The user wants the wallet to be asked (again). */
  | 'wallet-asked'
  /** The prompt cannot be answered any more: not delivered, tab gone, wallet locked. */
  | 'ask-failed'
  /** No answer within the page's deadline, or the page cannot be reached. An answer may still come. */
  | 'wallet-silent'
  /** The person said no in the wallet. */
  | 'wallet-refused'
  /** The answer does not sign our bytes. */
  | 'answer-refused'
  | 'signature-verified'
  /** Sent now, the extrinsic would fail, or its outcome cannot be judged. */
  | 'held'
  /** The bytes are sent for the first time, or the same bytes again. */
  | 'sending'
  /** The node's pool has the extrinsic after all: its earlier refusal no longer counts. */
  | 'pool-accepted'
  /** The node's pool refuses the extrinsic: invalid, dropped, usurped. That alone ends nothing. */
  | 'pool-refused'
  | 'found-in-block'
  | 'receipt-read'
  /** Its block is no longer part of the chain. */
  | 'retracted'
  | 'finalized-success'
  | 'finalized-failure'
  /** The user cancelled the request. */
  | 'cancelled'
  /** The user reviewed the same move again before this request was signed. */
  | 'replaced'
  /** Its nonce was used in a finalized block, and no block that was read holds it. */
  | 'nonce-used'
  /** Every block that could hold the extrinsic was read, and none holds it. */
  | 'era-ended'
  /** Ended earlier; the first node's blocks do not hold it, and a second operator's have not been read yet. */
  | 'unseen'
  /** Ended earlier; now every block that could hold the extrinsic was read, and none holds it. */
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
  unseen: null,
  settled: null,
};

/** Ended here, but a page may have kept a signature: keep looking until the era ends. */
const ended = (state: SigningState): Row => ({
  ...none,
  'found-in-block': 'in-block',
  unseen: state,
  settled: state,
});

/** state × event → next state; null: refused. */
const transitions: Readonly<Record<SigningState, Row>> = {
  // No nonce, no era, no bytes: no block can hold it.
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
    // Its newest prompt ended without an answer; an earlier one was still open in the wallet.
    'signature-verified': 'signed',
    // A wallet was asked earlier and signed, but its answer never arrived here.
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
    // The page that saw the signature may have sent it.
    'found-in-block': 'in-block',
    // A signature cannot be recalled: it is not sent from here, and blocks are watched until its era ends.
    cancelled: 'signed',
    'nonce-used': 'superseded',
    'era-ended': 'expired',
  },
  submitted: {
    ...none,
    // Blocks are read first, and the bytes are the same: the chain can include them once at most.
    sending: 'submitted',
    'pool-accepted': 'submitted',
    'pool-refused': 'submitted',
    'found-in-block': 'in-block',
    'nonce-used': 'superseded',
    'era-ended': 'dropped',
  },
  'in-block': {
    ...none,
    // Retracted and included again between two reads.
    'found-in-block': 'in-block',
    'receipt-read': 'in-block',
    retracted: 'submitted',
    'finalized-success': 'finalized',
    'finalized-failure': 'failed',
  },
  finalized: none,
  rejected: ended('rejected'),
  expired: ended('expired'),
  // On whose word is all that may change.
  failed: { ...none, unseen: 'failed' },
  dropped: ended('dropped'),
  superseded: ended('superseded'),
};

/** The next state by the table; null: refused. */
export function nextState(state: SigningState, event: SigningEventKind): SigningState | null {
  return transitions[state][event];
}
