// The translated ellipse: fee, checks in the chain's order, clamps, limit, fill.
import type { Fill, Order, SuperellipsePool } from '../pool.ts';
import type { Curve, Injection } from './curve.ts';
import { checkFeeAndMinimum, checkRange, checkReserves, checkU128 } from '../check-inputs.ts';
import { feeOfGross, feeOnNet } from '../fee-rate.ts';
import { I128_MAX, min, U64_MAX, U128_MAX } from '../fixed-point.ts';
import { refuse } from '../pool.ts';
import {
  Q32,
  superellipseBranch,
  superellipseMaxInput,
  superellipseOutput,
  superellipsePrice,
  superellipsePriceAfter,
} from './superellipse-formulas.ts';
import { superellipseInputToLimit } from './superellipse-limit.ts';
import { DEFAULT_MINIMUM_RESERVE, inputBound, netOfRate, probeLimit } from './swap-pallet.ts';

export const superellipse: Curve<SuperellipsePool> = {
  /** u128: the reference answers amounts over u64 with SwapInputTooLarge. */
  maxOrderAmount: U128_MAX,
  feeIn: 'paid',
  limitBounds: 'price-after',
  check(pool) {
    checkReserves(pool);
    checkFeeAndMinimum(pool);
    checkU128('alphaScale', pool.alphaScale);
    checkU128('taoScale', pool.taoScale);
    checkRange('centerAlpha', pool.centerAlpha, -I128_MAX - 1n, I128_MAX);
    checkRange('centerTao', pool.centerTao, -I128_MAX - 1n, I128_MAX);
  },
  reserves: (pool) => pool,
  feeRate: ({ feeRate }) => feeRate,
  spot,
  quote,
  netInput: netOfRate,
  maxWithinLimit: (pool, side, limitPrice) => probeLimit(quote, pool, side, limitPrice),
  inject,
};

/** 0 without alpha and outside the curve. */
function spot(pool: SuperellipsePool): bigint {
  if (pool.alphaReserve === 0n) return 0n;
  return superellipsePrice(pool, pool.taoReserve, pool.alphaReserve) ?? 0n;
}

/** Skipped where a reserve or a center would leave its width, and where the pool has no price. */
function inject(pool: SuperellipsePool, { tao, alpha }: Injection): SuperellipsePool {
  const taoReserve = pool.taoReserve + tao;
  const alphaReserve = pool.alphaReserve + alpha;
  const centerTao = pool.centerTao + (tao << Q32);
  const centerAlpha = pool.centerAlpha + (alpha << Q32);
  const isTooWide =
    taoReserve > U64_MAX ||
    alphaReserve > U64_MAX ||
    centerTao > I128_MAX ||
    centerAlpha > I128_MAX;
  if (isTooWide || superellipsePrice(pool, pool.taoReserve, pool.alphaReserve) === null) {
    return pool;
  }
  return { ...pool, taoReserve, alphaReserve, centerTao, centerAlpha };
}

/**
 * Mirrors RaoFoundation/subtensor pallets/swap/src/pallet/swap_step.rs `BasicSwapStep` and impls.rs
 * `swap_inner` of the branch that introduces the curve.
 */
function quote(pool: SuperellipsePool, order: Order, limitBits: bigint): Fill {
  const { side, amount } = order;
  const isBuy = side === 'buy';
  const feeRate = order.dropFees === true ? 0 : pool.feeRate;
  const reserveIn = isBuy ? pool.taoReserve : pool.alphaReserve;
  const reserveOut = isBuy ? pool.alphaReserve : pool.taoReserve;
  const minimumReserve = pool.minimumReserve ?? DEFAULT_MINIMUM_RESERVE;

  if (amount > U64_MAX) return refuse('SwapInputTooLarge');
  let fee = feeOfGross(amount, feeRate);
  const requested = amount - fee;
  if (requested > inputBound(reserveIn)) return refuse('SwapInputTooLarge');
  if (reserveOut < minimumReserve) return refuse('ReservesTooLow');
  const priceBefore = spot(pool);
  if (isBuy ? priceBefore >= limitBits : priceBefore <= limitBits) {
    return refuse('PriceLimitExceeded');
  }

  const branch = superellipseBranch(pool, side);
  const largest = branch && superellipseMaxInput(branch, minimumReserve);
  if (branch === null || largest === null) return refuse('ReservesOutOfBalance');
  // The spot price counts as 0 above where it passes 128 bits; the fill itself needs it.
  if (superellipsePriceAfter(pool, side, 0n, 0n) === null) return refuse('ReservesOutOfBalance');
  let amountIn = min(requested, largest);
  let isClamped = amountIn < requested;
  let amountOut = superellipseOutput(branch, amountIn);
  if (amountOut === null) return refuse('ReservesOutOfBalance');
  let priceAfter = superellipsePriceAfter(pool, side, amountIn, amountOut);
  // Near its end a buy's price passes 128 bits: then, too, the limit decides how much is filled.
  if (priceAfter === null || (isBuy ? priceAfter > limitBits : priceAfter < limitBits)) {
    const withinLimit = superellipseInputToLimit(pool, branch, side, limitBits);
    if (withinLimit === null) return refuse('ReservesOutOfBalance');
    amountIn = min(amountIn, withinLimit);
    isClamped = true;
    amountOut = superellipseOutput(branch, amountIn);
    if (amountOut === null) return refuse('ReservesOutOfBalance');
    priceAfter = superellipsePriceAfter(pool, side, amountIn, amountOut);
    if (priceAfter === null) return refuse('ReservesOutOfBalance');
  }
  if (isClamped) fee = feeOnNet(amountIn, feeRate);
  if (amountIn !== 0n && amountOut === 0n) return refuse('ReservesTooLow');
  const after: SuperellipsePool = isBuy
    ? {
        ...pool,
        taoReserve: pool.taoReserve + amountIn,
        alphaReserve: pool.alphaReserve - amountOut,
      }
    : {
        ...pool,
        taoReserve: pool.taoReserve - amountOut,
        alphaReserve: pool.alphaReserve + amountIn,
      };
  return { ok: true, amountIn, fee, amountOut, priceBefore, priceAfter, after };
}
