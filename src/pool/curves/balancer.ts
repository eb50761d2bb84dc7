// The weighted pool: fee, checks in the chain's order, limit, fill.
import type { BalancerPool, Fill, Order, Pool } from '../pool.ts';
import type { Curve } from './curve.ts';
import {
  balancerInputToLimit,
  balancerOutput,
  balancerPrice,
  balancerWeightAfter,
  WEIGHT_MIN,
} from './balancer-formulas.ts';
import { checkFeeAndMinimum, checkRange, checkReserves } from '../check-inputs.ts';
import { feeOfGross, feeOnNet } from '../fee-rate.ts';
import { POWER_PARTS, saturatingAdd, saturatingSub, U64_MAX } from '../fixed-point.ts';
import { refuse } from '../pool.ts';
import { DEFAULT_MINIMUM_RESERVE, inputBound, netOfRate, probeLimit } from './swap-pallet.ts';

export const balancer: Curve<BalancerPool> = {
  maxOrderAmount: U64_MAX,
  feeIn: 'paid',
  limitBounds: 'price-after',
  check(pool) {
    checkReserves(pool);
    checkFeeAndMinimum(pool);
    checkRange('taoWeight', pool.taoWeight, WEIGHT_MIN, POWER_PARTS - WEIGHT_MIN);
  },
  reserves: (pool) => pool,
  feeRate: ({ feeRate }) => feeRate,
  spot: (pool) => balancerPrice(pool.taoReserve, pool.alphaReserve, pool.taoWeight),
  quote,
  netInput: netOfRate,
  maxWithinLimit: (pool, side, limitPrice) => probeLimit(quote, pool, side, limitPrice),
  /** Skipped where a weight would leave 0.01 to 0.99. */
  inject(pool, { tao, alpha }) {
    const taoWeight = balancerWeightAfter(pool, tao, alpha);
    if (taoWeight === null) return pool;
    const taoReserve = saturatingAdd(pool.taoReserve, tao);
    const alphaReserve = saturatingAdd(pool.alphaReserve, alpha);
    return { ...pool, taoReserve, alphaReserve, taoWeight };
  },
};

/**
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/impls.rs `do_swap` and `swap_inner`, and
 * swap_step.rs `BasicSwapStep` (14bc6f9f9). Its last check, InsufficientLiquidity, cannot happen
 * here: an output is reserve · (1 − e) with 0 ≤ e ≤ 1, truncated.
 */
function quote(pool: BalancerPool, order: Order, limitBits: bigint): Fill {
  const { side, amount } = order;
  const isBuy = side === 'buy';
  const feeRate = order.dropFees === true ? 0 : pool.feeRate;
  const reserveIn = isBuy ? pool.taoReserve : pool.alphaReserve;
  const reserveOut = isBuy ? pool.alphaReserve : pool.taoReserve;

  let fee = feeOfGross(amount, feeRate);
  let amountIn = amount - fee;
  if (amountIn > inputBound(reserveIn)) return refuse('SwapInputTooLarge');
  if (reserveOut < (pool.minimumReserve ?? DEFAULT_MINIMUM_RESERVE)) {
    return refuse('ReservesTooLow');
  }
  const priceBefore = balancerPrice(pool.taoReserve, pool.alphaReserve, pool.taoWeight);
  if (isBuy ? priceBefore >= limitBits : priceBefore <= limitBits) {
    return refuse('PriceLimitExceeded');
  }

  let isLimited = amountIn > reserveIn && isLimitedByInput(pool, isBuy, amountIn, limitBits);
  let amountOut = isLimited ? 0n : balancerOutput(pool, side, amountIn);
  let after = moveReserves(pool, isBuy, amountIn, amountOut);
  let priceAfter = balancerPrice(after.taoReserve, after.alphaReserve, pool.taoWeight);
  isLimited ||= isBuy ? priceAfter > limitBits : priceAfter < limitBits;
  if (isLimited) {
    amountIn = balancerInputToLimit(pool, side, priceBefore, limitBits);
    fee = feeOnNet(amountIn, feeRate);
    amountOut = balancerOutput(pool, side, amountIn);
    after = moveReserves(pool, isBuy, amountIn, amountOut);
    priceAfter = balancerPrice(after.taoReserve, after.alphaReserve, pool.taoWeight);
  }
  if (amountIn !== 0n && amountOut === 0n) return refuse('ReservesTooLow');
  return { ok: true, amountIn, fee, amountOut, priceBefore, priceAfter, after };
}

/**
 * Whether an input passes the limit before any output is taken, which spares a power: an output only
 * moves the price further the same way. But for a buy that takes the whole reserve (the price is then
 * 0): the bound on the weight keeps a share of at least 1001^-5 > 10^-18.
 */
function isLimitedByInput(
  pool: BalancerPool,
  isBuy: boolean,
  amountIn: bigint,
  limitBits: bigint,
): boolean {
  const { taoReserve, alphaReserve, taoWeight } = pool;
  if (!isBuy) {
    return balancerPrice(taoReserve, saturatingAdd(alphaReserve, amountIn), taoWeight) < limitBits;
  }
  if (6n * taoWeight > 5n * POWER_PARTS) return false;
  return balancerPrice(saturatingAdd(taoReserve, amountIn), alphaReserve, taoWeight) > limitBits;
}

function moveReserves(
  pool: BalancerPool,
  isBuy: boolean,
  amountIn: bigint,
  amountOut: bigint,
): BalancerPool {
  return isBuy
    ? {
        ...pool,
        taoReserve: saturatingAdd(pool.taoReserve, amountIn),
        alphaReserve: saturatingSub(pool.alphaReserve, amountOut),
      }
    : {
        ...pool,
        taoReserve: saturatingSub(pool.taoReserve, amountOut),
        alphaReserve: saturatingAdd(pool.alphaReserve, amountIn),
      };
}

/** Whether it is a pool with weights: what is worked out of reserves and weights alone holds for no other. */
export const isBalancer = (pool: Pool): pool is BalancerPool => pool.kind === 'balancer';
