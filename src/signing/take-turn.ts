// Makes a queued request whose turn has come a draft: plans it again at the newest block and holds it to what was
// reviewed. Only now are nonce and era taken. Asks no wallet.
import { AppError, toWireError, type ErrorCode } from '../errors.ts';
import type { AccountSource } from '../model/account.ts';
import type { PreparedExtrinsic } from '../model/extrinsic.ts';
import type { DraftRequest, QueuedRequest, SigningRequest } from '../model/request.ts';
import { lookAgain } from './follow.ts';
import { queuePlaceOf } from './queue.ts';
import { apply, listRuling } from './requests.ts';
import { besideRefusal } from './request-signature.ts';
import { nodeOf, type SigningChain, type SigningDeps } from './signing-deps.ts';
import { pendingNonces, sharedNonce, unseenBeside } from './unseen.ts';
import { prepare, workOut, type Reviewed, type WorkedOut } from './work-out.ts';

/** Errors that stay true until the user reviews again, or an earlier request is decided: stored for the panel to show. */
const lasting: readonly ErrorCode[] = [
  'PLAN_CHANGED',
  'PLAN_BLOCKED',
  'ACCOUNT_LIMIT',
  'ACCEPTANCE_NEEDED',
  'EARLIER_UNDECIDED',
  'EARLIER_UNSEEN',
];

function reviewedOf({ plan, queueEntry, accepted }: QueuedRequest): Reviewed {
  const { terms, minimum, floor, worstPrice } = queueEntry;
  // A request may be queued for long: each position of a batch is held to its own figures, not only to their sum.
  const items = plan.items.map(({ receives }) => receives);
  return { move: plan.move, terms, minimum, floor, worstPrice, items, accepted };
}

/**
 * Throws REQUEST_PENDING while another request goes first, EARLIER_HAPPENED where one that it replaces was carried out.
 * An undecided or unseen one is recognised by its nonce, once that is known.
 */
function requireTurn(request: SigningRequest, all: readonly SigningRequest[]): void {
  const place = queuePlaceOf(request, all);
  if (place.kind === 'behind') {
    const { id, state } = place.ahead;
    throw new AppError('REQUEST_PENDING', { id, state });
  }
  if (place.kind === 'happened') {
    const { id, state } = place.earlier;
    throw new AppError('EARLIER_HAPPENED', { id, state });
  }
}

async function readyFor(
  deps: SigningDeps,
  chain: SigningChain,
  request: QueuedRequest,
  source: AccountSource,
): Promise<
  Pick<WorkedOut, 'plan' | 'exactness'> & { prepared: PreparedExtrinsic; node: string | null }
> {
  const { genesisHash, plan } = request;
  const { move } = plan;
  const { despite = [] } = request.queueEntry;
  const ordering = { instead: [request.id], isNew: false };
  const worked = await workOut(deps, chain, reviewedOf(request), source, ordering);
  if (worked.plan.runtime.genesisHash !== genesisHash) {
    throw new AppError('OTHER_NETWORK', { genesisHash });
  }
  const { storedNonce } = worked;
  const { inPlaceOf } = request.queueEntry;
  const before = await listRuling(deps, request, inPlaceOf);
  for (const earlier of unseenBeside(move, before, storedNonce, despite)) {
    await lookAgain(deps, chain, earlier);
  }
  const own = await listRuling(deps, request, inPlaceOf);
  requireTurn(request, own);
  const prepared = await prepare(chain, worked.plan, {
    ownPending: pendingNonces(own),
    nonce: sharedNonce(own, storedNonce),
  });
  const refusal = besideRefusal(move, own, prepared.nonce, despite);
  if (refusal !== null) throw AppError.of(refusal);
  return { plan: worked.plan, exactness: worked.exactness, prepared, node: nodeOf(chain) };
}

/** Must run alone for its coldkey. Throws AppError; the request stays queued then. */
export async function takeTurn(
  deps: SigningDeps,
  chain: SigningChain,
  request: QueuedRequest,
  source: AccountSource,
): Promise<DraftRequest> {
  requireTurn(request, await listRuling(deps, request, request.queueEntry.inPlaceOf));
  try {
    const ready = await readyFor(deps, chain, request, source);
    return await apply(deps, request.id, { kind: 'prepared', ...ready });
  } catch (thrown) {
    const error = toWireError(thrown);
    if (lasting.includes(error.code)) {
      await apply(deps, request.id, { kind: 'turn-refused', error });
    }
    throw thrown;
  }
}
