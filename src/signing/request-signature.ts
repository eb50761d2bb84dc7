// From a move to a stored request: worked out at the newest block, and stored as a draft, or as queued behind other
// requests of its coldkey. Asks no wallet and sends nothing.
import { AppError, type WireError } from '../errors.ts';
import type { Move } from '../model/move.ts';
import type { DraftRequest, QueuedRequest, SigningRequest } from '../model/request.ts';
import type { Hex } from '../units.ts';
import { lookAgain } from './follow.ts';
import { isAlive, joinQueue, LONGEST_QUEUE, type Joining } from './queue.ts';
import { insert, listRuling } from './requests.ts';
import { requireSource } from './require-source.ts';
import { nodeOf, type SigningDeps } from './signing-deps.ts';
import { despiteOf, pendingNonces, sharedNonce, unseenBeside, unseenError } from './unseen.ts';
import { prepare, workOut, type Reviewed, type WorkedOut } from './work-out.ts';

export type SignatureBody = Reviewed & {
  wallet: string;
  /** The network whose facts the user reviewed. */
  genesisHash: Hex;
  /** The unsigned request that the user reviewed again: the new one replaces it. */
  reviewed: string | null;
};

export type SignatureRequested = Pick<WorkedOut, 'plan' | 'exactness'> & {
  id: string;
  /** Another request goes first: no wallet is to be asked yet. */
  isQueued: boolean;
};

function requireRoom({ isFull }: Joining): void {
  if (isFull) throw new AppError('QUEUE_FULL', { most: LONGEST_QUEUE });
}

/**
 * A request that a wallet was asked for may use its nonce until its era ends, whatever its state here. With the same
 * nonce only one of the two can be included; with another nonce the chain must decide first. The user can neither
 * finish nor cancel it. One that this node shows in no block up to the end of its era is judged by unseen.ts.
 */
function undecidedBeside(open: readonly SigningRequest[], nonce: number): WireError | null {
  const rival = open.find(
    ({ askedAt, prepared, unseen }) =>
      askedAt !== null && !unseen && prepared !== null && prepared.nonce !== nonce,
  );
  if (!rival) return null;
  const { id, state } = rival;
  const block = rival.prepared?.deathBlock ?? 0;
  return { code: 'EARLIER_UNDECIDED', detail: { id, state, block } };
}

/** Why a request with that nonce may not be signed beside the others of its account; null: it may. */
export function besideRefusal(
  move: Move,
  own: readonly SigningRequest[],
  nonce: number,
  despite: readonly string[],
): WireError | null {
  const undecided = undecidedBeside(own.filter(isAlive), nonce);
  return undecided ?? unseenError(unseenBeside(move, own, nonce, despite));
}

/** Must run alone for its coldkey. Throws AppError; nothing new is stored then. */
export async function requestSignature(
  body: SignatureBody,
  deps: SigningDeps,
): Promise<SignatureRequested> {
  const { move, terms, minimum, floor, worstPrice } = body;
  const { coldkey } = move;
  const chain = await deps.chain();
  const genesisHash = chain.genesisHash();
  if (genesisHash === null) throw new AppError('NODE_UNREACHABLE', { what: 'network' });
  // A move reviewed on one chain, perhaps in a window that missed the switch, is never signed on another.
  if (genesisHash !== body.genesisHash) throw new AppError('OTHER_NETWORK', { genesisHash });
  const source = await requireSource(deps, { coldkey, genesisHash, wallet: body.wallet });
  const join = (open: readonly SigningRequest[]): Joining =>
    joinQueue(move, genesisHash, open, deps.now(), body.reviewed);
  const account = { coldkey, genesisHash };
  const named = body.reviewed === null ? [] : [body.reviewed];
  const before = await listRuling(deps, account, named);
  const joiningBefore = join(before);
  requireRoom(joiningBefore);
  const despite = despiteOf(before.find(({ id }) => id === body.reviewed));

  const instead = joiningBefore.replaced.map(({ id }) => id);
  const ordering = { instead, isNew: true };
  const { plan, exactness, storedNonce } = await workOut(deps, chain, body, source, ordering);
  if (plan.runtime.genesisHash !== genesisHash)
    throw new AppError('OTHER_NETWORK', { genesisHash });
  for (const earlier of unseenBeside(move, before, storedNonce, despite)) {
    await lookAgain(deps, chain, earlier);
  }
  const own = await listRuling(deps, account, named);
  const joining = join(own);
  requireRoom(joining);
  const { ahead, place, replaced } = joining;
  // As the user knows them: one that was found just now is in the way, and this one still stands in its place.
  const { inPlaceOf } = joiningBefore;
  // A queued request takes no nonce: its nonce is known only when the requests before it are over.
  const nonce = sharedNonce(own, storedNonce);
  const nonces = { ownPending: pendingNonces(own), nonce };
  const prepared = ahead === null ? await prepare(chain, plan, nonces) : null;
  const refusal = prepared === null ? null : besideRefusal(move, own, prepared.nonce, despite);
  const id = deps.newId();
  const at = deps.now();
  const common = {
    id,
    createdAt: at,
    updatedAt: at,
    networkId: chain.network.id,
    genesisHash,
    coldkey,
    wallet: source.wallet,
    origin: source.origin,
    tabId: null,
    plan,
    exactness,
    node: nodeOf(chain),
    accepted: [...body.accepted],
    queueEntry: { place, terms, minimum, floor, worstPrice, inPlaceOf, despite },
    promptId: null,
    askedAt: null,
    extrinsic: null,
    extrinsicHash: null,
    heldBecause: null,
    submittedAt: null,
    inBlock: null,
    receipt: null,
    error: refusal,
    dismissedAt: null,
    settledAt: null,
  };
  const request: QueuedRequest | DraftRequest =
    prepared === null || refusal !== null
      ? { ...common, state: 'queued', prepared: null }
      : { ...common, state: 'draft', prepared };
  await insert(deps, request, replaced);
  return { id, plan, exactness, isQueued: request.state === 'queued' };
}
