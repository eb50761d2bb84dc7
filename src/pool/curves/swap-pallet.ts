// What the curves of the chain's Swap pallet share: bounds of an order, and the fee on its input.
import type { Fill, Order, Side } from '../pool.ts';
import type { MaxWithinLimit, Reserves } from './curve.ts';
import { min, saturatingAdd, U64_MAX } from '../fixed-point.ts';
import { feeOfGross } from '../fee-rate.ts';
import { limitPriceToBits } from '../limit-price.ts';

const MAX_INPUT_MULTIPLE = 1_000n;
/** What the paying-out reserve must hold at least, rao, where the pool names nothing else. */
export const DEFAULT_MINIMUM_RESERVE = 1_000_000n;

/** The chain takes at most 1000 times the input reserve, net of the fee; rao, within u64. */
export function inputBound(reserveIn: bigint): bigint {
  return min(reserveIn * MAX_INPUT_MULTIPLE, U64_MAX);
}

/** An order's amount less the fee inside it, rao. */
export function netOfRate({ feeRate }: { feeRate: number }, order: Order): bigint {
  return order.dropFees === true ? order.amount : order.amount - feeOfGross(order.amount, feeRate);
}

/**
 * Input and fee of a simulated swap of 1000 times the input reserve at the limit, which is in rao per
 * whole alpha.
 *
 * Mirrors opentensor/subtensor pallets/subtensor/src/staking/add_stake.rs `get_max_amount_add` and
 * remove_stake.rs `get_max_amount_remove` (14bc6f9f9).
 */
export function probeLimit<P extends Reserves>(
  quote: (pool: P, order: Order, limitBits: bigint) => Fill,
  pool: P,
  side: Side,
  limitPrice: bigint,
): MaxWithinLimit {
  const amount = inputBound(side === 'buy' ? pool.taoReserve : pool.alphaReserve);
  const fill = quote(pool, { side, amount, limitPrice }, limitPriceToBits(limitPrice));
  return fill.ok ? { ok: true, amount: saturatingAdd(fill.amountIn, fill.fee) } : fill;
}
