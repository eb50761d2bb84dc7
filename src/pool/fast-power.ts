// The fast power: 128-bit fixed point with a proven error, and no answer where that error leaves the
// chain's floor in doubt. Knows no pool.
import { FAST_BITS, fastLn, fastLn2 } from './fast-ln.ts';
import { fastExpNegative } from './fast-exp.ts';
import { U128_MAX } from './fixed-point.ts';

/** The narrowest chain precision, in bits, that the proof covers. */
export const FAST_MIN_PRECISION = 256;
/** Exponents are ratios of weights, at most 99. */
const MAX_EXPONENT = 128n;
/** The largest |ln| of a result that the proof covers. */
const MAX_LOGARITHM = 44n << FAST_BITS;

/**
 * Half-width, in units of 2^-128 of a significand in [½, 1], of the interval that holds the fast, the
 * true and the chain's power. Proven: less than 2^11; the rest is margin.
 */
const HALF_WIDTH = 1n << 14n;

/**
 * floor((bn/bd)^(p/q) · scale) as the chain has it, for positive arguments; undefined where the floor
 * is in doubt or the arguments leave the proven region: then only the slow algorithm knows.
 *
 * Claim. Let t = (bn/bd)^(p/q) and x = ln t. If |x| ≤ 44, p/q ≤ 128, bn and bd are u128 and the chain
 * computes t either exactly or by its series with at least 256 bits, then the fast significand T and
 * the chain's power, both over the same power of two, differ by less than 2^11 units of 2^-128. So
 * where both ends of (T ± HALF_WIDTH) · scale have the same floor, that floor is the chain's.
 *
 * Fast side, in units. `fastLn` errs by less than 8 + k with k·ln 2 ≤ ln(bn/bd) = |x|·q/p, so times
 * p/q by less than 8·128 + 44/ln 2 < 1,088. The floored product with p/q adds 1, taking the floored
 * ln 2 away at most 65 times adds 65; e units in x move T ≤ 1 by less than 1.01·e. `fastExpNegative`
 * errs by less than 8. Sum: below 1,175.
 *
 * Chain side, with i = precision + 24 internal bits, unit 2^-i, and at most N = min(4096, i + 128)
 * terms (N ≥ 408), for precision 256; wider precisions only shrink every figure:
 * - ln(1+z), |z| ≤ ½. The floored running power is off by at most 2 units, each floored quotient by 2
 *   more. The loop ends at a term of at most 2^24 units (it is below that, or leaves the value
 *   rounded to 2^24 units unchanged); terms shrink by ½ or more, so the tail is no larger. The cap
 *   comes later: ½^n/n < 2^-256 for n ≥ 250. Together below 2^24 + 4·408 units < 2^-255.
 * - ln bn − ln bd: mantissas are exact (128 bits fit in i). Two such errors and at most 128 times that
 *   of ln 2: below 2^-247; times p/q ≤ 128: below 2^-240 in x.
 * - exp, m = |x| ≤ 44. A floor (below 1 unit) made at term j has grown to at most m^(n-j)·j!/n! ≤
 *   m^(n-j)/(n-j)! at term n, so all floors together weigh at most N·e^m units: 408 · 2^63.5 · 2^-280
 *   < 2^-207. The loop ends at a term of at most 2^24 units, 2^-256. Terms up to n = 2m exceed that
 *   (unless m itself does not, and then the tail is below m²), so from there on they shrink by ½ and
 *   the tail is below 2^-256. The cap comes later: 44^408/408! < 2^-700.
 * - Rounding the 24 guard bits off adds half of 2^-256.
 * Sum: below 2^-206, against t ≥ e^-44 > 2^-64 a relative 2^-142: far below one unit of T.
 *
 * Beyond |x| = 44 the floors' weight N·e^m soon outgrows the result, and from m near 98 the cap cuts
 * the series before it converges: what the chain then computes is no power any more (weights near
 * 0.01 and 0.99 with inputs of many times the reserve). Only the series itself can tell.
 */
export function fastPower(
  bn: bigint,
  bd: bigint,
  p: bigint,
  q: bigint,
  scale: bigint,
): bigint | undefined {
  if (bn === bd) return scale;
  if (bn > U128_MAX || bd > U128_MAX || p > q * MAX_EXPONENT) return undefined;
  const isGrowth = bn > bd;
  const logarithm = ((isGrowth ? fastLn(bn, bd) : fastLn(bd, bn)) * p) / q;
  if (logarithm > MAX_LOGARITHM) return undefined;
  const ln2 = fastLn2();
  // t = 2^exponent · exp(-rest) with 0 ≤ rest ≤ ln 2, so the significand lies in [½, 1].
  const halvings = logarithm / ln2;
  const remainder = logarithm - halvings * ln2;
  const rest = isGrowth ? ln2 - remainder : remainder;
  const exponent = isGrowth ? halvings + 1n : -halvings;
  const product = fastExpNegative(rest) * scale;
  const margin = HALF_WIDTH * scale;
  const shift = FAST_BITS - exponent;
  const low = (product - margin) >> shift;
  return low === (product + margin) >> shift ? low : undefined;
}
