// What the rest of pool asks of a curve: each curve is one file in this folder that exports one such object.
import type { Fill, Order, Pool, PoolError, Side } from '../pool.ts';

/** What a pool holds, rao. */
export type Reserves = { taoReserve: bigint; alphaReserve: bigint };

/** TAO and alpha that the protocol adds, rao. */
export type Injection = { tao: bigint; alpha: bigint };

/** The largest gross amount, rao of the paid token, or the error with which the call fails at once. */
export type MaxWithinLimit = { ok: true; amount: bigint } | { ok: false; error: PoolError };

/** One kind of pool. Every question but `check` takes a pool, an order and a limit that were checked. */
export interface Curve<P extends Pool = Pool> {
  /** The largest amount that an order may carry, rao: u64, or u128 where the reference accepts that. */
  readonly maxOrderAmount: bigint;
  /** Which token the fee is taken in: the one that the trader pays, or TAO on both sides. */
  readonly feeIn: 'paid' | 'tao';
  /** What a price limit bounds: the price after the fill, or the mean price of the fill. */
  readonly limitBounds: 'price-after' | 'mean-price';

  /** Throws a RangeError for a pool that no chain state could be. */
  check(pool: P): void;
  /** Null where tokens change one to one. */
  reserves(pool: P): Reserves | null;
  /** Parts of 65535; 0 where the fee is no share of the amount. */
  feeRate(pool: P): number;
  /** TAO per alpha as raw U64F64 bits, truncated. */
  spot(pool: P): bigint;
  /** One order to the rao, with the chain's order of checks. `limitBits`: the order's limit, raw U64F64. */
  quote(pool: P, order: Order, limitBits: bigint): Fill;
  /** What of an order's amount would enter the pool if it were filled in full, rao. */
  netInput(pool: P, order: Order): bigint;
  /** What the chain compares the amount of a call with; `limitPrice` in rao per whole alpha (u64). */
  maxWithinLimit(pool: P, side: Side, limitPrice: bigint): MaxWithinLimit;
  /** The pool after the protocol added liquidity; as it was where the chain skips that. */
  inject(pool: P, injection: Injection): P;
}
