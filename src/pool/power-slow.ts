// The chain's own power, path by path: special values, integer root, series. Bit-exact, never fast.
// Knows no pool.
import { powerRoot } from './power-root.ts';
import { powerSeries } from './power-series.ts';

const MAX_EXACT_EXPONENT = 1024n;
/** More steps of Euclid's algorithm than any pair of numbers up to 1024 takes. */
const MAX_STEPS = 16;

/** A pair of positive numbers without its common divisor if both are then at most 1024, else undefined. */
export function reduceSmall(a: bigint, b: bigint): [bigint, bigint] | undefined {
  let divisor = a;
  let rest = b;
  // The number of steps depends on the reduced pair alone: one that takes more is not small.
  for (let step = 0; rest !== 0n; step++) {
    if (step > MAX_STEPS) return undefined;
    [divisor, rest] = [rest, divisor % rest];
  }
  const p = a / divisor;
  const q = b / divisor;
  return p <= MAX_EXACT_EXPONENT && q <= MAX_EXACT_EXPONENT ? [p, q] : undefined;
}

/**
 * (bn/bd)^(en/ed) · scale as the chain floors it, or null where it has no result; `precision` in bits.
 * The exponent is reduced before the path is chosen: up to 1024 over 1024 an integer root gives the
 * true floor, else a series gives the chain's (an unreduced exponent does not change the series).
 *
 * Mirrors sam0x17/safe-bigmath src/integer.rs `pow_ratio_scaled` (013c4998).
 */
export function powRatioScaledSlow(
  bn: bigint,
  bd: bigint,
  en: bigint,
  ed: bigint,
  precision: number,
  scale: bigint,
): bigint | null {
  if (bd === 0n || ed === 0n) return null;
  if (bn === 0n) return 0n;
  if (bn < 0n || bd < 0n || en < 0n || ed < 0n || scale < 0n) return null;
  if (en === 0n) return scale;
  const small = reduceSmall(en, ed);
  return small === undefined
    ? powerSeries(bn, bd, en, ed, precision, scale)
    : powerRoot(bn, bd, small[0], small[1], scale);
}
