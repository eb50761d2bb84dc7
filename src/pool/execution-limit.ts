// A limit price as the worst execution price of a whole order: what it guarantees on any pool, and the limit for a least
// output. These figures know no pool, so no wrong word about reserves, weights or centers changes them.
import type { Pool, Side } from './pool.ts';
import { ceilDiv, POWER_PARTS, RAO_PER_ALPHA, saturatingSub, U64_MAX } from './fixed-point.ts';
import { headroom, poolAfterOthers, type Headroom } from './headroom.ts';
import { limitPriceToBits } from './limit-price.ts';
import { quoteFull } from './quote-full.ts';

/** Rao that truncation takes from one output at most, on any pool: `outputGrain` of a reserve of 2^64 − 1. */
export const LARGEST_OUTPUT_GRAIN = U64_MAX / POWER_PARTS + 2n;

/**
 * How far the price after a fill may be past the limit although the chain's test passes, in raw U64F64 units: the tested
 * price is a truncated product of two truncated quotients, one of them the ratio of the weights, at most 99.
 */
const PRICE_UNITS = 128n;
/** The same as a share: powers and weights have 18 decimals, and exponents are up to 100. */
const PRICE_PARTS = 10n ** 15n;
/** A rounded limit price needs a step or two; more would mean a wrong rule. */
const MAX_STEPS = 8n;

/**
 * The least output, rao of the received token, of a net input (rao of the paid token, the pool's fee excluded) that
 * fills in full under a limit price (rao per whole alpha, u64), on any pool: rounded down, less
 * `LARGEST_OUTPUT_GRAIN`, at least 0.
 *
 * Source of the rule: the price of a pool moves against the order, and the chain lets an order through only if the
 * price at the end of its fill is within the limit (`maxWithinLimit`), so no unit trades at a worse price. What it takes
 * for true besides is the net input: the fee.
 * Throws a RangeError for a limit price of 0 on a buy, which no order passes.
 */
export function leastAtLimit(side: Side, net: bigint, limitPrice: bigint): bigint {
  const limitBits = limitPriceToBits(limitPrice);
  const slack = limitBits / PRICE_PARTS + PRICE_UNITS;
  if (side === 'sell') {
    return saturatingSub((net * saturatingSub(limitBits, slack)) >> 64n, LARGEST_OUTPUT_GRAIN);
  }
  if (limitPrice === 0n) throw new RangeError('a buy has no limit price of 0');
  return saturatingSub((net << 64n) / (limitBits + slack + 1n), LARGEST_OUTPUT_GRAIN);
}

/**
 * The loosest limit price, rao per whole alpha, under which a net input that fills in full brings at least `least` rao
 * on any pool: the least over the net input, rounded down for a buy and up for a sell. null where no u64 is such a limit.
 * Throws a RangeError for a net input of 0.
 */
export function executionLimit(side: Side, net: bigint, least: bigint): bigint | null {
  if (net === 0n) throw new RangeError('nothing enters the pool');
  const output = least + LARGEST_OUTPUT_GRAIN;
  const price =
    side === 'buy' ? (net * RAO_PER_ALPHA) / output : ceilDiv(output * RAO_PER_ALPHA, net);
  const tighter = side === 'buy' ? -1n : 1n;
  for (let step = 0n; step < MAX_STEPS; step += 1n) {
    const limitPrice = price + tighter * step;
    if (limitPrice <= 0n || limitPrice > U64_MAX) return null;
    if (leastAtLimit(side, net, limitPrice) >= least) return limitPrice;
  }
  return null;
}

/** A whole order and its limit: `amount` gross rao of the paid token, `limitPrice` rao per whole alpha. */
type WholeOrder = { pool: Pool; side: Side; amount: bigint; limitPrice: bigint };

/**
 * The room that a limit leaves an order which must fill in full; null where the pool does not take all of it now, or
 * where the chain's test does not stop it before it fills in part: a buy on a pool with more than five sixths of its
 * weight on TAO, whose probe of 1000 reserves empties it.
 *
 * Throws a RangeError as `quoteSwap` does.
 */
export function roomForWhole(order: WholeOrder): Headroom | null {
  const { pool, side, amount, limitPrice } = order;
  if (quoteFull(pool, { side, amount, limitPrice }) === undefined) return null;
  const room = headroom(order);
  const last = room && poolAfterOthers(pool, side, room.othersInput);
  if (!last) return null;
  return quoteFull(last, { side, amount, limitPrice }) === undefined ? null : room;
}
