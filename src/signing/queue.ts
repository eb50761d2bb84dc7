// Who goes first of several unfinished requests of one coldkey: a nonce can be used once, so they are signed one after
// another. One rule for signing, the toolbar and the panel; reads requests and changes none.
import type { Move } from '../model/move.ts';
import type { SigningRequest, SigningState } from '../model/request.ts';
import type { Hex } from '../units.ts';

/** How many requests of one coldkey may be queued: each waits for all before it, while prices move. */
export const LONGEST_QUEUE = 5;

const over: ReadonlySet<SigningState> = new Set([
  'finalized',
  'rejected',
  'expired',
  'failed',
  'dropped',
  'superseded',
]);

export const isFinished = (state: SigningState): boolean => over.has(state);

/**
 * Whether the chain may still change the request. A refusal or silence of the wallet is only the page's word, and the
 * page may keep a signature: a request that a wallet was asked for stays alive until it is settled.
 */
export function isAlive({ state, askedAt, settledAt }: SigningRequest): boolean {
  return !isFinished(state) || (askedAt !== null && settledAt === null);
}

/** Signed, then cancelled: it is not sent from here, but a page may have kept the signature. */
export const isCancelled = (request: Pick<SigningRequest, 'heldBecause'>): boolean =>
  request.heldBecause?.code === 'REQUEST_CANCELLED';

/** Whether the next block may require an action for it; else only its end is left to look for. */
export function isUnderWay(request: SigningRequest): boolean {
  const { state } = request;
  if (isFinished(state) || state === 'queued' || state === 'draft') return false;
  return !(state === 'signed' && isCancelled(request));
}

/** Whether a new request of the coldkey must wait for this one; any other only shares its nonce with the next. */
function isInTheWay(request: SigningRequest): boolean {
  // A request that the pool refused may be replaced.
  return isUnderWay(request) && (request.state !== 'submitted' || request.error === null);
}

/** What a move is about, whatever its amount: a new review of the same replaces the request before it. */
export function aboutOf(move: Move): string {
  if (move.kind === 'exit-several') {
    const items = move.items.map(({ hotkey, netuid }) => `${hotkey} ${netuid}`).toSorted();
    return [move.kind, ...items].join();
  }
  if (move.kind === 'claim') return [move.kind, ...move.hotkeys.toSorted()].join();
  // Accepting and refusing answer the same question.
  if (move.kind === 'accept-locked') return move.kind;
  const to = [
    'toHotkey' in move ? move.toHotkey : '',
    'toNetuid' in move ? move.toNetuid : '',
    'toColdkey' in move ? move.toColdkey : '',
  ];
  return [move.kind, move.hotkey, move.netuid, ...to].join();
}

const placeOf = ({ queueEntry, createdAt }: SigningRequest): number =>
  queueEntry?.place ?? createdAt;

/** The queued requests, the next one first. */
export function queueOf(requests: readonly SigningRequest[]): SigningRequest[] {
  return requests
    .filter(({ state }) => state === 'queued')
    .toSorted((a, b) => placeOf(a) - placeOf(b) || (a.id < b.id ? -1 : 1));
}

type Whose = { coldkey: string; genesisHash: Hex };

/** Whether another request is of the same account on the same chain. */
export const ofSame =
  ({ coldkey, genesisHash }: Whose) =>
  (other: SigningRequest): boolean =>
    other.coldkey === coldkey && other.genesisHash === genesisHash;

/**
 * Ended here, or a draft again, while a page may still submit a signature it kept; or ended on the word of one node, which
 * may have hidden it, or told a failure that never was.
 */
function mayHaveHappened({ state, askedAt, settledAt, unseen }: SigningRequest): boolean {
  if (askedAt === null || state === 'finalized') return false;
  if (state === 'failed') return unseen?.by === 1;
  if (state !== 'draft' && !isFinished(state)) return false;
  return settledAt === null || unseen?.by !== 2;
}

/** Ids of the requests that this one replaces and that may still come in or be found; the user has seen those on the chain. */
function standsFor(
  about: string,
  replaced: readonly SigningRequest[],
  others: readonly SigningRequest[],
): readonly string[] {
  const same = others.filter(({ plan }) => aboutOf(plan.move) === about);
  const inherited = new Set(replaced.flatMap(({ queueEntry }) => queueEntry?.inPlaceOf ?? []));
  return others
    .filter((other) => same.includes(other) || replaced.includes(other) || inherited.has(other.id))
    .filter(mayHaveHappened)
    .map(({ id }) => id);
}

