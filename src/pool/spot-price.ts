// The marginal price of a pool, as the chain computes it.
import type { Pool } from './pool.ts';
import { curveOf } from './curves/curve-of.ts';

/**
 * TAO per alpha as raw U64F64 bits, truncated; 0 for a pool without alpha and for a superellipse outside
 * its curve. Throws a RangeError for a pool that the chain could not hold.
 *
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/impls.rs `current_price` (14bc6f9f9).
 */
export function spotPrice(pool: Pool): bigint {
  const curve = curveOf(pool);
  curve.check(pool);
  return curve.spot(pool);
}
