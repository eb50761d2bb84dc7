// The smallest order that buys or sells for a wanted output.
import type { Pool, Side } from './pool.ts';
import { checkU64 } from './check-inputs.ts';
import { min, U64_MAX } from './fixed-point.ts';
import { isTooMuch, quoteFull } from './quote-full.ts';
import { quoteSwap } from './quote-swap.ts';
import { firstTrue } from './search.ts';
import { spotPrice } from './spot-price.ts';

const MAX_STEPS = 12;

type Terms = { side: Side; dropFees: boolean };

/** Rao of input that `output` rao are worth at a price; floored, only an estimate. */
function inputAt(side: Side, output: bigint, priceBits: bigint): bigint {
  if (side === 'buy') return (output * priceBits) >> 64n;
  return priceBits === 0n ? U64_MAX : (output << 64n) / priceBits;
}

/** Newton's steps along the curve: they approach the wanted output from below. */
function estimateAmount(pool: Pool, terms: Terms, wanted: bigint): bigint {
  let amount = min(inputAt(terms.side, wanted, spotPrice(pool)), U64_MAX);
  for (let step = 0; step < MAX_STEPS; step++) {
    const fill = quoteFull(pool, { ...terms, amount });
    if (fill === undefined || fill.amountOut >= wanted) break;
    const missing = inputAt(terms.side, wanted - fill.amountOut, fill.priceAfter);
    // The step in gross terms, floored.
    const gross = fill.amountIn === 0n ? missing : (missing * amount) / fill.amountIn;
    if (gross === 0n) break;
    amount = min(amount + gross, U64_MAX);
  }
  return amount;
}

/**
 * The smallest gross amount, rao of the paid token, whose full fill at the default limits pays out at
 * least `wanted` rao; null where no full fill does. Exact by bracketing: one rao less pays out less.
 * Where the chain's own power breaks down (see `fastPower`), output may fall with input; the answer is
 * then an amount that pays enough, or null, but perhaps not the smallest.
 *
 * Throws a RangeError as `quoteSwap` does, and for a `wanted` over u64.
 */
export function amountForOutput(
  pool: Pool,
  side: Side,
  wanted: bigint,
  options: { dropFees?: boolean } = {},
): bigint | null {
  checkU64('wanted', wanted);
  const terms = { side, dropFees: options.dropFees === true };
  if (!quoteSwap(pool, { ...terms, amount: 0n }).ok) return null;
  const isEnoughOrTooMuch = (amount: bigint): boolean => {
    const fill = quoteFull(pool, { ...terms, amount });
    return fill === undefined ? isTooMuch(pool, { ...terms, amount }) : fill.amountOut >= wanted;
  };
  const guess = estimateAmount(pool, terms, wanted);
  const amount = firstTrue(0n, U64_MAX, guess, isEnoughOrTooMuch);
  if (amount === undefined) return null;
  const fill = quoteFull(pool, { ...terms, amount });
  return fill !== undefined && fill.amountOut >= wanted ? amount : null;
}
