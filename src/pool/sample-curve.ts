// Points of a quote curve for charts: dense where it bends.
import type { Filled, Pool, Side } from './pool.ts';
import { checkU64 } from './check-inputs.ts';
import { PPM } from './fixed-point.ts';
import { largestFull, quoteFull } from './quote-full.ts';

type CurvePoint = {
  /** Gross input, rao of the paid token. */
  amount: bigint;
  fill: Filled;
};

type SampleOptions = {
  /** The most points to take; missing: 64. */
  maxPoints?: number;
  /** How far, in parts per million of the highest output, a straight line may pass the curve; missing: 500. */
  tolerancePpm?: bigint;
  dropFees?: boolean;
};

type Segment = { left: CurvePoint; middle: CurvePoint; right: CurvePoint; deviation: bigint };

/**
 * Points (amount, fill) from the smallest to the largest amount of [0, maxAmount] that is filled in full,
 * adaptive: the segment whose middle lies farthest from the straight line is split first, until every
 * middle is within the tolerance or `maxPoints` are reached. Sorted by amount; empty where the pool
 * refuses even an empty order.
 *
 * Throws a RangeError as `quoteSwap` does, and for fewer than 2 points.
 */
export function sampleCurve(
  pool: Pool,
  side: Side,
  maxAmount: bigint,
  options: SampleOptions = {},
): CurvePoint[] {
  checkU64('maxAmount', maxAmount);
  const { maxPoints = 64, tolerancePpm = 500n, dropFees = false } = options;
  if (!Number.isInteger(maxPoints) || maxPoints < 2) {
    throw new RangeError(`maxPoints must be an integer of at least 2, not ${maxPoints}`);
  }
  const terms = { side, dropFees };
  const pointAt = (amount: bigint): CurvePoint | undefined => {
    const fill = quoteFull(pool, { ...terms, amount });
    return fill && { amount, fill };
  };
  const last = largestFull(pool, terms, maxAmount);
  const first = pointAt(0n);
  const end = last === undefined || last === 0n ? undefined : pointAt(last);
  if (first === undefined) return [];
  if (end === undefined) return [first];

  const points = [first, end];
  const segments: Segment[] = [];
  const addSegment = (left: CurvePoint, right: CurvePoint): void => {
    const middle = pointAt((left.amount + right.amount) >> 1n);
    if (middle === undefined || middle.amount === left.amount) return;
    segments.push({ left, middle, right, deviation: deviationOf(left, middle, right) });
  };
  addSegment(first, end);
  const tolerance = (end.fill.amountOut * tolerancePpm) / PPM;
  while (points.length < maxPoints) {
    const widest = takeWidest(segments);
    if (widest === undefined || widest.deviation <= tolerance) break;
    points.push(widest.middle);
    addSegment(widest.left, widest.middle);
    addSegment(widest.middle, widest.right);
  }
  return points.sort((a, b) => (a.amount < b.amount ? -1 : 1));
}

/** How far the middle lies above the straight line between its neighbours, rao of output: no curve of ours sags. */
function deviationOf(left: CurvePoint, middle: CurvePoint, right: CurvePoint): bigint {
  const width = right.amount - left.amount;
  const rise = right.fill.amountOut - left.fill.amountOut;
  const line = left.fill.amountOut + (rise * (middle.amount - left.amount)) / width;
  return middle.fill.amountOut - line;
}

function takeWidest(segments: Segment[]): Segment | undefined {
  let widest = 0;
  segments.forEach((segment, i) => {
    if (segment.deviation > (segments[widest]?.deviation ?? 0n)) widest = i;
  });
  return segments.splice(widest, 1)[0];
}
