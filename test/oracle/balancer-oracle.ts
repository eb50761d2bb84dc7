// One swap through a weighted pool, step by step as the chain runs it. Slow on purpose: every power by the full series.
// Refuses to know accounts, stakes and blocks. Facts: chain.md §4.2–§4.7; pallets/swap/src/pallet/{balancer,swap_step,impls}.rs.
import {
  F64,
  U128_MAX,
  U64_MAX,
  add,
  addU64,
  fromInt,
  min,
  mul,
  mulU64,
  safeDiv,
  sub,
  toU64,
} from './fixed-point.ts';
import { powRatioScaled } from './power.ts';
import type { Balancer, Fill, Order } from './pool-types.ts';

export const WEIGHT_ONE = 10n ** 18n;
const MIN_WEIGHT = WEIGHT_ONE / 100n;
const ONE = 1n << 64n;
const FEE_DENOMINATOR = 65535n;
const INPUT_CAP = 1000n;
const MINIMUM_RESERVE = 1_000_000n;
const RAO_PER_TAO = 1_000_000_000n;
const MAX_PRICE = 10n ** 15n;
const MIN_PRICE = 1000n;
const OUTPUT_PRECISION = 256n;
const LIMIT_PRECISION = 1024n;

const fx = (value: bigint): bigint => fromInt(value, F64);

/** TAO per alpha as U64F64 bits: base weight over quote weight times reserve ratio, three truncations. */
export function balancerPrice(taoReserve: bigint, alphaReserve: bigint, taoWeight: bigint): bigint {
  const weights = safeDiv(fx(WEIGHT_ONE - taoWeight), fx(taoWeight), F64);
  return mul(weights, safeDiv(fx(taoReserve), fx(alphaReserve), F64), F64);
}

/** Fee on a gross amount, rounded down after the rate itself was rounded down. */
export function feeOnGross(amount: bigint, feeRate: number): bigint {
  const rate = safeDiv(fx(BigInt(feeRate)), fx(FEE_DENOMINATOR), F64);
  return toU64(mul(fx(amount), rate, F64), F64);
}

/** Fee on top of a net amount: rate/(65535 − rate), rounded down. */
export function feeOnNet(net: bigint, feeRate: number): bigint {
  const rate = fx(BigInt(feeRate));
  return toU64(mul(fx(net), safeDiv(rate, sub(fx(FEE_DENOMINATOR), rate), F64), F64), F64);
}

/** The limit as U64F64 bits: given so, given in rao per alpha, or the chain's default for the side. */
export function limitBits(order: Order): bigint {
  if (order.limitPriceBits !== undefined) return order.limitPriceBits;
  const limit = order.limitPrice ?? (order.side === 'buy' ? MAX_PRICE : MIN_PRICE);
  return safeDiv(fx(limit), fx(RAO_PER_TAO), F64);
}

/** (reserve/(reserve + added))^(own weight/other weight) as U64F64 bits, at most one; 0 where the power has no u64 result. */
export function keptShare(
  reserve: bigint,
  added: bigint,
  ownWeight: bigint,
  otherWeight: bigint,
): bigint {
  const grown = addU64(reserve, added);
  if (grown === 0n) return 0n;
  const power = powRatioScaled(
    reserve,
    grown,
    ownWeight,
    otherWeight,
    OUTPUT_PRECISION,
    WEIGHT_ONE,
  );
  if (power === null || power > U64_MAX) return 0n;
  return min(safeDiv(fx(power), fx(WEIGHT_ONE), F64), ONE);
}

/** Net input that moves the price from one value to another (raw U64F64 bits), rounded down. */
export function inputToPrice(
  reserve: bigint,
  higherPrice: bigint,
  lowerPrice: bigint,
  weight: bigint,
): bigint {
  const power = powRatioScaled(
    higherPrice,
    lowerPrice,
    weight,
    WEIGHT_ONE,
    LIMIT_PRECISION,
    WEIGHT_ONE,
  );
  if (power === null) return 0n;
  const growth = safeDiv(fx(min(power, U64_MAX)), fx(WEIGHT_ONE), F64);
  return toU64(mul(fx(reserve), sub(growth, ONE), F64), F64);
}

