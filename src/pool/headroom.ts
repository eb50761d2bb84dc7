// How far others may move the price first before an order no longer passes its limit.
import type { Pool, Side } from './pool.ts';
import { isOneToOne } from './curves/curve-of.ts';
import { PPM, saturatingSub, U64_MAX } from './fixed-point.ts';
import { maxWithinLimit } from './max-within-limit.ts';
import { isTooMuch, quoteFull } from './quote-full.ts';
import { lastTrue } from './search.ts';
import { spotPrice } from './spot-price.ts';
import { netInput } from './swap-fee.ts';

/** An order with its limit: `amount` gross rao of the paid token, `limitPrice` rao per whole alpha. */
type LimitOrder = {
  pool: Pool;
  side: Side;
  amount: bigint;
  limitPrice: bigint;
  /** True: a partial fill is allowed; missing: fill or kill. */
  partial?: boolean;
};

/** What others may do first. */
export type Headroom = {
  /** Net input, rao of the paid token, that others may trade on the same side before. */
  othersInput: bigint;
  /** The spot price they leave, raw U64F64 bits. */
  priceBits: bigint;
  /** How far that is from the spot price now, parts per million, floored. */
  movePpm: bigint;
};

/**
 * The pool after others put a net input (rao of the paid token) into one side: as it was where that is
 * too little to be traded, undefined where the pool does not take all of it.
 */
export function poolAfterOthers(pool: Pool, side: Side, othersInput: bigint): Pool | undefined {
  if (othersInput === 0n) return pool;
  const order = { side, amount: othersInput, dropFees: true };
  const fill = quoteFull(pool, order);
  if (fill !== undefined) return fill.after;
  return isTooMuch(pool, order) ? undefined : pool;
}

/**
 * Whether the chain lets an order through its limit: fill or kill, the whole amount is at most
 * `maxWithinLimit`; partial, anything can be traded.
 */
export function passesLimit(order: LimitOrder): boolean {
  const { pool, side, amount, limitPrice } = order;
  const most = maxWithinLimit(pool, side, limitPrice);
  if (!most.ok) return false;
  return order.partial === true ? most.amount > 0n : amount <= most.amount;
}

/**
 * The most that others may trade first, on the same side and along the curve, so that the order still
 * passes its limit; null where it does not pass now. Exact by bracketing. One to one nothing moves,
 * and the headroom is 2^64 − 1.
 *
 * Throws a RangeError as `quoteSwap` does.
 */
export function headroom(order: LimitOrder): Headroom | null {
  const { pool, side } = order;
  if (!passesLimit(order)) return null;
  const spot = spotPrice(pool);
  if (isOneToOne(pool)) return { othersInput: U64_MAX, priceBits: spot, movePpm: 0n };
  const passesAfter = (othersInput: bigint): boolean => {
    const moved = poolAfterOthers(pool, side, othersInput);
    return moved !== undefined && passesLimit({ ...order, pool: moved });
  };
  const othersInput = lastTrue(0n, U64_MAX, guessRoom(order), passesAfter) ?? 0n;
  const priceBits = spotPrice(poolAfterOthers(pool, side, othersInput) ?? pool);
  const move = priceBits > spot ? priceBits - spot : spot - priceBits;
  return { othersInput, priceBits, movePpm: spot === 0n ? 0n : (move * PPM) / spot };
}

/** Net inputs add up along the curve: what the limit admits now, less our own part. */
function guessRoom(order: LimitOrder): bigint {
  const { pool, side, amount, limitPrice } = order;
  const most = maxWithinLimit(pool, side, limitPrice);
  if (!most.ok) return 0n;
  const room = order.partial === true ? most.amount : saturatingSub(most.amount, amount);
  return netInput(pool, { side, amount: room });
}
