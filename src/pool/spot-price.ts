// The marginal price of a pool, as the chain computes it.
import type { Pool } from './pool.ts';
import { balancerPrice } from './balancer.ts';
import { checkPool } from './check-inputs.ts';
import { divBits, ONE_BITS } from './fixed-point.ts';
import { superellipsePrice } from './superellipse.ts';

/**
 * TAO per alpha as raw U64F64 bits, truncated; 0 for a pool without alpha and for a superellipse outside
 * its curve. Throws a RangeError for a pool that the chain could not hold.
 *
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/impls.rs `current_price` (14bc6f9f9).
 */
export function spotPrice(pool: Pool): bigint {
  checkPool(pool);
  if (pool.kind === 'stable') return ONE_BITS;
  if (pool.kind === 'constant-product') return divBits(pool.taoReserve, pool.alphaReserve);
  if (pool.kind === 'balancer') {
    return balancerPrice(pool.taoReserve, pool.alphaReserve, pool.taoWeight);
  }
  if (pool.alphaReserve === 0n) return 0n;
  return superellipsePrice(pool, pool.taoReserve, pool.alphaReserve) ?? 0n;
}
