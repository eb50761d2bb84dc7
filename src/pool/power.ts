// Powers of ratios as the chain computes them: which path, and the special values.
// Knows no pool.
import { powerRoot } from './power-root.ts';
import { powerSeries } from './power-series.ts';

const MAX_EXACT_EXPONENT = 1024n;

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/**
 * (baseNumerator/baseDenominator)^(exponentNumerator/exponentDenominator) · scale as the chain
 * floors it, or null where it has no result. `precision` is in bits.
 *
 * Mirrors sam0x17/safe-bigmath src/integer.rs `pow_ratio_scaled` (013c4998), bit for bit.
 */
export function powRatioScaled(
  baseNumerator: bigint,
  baseDenominator: bigint,
  exponentNumerator: bigint,
  exponentDenominator: bigint,
  precision: number,
  scale: bigint,
): bigint | null {
  if (baseDenominator === 0n || exponentDenominator === 0n) return null;
  if (baseNumerator === 0n) return 0n;
  if (baseNumerator < 0n || baseDenominator < 0n || scale < 0n) return null;
  if (exponentNumerator < 0n || exponentDenominator < 0n) return null;
  if (exponentNumerator === 0n) return scale;
  const divisor = greatestCommonDivisor(exponentNumerator, exponentDenominator);
  const p = exponentNumerator / divisor;
  const q = exponentDenominator / divisor;
  if (p <= MAX_EXACT_EXPONENT && q <= MAX_EXACT_EXPONENT) {
    return powerRoot(baseNumerator, baseDenominator, p, q, scale);
  }
  return powerSeries(baseNumerator, baseDenominator, p, q, precision, scale);
}
