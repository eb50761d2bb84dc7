// The pool's fee in parts of 65535, on a gross amount and on a net one. Knows no curve.
import { divBits, mulBits } from './fixed-point.ts';

const FEE_PARTS = 65535n;

/**
 * The fee inside a gross amount, rao: the rate is truncated to U64F64 first, then the product.
 *
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/impls.rs `calculate_fee_amount` (14bc6f9f9).
 */
export function feeOfGross(amount: bigint, feeRate: number): bigint {
  const rate = divBits(BigInt(feeRate) << 64n, FEE_PARTS << 64n);
  return mulBits(amount << 64n, rate) >> 64n;
}

/**
 * The fee on top of a net amount, rao, truncated twice; 0 at a rate of 65535, where the chain's
 * division by zero gives 0.
 *
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/swap_step.rs `determine_action` (14bc6f9f9).
 */
export function feeOnNet(amount: bigint, feeRate: number): bigint {
  const parts = BigInt(feeRate);
  const rate = divBits(parts << 64n, (FEE_PARTS - parts) << 64n);
  const fee = mulBits(amount << 64n, rate) >> 64n;
  return fee;
}
