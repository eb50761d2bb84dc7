// How much rounding can take from one output.
import type { Pool, Side } from './pool.ts';
import { outputReserve } from './curves/curve-of.ts';
import { POWER_PARTS } from './fixed-point.ts';

/**
 * Rao of the received token that truncation takes from an output at most: one unit of the power's 18
 * decimals, of the reserve that pays, and two more rao for two truncations. 0 one to one.
 */
export function outputGrain(pool: Pool, side: Side): bigint {
  const reserve = outputReserve(pool, side);
  return reserve === null ? 0n : reserve / POWER_PARTS + 2n;
}
