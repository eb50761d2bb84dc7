// A signing request as its user sees it: which one is shown, and the actions it allows. Pure.
import type { SigningRequest, SigningState } from '../../model/request.ts';
import type { Shortfall } from '../../model/receipt.ts';
import { isFinished, isUnderWay, queueOf, queuePlaceOf } from '../../signing/queue.ts';

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
    if (wentWell(request)) return null;
  }
  return null;
}

/** Whether these alone, the newest so many, tell what is on top of home. */
export function tellPinned(requests: readonly SigningRequest[], newest: number): boolean {
  if (requests.length < newest || openRequestOf(requests) !== null) return true;
  return requests
    .toSorted((a, b) => b.createdAt - a.createdAt)
    .slice(0, newest)
    .some(
      (request) =>
        (request.dismissedAt === null && worthShowing.has(request.state)) || wentWell(request),
    );
}

/** Cancelled after it was signed: never sent by us, but a signature cannot be recalled. */
export function isCancelledButSigned({ state, heldBecause }: SigningRequest): boolean {
  return state === 'signed' && heldBecause?.code === 'REQUEST_CANCELLED';
}

/** Failed for good, or in a block that is not final yet. */
export function hasFailed({ state, receipt }: SigningRequest): boolean {
  return state === 'failed' || (receipt !== null && !receipt.isSuccess);
}

/** What was promised and did not arrive; null: nothing is missing, or there is no receipt. */
export function shortfallOf({ receipt }: SigningRequest): Shortfall | null {
  return receipt?.shortfall ?? null;
}

/** A node called its block final, and the network's voters finalized another one. */
export const isDisproven = ({ receipt }: Pick<SigningRequest, 'receipt'>): boolean =>
  receipt?.proof?.gap === 'elsewhere';

/** By votes for its block, and with the events that its receipt is made of. */
export const isProvenFinal = ({ receipt }: Pick<SigningRequest, 'receipt'>): boolean =>
  receipt?.proof?.events === 'proven' && receipt.proof.final !== null;

/** Yet to be looked at: the chain refused it, it brought less than was promised, or its block is none of the chain. */
export function wentWrong(request: SigningRequest): boolean {
  return hasFailed(request) || shortfallOf(request) !== null || isDisproven(request);
}

/** Nothing is left to look at: whoever goes on from here goes on from what it brought. */
export const wentWell = (request: SigningRequest): boolean =>
  request.state === 'finalized' && !wentWrong(request);

/** The wallet's page could not be reached: the action opens its site. */
export function needsPlace({ error }: Pick<SigningRequest, 'error'>): boolean {
  return ['TAB_UNREACHABLE', 'TAB_CLOSED', 'TAB_NAVIGATED', 'PERMISSION_REFUSED'].includes(
    error?.code ?? '',
  );
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
