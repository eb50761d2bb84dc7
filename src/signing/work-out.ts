// Plans a move again at the newest block, holds the plan to what the user reviewed, compares it with the node, turns it
// into bytes and reads them back. Stores nothing, asks no wallet and sends nothing.
import { neededYeses, openYeses } from '../checks/acceptance.ts';
import { blockedBy, firstBlock } from '../checks/run-checks.ts';
import { isFresh } from '../model/age.ts';
import { AppError } from '../errors.ts';
import { compareWithNode, simQueries } from '../moves/compare-with-node.ts';
import { factsQueryOf } from '../moves/facts-query.ts';
import type { BlockRef, MoveFacts } from '../model/facts.ts';
import type { Move, MoveTerms } from '../model/move.ts';
import type { Exactness, Plan, Quantity } from '../model/plan.ts';
import type { AccountSource } from '../model/account.ts';
import { mayBeOnDevice } from '../model/device.ts';
import type { PreparedExtrinsic } from '../model/extrinsic.ts';
import { toRao } from '../units.ts';
import { requireSame } from '../chain/extrinsic/read-signed-bytes.ts';
import { backed } from './inputs.ts';
import { callDifference, payloadDifference, wantedOf } from './compare-call.ts';
import { keepPromise, type Seen } from './keep-promise.ts';
import { meetLimits, type Ordering } from './meet-limits.ts';
import type { SigningChain, SigningDeps } from './signing-deps.ts';

export type Reviewed = {
  move: Move;
  terms: MoveTerms;
  /** What the user saw: the new plan may not bring less than this, nor anything else than this. */
  minimum: Quantity;
  /** What its limits enforce whatever the pools' depth; null: no amount. The new plan may not enforce less. */
  floor: Quantity | null;
  /** With partial fill: the price that no unit may be worse than; the minimum is no promise then. */
  worstPrice: bigint | null;
  /** Of a batch reviewed long ago: the same for each of its positions; null: nothing was promised of it. */
  items?: readonly (Seen | null)[];
  /** What the user said yes to, by the names of checks/acceptance.ts. */
  accepted: readonly string[];
};

/** `storedNonce`: the account's next one in the state of the plan's block, without what waits in a pool. */
export type WorkedOut = { plan: Plan; exactness: Exactness; storedNonce: number };

function requireUnblocked(plan: Plan): void {
  // Unknown checks are asked about with everything else that needs a yes.
  const check = firstBlock(plan.checks);
  if (check !== null) throw AppError.of(blockedBy(check));
  if (plan.wouldFailWith !== null) {
    throw new AppError('PLAN_BLOCKED', { chainError: plan.wouldFailWith });
  }
}

async function compare(chain: SigningChain, plan: Plan): Promise<Exactness> {
  const queries = simQueries(plan);
  try {
    const answers = queries.length === 0 ? [] : await chain.simulate(plan.block.hash, queries);
    return compareWithNode(plan, answers);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return compareWithNode(plan, []);
  }
}

function requireExact(exactness: Exactness): void {
  switch (exactness.state) {
    case 'identical':
    case 'model-proven':
    case 'no-trade':
    case 'unverified':
    case 'told':
      return;
    case 'differs':
      throw new AppError('NODE_DIFFERS', { local: exactness.local, node: exactness.node });
    case 'unanswered':
      throw new AppError('NODE_TIMEOUT', { what: 'simulation' });
    case 'checking':
      throw new AppError('INTERNAL', { text: 'plan not compared' });
  }
}

/** Throws ACCEPTANCE_NEEDED unless the user said yes to everything that needs it. */
function requireAccepted(plan: Plan, exactness: Exactness, accepted: readonly string[]): void {
  const open = openYeses(neededYeses(plan, exactness, plan.checks), accepted);
  if (open.length > 0) throw new AppError('ACCEPTANCE_NEEDED', { reason: open.join(', ') });
}

/**
 * The signature covers the era's birth block. A birth at the newest block would make it invalid if that block were
 * retracted, so the birth is the newest final block, and the lag of finality shortens the era. Where less than half
 * would be left, finality has stalled: throws NODE_TIMEOUT. So does block 0: that signature would never expire.
 */
