// One event applied to one stored request: the next state by the table, and the fields that go with it. Pure.
import { AppError, type WireError } from '../errors.ts';
import type { BlockRef } from '../model/facts.ts';
import type { Exactness, Plan } from '../model/plan.ts';
import type { PreparedExtrinsic } from '../model/extrinsic.ts';
import type { Receipt } from '../model/receipt.ts';
import type {
  DraftRequest,
  InBlockRequest,
  SignedRequest,
  SigningRequest,
  SubmittedRequest,
  Unseen,
  WaitingRequest,
} from '../model/request.ts';
import type { Hex } from '../units.ts';
import { isCancelled } from './queue.ts';
import { nextState } from './transitions.ts';

type Plain =
  | 'sending'
  | 'pool-accepted'
  | 'retracted'
  | 'cancelled'
  | 'replaced'
  | 'nonce-used'
  | 'era-ended';
type WithError =
  | 'turn-refused'
  | 'ask-failed'
  | 'wallet-silent'
  | 'wallet-refused'
  | 'answer-refused'
  | 'held'
  | 'pool-refused';

export type SigningEvent =
  | { kind: Plain }
  | { kind: WithError; error: WireError }
  | {
      kind: 'prepared';
      plan: Plan;
      exactness: Exactness;
      prepared: PreparedExtrinsic;
      node: string | null;
    }
  | { kind: 'wallet-asked'; promptId: string; tabId: number | null }
  | {
      kind: 'signature-verified';
      extrinsic: Hex;
      extrinsicHash: Hex;
      /** Differs from what was prepared in metadata-hash mode and hash alone. */
      prepared: PreparedExtrinsic;
    }
  /** The hash of the extrinsic in the block: not ours, where a page sent another signature over the same payload. */
  | {
      kind: 'found-in-block';
      block: BlockRef;
      extrinsicHash: Hex;
      /** NODES_DISAGREE: only another operator's node shows that block. */
      error?: WireError;
    }
  | { kind: 'unseen' | 'settled'; unseen: Unseen }
  | { kind: 'receipt-read'; receipt: Receipt }
  /** `error` where there is no receipt: final, but the node no longer keeps its events. */
  | { kind: 'finalized-success'; error: WireError | null }
  | { kind: 'finalized-failure'; error: WireError; unseen: Unseen };

/** Events that lead to one state only, and the request in that state. */
type RequestAfter = {
  prepared: DraftRequest;
  'wallet-asked': WaitingRequest;
  'signature-verified': SignedRequest;
  sending: SubmittedRequest;
  'found-in-block': InBlockRequest;
  'receipt-read': InBlockRequest;
};

/** The request after this event. */
export type Advanced<E extends SigningEvent> = E['kind'] extends keyof RequestAfter
  ? RequestAfter[E['kind']]
  : SigningRequest;

type Fields = Partial<SigningRequest>;

const CANCELLED: WireError = { code: 'REQUEST_CANCELLED', detail: {} };

function signedFields(event: Extract<SigningEvent, { kind: 'signature-verified' }>): Fields {
  const { extrinsic, extrinsicHash, prepared } = event;
  return { extrinsic, extrinsicHash, prepared, promptId: null, error: null };
}

/** In the same block as before the receipt stays, unless nodes disagree; in another one it is read again. A dismissed request shows again. */
function includedFields(
  request: SigningRequest,
  { block, extrinsicHash, error }: Extract<SigningEvent, { kind: 'found-in-block' }>,
): Fields {
  const isSame = request.inBlock?.hash === block.hash && error === undefined;
  const receipt = isSame ? request.receipt : null;
  return {
    inBlock: block,
    receipt,
    extrinsicHash,
    promptId: null,
    heldBecause: null,
    error: error ?? null,
    unseen: null,
    settledAt: null,
    dismissedAt: null,
  };
}

/** A request that no wallet was asked for ends for good. Else a page may have kept a signature: it is looked for on. */
const endFields = ({ askedAt }: SigningRequest, at: number): Fields => ({
  promptId: null,
  settledAt: askedAt === null ? at : null,
});

