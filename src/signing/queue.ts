// Who goes first of several unfinished requests of one coldkey: a nonce can be used once, so they are signed one after
// another. One rule for signing, the toolbar and the panel; reads requests and changes none.
import type { Move } from '../model/move.ts';
import type { SigningRequest, SigningState } from '../model/request.ts';
import type { Hex } from '../units.ts';

/** How many of one coldkey may wait: each waits for all before it, and prices do not. */
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

/** Signed, and not to be sent any more: the user said so, but a page may have kept the signature. */
export const isCancelled = (request: Pick<SigningRequest, 'heldBecause'>): boolean =>
  request.heldBecause?.code === 'REQUEST_CANCELLED';

/** Whether there is something to do for it with the next block; else only its end is left to look for. */
export function isUnderWay(request: SigningRequest): boolean {
  const { state } = request;
  if (isFinished(state) || state === 'queued' || state === 'draft') return false;
  return !(state === 'signed' && isCancelled(request));
}

/** Whether a new request of the coldkey must wait for this one; any other only shares its nonce with the next. */
function isInTheWay(request: SigningRequest): boolean {
  // What was not taken by the pool may be replaced.
  return isUnderWay(request) && (request.state !== 'submitted' || request.error === null);
}

/** What a move is about, whatever its amount: reviewed anew, it takes the place of what was reviewed before. */
function aboutOf(move: Move): string {
  if (move.kind === 'exit-several') {
    const items = move.items.map(({ hotkey, netuid }) => `${hotkey} ${netuid}`).toSorted();
    return [move.kind, ...items].join();
  }
  const to = [
    'toHotkey' in move ? move.toHotkey : '',
    'toNetuid' in move ? move.toNetuid : '',
    'toColdkey' in move ? move.toColdkey : '',
  ];
  return [move.kind, move.hotkey, move.netuid, ...to].join();
}

const placeOf = ({ queueEntry, createdAt }: SigningRequest): number =>
  queueEntry?.place ?? createdAt;

/** Those in line, the next one first. */
export function queueOf(requests: readonly SigningRequest[]): SigningRequest[] {
  return requests
    .filter(({ state }) => state === 'queued')
    .toSorted((a, b) => placeOf(a) - placeOf(b) || (a.id < b.id ? -1 : 1));
}

type Whose = { coldkey: string; genesisHash: Hex };

const ofSame =
  ({ coldkey, genesisHash }: Whose) =>
  (other: SigningRequest): boolean =>
    other.coldkey === coldkey && other.genesisHash === genesisHash;

/** Over for the user or about to be, while a page may hold a signature of it that still comes in. */
const mayStillHappen = ({ state, askedAt, settledAt }: SigningRequest): boolean =>
  askedAt !== null && settledAt === null && (state === 'draft' || isFinished(state));

/** Ids that the request stands in place of: what of them is on the chain already, the user has seen. */
function standsFor(
  about: string,
  replaced: readonly SigningRequest[],
  others: readonly SigningRequest[],
): readonly string[] {
  const same = others.filter(({ plan }) => aboutOf(plan.move) === about);
  const inherited = new Set(replaced.flatMap(({ queueEntry }) => queueEntry?.inPlaceOf ?? []));
  return others
    .filter((other) => same.includes(other) || replaced.includes(other) || inherited.has(other.id))
    .filter(mayStillHappen)
    .map(({ id }) => id);
}

export type Joining = {
  /** Not signed yet, and about the same or reviewed again: the new one stands for them. */
  replaced: readonly SigningRequest[];
  /** What the new one must not happen beside: given up, but perhaps signed all the same. */
  inPlaceOf: readonly string[];
  /** The nearest one that it must wait for; null: it may be signed now. */
  ahead: SigningRequest | null;
  place: number;
  isFull: boolean;
};

/** Where a move that was just reviewed comes in. */
export function joinQueue(
  move: Move,
  genesisHash: Hex,
  requests: readonly SigningRequest[],
  now: number,
  /** The request that the user looked at again, whatever it has become. */
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
  /** Waits for the nearest one ahead, which may wait itself. */
  | { kind: 'behind'; ahead: SigningRequest }
  /** What it was made in place of is carried out after all: only the user can say whether this one is still wanted. */
  | { kind: 'happened'; earlier: SigningRequest }
  /** Over for the user, but it holds another nonce that a block may still use: only the chain decides. */
  | { kind: 'undecided'; earlier: SigningRequest };

/** The one of those it stands for that was carried out for good; undefined: none. */
function happenedInstead(
  { queueEntry }: SigningRequest,
  requests: readonly SigningRequest[],
): SigningRequest | undefined {
  return requests.find(
    ({ id, state }) => state === 'finalized' && queueEntry?.inPlaceOf.includes(id),
  );
}

/** Where one in line stands. Whatever goes ahead of it is waited for until it is over, and final if in a block. */
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
  const earlier =
    error?.code === 'EARLIER_UNDECIDED'
      ? others.find(({ id, settledAt }) => id === error.detail['id'] && settledAt === null)
      : undefined;
  return earlier ? { kind: 'undecided', earlier } : { kind: 'turn' };
}

/** Those behind one, the next first: of its coldkey, whether or not it stands in line itself. */
export function behindOf(
  request: SigningRequest,
  requests: readonly SigningRequest[],
): SigningRequest[] {
  const line = queueOf(requests.filter(ofSame(request)));
  return line.slice(line.findIndex(({ id }) => id === request.id) + 1);
}
