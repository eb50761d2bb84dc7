// The largest order under an impact limit: the end of the contiguous range of amounts within it.
import type { Filled, Pool, Side } from './pool.ts';
import { checkU64 } from './check-inputs.ts';
import { curveOf, outputReserve } from './curves/curve-of.ts';
import { feeOnNet } from './fee-rate.ts';
import { ceilDiv, min, POWER_PARTS, U128_MAX } from './fixed-point.ts';
import { largestFull, quoteFull } from './quote-full.ts';
import { quoteSwap } from './quote-swap.ts';
import { firstTrue, lastTrue } from './search.ts';
import { spotPrice } from './spot-price.ts';
import { feeRateOf, grossInput, netInput } from './swap-fee.ts';

const BASIS_POINTS = 10_000n;
/** Slack is counted in these parts of an output rao. */
const SLACK_PARTS = 1024n;

/** An impact limit as a test on a fill: input · inputParts ≤ output · outputParts. */
type ImpactTest = { inputParts: bigint; outputParts: bigint };

function hasMargin(fill: Filled, test: ImpactTest, slack: bigint): boolean {
  const output = fill.amountOut * SLACK_PARTS - slack;
  return fill.amountIn * SLACK_PARTS * test.inputParts <= output * test.outputParts;
}

/**
 * More than rounding can take from an output, in slack parts: a floored rao, up to two units of the
 * power's last decimal times the reserve, and two parts for floored roots and quotients.
 */
function roundingSlack(reserveOut: bigint): bigint {
  return SLACK_PARTS + ceilDiv(2n * reserveOut * SLACK_PARTS, POWER_PARTS) + 2n;
}

function impactTest(side: Side, spotBits: bigint, impactBps: bigint): ImpactTest {
  const one = BASIS_POINTS << 64n;
  return side === 'buy'
    ? { inputParts: one, outputParts: spotBits * (BASIS_POINTS + impactBps) }
    : { inputParts: spotBits * (BASIS_POINTS - impactBps), outputParts: one };
}

/** The smallest gross amount of which more than `net` enters the pool, or undefined up to `most`. */
function grossAbove(pool: Pool, side: Side, net: bigint, most: bigint): bigint | undefined {
  const guess = net + feeOnNet(net, feeRateOf(pool));
  return firstTrue(0n, most, guess, (amount) => netInput(pool, { side, amount }) > net);
}

/**
 * The gross amount that moves the price itself by the limit: about the middle of the range, where its
 * margin is widest. Undefined where the limit is not beyond the spot price.
 */
function widestMargin(pool: Pool, side: Side, impactBps: bigint, most: bigint): bigint | undefined {
  const spot = spotPrice(pool);
  const factor = side === 'buy' ? BASIS_POINTS + impactBps : BASIS_POINTS - impactBps;
  const limitPriceBits = min((spot * factor) / BASIS_POINTS, U128_MAX);
  const fill = quoteSwap(pool, { side, amount: most, limitPriceBits });
  if (!fill.ok) return undefined;
  const gross = grossInput(pool, side, fill);
  // A limit on the mean price admits about twice as much.
  return min(curveOf(pool).limitBounds === 'mean-price' ? gross >> 1n : gross, most);
}

/**
 * The end of the contiguous range of gross amounts (rao of the paid token) whose full fill has at most
 * `impactBps` basis points of price impact, fee excluded, and at most `maxAmount`; 0 where there is no
 * such range or `maxAmount` lies below it. Below the range, among the smallest amounts, the impact is
 * mere rounding; above its end single amounts may fit again by rounding; the range has no gaps.
 *
 * How: impact without rounding grows along the curve, so a margin of more output units than rounding
 * can take is kept on one interval of amounts; within it every amount fits. From its end on the walk
 * goes from an amount to the first that its own output no longer excuses: everything between pays out
 * no less and still fits. That is few steps, but for reserves near 2^64 and an impact of a few
 * basis points, where it can be some ten thousand.
 *
 * Throws a RangeError as `quoteSwap` does, and for an `impactBps` that is no integer from 0 to 10,000.
 */
export function largestWithinImpact(
  pool: Pool,
  side: Side,
  impactBps: number,
  maxAmount: bigint,
): bigint {
  checkU64('maxAmount', maxAmount);
  if (!Number.isInteger(impactBps) || impactBps < 0 || impactBps > Number(BASIS_POINTS)) {
    throw new RangeError(
      `impactBps must be an integer from 0 to ${BASIS_POINTS}, not ${impactBps}`,
    );
  }
  const reserveOut = outputReserve(pool, side);
  if (reserveOut === null) return maxAmount;
  const most = largestFull(pool, { side }, maxAmount);
  if (most === undefined) return 0n;
  const start = widestMargin(pool, side, BigInt(impactBps), most);
  if (start === undefined) return 0n;

  const test = impactTest(side, spotPrice(pool), BigInt(impactBps));
  const fitsAt = (amount: bigint, slack: bigint): boolean => {
    const fill = quoteFull(pool, { side, amount });
    return fill !== undefined && hasMargin(fill, test, slack);
  };
  if (!fitsAt(start, 0n)) return 0n;
  const slack = roundingSlack(reserveOut);
  const safe = lastTrue(start, most, 2n * start, (amount) => fitsAt(amount, slack));
  return walkToEnd(pool, side, test, safe ?? start, most);
}

function walkToEnd(pool: Pool, side: Side, test: ImpactTest, from: bigint, most: bigint): bigint {
  if (test.inputParts === 0n) return most;
  let amount = from;
  for (;;) {
    const fill = quoteFull(pool, { side, amount });
    if (fill === undefined || !hasMargin(fill, test, 0n)) return amount - 1n;
    // The largest net input that this output excuses: floor.
    const excused = (fill.amountOut * test.outputParts) / test.inputParts;
    const next = grossAbove(pool, side, excused, most);
    if (next === undefined) return most;
    amount = next;
  }
}
