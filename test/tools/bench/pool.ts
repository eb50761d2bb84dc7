// Measures the pool math over the reference vectors, and the plain exact algorithm in the same run.
import process from 'node:process';
import { POWER_PARTS } from '../../../src/pool/fixed-point.ts';
import { largestWithinImpact } from '../../../src/pool/largest-within-impact.ts';
import { maxWithinLimit } from '../../../src/pool/max-within-limit.ts';
import type { BalancerPool, Order, Pool } from '../../../src/pool/pool.ts';
import { powRatioScaledSlow } from '../../../src/pool/power-slow.ts';
import { quoteSwap } from '../../../src/pool/quote-swap.ts';
import { sampleCurve } from '../../../src/pool/sample-curve.ts';
import { solveLimitPrice } from '../../../src/pool/solve-limit-price.ts';
import { netInput } from '../../../src/pool/swap-fee.ts';
import type { VectorCase } from '../../pool/vector-cases.ts';
import { balancerCases, superellipseCases } from '../../pool/vector-cases.ts';

const HALF = POWER_PARTS / 2n;
const ROUNDS = 7;
const CALLS = 4;

/** The fastest of several rounds, microseconds a call: what the work costs without its neighbours. */
function microseconds(work: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.hrtime.bigint();
    for (let call = 0; call < CALLS; call++) work();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / CALLS / 1000);
  }
  return best;
}

function percentile(sorted: number[], percent: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}

/** Prints the spread of one kind of work over its cases and returns the median. */
function report(name: string, works: (() => unknown)[], budget?: number): number {
  for (const work of works) work();
  const times = works.map(microseconds).sort((a, b) => a - b);
  const median = percentile(times, 50);
  const figures = [50, 95, 100].map((p) => percentile(times, p).toFixed(2).padStart(8)).join(' ');
  const goal = budget === undefined ? '' : `  budget ${budget}`;
  const count = String(works.length).padStart(5);
  console.log(`${name.padEnd(44)}${count} cases  p50/p95/max µs ${figures}${goal}`);
  return median;
}

function quotes<Shape extends Pool>(cases: VectorCase<Shape>[]): (() => unknown)[] {
  return cases.map(
    ({ pool, order }) =>
      () =>
        quoteSwap(pool, order),
  );
}

/** The one power that a full fill needs, by the chain's own algorithm. */
function plainPower(pool: BalancerPool, order: Order): () => unknown {
  const isBuy = order.side === 'buy';
  const reserve = isBuy ? pool.taoReserve : pool.alphaReserve;
  const weightIn = isBuy ? pool.taoWeight : POWER_PARTS - pool.taoWeight;
  const raised = reserve + netInput(pool, order);
  return () =>
    powRatioScaledSlow(reserve, raised, weightIn, POWER_PARTS - weightIn, 256, POWER_PARTS);
}

function benchVectors(balancers: VectorCase<BalancerPool>[]): void {
  const isFilled = ({ expected }: VectorCase<Pool>): boolean => !('error' in expected);
  const isHalf = ({ pool }: VectorCase<BalancerPool>): boolean => pool.taoWeight === HALF;
  const realistic = balancers.filter((row) => row.tag === 'realistic_default_limit');
  const whole = realistic.filter((row) => isFilled(row) && !row.isCut);
  report('balancer, weight ½, full', quotes(whole.filter(isHalf)), 3);
  const general = whole.filter((row) => !isHalf(row));
  const fast = report('balancer, other weights, full', quotes(general), 10);
  const cut = balancers.filter((row) => isFilled(row) && row.isCut);
  report('balancer, weight ½, limited', quotes(cut.filter(isHalf)));
  report('balancer, other weights, limited', quotes(cut.filter((row) => !isHalf(row))));
  const powers = general.map(({ pool, order }) => plainPower(pool, order));
  const plain = report('one power by the plain exact algorithm', powers);
  console.log(
    `whole fast quote against the plain power alone: ${(plain / fast).toFixed(0)}× faster`,
  );
}

function benchSolvers(): void {
  const pool: BalancerPool = {
    kind: 'balancer',
    taoReserve: 23_027_286_571_256n,
    alphaReserve: 3_508_759_482_573_826n,
    taoWeight: 499_999_996_087_712_508n,
    feeRate: 33,
  };
  const injections = { tao: 10n ** 10n, alpha: 10n ** 12n };
  const amounts = [10n ** 9n, 10n ** 10n, 10n ** 11n, 10n ** 12n];
  const tasks = (['buy', 'sell'] as const).flatMap((side) =>
    amounts.map((base) => {
      const amount = side === 'buy' ? base : base * 100n;
      const fill = quoteSwap(pool, { side, amount });
      const minimum = fill.ok ? (fill.amountOut * 995n) / 1000n : 1n;
      return { pool, side, amount, minimum };
    }),
  );
  const solvers = tasks.map((task) => () => solveLimitPrice(task));
  report('limit price, fill or kill', solvers, 500);
  const deepened = tasks.map((task) => () => solveLimitPrice({ ...task, injections }));
  report('limit price, fill or kill, with injections', deepened, 500);
  report('max within a limit', [() => maxWithinLimit(pool, 'buy', 6_600_000n)]);
  const ends = (['buy', 'sell'] as const).map(
    (side) => () => largestWithinImpact(pool, side, 100, 10n ** 19n),
  );
  report('largest order within 1 % of impact', ends);
  report('a curve of up to 64 points', [() => sampleCurve(pool, 'buy', 10n ** 13n)]);
}

/** Prints what a quote and what the solvers cost. */
export async function benchPool(): Promise<void> {
  const superellipses = superellipseCases();
  benchVectors(balancerCases());
  const filled = superellipses.filter(({ expected }) => !('error' in expected));
  report('superellipse, all fills', quotes(filled), 5);
  report('superellipse, full', quotes(filled.filter((row) => !row.isCut)), 5);
  report('superellipse, limited or clamped', quotes(filled.filter((row) => row.isCut)));
  benchSolvers();
}