export type Joining = {
  /** Not signed yet, and about the same or reviewed again: the new request replaces them. */
  replaced: readonly SigningRequest[];
  /** Given up, but perhaps signed all the same: only one of these and the new request may happen. */
  inPlaceOf: readonly string[];
  /** The nearest request that it must wait for; null: it may be signed now. */
  ahead: SigningRequest | null;
  place: number;
  isFull: boolean;
};

/** Where a move that was just reviewed joins the queue. */
export function joinQueue(
  move: Move,
  genesisHash: Hex,
  requests: readonly SigningRequest[],
  now: number,
  /** The request that the user reviewed again, whatever its state. */
  reviewed: string | null = null,
): Joining {
  const others = requests.filter(ofSame({ coldkey: move.coldkey, genesisHash }));
  const about = aboutOf(move);
  const replaced = others.filter(
    ({ id, state, plan }) =>
      (state === 'draft' || state === 'queued') &&
      (id === reviewed || aboutOf(plan.move) === about),
  );
  const place = Math.min(now, ...replaced.map(placeOf));
  const rest = others.filter((other) => !replaced.includes(other));
  const line = queueOf(rest);
  const ahead =
    line.findLast((other) => placeOf(other) <= place) ??
    rest.find(isInTheWay) ??
    rest.find(({ state }) => state === 'draft') ??
    null;
  return {
    replaced,
    inPlaceOf: standsFor(about, replaced, others),
    ahead,
    place,
    isFull: ahead !== null && line.length >= LONGEST_QUEUE,
  };
}

type QueuePlace =
  | { kind: 'turn' }
  /** Waits for the nearest request ahead, which may be queued itself. */
  | { kind: 'behind'; ahead: SigningRequest }
  /** A request that it replaced was carried out after all: only the user can decide whether this one is still wanted. */
  | { kind: 'happened'; earlier: SigningRequest }
  /** An ended request has another nonce that a block may still use: only the chain decides. */
  | { kind: 'undecided'; earlier: SigningRequest }
  /** An ended request about the same may have happened unseen: only the user can decide. */
  | { kind: 'unseen'; earlier: SigningRequest };

/** The finalized one of those that it replaces; undefined: none. */
function happenedInstead(
  { queueEntry }: SigningRequest,
  requests: readonly SigningRequest[],
): SigningRequest | undefined {
  return requests.find(
    ({ id, state }) => state === 'finalized' && queueEntry?.inPlaceOf.includes(id),
  );
}

/** The place of a queued request. It waits until each request ahead is over, and final if in a block. */
export function queuePlaceOf(
  request: SigningRequest,
  requests: readonly SigningRequest[],
): QueuePlace {
  const others = requests.filter(ofSame(request)).filter(({ id }) => id !== request.id);
  const line = queueOf([request, ...others]);
  const ahead =
    line[line.indexOf(request) - 1] ??
    others.find(isUnderWay) ??
    others.find(({ state }) => state === 'draft');
  if (ahead) return { kind: 'behind', ahead };
  const instead = happenedInstead(request, others);
  if (instead) return { kind: 'happened', earlier: instead };
  const { error } = request;
  const earlier = others.find(({ id }) => id === error?.detail['id']);
  if (earlier === undefined || !mayHaveHappened(earlier)) return { kind: 'turn' };
  if (error?.code === 'EARLIER_UNSEEN') return { kind: 'unseen', earlier };
  const isOpen = earlier.settledAt === null && !earlier.unseen;
  return error?.code === 'EARLIER_UNDECIDED' && isOpen
    ? { kind: 'undecided', earlier }
    : { kind: 'turn' };
}

/** The queued requests behind one of the same coldkey, the next first, whether or not that one is queued itself. */
export function behindOf(
  request: SigningRequest,
  requests: readonly SigningRequest[],
): SigningRequest[] {
  const line = queueOf(requests.filter(ofSame(request)));
  return line.slice(line.findIndex(({ id }) => id === request.id) + 1);
}
