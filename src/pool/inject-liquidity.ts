// Protocol liquidity added to a pool without moving its price.
import type { Pool } from './pool.ts';
import { balancerWeightAfter } from './balancer.ts';
import { checkPool, checkU64 } from './check-inputs.ts';
import { saturatingAdd, U64_MAX } from './fixed-point.ts';
import { Q32, superellipsePrice } from './superellipse.ts';

/** TAO and alpha that the protocol adds, rao. */
export type Injection = { tao: bigint; alpha: bigint };

const I128_MAX = (1n << 127n) - 1n;

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
  const { tao, alpha } = injection;
  checkPool(pool);
  checkU64('tao', tao);
  checkU64('alpha', alpha);
  if (pool.kind === 'stable') return pool;
  const taoReserve = saturatingAdd(pool.taoReserve, tao);
  const alphaReserve = saturatingAdd(pool.alphaReserve, alpha);
  if (pool.kind === 'constant-product') return { ...pool, taoReserve, alphaReserve };
  if (pool.kind === 'balancer') {
    const taoWeight = balancerWeightAfter(pool, tao, alpha);
    return taoWeight === null ? pool : { ...pool, taoReserve, alphaReserve, taoWeight };
  }
  const centerTao = pool.centerTao + (tao << Q32);
  const centerAlpha = pool.centerAlpha + (alpha << Q32);
  const isTooWide =
    pool.taoReserve + tao > U64_MAX ||
    pool.alphaReserve + alpha > U64_MAX ||
    centerTao > I128_MAX ||
    centerAlpha > I128_MAX;
  if (isTooWide || superellipsePrice(pool, pool.taoReserve, pool.alphaReserve) === null)
    return pool;
  return { ...pool, taoReserve, alphaReserve, centerTao, centerAlpha };
}
