// Who stands behind the pools and the nonce that a signature is made from: proofs, a second operator, or one node alone.
//
// Confirmed by authors is the block that two thirds of the authors built on, three to six minutes ago; a quote is made at
// the head. The head's figures count as theirs too where
// (a) the head's state has them, by proof, and the head is sealed by an author of the proven list and linked by hashes to
//     that block; and
// (b) the same plan on that block's pools brings the same within the user's tolerance, and its nonce is not above the head's.
// The reason for (b): a seal on the head is one author's word. An author who works with the node can seal any state, and
// nobody has built on it yet. What the two can gain is then no more than what the user tolerates of the price's movement.
// A nonce that is told too high makes a signature that is good for nothing until its era ends; the chain itself holds a
// purchase to the balance.
import type { MoveFactsQuery } from '../chain/chain-client.ts';
import { AppError } from '../errors.ts';
import type { InputsSource, MoveFacts } from '../model/facts.ts';
import type { Plan } from '../model/plan.ts';
import type { ProvenInputs } from '../proof/prove-quote.ts';
import type { SigningChain, SigningDeps } from './signing-deps.ts';

/** Whether the plan trades at a pool's price. */
const isTrade = ({ legs, limitPrice }: Plan): boolean =>
  limitPrice !== null || legs.some(({ purpose }) => purpose !== 'network-fee');

const BPS = 10_000n;

/** The facts as they were at the block that the authors stand on, as far as a price is made of them. */
function withPools(told: MoveFacts, { pools }: ProvenInputs & { by: 'authors' }): MoveFacts {
  const subnets = told.subnets.map((subnet) => {
    const then = pools.find(({ netuid }) => netuid === subnet.netuid);
    return then === undefined ? subnet : { ...subnet, curve: then.curve, pool: then.pool };
  });
  return { ...told, subnets };
}

/** Rule (b). */
function isWithin(
  { model }: Pick<SigningDeps, 'model'>,
  told: MoveFacts,
  plan: Plan,
  proven: ProvenInputs & { by: 'authors' },
): boolean {
  if (proven.nonce > BigInt(told.coldkey.nonce)) return false;
  const now = plan.receives?.expected ?? null;
  const then = model.planMove(plan.move, plan.terms, withPools(told, proven)).receives?.expected;
  if (now === null) return then === undefined;
  if (then === undefined || then.unit !== now.unit) return false;
  const [less, more] =
    then.amount < now.amount ? [then.amount, now.amount] : [now.amount, then.amount];
  return (more - less) * BPS <= more * BigInt(plan.terms.toleranceBps);
}

/**
 * The facts with the pools that a second operator confirms. A limit is made of the price as told: a node that tells another
 * one can have others trade up to it first. Without a second operator they stay one node's word, and a plan that rests on
 * depth is blocked. Throws where one answers and does not confirm: a block that only the first node has proves nothing.
 */
async function confirmed(
  deps: SigningDeps,
  told: MoveFacts,
  query: MoveFactsQuery,
  { depthNeeded }: Plan,
): Promise<MoveFacts> {
  try {
    return await deps.confirmDepth(told, query);
  } catch (error) {
    const code = error instanceof AppError ? error.code : null;
    if (code === 'NO_SECOND_SOURCE') return told;
    // The first node has no say in whether another operator's can be reached.
    if (code === 'SECOND_SOURCE_AWAY' && !depthNeeded) return told;
    throw error;
  }
}

type Backing = { told: MoveFacts; query: MoveFactsQuery; plan: Plan };

/**
 * The facts with who stands behind them. Proofs and the second operator are asked side by side; where nothing is traded,
 * the second one learns of the account only if proofs show nothing. What is one node's word is said so on a network with
 * value alone: elsewhere nothing is lost by it. Throws PROOF_INVALID, NODES_DISAGREE, and what the second one's answer throws.
 */
export async function backed(
  deps: SigningDeps,
  chain: SigningChain,
  { told, query, plan }: Backing,
): Promise<MoveFacts> {
  const ask = (): Promise<MoveFacts> => confirmed(deps, told, query, plan);
  const [proving, asking] = await Promise.allSettled([
    deps.proveInputs(told),
    isTrade(plan) ? ask() : told,
  ]);
  if (proving.status === 'rejected') throw proving.reason;
  if (asking.status === 'rejected') throw asking.reason;
  const proven = proving.value;
  if (proven?.by === 'votes') return { ...asking.value, inputs: 'proven' };
  if (proven?.by === 'authors' && isWithin(deps, told, plan, proven)) {
    return { ...asking.value, inputs: 'authors' };
  }
  const facts = isTrade(plan) || !chain.network.isReal ? asking.value : await ask();
  const inputs: InputsSource = facts.depth === 'two-sources' ? 'two-sources' : 'one-node';
  return inputs === 'one-node' && !chain.network.isReal ? facts : { ...facts, inputs };
}
