// One swap on the superellipse curve: X = centerAlpha − alpha·2^32 and Y = centerTao − tao·2^32 move along X²·b² + Y²·a² = constant.
// Refuses to know accounts, stakes and blocks. Every search is by bisection on the exact function.
import { U128_MAX, U64_MAX, min, mulU64, sub } from './fixed-point.ts';
import { feeOnGross, feeOnNet, limitBits } from './balancer-oracle.ts';
import { integerRoot } from './power.ts';
import type { Fill, Order, Superellipse } from './pool-types.ts';

const Q32 = 1n << 32n;
const LIMIT_512 = 1n << 512n;
const MINIMUM_RESERVE = 1_000_000n;
const INPUT_CAP = 1000n;

/** The curve has no answer here: outside the branch of positive prices, or past 512 bits. */
class CurveError extends RangeError {}

function within512(value: bigint): bigint {
  if (value >= LIMIT_512) throw new CurveError('past 512 bits');
  return value;
}

type Point = { x: bigint; y: bigint };

function pointOf(pool: Superellipse): Point {
  const x = pool.centerAlpha - pool.alphaReserve * Q32;
  const y = pool.centerTao - pool.taoReserve * Q32;
  if (x <= 0n || y <= 0n || pool.alphaScale === 0n || pool.taoScale === 0n) {
    throw new CurveError('outside the curve');
  }
  return { x, y };
}

/** b²X/(a²Y) as U64F64 bits, rounded down. */
export function superellipsePrice(pool: Superellipse): bigint {
  const { x, y } = pointOf(pool);
  const numerator = within512(within512(pool.taoScale ** 2n * x) << 64n);
  const bits = numerator / within512(pool.alphaScale ** 2n * y);
  if (bits > U128_MAX) throw new CurveError('price past 128 bits');
  return bits;
}

/** Payout for a net input, rounded down; throws where the input leaves the curve or the payout passes the reserve. */
function payout(pool: Superellipse, isBuy: boolean, net: bigint): bigint {
  const { x, y } = pointOf(pool);
  const reserveIn = isBuy ? pool.taoReserve : pool.alphaReserve;
  if (reserveIn + net > U64_MAX) throw new CurveError('reserve past u64');
  if (net === 0n) return 0n;
  const [from, other] = isBuy ? [y, x] : [x, y];
  const scaleIn = isBuy ? pool.alphaScale : pool.taoScale;
  const scaleOut = isBuy ? pool.taoScale : pool.alphaScale;
  const to = from - net * Q32;
  if (to <= 0n) throw new CurveError('outside the curve');
  const gain = within512(within512((from - to) * (from + to)) * scaleIn ** 2n) / scaleOut ** 2n;
  const reached = integerRoot(within512(other ** 2n + gain), 2n);
  const out = (reached - other) / Q32;
  if (out > (isBuy ? pool.alphaReserve : pool.taoReserve)) throw new CurveError('over the reserve');
  return out;
}

/** Largest value up to `high` that passes; passing must not resume after it stopped. */
function lastPassing(high: bigint, passes: (value: bigint) => boolean): bigint {
  let low = 0n;
  let top = high;
  while (low < top) {
    const middle = (low + top + 1n) >> 1n;
    if (passes(middle)) low = middle;
    else top = middle - 1n;
  }
  return low;
}

/** Largest input whose payout leaves at least `floor` in the output reserve and the input reserve within u64. */
function largestInput(pool: Superellipse, isBuy: boolean, floor: bigint): bigint {
  const { x, y } = pointOf(pool);
  const reserveIn = isBuy ? pool.taoReserve : pool.alphaReserve;
  const spendable = (isBuy ? pool.alphaReserve : pool.taoReserve) - floor;
  const room = ((isBuy ? y : x) - 1n) / Q32;
  const bounds = min(room, U64_MAX - reserveIn);
  const from = isBuy ? y : x;
  const other = isBuy ? x : y;
  const a2 = (isBuy ? pool.alphaScale : pool.taoScale) ** 2n;
  const b2 = (isBuy ? pool.taoScale : pool.alphaScale) ** 2n;
  // the payout stays within `spendable` while the output coordinate stays below its value one unit further
  const headroom = (other + (spendable + 1n) * Q32) ** 2n - other ** 2n;
  return lastPassing(bounds, (net) => {
    const to = from - net * Q32;
    return (from ** 2n - to ** 2n) * a2 < headroom * b2;
  });
}

function moved(pool: Superellipse, isBuy: boolean, net: bigint, out: bigint): Superellipse {
  return {
    ...pool,
    taoReserve: isBuy ? pool.taoReserve + net : pool.taoReserve - out,
    alphaReserve: isBuy ? pool.alphaReserve - out : pool.alphaReserve + net,
  };
}

/** Largest input after which the actual price still respects the limit. */
function inputWithinLimit(
  pool: Superellipse,
  isBuy: boolean,
  limit: bigint,
  floor: bigint,
): bigint {
  return lastPassing(largestInput(pool, isBuy, floor), (net) => {
    let price: bigint;
    try {
      price = superellipsePrice(moved(pool, isBuy, net, payout(pool, isBuy, net)));
    } catch (error) {
      if (error instanceof CurveError && isBuy) return false;
      throw error;
    }
    return isBuy ? price <= limit : price >= limit;
  });
}

function quote(pool: Superellipse, order: Order): Fill {
  const isBuy = order.side === 'buy';
  const feeRate = order.dropFees === true ? 0 : pool.feeRate;
  const floor = pool.minimumReserve ?? MINIMUM_RESERVE;
  const grossFee = feeOnGross(order.amount, feeRate);
  const net = sub(order.amount, grossFee);
  const reserveIn = isBuy ? pool.taoReserve : pool.alphaReserve;
  const reserveOut = isBuy ? pool.alphaReserve : pool.taoReserve;
  if (net > mulU64(reserveIn, INPUT_CAP)) return { ok: false, error: 'SwapInputTooLarge' };
  if (reserveOut < floor) return { ok: false, error: 'ReservesTooLow' };
  const limit = limitBits(order);
  const priceBefore = superellipsePrice(pool);
  if (isBuy ? priceBefore >= limit : priceBefore <= limit) {
    return { ok: false, error: 'PriceLimitExceeded' };
  }
  const capped = min(net, largestInput(pool, isBuy, floor));
  const amountIn = min(capped, inputWithinLimit(pool, isBuy, limit, floor));
  const fee = amountIn === net ? grossFee : feeOnNet(amountIn, feeRate);
  const amountOut = payout(pool, isBuy, amountIn);
  if (amountIn !== 0n && amountOut === 0n) return { ok: false, error: 'ReservesTooLow' };
  const after = moved(pool, isBuy, amountIn, amountOut);
  const priceAfter = superellipsePrice(after);
  return { ok: true, amountIn, fee, amountOut, priceBefore, priceAfter, after };
}

/** As the chain: whatever the curve cannot represent is `ReservesOutOfBalance`. */
export function superellipseQuote(pool: Superellipse, order: Order): Fill {
  try {
    return quote(pool, order);
  } catch (error) {
    if (error instanceof CurveError) return { ok: false, error: 'ReservesOutOfBalance' };
    throw error;
  }
}
