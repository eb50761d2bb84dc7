// One swap on the superellipse: fee, checks in the chain's order, clamps, limit, fill.
import type { Fill, Order, SuperellipsePool } from './pool.ts';
import { min, U64_MAX } from './fixed-point.ts';
import { refuse } from './pool.ts';
import { DEFAULT_MINIMUM_RESERVE, MAX_INPUT_MULTIPLE } from './quote-balancer.ts';
import {
  superellipseBranch,
  superellipseMaxInput,
  superellipseOutput,
  superellipsePriceAfter,
} from './superellipse.ts';
import { superellipseInputToLimit } from './superellipse-limit.ts';
import { spotPrice } from './spot-price.ts';
import { feeOfGross, feeOnNet } from './swap-fee.ts';

/**
 * Mirrors RaoFoundation/subtensor pallets/swap/src/pallet/swap_step.rs `BasicSwapStep` and impls.rs
 * `swap_inner` of the branch that introduces the curve.
 */
export function quoteSuperellipse(pool: SuperellipsePool, order: Order, limitBits: bigint): Fill {
  const { side, amount } = order;
  const isBuy = side === 'buy';
  const feeRate = order.dropFees === true ? 0 : pool.feeRate;
  const reserveIn = isBuy ? pool.taoReserve : pool.alphaReserve;
  const reserveOut = isBuy ? pool.alphaReserve : pool.taoReserve;
  const minimumReserve = pool.minimumReserve ?? DEFAULT_MINIMUM_RESERVE;

  if (amount > U64_MAX) return refuse('SwapInputTooLarge');
  let fee = feeOfGross(amount, feeRate);
  const requested = amount - fee;
  if (requested > min(reserveIn * MAX_INPUT_MULTIPLE, U64_MAX)) return refuse('SwapInputTooLarge');
  if (reserveOut < minimumReserve) return refuse('ReservesTooLow');
  const priceBefore = spotPrice(pool);
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
