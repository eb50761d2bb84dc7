// From a move to a stored request: worked out at the newest block, and a draft at once or in line behind others of its
// coldkey. Refuses to ask a wallet and to send anything.
import { AppError, type WireError } from '../errors.ts';
import type { SigningRequest } from '../model/request.ts';
import type { Hex } from '../units.ts';
import { joinQueue, LONGEST_QUEUE, type Joining } from './queue.ts';
import { insert, listOpen } from './requests.ts';
import { requireSource } from './require-source.ts';
import type { SigningDeps } from './signing-deps.ts';
import { prepare, workOut, type Reviewed, type WorkedOut } from './work-out.ts';

export type SignatureBody = Reviewed & {
  wallet: string;
  /** The network whose facts the user reviewed. */
  genesisHash: Hex;
  /** The request that was looked at again with this, and is not signed yet: it goes, this one stands for it. */
  reviewed: string | null;
};

export type SignatureRequested = WorkedOut & {
  id: string;
  /** Another one goes first: no wallet is to be asked yet. */
  isQueued: boolean;
};

function requireRoom({ isFull }: Joining): void {
  if (isFull) throw new AppError('QUEUE_FULL', { most: LONGEST_QUEUE });
}

/**
 * What a wallet was asked for keeps its nonce until its era ends, whatever became of it here: sharing it, only one of
 * the two can ever be included. Nothing the user could finish or cancel: the chain decides it within its era.
 */
export function undecidedBeside(open: readonly SigningRequest[], nonce: number): WireError | null {
  const rival = open.find(
    ({ askedAt, prepared }) => askedAt !== null && prepared !== null && prepared.nonce !== nonce,
  );
  if (!rival) return null;
  const { id, state } = rival;
  const block = rival.prepared?.deathBlock ?? 0;
  return { code: 'EARLIER_UNDECIDED', detail: { id, state, block } };
}

/** Must run alone for its coldkey. Throws AppError; what it throws left nothing new behind. */
export async function requestSignature(
  ask: SignatureBody,
  deps: SigningDeps,
): Promise<SignatureRequested> {
  const { move, terms, minimum, worstPrice } = ask;
  const { coldkey } = move;
  const network = await deps.network();
  const chain = await deps.chain();
  // Between the two the user may have switched: whose client this is nobody could say then.
  if ((await deps.network()).id !== network.id) throw new AppError('PLAN_STALE');
  const genesisHash = chain.genesisHash();
  if (genesisHash === null) throw new AppError('NODE_UNREACHABLE');
  // Reviewed on one chain, perhaps by a window that has not heard of the switch, is never signed on another.
  if (genesisHash !== ask.genesisHash) throw new AppError('OTHER_NETWORK', { genesisHash });
  const source = await requireSource(deps, { coldkey, genesisHash, wallet: ask.wallet });
  const join = (open: readonly SigningRequest[]): Joining =>
    joinQueue(move, genesisHash, open, deps.now(), ask.reviewed);
  requireRoom(join(await listOpen(deps, coldkey, genesisHash)));

  const { plan, exactness } = await workOut(deps, chain, ask, source);
  if (plan.runtime.genesisHash !== genesisHash)
    throw new AppError('OTHER_NETWORK', { genesisHash });
  const open = await listOpen(deps, coldkey, genesisHash);
  const joining = join(open);
  requireRoom(joining);
  const { ahead, place, replaced, inPlaceOf } = joining;
  // In line nothing is taken of the chain: its nonce is known only when those before it are over.
  const prepared = ahead === null ? await prepare(chain, plan) : null;
  const undecided = prepared === null ? null : undecidedBeside(open, prepared.nonce);
  const isQueued = prepared === null || undecided !== null;
  const id = deps.newId();
  const at = deps.now();
  const request: SigningRequest = {
    id,
    createdAt: at,
    updatedAt: at,
    state: isQueued ? 'queued' : 'draft',
    networkId: network.id,
    genesisHash,
    coldkey,
    wallet: source.wallet,
    origin: source.origin,
    tabId: null,
    plan,
    exactness,
    accepted: [...ask.accepted],
    queueEntry: { place, terms, minimum, worstPrice, inPlaceOf },
    prepared: isQueued ? null : prepared,
    promptId: null,
    askedAt: null,
    extrinsic: null,
    extrinsicHash: null,
    heldBecause: null,
    submittedAt: null,
    inBlock: null,
    receipt: null,
    error: undecided,
    dismissedAt: null,
    settledAt: null,
  };
  await insert(deps, request, replaced);
  return { id, plan, exactness, isQueued };
}
