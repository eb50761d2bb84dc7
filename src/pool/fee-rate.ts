// The fee of a rate: inside a gross amount, and on top of a net one.
import { min, U128_MAX } from './fixed-point.ts';

/** A fee rate is counted in these parts; u16. */
export const FEE_PARTS = 65_535n;

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
