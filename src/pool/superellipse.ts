// The translated ellipse of exponent two: price, outputs, and the inputs at which it ends.
// Knows one curve; fees and the order of checks are in quote-superellipse.
import type { Side, SuperellipsePool } from './pool.ts';
import { isqrt, min, U64_MAX, U128_MAX } from './fixed-point.ts';

const U512_MAX = (1n << 512n) - 1n;
const I128_MIN = -(1n << 127n);
const Q32 = 32n;

/** The curve seen from one side: distances from the centers and squared scales, all Q32. */
type Branch = {
  reserveIn: bigint;
  reserveOut: bigint;
  /** Distance of the input reserve from its center, of the output reserve from its center. */
  distanceIn: bigint;
  distanceOut: bigint;
  scaleIn2: bigint;
  scaleOut2: bigint;
};

/** A distance that the chain can hold and trade on, or null. */
function distance(center: bigint, reserve: bigint): bigint | null {
  const value = center - (reserve << Q32);
  return value > 0n && value >= I128_MIN ? value : null;
}

/** TAO per alpha as raw U64F64 bits, truncated; null where the chain's 512-bit arithmetic has no answer. */
export function superellipsePrice(
  pool: SuperellipsePool,
  taoReserve: bigint,
  alphaReserve: bigint,
): bigint | null {
  if (pool.alphaScale === 0n || pool.taoScale === 0n) return null;
  const x = distance(pool.centerAlpha, alphaReserve);
  const y = distance(pool.centerTao, taoReserve);
  if (x === null || y === null) return null;
  const numerator = (pool.taoScale * pool.taoScale * x) << 64n;
  const denominator = pool.alphaScale * pool.alphaScale * y;
  if (numerator > U512_MAX) return null;
  const price = numerator / denominator;
  return price > U128_MAX ? null : price;
}

export function superellipseBranch(pool: SuperellipsePool, side: Side): Branch | null {
  if (pool.alphaScale === 0n || pool.taoScale === 0n) return null;
  const x = distance(pool.centerAlpha, pool.alphaReserve);
  const y = distance(pool.centerTao, pool.taoReserve);
  if (x === null || y === null) return null;
  const alphaScale2 = pool.alphaScale * pool.alphaScale;
  const taoScale2 = pool.taoScale * pool.taoScale;
  return side === 'buy'
    ? {
        reserveIn: pool.taoReserve,
        reserveOut: pool.alphaReserve,
        distanceIn: y,
        distanceOut: x,
        scaleIn2: taoScale2,
        scaleOut2: alphaScale2,
      }
    : {
        reserveIn: pool.alphaReserve,
        reserveOut: pool.taoReserve,
        distanceIn: x,
        distanceOut: y,
        scaleIn2: alphaScale2,
        scaleOut2: taoScale2,
      };
}

/** Rao paid out for a net input, floored; null where the chain has no answer. */
export function superellipseOutput(branch: Branch, input: bigint): bigint | null {
  if (branch.reserveIn + input > U64_MAX) return null;
  if (input === 0n) return 0n;
  const y = branch.distanceIn;
  const x = branch.distanceOut;
  const newY = y - (input << Q32);
  if (newY <= 0n) return null;
  const gain = (y - newY) * (y + newY);
  const scaled = gain * branch.scaleOut2;
  if (gain > U512_MAX || scaled > U512_MAX) return null;
  const square = x * x + scaled / branch.scaleIn2;
  if (square > U512_MAX) return null;
  const gained = isqrt(square) - x;
  const output = gained >> Q32;
  return output > branch.reserveOut ? null : output;
}

/** The largest input that leaves at least `floor` rao of the output reserve; null where the chain has no answer. */
export function superellipseMaxInput(branch: Branch, floor: bigint): bigint | null {
  const payable = branch.reserveOut - floor;
  if (payable < 0n) return null;
  const allowance = (payable + 1n) << Q32;
  const headroom = allowance * (branch.distanceOut * 2n + allowance);
  const initial = branch.distanceIn * branch.distanceIn * branch.scaleOut2;
  const bound = headroom * branch.scaleIn2;
  if (headroom > U512_MAX || initial > U512_MAX || bound > U512_MAX) return null;
  const minimum = initial >= bound ? isqrt((initial - bound) / branch.scaleOut2) + 1n : 1n;
  const room = branch.distanceIn - minimum;
  if (room < 0n) return null;
  return min(room >> Q32, U64_MAX - branch.reserveIn);
}

/** The price after paying `input` in and `output` out; null where the chain has no answer. */
export function superellipsePriceAfter(
  pool: SuperellipsePool,
  side: Side,
  input: bigint,
  output: bigint,
): bigint | null {
  return side === 'buy'
    ? superellipsePrice(pool, pool.taoReserve + input, pool.alphaReserve - output)
    : superellipsePrice(pool, pool.taoReserve - output, pool.alphaReserve + input);
}

/**
 * The largest input whose actual price after the trade still respects the limit, by the chain's own
 * search; null where the chain has no answer.
 */
export function superellipseInputToLimit(
  pool: SuperellipsePool,
  branch: Branch,
  side: Side,
  limitBits: bigint,
): bigint | null {
  const spot = superellipsePrice(pool, pool.taoReserve, pool.alphaReserve);
  if (spot === null) return null;
  if (side === 'buy' ? limitBits <= spot : limitBits >= spot) return 0n;
  let high = superellipseMaxInput(branch, 0n);
  if (high === null) return null;
  let low = 0n;
  while (low < high) {
    const middle: bigint = low + ((high - low + 1n) >> 1n);
    const output = superellipseOutput(branch, middle);
    if (output === null) return null;
    const price = superellipsePriceAfter(pool, side, middle, output);
    if (price === null && side === 'sell') return null;
    const isWithin = price !== null && (side === 'buy' ? price <= limitBits : price >= limitBits);
    if (isWithin) low = middle;
    else high = middle - 1n;
  }
  return low;
}
