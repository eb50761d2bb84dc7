// From a move to a stored draft: planned again at the newest block, checked, compared with the node,
// turned into bytes and read back. Refuses to ask a wallet and to send anything.
import { neededYeses, openYeses } from '../checks/acceptance.ts';
import { firstBlock } from '../checks/run-checks.ts';
import { AppError } from '../errors.ts';
import type { BlockRef } from '../facts.ts';
import type { Move, MoveTerms } from '../moves/move.ts';
import type { Exactness, Plan, Quantity } from '../moves/plan.ts';
import type { AccountSource, PreparedExtrinsic, SigningRequest } from '../store/schema.ts';
import { toRao, type Hex } from '../units.ts';
import { callDifference, payloadDifference, requireSame } from './compare-call.ts';
import { keepPromise } from './keep-promise.ts';
import { apply, insert, isInTheWay, listOpen } from './request-book.ts';
import { requireSource } from './require-source.ts';
import { blockedBy } from './requote.ts';
import type { SigningChain, SigningDeps } from './signing-deps.ts';

export type SignatureAsk = {
  move: Move;
  terms: MoveTerms;
  wallet: string;
  /** The network whose facts the user reviewed. */
  genesisHash: Hex;
  /** What the user saw: the new plan may not bring less than this, nor anything else than this. */
  minimum: Quantity;
  /** With partial fill: the price that no unit may be worse than; the minimum is no promise then. */
  worstPrice: bigint | null;
  /** What the user said yes to, by the names of checks/acceptance.ts. */
  accepted: readonly string[];
};

export type SignatureRequested = { id: string; plan: Plan; exactness: Exactness };

function requireUnblocked(plan: Plan): void {
  // What is unknown is asked about with everything else that needs a yes.
  const check = firstBlock(plan.checks);
  if (check !== null) throw new AppError('PLAN_BLOCKED', blockedBy(check).detail);
  if (plan.wouldFailWith !== null) {
    throw new AppError('PLAN_BLOCKED', { chainError: plan.wouldFailWith });
  }
}

async function compare(deps: SigningDeps, chain: SigningChain, plan: Plan): Promise<Exactness> {
  const asks = deps.planning.simAsks(plan);
  try {
    const answers = asks.length === 0 ? [] : await chain.simulate(plan.block.hash, asks);
    return deps.planning.compareWithNode(plan, answers);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return deps.planning.compareWithNode(plan, []);
  }
}

function requireExact(exactness: Exactness): void {
  switch (exactness.state) {
    case 'identical':
    case 'model-proven':
    case 'no-trade':
    case 'unverified':
      return;
    case 'differs':
      throw new AppError('NODE_DIFFERS', { local: exactness.local, node: exactness.node });
    case 'unanswered':
      throw new AppError('NODE_TIMEOUT');
    case 'checking':
      throw new AppError('INTERNAL', { text: 'plan not compared' });
  }
}

/** What the user must have said yes to in so many words. */
function requireAccepted(plan: Plan, exactness: Exactness, accepted: readonly string[]): void {
  const open = openYeses(neededYeses(plan, exactness, plan.checks), accepted);
  if (open.length > 0) throw new AppError('ACCEPTANCE_NEEDED', { reason: open.join(', ') });
}

/**
 * The era's birth is signed: born at the newest block, the signature would be worthless to every node should that
 * block lose its place. So it is born at the newest final one, and what finality lags comes off its length. Where little
 * would be left, finality has stalled: throws NODE_TIMEOUT.
 */
async function birthOf(chain: SigningChain, { block, terms }: Plan): Promise<BlockRef> {
  const birth = await chain.finalizedHead();
  const lag = block.number - birth.number;
  if (lag * 2 > terms.eraBlocks) throw new AppError('NODE_TIMEOUT', { what: 'finality', lag });
  return birth;
}

/** Bytes for the call, read back and compared with it field by field. Throws PAYLOAD_MISMATCH, RUNTIME_CHANGED. */
async function prepare(chain: SigningChain, plan: Plan): Promise<PreparedExtrinsic> {
  const { call, move, terms } = plan;
  if (call === null) throw new AppError('PLAN_BLOCKED', { check: 'no-call' });
  const { coldkey } = move;
  const prepared = await chain.prepareExtrinsic({
    draft: call,
    coldkey,
    eraBlocks: terms.eraBlocks,
    tip: toRao(0n),
    metadataHashMode: 0,
    at: await birthOf(chain, plan),
  });
  const { specVersion } = plan.runtime;
  // Planned after an upgrade whose block is not final yet.
  if (prepared.specVersion !== specVersion) throw new AppError('RUNTIME_CHANGED', { specVersion });
  requireSame(payloadDifference(prepared, { coldkey, runtime: plan.runtime }));
  const runtime = await chain.runtimeOf(prepared);
  requireSame(callDifference(call, await chain.decodeCall(prepared.call, runtime)));
  return prepared;
}

