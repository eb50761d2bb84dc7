// Compares a plan with the node's own simulation at the same block: the queries, and the verdict on the answers.
import type { BlockRef, Reading, SimQuery, SimSwap, SubnetFacts } from '../model/facts.ts';
import type { ModelProof } from '../model/model-proof.ts';
import { simDifference } from '../guard/judge-pools.ts';
import type { Filled, Order } from '../pool/pool.ts';
import type { Exactness, Leg, Plan } from '../model/plan.ts';

/** The queries of a plan: its first-touch legs, in order. */
export function simQueries(plan: Pick<Plan, 'legs'>): SimQuery[] {
  return plan.legs.flatMap(({ sim }) => sim ?? []);
}

const isFailure = (sim: SimSwap): boolean =>
  sim.taoAmount === 0n && sim.alphaAmount === 0n && sim.taoFee === 0n && sim.alphaFee === 0n;

type Figures = { net: bigint; out: bigint; fee: bigint };

function figuresOf(sim: SimSwap, side: Order['side']): Figures {
  return side === 'buy'
    ? { net: sim.taoAmount, out: sim.alphaAmount, fee: sim.taoFee }
    : { net: sim.alphaAmount, out: sim.taoAmount, fee: sim.alphaFee };
}

type Difference = { local: bigint; node: bigint };

/** The first figure that differs, the output before all others; null where all agree. */
function difference(
  fill: Filled,
  sim: SimSwap,
  side: Order['side'],
  fee: bigint,
): Difference | null {
  const node = isFailure(sim) ? { net: 0n, out: 0n, fee: 0n } : figuresOf(sim, side);
  if (fill.amountOut !== node.out) return { local: fill.amountOut, node: node.out };
  if (fill.amountIn !== node.net) return { local: fill.amountIn, node: node.net };
  return fee === node.fee ? null : { local: fee, node: node.fee };
}

/** The fee in the node's answer: of the whole queried amount, whatever the leg itself pays. */
function feeOfQuery(leg: Leg, query: SimQuery): bigint {
  return query.amount - leg.fill.amountIn;
}

function compareLeg(leg: Leg, query: SimQuery, sim: SimSwap): Difference | null {
  return difference(leg.fill, sim, leg.side, feeOfQuery(leg, query));
}

/**
 * How exact a plan is. `sims` are the answers to `simQueries(plan)`, in order, at the plan's block. A difference
 * outweighs a missing answer; a runtime without simulation is no failure of the node.
 */
export function compareWithNode(
  plan: Pick<Plan, 'legs' | 'claims'>,
  sims: readonly Reading<SimSwap>[],
): Exactness {
  const traded = compareTrades(plan, sims);
  const isAgreed = ['no-trade', 'identical', 'model-proven'].includes(traded.state);
  // What the funds pay is the node's own figure, whatever else is confirmed.
  return plan.claims !== undefined && isAgreed ? { state: 'told' } : traded;
}

function compareTrades(plan: Pick<Plan, 'legs'>, sims: readonly Reading<SimSwap>[]): Exactness {
  if (plan.legs.length === 0) return { state: 'no-trade' };
  const queried = [...plan.legs.entries()].filter(([, leg]) => leg.sim !== null);
  let missing: Exactness | null = queried.length === sims.length ? null : { state: 'unanswered' };
  for (const [at, [index, leg]] of queried.entries()) {
    const sim = sims[at];
    if (sim === undefined || leg.sim === null) continue;
    if (!sim.known) {
      if (missing?.state !== 'unanswered') {
        missing = { state: sim.reason === 'unreadable' ? 'unanswered' : 'unverified' };
      }
      continue;
    }
    const found = compareLeg(leg, leg.sim, sim.value);
    if (found !== null) return { state: 'differs', leg: index, ...found };
  }
  if (missing !== null) return missing;
  return { state: queried.length === plan.legs.length ? 'identical' : 'model-proven' };
}

/** Rao and alpha-rao of the self-test's trades: small against any pool, large against rounding. */
const TEST_AMOUNT = 1_000_000_000n;

/** One purchase and one sale on one pool of a curve: they prove its model on a connection and spec. */
export function selfTestQueries({ netuid }: Pick<SubnetFacts, 'netuid'>): [SimQuery, SimQuery] {
  return [
    { netuid, side: 'buy', amount: TEST_AMOUNT },
    { netuid, side: 'sell', amount: TEST_AMOUNT },
  ];
}

function isConfirmed(subnet: SubnetFacts, query: SimQuery, sim: SimSwap): boolean {
  if (subnet.pool === null) return false;
  return simDifference(subnet.pool, query, sim) === null;
}

/** The verdict on the answers to `selfTestQueries`; the pool and the answers must be of the same block. */
export function judgeSelfTest(
  subnet: SubnetFacts,
  block: BlockRef,
  sims: readonly Reading<SimSwap>[],
): ModelProof {
  if (subnet.pool === null) return { state: 'no-model' };
  const queries = selfTestQueries(subnet);
  let wereAllAnswered = true;
  let didAnyFill = false;
  for (const [at, query] of queries.entries()) {
    const sim = sims[at];
    if (sim?.known) {
      if (!isConfirmed(subnet, query, sim.value)) {
        return { state: 'differs', block, netuid: subnet.netuid };
      }
      didAnyFill ||= !isFailure(sim.value);
    } else {
      if (sim?.reason === 'not-on-this-runtime') return { state: 'no-simulation' };
      wereAllAnswered = false;
    }
  }
  // Two refusals that agree prove no price.
  return wereAllAnswered && didAnyFill ? { state: 'proven', block } : { state: 'untested' };
}