function fieldsOf(request: SigningRequest, event: SigningEvent, at: number): Fields {
  switch (event.kind) {
    case 'prepared': {
      const { plan, exactness, prepared, node } = event;
      return { plan, exactness, prepared, node, error: null };
    }
    case 'wallet-asked':
      return { promptId: event.promptId, askedAt: at, tabId: event.tabId, error: null };
    case 'ask-failed':
    case 'answer-refused':
      return { promptId: null, error: event.error };
    case 'wallet-refused':
      return { ...endFields(request, at), error: event.error };
    case 'turn-refused':
    case 'wallet-silent':
    case 'pool-refused':
      return { error: event.error };
    case 'signature-verified':
      return signedFields(event);
    case 'held':
      return { heldBecause: event.error };
    case 'sending':
      return { submittedAt: request.submittedAt ?? at, heldBecause: null };
    case 'pool-accepted':
      return { error: null };
    case 'found-in-block':
      return includedFields(request, event);
    case 'receipt-read':
      return { receipt: event.receipt };
    case 'retracted':
      return { inBlock: null, receipt: null };
    case 'finalized-success':
      return { error: event.error, settledAt: at };
    case 'finalized-failure':
      return { error: event.error, unseen: event.unseen, settledAt: at };
    case 'cancelled':
      return request.state === 'signed'
        ? { heldBecause: CANCELLED }
        : { ...endFields(request, at), error: CANCELLED };
    case 'replaced':
      return { ...endFields(request, at), error: null };
    case 'nonce-used': {
      const error: WireError = { code: 'NONCE_USED', detail: {} };
      return { ...endFields(request, at), heldBecause: null, error };
    }
    case 'era-ended':
      return { ...endFields(request, at), heldBecause: null, error: endOfEra(request) };
    case 'unseen':
      return { unseen: event.unseen };
    case 'settled':
      return { unseen: event.unseen, settledAt: at };
  }
}

/** The error at the end of the era: why the request was never sent, or the pool's answer, where known. */
function endOfEra(request: SigningRequest): WireError {
  if (request.state === 'submitted') {
    return request.error ?? { code: 'SUBMISSION_DROPPED', detail: {} };
  }
  return request.heldBecause ?? { code: 'REQUEST_EXPIRED', detail: {} };
}

/** Refusals that depend on the request's fields, which the table of states does not know. */
function isRefused(request: SigningRequest, event: SigningEvent): boolean {
  const { kind } = event;
  if (kind === 'wallet-asked') return request.prepared === null;
  if (kind === 'signature-verified') return request.state === 'draft' && request.askedAt === null;
  if (kind === 'pool-accepted') return request.error === null;
  if (kind === 'sending') {
    const isPages = request.state === 'submitted' && request.submittedAt === null;
    return isPages || isCancelled(request) || request.extrinsic === null;
  }
  if (kind === 'held') return isCancelled(request);
  // No wallet was asked, or two operators showed every block: the extrinsic in the block is another request's.
  if (kind === 'found-in-block') return request.askedAt === null || request.unseen?.by === 2;
  if (kind === 'unseen') return request.askedAt === null || request.unseen?.by === 2;
  if (kind === 'settled') return request.settledAt !== null;
  if (kind === 'receipt-read') return request.inBlock?.hash !== event.receipt.block.hash;
  if (kind === 'finalized-failure') return request.receipt?.isSuccess !== false;
  if (kind === 'finalized-success') {
    return request.receipt === null ? event.error === null : !request.receipt.isSuccess;
  }
  return false;
}

/** Throws REQUEST_MOVED_ON where the table or the request's own fields refuse the event. */
export function advance<E extends SigningEvent>(
  request: SigningRequest,
  event: E,
  at: number,
): Advanced<E>;
export function advance(request: SigningRequest, event: SigningEvent, at: number): SigningRequest {
  const state = nextState(request.state, event.kind);
  if (state === null || isRefused(request, event)) {
    throw new AppError('REQUEST_MOVED_ON', { state: request.state, event: event.kind });
  }
  const next = { ...request, ...fieldsOf(request, event, at), state, updatedAt: at };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fieldsOf gives what the state's variant has
  return next as SigningRequest;
}
