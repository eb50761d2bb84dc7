// The translated ellipse of exponent two: price, outputs, and the input at which it ends.
// Fees and the order of checks are in superellipse.ts.
import type { Side, SuperellipsePool } from '../pool.ts';
import { isqrt, min, U64_MAX, U128_MAX } from '../fixed-point.ts';

/** Centers, scales and distances are counted in 2^-32 rao. */
export const Q32 = 32n;

/**
 * The curve seen from one side, in units of 2^-32 rao. With X = centerAlpha − alpha·2^32 and
 * Y = centerTao − tao·2^32 as distances, X²·taoScale² + Y²·alphaScale² stays as it is along the curve.
 * The chain computes in 512 bits and fails beyond; nothing here gets there: with scales below 2^128
 * and distances below 2^127 the widest value, distance² · scale², stays below 2^510.
 */
export type Branch = {
  reserveIn: bigint;
  reserveOut: bigint;
  /** Distance of the input reserve from its center; both distances are positive. */
  distanceIn: bigint;
  distanceOut: bigint;
  scaleIn2: bigint;
  scaleOut2: bigint;
};

/**
 * TAO per alpha as raw U64F64 bits, truncated; null outside the tradable domain and beyond 128 bits.
 *
 * Mirrors RaoFoundation/subtensor pallets/swap/src/pallet/superellipse.rs `calculate_price` (0249a4a4).
 */
export function superellipsePrice(
  pool: SuperellipsePool,
  taoReserve: bigint,
  alphaReserve: bigint,
): bigint | null {
  if (pool.alphaScale === 0n || pool.taoScale === 0n) return null;
  const x = pool.centerAlpha - (alphaReserve << Q32);
  const y = pool.centerTao - (taoReserve << Q32);
  if (x <= 0n || y <= 0n) return null;
  const denominator = pool.alphaScale * pool.alphaScale * y;
  const price = ((pool.taoScale * pool.taoScale * x) << 64n) / denominator;
  return price > U128_MAX ? null : price;
}

/** The pool as one side sees it; null outside the tradable domain. Mirrors `coordinates`, `squares`. */
export function superellipseBranch(pool: SuperellipsePool, side: Side): Branch | null {
  if (pool.alphaScale === 0n || pool.taoScale === 0n) return null;
  const x = pool.centerAlpha - (pool.alphaReserve << Q32);
  const y = pool.centerTao - (pool.taoReserve << Q32);
  if (x <= 0n || y <= 0n) return null;
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

/**
 * Rao paid out for a net input in rao; every quotient and root is floored. Null where the input
 * passes the end of the curve or the output the reserve.
 *
 * Mirrors RaoFoundation/subtensor pallets/swap/src/pallet/superellipse.rs `buy_output`, `sell_output`
 * (0249a4a4).
 */
export function superellipseOutput(branch: Branch, input: bigint): bigint | null {
  if (branch.reserveIn + input > U64_MAX) return null;
  if (input === 0n) return 0n;
  const step = input << Q32;
  const { distanceIn, distanceOut } = branch;
  if (step >= distanceIn) return null;
  // distanceIn² − (distanceIn − step)²
  const gain = step * (2n * distanceIn - step);
  const square = distanceOut * distanceOut + (gain * branch.scaleOut2) / branch.scaleIn2;
  const output = (isqrt(square) - distanceOut) >> Q32;
  return output > branch.reserveOut ? null : output;
}

/**
 * The largest input, rao, that leaves at least `floor` rao of the output reserve; null where the
 * reserve is already below.
 *
 * Mirrors RaoFoundation/subtensor pallets/swap/src/pallet/superellipse.rs `max_input` (0249a4a4).
 */
export function superellipseMaxInput(branch: Branch, floor: bigint): bigint | null {
  const payable = branch.reserveOut - floor;
  if (payable < 0n) return null;
  const { distanceIn, distanceOut, scaleIn2, scaleOut2 } = branch;
  const allowance = (payable + 1n) << Q32;
  const bound = allowance * (2n * distanceOut + allowance) * scaleIn2;
  const initial = distanceIn * distanceIn * scaleOut2;
  const minimum = initial >= bound ? isqrt((initial - bound) / scaleOut2) + 1n : 1n;
  const room = distanceIn - minimum;
  return room < 0n ? null : min(room >> Q32, U64_MAX - branch.reserveIn);
}

/** The price after paying `input` in and `output` out, raw bits; null where the chain has none. */
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
