// Orders that are filled in full or not at all, as solvers see them.
import type { Filled, Order, Pool } from './pool.ts';
import { quoteSwap } from './quote-swap.ts';
import { lastTrue } from './search.ts';
import { netInput } from './swap-fee.ts';

/** The fill of an order if all of it is taken; undefined where the pool refuses or stops short. */
export function quoteFull(pool: Pool, order: Order): Filled | undefined {
  const fill = quoteSwap(pool, order);
  return fill.ok && fill.amountIn === netInput(pool, order) ? fill : undefined;
}

/** The parts of an order that stay while its amount is searched for. */
type Terms = Omit<Order, 'amount'>;

/**
 * The largest gross amount up to `most` that is filled in full, or undefined if the pool refuses even an
 * empty order. Orders too small to pay out anything are refused by the chain, but count as full here:
 * what is full goes on up to one point.
 */
export function largestFull(pool: Pool, terms: Terms, most: bigint): bigint | undefined {
  if (!quoteSwap(pool, { ...terms, amount: 0n }).ok) return undefined;
  return lastTrue(0n, most, most, (amount) => !isTooMuch(pool, { ...terms, amount }));
}

/** Whether an order on a pool that takes empty orders is stopped short or refused for its size. */
export function isTooMuch(pool: Pool, order: Order): boolean {
  const fill = quoteSwap(pool, order);
  // The pool takes empty orders, so this one is too small to pay out anything.
  if (!fill.ok) return fill.error !== 'ReservesTooLow';
  return fill.amountIn !== netInput(pool, order);
}