export function balancerQuote(pool: Balancer, order: Order): Fill {
  const isBuy = order.side === 'buy';
  const { taoReserve, alphaReserve, taoWeight } = pool;
  const alphaWeight = WEIGHT_ONE - taoWeight;
  const feeRate = order.dropFees === true ? 0 : pool.feeRate;
  const reserveIn = isBuy ? taoReserve : alphaReserve;
  const reserveOut = isBuy ? alphaReserve : taoReserve;
  const output = (net: bigint): bigint => {
    const kept = isBuy
      ? keptShare(taoReserve, net, taoWeight, alphaWeight)
      : keptShare(alphaReserve, net, alphaWeight, taoWeight);
    return toU64(mul(fx(reserveOut), sub(ONE, kept), F64), F64);
  };
  const moved = (net: bigint, out: bigint): Balancer => ({
    ...pool,
    taoReserve: isBuy ? addU64(taoReserve, net) : sub(taoReserve, out),
    alphaReserve: isBuy ? sub(alphaReserve, out) : addU64(alphaReserve, net),
  });
  const priceOf = (at: Balancer): bigint =>
    balancerPrice(at.taoReserve, at.alphaReserve, at.taoWeight);

  const grossFee = feeOnGross(order.amount, feeRate);
  const net = sub(order.amount, grossFee);
  if (net > mulU64(reserveIn, INPUT_CAP)) return { ok: false, error: 'SwapInputTooLarge' };
  if (reserveOut < (pool.minimumReserve ?? MINIMUM_RESERVE)) {
    return { ok: false, error: 'ReservesTooLow' };
  }
  const limit = limitBits(order);
  const priceBefore = alphaReserve === 0n ? 0n : priceOf(pool);
  if (isBuy ? priceBefore >= limit : priceBefore <= limit) {
    return { ok: false, error: 'PriceLimitExceeded' };
  }

  const outputOfAll = output(net);
  const target = priceOf(moved(net, outputOfAll));
  const isFull = isBuy ? target <= limit : target >= limit;
  const amountIn = isFull
    ? net
    : isBuy
      ? inputToPrice(taoReserve, limit, priceBefore, alphaWeight)
      : inputToPrice(alphaReserve, priceBefore, limit, taoWeight);
  const fee = isFull ? grossFee : feeOnNet(amountIn, feeRate);
  const amountOut = isFull ? outputOfAll : output(amountIn);
  if (amountIn !== 0n && amountOut === 0n) return { ok: false, error: 'ReservesTooLow' };
  if (amountOut > reserveOut) return { ok: false, error: 'InsufficientLiquidity' };
  const after = moved(amountIn, amountOut);
  const priceAfter = after.alphaReserve === 0n ? 0n : priceOf(after);
  return { ok: true, amountIn, fee, amountOut, priceBefore, priceAfter, after };
}

const roundedShare = (weight: bigint, value: bigint): bigint =>
  (weight * min(value, U128_MAX) + WEIGHT_ONE / 2n) / WEIGHT_ONE;

/**
 * The quote weight that keeps the price when liquidity is added (nearest, then down); null when a weight would leave its bounds.
 * `update_weights_for_added_liquidity`.
 */
export function weightAfterInjection(
  pool: Balancer,
  taoAdded: bigint,
  alphaAdded: bigint,
): bigint | null {
  const { taoReserve, alphaReserve, taoWeight } = pool;
  const alphaPart = roundedShare(WEIGHT_ONE - taoWeight, taoReserve * (alphaReserve + alphaAdded));
  const taoPart = roundedShare(taoWeight, alphaReserve * (taoReserve + taoAdded));
  const sum = add(alphaPart, taoPart);
  const weight = sum === 0n ? WEIGHT_ONE / 2n : (taoPart * WEIGHT_ONE) / sum;
  return weight < MIN_WEIGHT || WEIGHT_ONE - weight < MIN_WEIGHT ? null : weight;
}
