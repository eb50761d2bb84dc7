// How far the price of one fill is from the spot price before it.
import type { Filled, Side } from './pool.ts';
import { ceilDiv, PPM } from './fixed-point.ts';

/**
 * How much worse than the spot price before it a fill is, fee excluded, in parts per million, rounded
 * up, at least 0: execution/spot − 1 for a buy, 1 − execution/spot for a sell. 0 where nothing entered
 * the pool, and where less than one rao of the output is missing: the chain rounded that away, and of
 * dust it is many per cent. Null where the spot price truncates to 0 or nothing came out.
 */
export function priceImpactPpm(fill: Filled, side: Side): bigint | null {
  const { amountIn, amountOut, priceBefore } = fill;
  if (amountIn === 0n) return 0n;
  if (priceBefore === 0n) return null;
  if (isRounding(fill, side)) return 0n;
  if (amountOut === 0n) return null;
  const impact =
    side === 'buy'
      ? ceilDiv((amountIn << 64n) * PPM, amountOut * priceBefore) - PPM
      : PPM - ((amountOut << 64n) * PPM) / (amountIn * priceBefore);
  return impact < 0n ? 0n : impact;
}

/** Whether one rao more of the output would be worth more than the input at the spot price. */
function isRounding({ amountIn, amountOut, priceBefore }: Filled, side: Side): boolean {
  return side === 'buy'
    ? amountIn << 64n < (amountOut + 1n) * priceBefore
    : amountIn * priceBefore < (amountOut + 1n) << 64n;
}
