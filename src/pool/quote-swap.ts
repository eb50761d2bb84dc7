// What the chain makes of one order on one pool: the entry to every curve.
import type { Fill, Order, Pool } from './pool.ts';
import { checkOrder } from './check-inputs.ts';
import { curveOf } from './curves/curve-of.ts';
import { orderLimitBits } from './limit-price.ts';

/**
 * Works an order out to the rao, or names the error that the chain would give, with the chain's
 * order of checks.
 *
 * Throws a RangeError for a pool or an order that the chain could not hold (negative amounts,
 * values beyond their width, weights outside 0.01 to 0.99).
 */
export function quoteSwap(pool: Pool, order: Order): Fill {
  const curve = curveOf(pool);
  curve.check(pool);
  checkOrder(order, curve.maxOrderAmount);
  return curve.quote(pool, order, orderLimitBits(order));
}