async function birthOf(chain: SigningChain, { block, terms }: Plan): Promise<BlockRef> {
  const birth = await chain.finalizedHead();
  const lag = block.number - birth.number;
  if (lag * 2 > terms.eraBlocks || birth.number < 1)
    throw new AppError('NODE_TIMEOUT', { what: 'finality', lag });
  return birth;
}

/**
 * Bytes for the call, read back and compared with it field by field; nonce and era are taken here. `ownPending`: the
 * nonces that other requests of the account may still use; `nonce`: the one to use, undefined: the next one. Throws PAYLOAD_MISMATCH, RUNTIME_CHANGED, and what
 * `prepareExtrinsic` throws: FORMAT_UNKNOWN, OTHER_PENDING.
 */
export async function prepare(
  chain: SigningChain,
  plan: Plan,
  { ownPending, nonce }: { ownPending: readonly number[]; nonce: number | undefined },
): Promise<PreparedExtrinsic> {
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
    ownPending,
    ...(nonce === undefined ? {} : { nonce }),
  });
  const { specVersion } = plan.runtime;
  // Planned after an upgrade whose block is not final yet.
  if (prepared.specVersion !== specVersion) throw new AppError('RUNTIME_CHANGED', { specVersion });
  if (nonce !== undefined && prepared.nonce !== nonce) {
    throw new AppError('PAYLOAD_MISMATCH', { field: 'nonce' });
  }
  requireSame(payloadDifference(prepared, wantedOf(plan)));
  const runtime = await chain.runtimeOf(prepared);
  requireSame(callDifference(call, await chain.decodeCall(prepared.call, runtime)));
  return prepared;
}

/** Blocks of twelve seconds, and a chain that paused for a few of them. */
const OLDEST_BLOCK_MS = 180_000;

/** On a chain whose time means nothing, because nobody keeps it, blocks may be of any age. */
function requireRecent(deps: SigningDeps, chain: SigningChain, { blockTime }: MoveFacts): void {
  const now = deps.now() + (chain.clockOffset() ?? 0);
  if (isFresh(blockTime, now, OLDEST_BLOCK_MS) || !chain.network.isReal) return;
  throw new AppError('BLOCKS_OLD', { blockTime, now });
}

async function planAtHead(
  deps: SigningDeps,
  chain: SigningChain,
  reviewed: Reviewed,
  head: BlockRef,
  source: AccountSource,
  ordering: Ordering,
): Promise<{ plan: Plan; storedNonce: number }> {
  const { move, terms } = reviewed;
  const isEcdsa = source.keyType === 'ecdsa';
  const query = { ...factsQueryOf(move), isEcdsa, isDevice: mayBeOnDevice(source) };
  const read = await chain.readMoveFacts(query, head);
  const guarded: MoveFacts = { ...read, guard: await deps.guardRows(read.runtime) };
  const told = await meetLimits(deps, chain, guarded, ordering);
  requireRecent(deps, chain, told);
  const first = deps.model.planMove(move, terms, told);
  const facts = await backed(deps, chain, { told, query, plan: first });
  const planWith = (wanted: MoveTerms): Plan => deps.model.planMove(move, wanted, facts);
  const plan = planWith(terms);
  requireUnblocked(plan);
  const kept = keepPromise(plan, reviewed, planWith);
  requireUnblocked(kept);
  return { plan: kept, storedNonce: facts.coldkey.nonce };
}

/** Throws AppError: BLOCKS_OLD, PLAN_BLOCKED, ACCOUNT_LIMIT, PLAN_CHANGED, NODE_DIFFERS, ACCEPTANCE_NEEDED, and what reading throws. */
export async function workOut(
  deps: SigningDeps,
  chain: SigningChain,
  reviewed: Reviewed,
  source: AccountSource,
  ordering: Ordering,
): Promise<WorkedOut> {
  const head = await chain.head();
  const { plan, storedNonce } = await planAtHead(deps, chain, reviewed, head, source, ordering);
  const exactness = await compare(chain, plan);
  requireExact(exactness);
  requireAccepted(plan, exactness, reviewed.accepted);
  return { plan, exactness, storedNonce };
}
