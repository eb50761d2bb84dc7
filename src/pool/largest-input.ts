// The bound on an order's size that the chain checks before a swap.
import type { Pool, Side } from './pool.ts';
import { inputReserve } from './curves/curve-of.ts';
import { inputBound } from './curves/swap-pallet.ts';
import { U64_MAX } from './fixed-point.ts';

/** 1000 times the reserve that an order pays into, rao, within u64; one to one 2^64 − 1. */
export function largestInput(pool: Pool, side: Side): bigint {
  const reserve = inputReserve(pool, side);
  return reserve === null ? U64_MAX : inputBound(reserve);
}
