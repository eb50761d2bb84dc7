// Makes a queued request whose turn has come a draft: plans it again at the newest block and holds it to what was
// reviewed. Only now are nonce and era taken. Asks no wallet.
import { AppError, toWireError, type ErrorCode } from '../errors.ts';
import type { AccountSource } from '../model/account.ts';
import type { PreparedExtrinsic } from '../model/extrinsic.ts';
import type { DraftRequest, QueuedRequest, SigningRequest } from '../model/request.ts';
import { isAlive, queuePlaceOf } from './queue.ts';
import { apply, listAll } from './requests.ts';
import { pendingNonces, undecidedBeside } from './request-signature.ts';
import { nodeOf, type SigningChain, type SigningDeps } from './signing-deps.ts';
import { prepare, workOut, type Reviewed, type WorkedOut } from './work-out.ts';

/** Errors that stay true until the user reviews again, or an earlier request is decided: stored for the panel to show. */
const lasting: readonly ErrorCode[] = [
  'PLAN_CHANGED',
  'PLAN_BLOCKED',
  'ACCEPTANCE_NEEDED',
  'EARLIER_UNDECIDED',
];

function reviewedOf({ plan, queueEntry, accepted }: QueuedRequest): Reviewed {
  const { terms, minimum, floor, worstPrice } = queueEntry;
  // A request may be queued for long: each position of a batch is held to its own figures, not only to their sum.
  const items = plan.items.map(({ receives }) => receives);
  return { move: plan.move, terms, minimum, floor, worstPrice, items, accepted };
}

/**
 * Throws REQUEST_PENDING while another request goes first, EARLIER_HAPPENED where one that it replaces was carried out.
 * An undecided one is recognised by its nonce, once that is known.
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
  open: readonly SigningRequest[],
): Promise<WorkedOut & { prepared: PreparedExtrinsic; node: string | null }> {
  const { genesisHash } = request;
  const worked = await workOut(deps, chain, reviewedOf(request), source);
  if (worked.plan.runtime.genesisHash !== genesisHash) {
    throw new AppError('OTHER_NETWORK', { genesisHash });
  }
  const prepared = await prepare(chain, worked.plan, pendingNonces(open));
  const undecided = undecidedBeside(open, prepared.nonce);
  if (undecided !== null) throw new AppError(undecided.code, undecided.detail);
  return { ...worked, prepared, node: nodeOf(chain) };
}

/** Must run alone for its coldkey. Throws AppError; the request stays queued then. */
export async function takeTurn(
  deps: SigningDeps,
  chain: SigningChain,
  request: QueuedRequest,
  source: AccountSource,
): Promise<DraftRequest> {
  const { coldkey, genesisHash } = request;
  const all = await listAll(deps, coldkey, genesisHash);
  requireTurn(request, all);
  const open = all.filter(isAlive);
  try {
    const ready = await readyFor(deps, chain, request, source, open);
    return await apply(deps, request.id, { kind: 'prepared', ...ready });
  } catch (thrown) {
    const error = toWireError(thrown);
    if (lasting.includes(error.code)) {
      await apply(deps, request.id, { kind: 'turn-refused', error });
    }
    throw thrown;
  }
}
