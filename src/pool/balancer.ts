// The weighted pool: price, outputs, inputs up to a limit, weights after an injection.
// Knows one curve; fees and the order of checks are in quote-swap.
import type { BalancerPool, Side } from './pool.ts';
import {
  divBits,
  min,
  mulBits,
  ONE_BITS,
  saturatingAdd,
  U64_MAX,
  U128_MAX,
} from './fixed-point.ts';
import { powRatioScaled } from './power.ts';

/** 10^18: weights and powers are counted in these parts. */
export const WEIGHT_ONE = 10n ** 18n;
export const WEIGHT_MIN = WEIGHT_ONE / 100n;

const OUTPUT_PRECISION = 256;
const LIMIT_PRECISION = 1024;

/** TAO per alpha as raw U64F64 bits: two truncated quotients, then a truncated product. */
export function balancerPrice(taoReserve: bigint, alphaReserve: bigint, taoWeight: bigint): bigint {
  const weights = divBits(WEIGHT_ONE - taoWeight, taoWeight);
  return mulBits(weights, divBits(taoReserve, alphaReserve));
}

/** A power in parts of 10^18 as U64F64 bits; null counts as 0. */
function powerBits(power: bigint | null, above: bigint): bigint {
  if (power === null) return 0n;
  return divBits(power > U64_MAX ? above : power, WEIGHT_ONE);
}

export function balancerOutput(pool: BalancerPool, side: Side, netInput: bigint): bigint {
  const alphaWeight = WEIGHT_ONE - pool.taoWeight;
  const [reserveIn, reserveOut, weightIn, weightOut] =
    side === 'buy'
      ? [pool.taoReserve, pool.alphaReserve, pool.taoWeight, alphaWeight]
      : [pool.alphaReserve, pool.taoReserve, alphaWeight, pool.taoWeight];
  const raised = saturatingAdd(reserveIn, netInput);
  const power = powRatioScaled(
    reserveIn,
    raised,
    weightIn,
    weightOut,
    OUTPUT_PRECISION,
    WEIGHT_ONE,
  );
  const kept = min(powerBits(power, 0n), ONE_BITS);
  return mulBits(reserveOut << 64n, ONE_BITS - kept) >> 64n;
}

export function balancerInputToLimit(
  pool: BalancerPool,
  side: Side,
  priceBits: bigint,
  limitBits: bigint,
): bigint {
  const isBuy = side === 'buy';
  const power = powRatioScaled(
    isBuy ? limitBits : priceBits,
    isBuy ? priceBits : limitBits,
    isBuy ? WEIGHT_ONE - pool.taoWeight : pool.taoWeight,
    WEIGHT_ONE,
    LIMIT_PRECISION,
    WEIGHT_ONE,
  );
  const grown = powerBits(power, U64_MAX);
  const reserveIn = isBuy ? pool.taoReserve : pool.alphaReserve;
  const growth = grown > ONE_BITS ? grown - ONE_BITS : 0n;
  return min(reserveIn * growth, U128_MAX) >> 64n;
}
