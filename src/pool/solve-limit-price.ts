// The limit price that turns a minimum received into what the chain tests.
import type { Pool, PoolError, Side } from './pool.ts';
import type { Headroom } from './headroom.ts';
import type { Injection } from './curves/curve.ts';
import { checkU64 } from './check-inputs.ts';
import { inputReserve, isOneToOne, outputReserve } from './curves/curve-of.ts';
import { ceilDiv, min, POWER_PARTS, RAO_PER_ALPHA, U64_MAX } from './fixed-point.ts';
import { headroom, passesLimit, poolAfterOthers } from './headroom.ts';
import { injectLiquidity } from './inject-liquidity.ts';
import { limitPriceToBits } from './limit-price.ts';
import { quoteFull } from './quote-full.ts';
import { quoteSwap } from './quote-swap.ts';
import { bracketFall, firstTrue, lastTrue } from './search.ts';
import { spotPrice } from './spot-price.ts';
import { netInput } from './swap-fee.ts';

/** A limit found at the boundary is tightened by rounding at most; more would mean a wrong model. */
const MAX_TIGHTENINGS = 8n;

/** Whole units of input that rounding may let through: one of the others' input, one of the order. */
const ROUNDED_UNITS = 2n;

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
type LimitSolution =
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
  if (isOneToOne(pool)) return solution(task, RAO_PER_ALPHA);
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
    isOneToOne(pool) ||
    (side === 'buy' ? limitBits > spotPrice(pool) : limitBits < spotPrice(pool));
  return isBeyondSpot ? solution(task, limitPrice) : { ok: false, reason: 'NoIntegerLimit' };
}

function solution(task: LimitTask, limitPrice: bigint): LimitSolution {
  const room = headroom({ ...task, limitPrice });
  if (room === null) return { ok: false, reason: 'NoIntegerLimit' };
  return { ok: true, limitPrice, headroom: room };
}

function solveFillOrKill(task: LimitTask): LimitSolution {
  const { pool, side, amount, injections } = task;
  const deepened = injections === undefined ? pool : injectLiquidity(pool, injections);
  const ends = deepened === pool ? [pool] : [pool, deepened];
  const aim = deepened === pool ? task.minimum : aimAbove(task);
  const limits = ends.map((end) => loosestLimit({ ...task, minimum: aim }, end));
  const loosest = limits.reduce((a, b) => ((side === 'buy' ? a < b : a > b) ? a : b));
  const tighter = side === 'buy' ? -1n : 1n;
  for (let i = 0n; i < MAX_TIGHTENINGS; i++) {
    const limitPrice = loosest + tighter * i;
    if (limitPrice < 0n || limitPrice > U64_MAX) break;
    if (quoteFull(pool, { side, amount, limitPrice }) === undefined) break;
    const solved = solution(task, limitPrice);
    if (!solved.ok) break;
    const rooms = ends.map((end) =>
      end === pool ? solved.headroom : roomOn(task, end, limitPrice),
    );
    if (ends.every((end, k) => keepsMinimum(task, end, limitPrice, rooms[k]))) return solved;
  }
  return { ok: false, reason: 'NoIntegerLimit' };
}

/**
 * Between the two ends of the injections rounding can cost more than at either end: a few rao of the
 * output, and what others gain by the unit in which both their input and the order are counted. The
 * aim is that much higher.
 */
function aimAbove(task: LimitTask): bigint {
  const { pool, side, amount, minimum } = task;
  const fill = quoteFull(pool, { side, amount });
  if (fill === undefined) return minimum;
  const reserveOut = outputReserve(pool, side) ?? 0n;
  const moved = poolAfterOthers(pool, side, ROUNDED_UNITS);
  const later = moved && quoteFull(moved, { side, amount });
  const unitsCost = later === undefined ? 0n : fill.amountOut - later.amountOut;
  const aim = minimum + 2n + ceilDiv(2n * reserveOut, POWER_PARTS) + unitsCost;
  return min(aim, fill.amountOut);
}

function roomOn(task: LimitTask, pool: Pool, limitPrice: bigint): Headroom | null {
  return headroom({ ...task, pool, limitPrice });
}

/** Whether what the chain executes at the very end of the room, limit included, is enough. */
function keepsMinimum(
  task: LimitTask,
  pool: Pool,
  limitPrice: bigint,
  room: Headroom | null | undefined,
): boolean {
  const { side, amount, minimum } = task;
  const last = room && poolAfterOthers(pool, side, room.othersInput);
  const fill = last && quoteSwap(last, { side, amount, limitPrice });
  return fill?.ok === true && fill.amountOut >= minimum;
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
  const reserveIn = inputReserve(pool, side) ?? U64_MAX;
  // The output falls about twice as fast as the input reserve grows: this reaches past the minimum.
  const reach = output === 0n ? 0n : (reserveIn * (output - min(minimum, output))) / output;
  const wanted = { reach, tolerance: priceTolerance(pool, reserveIn), target: minimum };
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

/** An input that moves the price by less than a thirty-second of one rao per alpha; at least 1. */
function priceTolerance(pool: Pool, reserveIn: bigint): bigint {
  const price = (spotPrice(pool) * RAO_PER_ALPHA) >> 64n;
  return reserveIn / (64n * (price + 1n)) + 1n;
}
