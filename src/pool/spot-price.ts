// The marginal price of a pool, as the chain computes it.
import type { Pool } from './pool.ts';
import { curveOf } from './curves/curve-of.ts';
import { RAO_PER_TAO } from '../units.ts';

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

/**
 * Rao per whole alpha, floor(price × 10⁹): the form in which the runtime's API tells prices. Throws as `spotPrice`.
 *
 * Mirrors opentensor/subtensor runtime/src/lib.rs `current_alpha_price` (14bc6f9f9).
 */
export const raoPerAlpha = (pool: Pool): bigint => (spotPrice(pool) * RAO_PER_TAO) >> 64n;
