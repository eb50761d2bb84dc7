// The weighted pool: price, outputs, inputs up to a limit, weights after an injection.
// Fees and the order of checks are in balancer.ts.
import type { BalancerPool, Side } from '../pool.ts';
import {
  bitLength,
  min,
  mulBits,
  ONE_BITS,
  POWER_PARTS,
  saturatingAdd,
  saturatingSub,
  U64_MAX,
  U128_MAX,
} from '../fixed-point.ts';
import { powRatioScaled } from '../power.ts';

/** Both weights stay at or above this, parts of 10^18. */
export const WEIGHT_MIN = POWER_PARTS / 100n;

const OUTPUT_PRECISION = 256;
const LIMIT_PRECISION = 1024;

/**
 * TAO per alpha as raw U64F64 bits: two truncated quotients, then a truncated product; 0 without alpha.
 *
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/balancer.rs `calculate_price` (14bc6f9f9).
 */
export function balancerPrice(taoReserve: bigint, alphaReserve: bigint, taoWeight: bigint): bigint {
  if (alphaReserve === 0n) return 0n;
  const weights = ((POWER_PARTS - taoWeight) << 64n) / taoWeight;
  return mulBits(weights, (taoReserve << 64n) / alphaReserve);
}

/** A power in parts of 10^18 as U64F64 bits, truncated; one over u64 counts as `above`, none as 0. */
function powerBits(power: bigint | null, above: bigint): bigint {
  if (power === null) return 0n;
  const parts = power > U64_MAX ? above : power;
  return (parts << 64n) / POWER_PARTS;
}

/**
 * (reserve/(reserve + input))^(weightIn/weightOut): the share of the output reserve that stays, raw
 * U64F64 bits; 18 decimals, truncated, at most 1. 0 where both reserve and input are 0.
 *
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/balancer.rs `exp_scaled` (14bc6f9f9).
 */
export function keptShare(
  reserve: bigint,
  input: bigint,
  weightIn: bigint,
  weightOut: bigint,
): bigint {
  const raised = saturatingAdd(reserve, input);
  const power = powRatioScaled(reserve, raised, weightIn, weightOut, OUTPUT_PRECISION, POWER_PARTS);
  return min(powerBits(power, 0n), ONE_BITS);
}

/**
 * Rao paid out for a net input in rao, truncated; granular by about the output reserve · 10^-18.
 *
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/swap_step.rs `convert_deltas` (14bc6f9f9).
 */
export function balancerOutput(pool: BalancerPool, side: Side, netInput: bigint): bigint {
  const alphaWeight = POWER_PARTS - pool.taoWeight;
  return side === 'buy'
    ? (pool.alphaReserve *
        (ONE_BITS - keptShare(pool.taoReserve, netInput, pool.taoWeight, alphaWeight))) >>
        64n
    : (pool.taoReserve *
        (ONE_BITS - keptShare(pool.alphaReserve, netInput, alphaWeight, pool.taoWeight))) >>
        64n;
}

/**
 * Whether (bn/bd)^weight is at least 2^5, far above (2^64 − 1)/10^18, so that only this is left of it.
 * True of the chain's power too: of u128 numbers its logarithm is at most 89, and there its series, of
 * 1048 bits and 1176 terms without alternating signs, is exact to 1176 · e^89 · 2^-1048 < 2^-900.
 */
function isBeyondU64(bn: bigint, bd: bigint, weight: bigint): boolean {
  if (bd === 0n) return false;
  // floor of log2 of the ratio, or one less
  const doublings = BigInt(bitLength(bn) - bitLength(bd) - 1);
  return doublings * weight >= 5n * POWER_PARTS;
}

/**
 * The net input in rao that moves the price from `priceBits` to `limitBits`, truncated. The power
 * counts as 2^64 − 1 parts at most, so the input is at most 17.45 times the reserve. The 18 decimals
 * of the power make it inexact: the price after such an input can be a few parts in 10^18 · reserve
 * past the limit, and further at extreme weights.
 *
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/balancer.rs `calculate_quote_delta_in`,
 * `calculate_base_delta_in` (14bc6f9f9).
 */
export function balancerInputToLimit(
  pool: BalancerPool,
  side: Side,
  priceBits: bigint,
  limitBits: bigint,
): bigint {
  const isBuy = side === 'buy';
  const bn = isBuy ? limitBits : priceBits;
  const bd = isBuy ? priceBits : limitBits;
  const weight = isBuy ? POWER_PARTS - pool.taoWeight : pool.taoWeight;
  const power = isBeyondU64(bn, bd, weight)
    ? U64_MAX
    : powRatioScaled(bn, bd, weight, POWER_PARTS, LIMIT_PRECISION, POWER_PARTS);
  const growth = saturatingSub(powerBits(power, U64_MAX), ONE_BITS);
  const reserveIn = isBuy ? pool.taoReserve : pool.alphaReserve;
  return min(reserveIn * growth, U128_MAX) >> 64n;
}

/** parts/10^18 of a value to the nearest, halves up, capped at u128. Mirrors `mul_perquintill_round`. */
function weightOf(parts: bigint, value: bigint): bigint {
  return min((value * parts + POWER_PARTS / 2n) / POWER_PARTS, U128_MAX);
}

/**
 * The quote weight that keeps the price when reserves are added, parts of 10^18, truncated; null
 * where a weight would leave 0.01 to 0.99.
 *
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/balancer.rs
 * `update_weights_for_added_liquidity` (14bc6f9f9).
 */
export function balancerWeightAfter(
  pool: BalancerPool,
  addedTao: bigint,
  addedAlpha: bigint,
): bigint | null {
  const { taoReserve, alphaReserve, taoWeight } = pool;
  const alphaQuantity = weightOf(
    POWER_PARTS - taoWeight,
    min(taoReserve * (alphaReserve + addedAlpha), U128_MAX),
  );
  const taoQuantity = weightOf(taoWeight, min(alphaReserve * (taoReserve + addedTao), U128_MAX));
  const sum = min(alphaQuantity + taoQuantity, U128_MAX);
  const weight = sum === 0n ? POWER_PARTS / 2n : (min(taoQuantity, sum) * POWER_PARTS) / sum;
  return weight < WEIGHT_MIN || POWER_PARTS - weight < WEIGHT_MIN ? null : weight;
}
