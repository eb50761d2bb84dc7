// The pool's fee of an order: its rate, its token, and what of the order enters the pool.
import type { Filled, Order, Pool, Side } from './pool.ts';
import { curveOf } from './curves/curve-of.ts';

/** Parts of 65535, u16; 0 where the fee is no share of the amount. */
export function feeRateOf(pool: Pool): number {
  return curveOf(pool).feeRate(pool);
}

/** The token of a fill's fee. */
export function feeToken(pool: Pool, side: Side): 'tao' | 'alpha' {
  return side === 'buy' || curveOf(pool).feeIn === 'tao' ? 'tao' : 'alpha';
}

/** What of an order's amount would enter the pool if it were filled in full, rao. */
export function netInput(pool: Pool, order: Order): bigint {
  return curveOf(pool).netInput(pool, order);
}

/** What a fill took from the trader in the paid token, rao: input and, where it is in that token, fee. */
export function grossInput(pool: Pool, side: Side, fill: Filled): bigint {
  const isFeeInProceeds = side === 'sell' && feeToken(pool, side) === 'tao';
  return isFeeInProceeds ? fill.amountIn : fill.amountIn + fill.fee;
}
