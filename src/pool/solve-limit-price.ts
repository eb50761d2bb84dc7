// The limit price that turns a minimum received into what the chain tests.
import type { Pool, PoolError, Side } from './pool.ts';
import type { Headroom } from './headroom.ts';
import type { Injection } from './inject-liquidity.ts';
import { checkU64 } from './check-inputs.ts';
import { ceilDiv, min, U64_MAX } from './fixed-point.ts';
import { headroom, passesLimit, poolAfterOthers } from './headroom.ts';
import { injectLiquidity } from './inject-liquidity.ts';
import { limitPriceToBits } from './limit-price.ts';
import { quoteFull } from './quote-full.ts';
import { quoteSwap } from './quote-swap.ts';
import { bracketFall, firstTrue, lastTrue } from './search.ts';
import { spotPrice } from './spot-price.ts';
import { netInput } from './swap-fee.ts';

const RAO_PER_ALPHA = 10n ** 9n;
/** Where others' trades are bracketed to this part of the reserve, the price is to a part in 10^9. */
const TOLERANCE_BITS = 32n;
/** A limit found at the boundary is tightened by rounding at most; more would mean a wrong model. */
const MAX_TIGHTENINGS = 8n;

export type LimitTask = {
  pool: Pool;
  side: Side;
  /** Gross, rao of the paid token. */
  amount: bigint;
  /** The least the whole amount may bring, rao of the received token; at least 1. */
  minimum: bigint;
  /** True: a partial fill is allowed; missing: fill or kill. */
  partial?: boolean;
  /** What the protocol may inject before the order runs, at most. */
  injections?: Injection;
};

/** A limit price in rao per whole alpha (u64) and the room it leaves on the pool as it is now. */
export type LimitSolution =
  | { ok: true; limitPrice: bigint; headroom: Headroom }
  | { ok: false; reason: PoolError | 'MinimumNotMet' | 'NoIntegerLimit' };

/**
 * Solves the limit price under which an order never brings less than its minimum.
 *
 * Fill or kill: others trade first along the curve until the full fill would bring less than the
 * minimum; the limit is the loosest integer under which the chain does not let the order through there
 * (`maxWithinLimit`). A deeper pool fills the same amount nearer its limit price, so the limit is taken
 * from the tighter of the pool as it is and the pool with all injections.
 * Partial: every unit must be worth the worst accepted price, minimum over net amount, so that price is
 * the limit, rounded down for a buy and up for a sell.
 *
 * `MinimumNotMet`: the pool pays less already now. `NoIntegerLimit`: no limit price keeps the minimum
 * and lets the order through now (its price has too few digits, or the minimum leaves no room).
 * Throws a RangeError as `quoteSwap` does, and for a minimum of 0.
 */
export function solveLimitPrice(task: LimitTask): LimitSolution {
  const { pool, side, amount, minimum } = task;
  checkU64('minimum', minimum);
  if (minimum === 0n) throw new RangeError('minimum must be at least 1');
  const fill = quoteSwap(pool, { side, amount });
  if (!fill.ok) return { ok: false, reason: fill.error };
  if (fill.amountOut < minimum) return { ok: false, reason: 'MinimumNotMet' };
  if (task.partial === true) return solvePartial(task);
  if (fill.amountIn !== netInput(pool, { side, amount })) {
    return { ok: false, reason: 'PriceLimitExceeded' };
  }
  if (pool.kind === 'stable') return solution(task, RAO_PER_ALPHA);
  return solveFillOrKill(task);
}

function solvePartial(task: LimitTask): LimitSolution {
  const { pool, side, minimum } = task;
  const net = netInput(pool, task);
  const limitPrice =
    side === 'buy' ? (net * RAO_PER_ALPHA) / minimum : ceilDiv(minimum * RAO_PER_ALPHA, net);
  if (limitPrice > U64_MAX) return { ok: false, reason: 'NoIntegerLimit' };
  const limitBits = limitPriceToBits(limitPrice);
  const isBeyondSpot =
    pool.kind === 'stable' ||
    (side === 'buy' ? limitBits > spotPrice(pool) : limitBits < spotPrice(pool));
  return isBeyondSpot ? solution(task, limitPrice) : { ok: false, reason: 'NoIntegerLimit' };
}

