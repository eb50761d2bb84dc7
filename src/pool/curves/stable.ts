// Root and mechanism 0: tokens change hands one to one.
import type { StablePool } from '../pool.ts';
import type { Curve } from './curve.ts';
import { ONE_BITS, RAO_PER_ALPHA, U64_MAX } from '../fixed-point.ts';

/** No fee and no reserves. A limit is not part of the swap: only `maxWithinLimit` compares it with 1. */
export const stable: Curve<StablePool> = {
  maxOrderAmount: U64_MAX,
  feeIn: 'paid',
  limitBounds: 'price-after',
  check() {},
  reserves: () => null,
  feeRate: () => 0,
  spot: () => ONE_BITS,
  quote: (pool, { amount }) => ({
    ok: true,
    amountIn: amount,
    fee: 0n,
    amountOut: amount,
    priceBefore: ONE_BITS,
    priceAfter: ONE_BITS,
    after: pool,
  }),
  netInput: (_pool, { amount }) => amount,
  maxWithinLimit(_pool, side, limitPrice) {
    const admitsOne = side === 'buy' ? limitPrice >= RAO_PER_ALPHA : limitPrice <= RAO_PER_ALPHA;
    return { ok: true, amount: admitsOne ? U64_MAX : 0n };
  },
  inject: (pool) => pool,
};
