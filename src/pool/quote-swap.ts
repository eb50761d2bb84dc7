// What the chain makes of one order on one pool: the entry to every curve.
import type { Fill, Order, Pool } from './pool.ts';
import { checkOrder, checkPool } from './check-inputs.ts';
import { orderLimitBits } from './limit-price.ts';
import { quoteBalancer } from './quote-balancer.ts';
import { quoteConstantProduct } from './quote-constant-product.ts';
import { quoteStable } from './quote-stable.ts';
import { quoteSuperellipse } from './quote-superellipse.ts';

/**
 * Works an order out to the rao, or names the error that the chain would give, with the chain's
 * order of checks.
 *
 * Throws a RangeError for a pool or an order that the chain could not hold (negative amounts,
 * values beyond their width, weights outside 0.01 to 0.99).
 */
export function quoteSwap(pool: Pool, order: Order): Fill {
  checkPool(pool);
  checkOrder(order, pool.kind);
  const limitBits = orderLimitBits(order);
  if (pool.kind === 'stable') return quoteStable(pool, order);
  if (pool.kind === 'constant-product') return quoteConstantProduct(pool, order, limitBits);
  if (pool.kind === 'balancer') return quoteBalancer(pool, order, limitBits);
  return quoteSuperellipse(pool, order, limitBits);
}