/** Throws REQUEST_PENDING while another request of the coldkey could still be sent beside this one. */
function requireFree(open: readonly SigningRequest[]): void {
  const rival = open.find(isInTheWay);
  if (rival) throw new AppError('REQUEST_PENDING', { id: rival.id, state: rival.state });
}

/**
 * What a wallet was asked for keeps its nonce until its era ends, whatever became of it here: sharing it, only one of
 * the two can ever be included.
 */
function requireSameNonce(open: readonly SigningRequest[], nonce: number): void {
  const rival = open.find(
    ({ askedAt, prepared }) => askedAt !== null && prepared !== null && prepared.nonce !== nonce,
  );
  if (!rival) return;
  const { id, state } = rival;
  // Nothing the user could finish or cancel: the chain decides it within its era.
  const code = isInTheWay(rival) ? 'REQUEST_PENDING' : 'EARLIER_UNDECIDED';
  throw new AppError(code, { id, state, block: rival.prepared?.deathBlock ?? 0 });
}

async function planAtHead(
  deps: SigningDeps,
  chain: SigningChain,
  ask: SignatureAsk,
  head: BlockRef,
  { keyType }: AccountSource,
): Promise<Plan> {
  const { move, terms } = ask;
  const isEcdsa = keyType === 'ecdsa';
  const facts = await chain.readMoveFacts({ ...deps.planning.factsAsk(move), isEcdsa }, head);
  const planWith = (wanted: MoveTerms): Plan => deps.planning.planMove(move, wanted, facts);
  const plan = planWith(terms);
  requireUnblocked(plan);
  const kept = keepPromise(plan, ask, planWith);
  requireUnblocked(kept);
  return kept;
}

/** Must run alone for its coldkey. Throws AppError; what it throws left nothing new behind. */
export async function requestSignature(
  ask: SignatureAsk,
  deps: SigningDeps,
): Promise<SignatureRequested> {
  const { coldkey } = ask.move;
  const network = await deps.network();
  const chain = await deps.chain();
  // Between the two the user may have switched: whose client this is nobody could say then.
  if ((await deps.network()).id !== network.id) throw new AppError('PLAN_STALE');
  const genesisHash = chain.genesisHash();
  if (genesisHash === null) throw new AppError('NODE_UNREACHABLE');
  // Reviewed on one chain, perhaps by a window that has not heard of the switch, is never signed on another.
  if (genesisHash !== ask.genesisHash) throw new AppError('WRONG_NETWORK', { genesisHash });
  const source = await requireSource(deps, { coldkey, genesisHash, wallet: ask.wallet });
  requireFree(await listOpen(deps, coldkey, genesisHash));

  const plan = await planAtHead(deps, chain, ask, await chain.head(), source);
  if (plan.runtime.genesisHash !== genesisHash)
    throw new AppError('WRONG_NETWORK', { genesisHash });
  const exactness = await compare(deps, chain, plan);
  requireExact(exactness);
  requireAccepted(plan, exactness, ask.accepted);
  const prepared = await prepare(chain, plan);

  const open = await listOpen(deps, coldkey, genesisHash);
  requireFree(open);
  requireSameNonce(open, prepared.nonce);
  for (const { id, state } of open) {
    if (state === 'draft') await apply(deps, id, { kind: 'replaced' });
  }
  const id = deps.newId();
  const at = deps.now();
  await insert(deps, {
    id,
    createdAt: at,
    updatedAt: at,
    state: 'draft',
    networkId: network.id,
    genesisHash,
    coldkey,
    wallet: source.wallet,
    origin: source.origin,
    tabId: null,
    plan,
    exactness,
    accepted: [...ask.accepted],
    prepared,
    askId: null,
    askedAt: null,
    extrinsic: null,
    extrinsicHash: null,
    heldBecause: null,
    submittedAt: null,
    inBlock: null,
    receipt: null,
    error: null,
    dismissedAt: null,
    settledAt: null,
  });
  return { id, plan, exactness };
}
