// The pool's fee, inside a gross amount and on top of a net one; and what of an order enters the pool.
import type { Filled, Order, Pool, Side } from './pool.ts';
import { min, saturatingSub, U128_MAX } from './fixed-point.ts';

const FEE_PARTS = 65535n;

/**
 * The fee inside a gross amount, rao: the rate is truncated to U64F64 first, then the product.
 *
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/impls.rs `calculate_fee_amount` (14bc6f9f9).
 */
export function feeOfGross(amount: bigint, feeRate: number): bigint {
  if (feeRate === 0) return 0n;
  return (amount * ((BigInt(feeRate) << 64n) / FEE_PARTS)) >> 64n;
}

/**
 * The fee on top of a net amount, rao, truncated twice; 0 at a rate of 65535, where the chain's
 * division by zero gives 0.
 *
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/swap_step.rs `determine_action` (14bc6f9f9).
 */
export function feeOnNet(amount: bigint, feeRate: number): bigint {
  const parts = BigInt(feeRate);
  if (parts === 0n || parts === FEE_PARTS) return 0n;
  return min(amount * ((parts << 64n) / (FEE_PARTS - parts)), U128_MAX) >> 64n;
}

/** What of an order's amount would enter the pool if it were filled in full, rao. */
export function netInput(pool: Pool, order: Order): bigint {
  const { amount } = order;
  if (order.dropFees === true || pool.kind === 'stable') return amount;
  if (pool.kind === 'constant-product') {
    return order.side === 'buy' ? saturatingSub(amount, pool.flatFee ?? 0n) : amount;
  }
  return amount - feeOfGross(amount, pool.feeRate);
}

/** What a fill took from the trader in the paid token, rao: input and, where it is in that token, fee. */
export function grossInput(pool: Pool, side: Side, fill: Filled): bigint {
  const isFeeInProceeds = pool.kind === 'constant-product' && side === 'sell';
  return isFeeInProceeds ? fill.amountIn : fill.amountIn + fill.fee;
}
