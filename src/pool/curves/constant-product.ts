// The dTAO launch pool: x·y = k in 110.18-bit fixed point, a flat fee in TAO.
import type { ConstantProductPool, Fill, Order, Side } from '../pool.ts';
import type { Curve } from './curve.ts';
import { checkReserves, checkU64 } from '../check-inputs.ts';
import {
  divBits,
  min,
  RAO_PER_ALPHA,
  saturatingAdd,
  saturatingSub,
  U64_MAX,
  U128_MAX,
} from '../fixed-point.ts';
import { refuse } from '../pool.ts';

const FRACTION_BITS = 18n;
/** The paying-out reserve must keep this much, rao. */
const MINIMUM_LIQUIDITY = 10_000_000n << FRACTION_BITS;

export const constantProduct: Curve<ConstantProductPool> = {
  maxOrderAmount: U64_MAX,
  feeIn: 'tao',
  limitBounds: 'mean-price',
  check(pool) {
    checkReserves(pool);
    if (pool.flatFee !== undefined) checkU64('flatFee', pool.flatFee);
  },
  reserves: (pool) => pool,
  feeRate: () => 0,
  spot: (pool) => divBits(pool.taoReserve, pool.alphaReserve),
  quote,
  netInput(pool, { side, amount, dropFees }) {
    if (dropFees === true || side === 'sell') return amount;
    return saturatingSub(amount, pool.flatFee ?? 0n);
  },
  maxWithinLimit(pool, side, limitPrice) {
    const limit = { numerator: limitPrice, denominator: RAO_PER_ALPHA };
    return { ok: true, amount: maxInput(pool, side, limit) };
  },
  /** The reserves alone: the price moves where the injection has another. */
  inject: (pool, { tao, alpha }) => ({
    ...pool,
    taoReserve: saturatingAdd(pool.taoReserve, tao),
    alphaReserve: saturatingAdd(pool.alphaReserve, alpha),
  }),
};

/** Rao out for rao in, floored; null where the pool would be left too small. */
function output(reserveIn: bigint, reserveOut: bigint, input: bigint): bigint | null {
  const product = min((reserveIn * reserveOut) << FRACTION_BITS, U128_MAX);
  const raised = reserveIn + input;
  if (raised === 0n) return null;
  const kept = product / raised;
  if (kept < MINIMUM_LIQUIDITY) return null;
  return saturatingSub(reserveOut << FRACTION_BITS, kept) >> FRACTION_BITS;
}

/**
 * The gross input that the launch runtimes allow within a limit, rao, floored: limit·alpha − tao for
 * a buy, tao/limit − alpha for a sell.
 *
 * Mirrors opentensor/subtensor pallets/subtensor/src/staking/add_stake.rs `get_max_amount_add` and
 * remove_stake.rs `get_max_amount_remove` (6b86ebf30).
 */
function maxInput(
  pool: ConstantProductPool,
  side: Side,
  limit: { numerator: bigint; denominator: bigint },
): bigint {
  const { taoReserve, alphaReserve } = pool;
  const { numerator, denominator } = limit;
  if (taoReserve === 0n || alphaReserve === 0n) return 0n;
  if (side === 'buy') {
    return min(saturatingSub((numerator * alphaReserve) / denominator, taoReserve), U64_MAX);
  }
  if (numerator === 0n) return U64_MAX;
  // The runtimes compare the limit with the floored spot price first.
  if (numerator >= (taoReserve * denominator) / alphaReserve) return 0n;
  return min(saturatingSub((taoReserve * denominator) / numerator, alphaReserve), U64_MAX);
}

/**
 * The limit caps the amount before the swap, as `*_limit` calls did; without one there is none.
 * `fee` is TAO: on top of a buy's input, out of a sell's proceeds. It stays outside `after` (the
 * runtimes of that time then added it to the TAO reserve).
 *
 * Mirrors opentensor/subtensor pallets/subtensor/src/staking/stake_utils.rs
 * `sim_swap_tao_for_alpha`, `sim_swap_alpha_for_tao` (6b86ebf30).
 */
function quote(pool: ConstantProductPool, order: Order, limitBits: bigint): Fill {
  const isBuy = order.side === 'buy';
  let amount = order.amount;
  if (order.limitPrice !== undefined || order.limitPriceBits !== undefined) {
    const limit =
      order.limitPrice === undefined
        ? { numerator: limitBits, denominator: 1n << 64n }
        : { numerator: order.limitPrice, denominator: RAO_PER_ALPHA };
    const largest = maxInput(pool, order.side, limit);
    if (largest === 0n) return refuse('PriceLimitExceeded');
    amount = min(amount, largest);
  }
  const flatFee = order.dropFees === true ? 0n : (pool.flatFee ?? 0n);
  const priceBefore = divBits(pool.taoReserve, pool.alphaReserve);
  if (isBuy) {
    const fee = min(flatFee, amount);
    const amountIn = amount - fee;
    const amountOut = output(pool.taoReserve, pool.alphaReserve, amountIn);
    if (amountOut === null) return refuse('InsufficientLiquidity');
    const taoReserve = saturatingAdd(pool.taoReserve, amountIn);
    const after = { ...pool, taoReserve, alphaReserve: pool.alphaReserve - amountOut };
    const priceAfter = divBits(after.taoReserve, after.alphaReserve);
    return { ok: true, amountIn, fee, amountOut, priceBefore, priceAfter, after };
  }
  const proceeds = output(pool.alphaReserve, pool.taoReserve, amount);
  if (proceeds === null) return refuse('InsufficientLiquidity');
  const fee = min(flatFee, proceeds);
  const alphaReserve = saturatingAdd(pool.alphaReserve, amount);
  const after = { ...pool, taoReserve: pool.taoReserve - proceeds, alphaReserve };
  return {
    ok: true,
    amountIn: amount,
    fee,
    amountOut: proceeds - fee,
    priceBefore,
    priceAfter: divBits(after.taoReserve, after.alphaReserve),
    after,
  };
}