function solution(task: LimitTask, limitPrice: bigint): LimitSolution {
  const room = headroom({ ...task, limitPrice });
  if (room === null) return { ok: false, reason: 'NoIntegerLimit' };
  return { ok: true, limitPrice, headroom: room };
}

function solveFillOrKill(task: LimitTask): LimitSolution {
  const { pool, side, amount, minimum } = task;
  const deepened = task.injections === undefined ? pool : injectLiquidity(pool, task.injections);
  const now = loosestLimit(task, pool);
  const then = deepened === pool ? now : loosestLimit(task, deepened);
  const tighter = side === 'buy' ? -1n : 1n;
  const loosest = side === 'buy' ? min(now, then) : now > then ? now : then;
  for (let i = 0n; i < MAX_TIGHTENINGS; i++) {
    const limitPrice = loosest + tighter * i;
    if (limitPrice < 0n || limitPrice > U64_MAX) break;
    if (quoteFull(pool, { side, amount, limitPrice }) === undefined) break;
    const solved = solution(task, limitPrice);
    if (!solved.ok) break;
    // What the chain executes at the very end of the room, limit included.
    const last = poolAfterOthers(pool, side, solved.headroom.othersInput);
    const fill = last && quoteSwap(last, { side, amount, limitPrice });
    if (fill?.ok === true && fill.amountOut >= minimum) return solved;
  }
  return { ok: false, reason: 'NoIntegerLimit' };
}

/**
 * The loosest limit that stops the order on a pool on which it just brings too little. Near enough:
 * the caller tightens it until nothing that passes brings too little.
 */
function loosestLimit(task: LimitTask, pool: Pool): bigint {
  const { side, amount, minimum } = task;
  const fillAfter = (othersInput: bigint) => {
    const moved = poolAfterOthers(pool, side, othersInput);
    return moved && quoteFull(moved, { side, amount });
  };
  const outputAfter = (othersInput: bigint): bigint => fillAfter(othersInput)?.amountOut ?? 0n;
  const output = outputAfter(0n);
  const reserveIn = inputReserve(pool, side);
  // The output falls about twice as fast as the input reserve grows: this reaches past the minimum.
  const reach = output === 0n ? 0n : (reserveIn * (output - min(minimum, output))) / output;
  const wanted = { reach, tolerance: (reserveIn >> TOLERANCE_BITS) + 1n, target: minimum };
  const bracket = bracketFall(U64_MAX, wanted, outputAfter);
  const tooLate = poolAfterOthers(pool, side, bracket?.[1] ?? 0n);
  const fill = tooLate && quoteFull(tooLate, { side, amount });
  if (tooLate === undefined || fill === undefined) {
    // There the pool itself refuses: no limit is needed.
    return side === 'buy' ? U64_MAX : 0n;
  }
  const passes = (limitPrice: bigint): boolean =>
    passesLimit({ pool: tooLate, side, amount, limitPrice });
  const price = fill.priceAfter * RAO_PER_ALPHA;
  if (side === 'buy') {
    const first = firstTrue(0n, U64_MAX, ceilDiv(price, 1n << 64n), passes);
    return first === undefined ? U64_MAX : first - 1n;
  }
  const last = lastTrue(0n, U64_MAX, price >> 64n, passes);
  return last === undefined ? 0n : last + 1n;
}

function inputReserve(pool: Pool, side: Side): bigint {
  if (pool.kind === 'stable') return U64_MAX;
  return side === 'buy' ? pool.taoReserve : pool.alphaReserve;
}
