// Protocol liquidity added to a pool without moving its price.
import type { Pool } from './pool.ts';
import type { Injection } from './curves/curve.ts';
import { checkU64 } from './check-inputs.ts';
import { curveOf } from './curves/curve-of.ts';

/**
 * The pool after an injection, its price kept by shifting the weights (balancer) or the centers
 * (superellipse). An injection that the chain skips, because a weight would leave 0.01 to 0.99 or a
 * value its width, leaves the pool as it is. A constant-product pool just takes the reserves.
 *
 * Mirrors opentensor/subtensor pallets/swap/src/pallet/impls.rs `adjust_protocol_liquidity`
 * (14bc6f9f9), for the superellipse RaoFoundation/subtensor (0249a4a4); amounts that later runtimes
 * hold back in a reservoir are for the caller to add. Throws a RangeError for values beyond their
 * width.
 */
export function injectLiquidity(pool: Pool, injection: Injection): Pool {
  const curve = curveOf(pool);
  curve.check(pool);
  checkU64('tao', injection.tao);
  checkU64('alpha', injection.alpha);
  return curve.inject(pool, injection);
}
