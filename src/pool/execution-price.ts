// What one fill paid per unit, and how far that is from the price before it.
import type { Filled, Side } from './pool.ts';
import { ceilDiv } from './fixed-point.ts';

const PPM = 1_000_000n;

/**
 * TAO per alpha that a fill pays or gets, fee excluded, as raw U64F64 bits (wider than u128 where it
 * is that extreme), rounded against the trader: up for a buy, down for a sell. Null where one of the
 * amounts is 0.
 */
export function executionPrice(fill: Filled, side: Side): bigint | null {
  if (fill.amountIn === 0n || fill.amountOut === 0n) return null;
  return side === 'buy'
    ? ceilDiv(fill.amountIn << 64n, fill.amountOut)
    : (fill.amountOut << 64n) / fill.amountIn;
}

/**
 * How much worse than the spot price before it a fill is, fee excluded, in parts per million, rounded
 * up, at least 0: execution/spot − 1 for a buy, 1 − execution/spot for a sell. 0 where nothing entered
 * the pool; null where that cannot be said, because the spot price truncates to 0 or nothing came out.
 */
export function priceImpactPpm(fill: Filled, side: Side): bigint | null {
  const { amountIn, amountOut, priceBefore } = fill;
  if (amountIn === 0n) return 0n;
  if (priceBefore === 0n || amountOut === 0n) return null;
  const impact =
    side === 'buy'
      ? ceilDiv((amountIn << 64n) * PPM, amountOut * priceBefore) - PPM
      : PPM - ((amountOut << 64n) * PPM) / (amountIn * priceBefore);
  return impact < 0n ? 0n : impact;
}
