// Root and mechanism 0: tokens change hands one to one.
import type { Fill, Order, StablePool } from './pool.ts';
import { ONE_BITS } from './fixed-point.ts';

/** One to one, no fee; limits are no matter of the swap there (`maxWithinLimit` knows them). */
export function quoteStable(pool: StablePool, order: Order): Fill {
  return {
    ok: true,
    amountIn: order.amount,
    fee: 0n,
    amountOut: order.amount,
    priceBefore: ONE_BITS,
    priceAfter: ONE_BITS,
    after: pool,
  };
}
