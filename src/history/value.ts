// Arithmetic of the book: values of alpha, and sums shared out. All divisions round towards minus infinity (BOOKS.md).
import { RAO_PER_ALPHA } from '../units.ts';

/** ⌊x ÷ y⌋ for y > 0, also below zero. Throws RangeError when y is 0. */
export function floorDiv(x: bigint, y: bigint): bigint {
  const quotient = x / y;
  return x < 0n && quotient * y !== x ? quotient - 1n : quotient;
}

/** Rao that an amount of alpha is worth, rounded down. */
export function valueAt(alpha: bigint, raoPerAlpha: bigint): bigint {
  if (raoPerAlpha === RAO_PER_ALPHA) return alpha;
  const product = alpha * raoPerAlpha;
  return product < 0n ? floorDiv(product, RAO_PER_ALPHA) : product / RAO_PER_ALPHA;
}

/** Shares of a sum by weights of which at least one is above 0; their sum is the whole, as each is the step of the rounded sums so far. */
export function shareOut(whole: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  let weight = 0n;
  let given = 0n;
  return weights.map((one) => {
    weight += one;
    const upTo = floorDiv(whole * weight, total);
    const share = upTo - given;
    given = upTo;
    return share;
  });
}
