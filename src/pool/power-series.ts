// The chain's own slow power: Taylor series of ln and exp in wide fixed point, truncation and
// iteration cap included. Knows no pool; bit-exact, never fast.
import { bitLength, floorDiv } from './fixed-point.ts';

const GUARD_BITS = 24n;
const GUARD = 1n << GUARD_BITS;
const HALF_GUARD = GUARD >> 1n;

/** v/2^24 to the nearest, halves away from zero. Mirrors `round_to_precision`. */
function roundGuard(value: bigint): bigint {
  return value < 0n ? -((HALF_GUARD - value) >> GUARD_BITS) : (value + HALF_GUARD) >> GUARD_BITS;
}

function isBelowGuard(value: bigint): boolean {
  return value < GUARD && value > -GUARD;
}

/** ln(1+z) for fixed-point z of `bits` fraction bits. Mirrors `ln1p_fixed`; `>>` floors as there. */
function ln1pSeries(z: bigint, bits: bigint, maxTerms: number): bigint {
  let term = z;
  let result = z;
  let previous = roundGuard(result);
  for (let n = 2; n <= maxTerms; n++) {
    term = (term * z) >> bits;
    if (term === 0n) break;
    const next = floorDiv(term, BigInt(n));
    if (next === 0n) break;
    result = n % 2 === 0 ? result - next : result + next;
    const rounded = roundGuard(result);
    if (isBelowGuard(next) || rounded === previous) break;
    previous = rounded;
  }
  return result;
}

/** exp(z) for fixed-point z of `bits` fraction bits. Mirrors `exp_fixed`. */
export function expSeries(z: bigint, bits: bigint, maxTerms: number): bigint {
  let term = 1n << bits;
  let result = term;
  let previous = roundGuard(result);
  for (let n = 1; n <= maxTerms; n++) {
    term = floorDiv(term * z, BigInt(n) << bits);
    if (term === 0n) break;
    result += term;
    const rounded = roundGuard(result);
    if (isBelowGuard(term) || rounded === previous) break;
    previous = rounded;
  }
  return result;
}

const ln2ByBits = new Map<bigint, bigint>();

function ln2Series(bits: bigint, maxTerms: number): bigint {
  let ln2 = ln2ByBits.get(bits);
  if (ln2 === undefined) {
    ln2 = -ln1pSeries(-((1n << bits) >> 1n), bits, maxTerms);
    ln2ByBits.set(bits, ln2);
  }
  return ln2;
}

/** ln of a positive integer, mantissa taken from [0.75, 1.5). Mirrors `ln_biguint`. */
export function lnSeries(value: bigint, bits: bigint, maxTerms: number): bigint {
  const one = 1n << bits;
  let shift = BigInt(bitLength(value) - 1);
  let mantissa = (value << bits) >> shift;
  if (mantissa >= one + (one >> 1n)) {
    mantissa >>= 1n;
    shift += 1n;
  }
  return ln1pSeries(mantissa - one, bits, maxTerms) + ln2Series(bits, maxTerms) * shift;
}

/**
 * floor((baseNumerator/baseDenominator)^(exponentNumerator/exponentDenominator) · scale) by the
 * chain's series, all arguments positive, the exponent reduced by its gcd. Not the true floor: it
 * carries the chain's own truncation, which near weights 0.01/0.99 is large because the series is
 * cut at precision + 24 + 128 terms.
 *
 * Mirrors sam0x17/safe-bigmath src/integer.rs `pow_ratio_scaled_with_max_iters`, fallback path
 * (013c4998).
 */
export function powerSeries(
  baseNumerator: bigint,
  baseDenominator: bigint,
  exponentNumerator: bigint,
  exponentDenominator: bigint,
  precision: number,
  scale: bigint,
): bigint {
  const requested = Math.max(precision, 32, bitLength(scale) + 8);
  const internal = requested + Number(GUARD_BITS);
  const maxTerms = Math.min(4096, internal + 128);
  const bits = BigInt(internal);
  const lnBase =
    lnSeries(baseNumerator, bits, maxTerms) - lnSeries(baseDenominator, bits, maxTerms);
  const exponent = floorDiv(lnBase * exponentNumerator, exponentDenominator);
  return (roundGuard(expSeries(exponent, bits, maxTerms)) * scale) >> BigInt(requested);
}
