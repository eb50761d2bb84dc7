// (bn/bd)^(en/ed) · scale exactly as the chain's big-number crate computes it, iteration caps and guard bits included.
// Refuses to know pools. Facts: chain.md §4.5, sam0x17/safe-bigmath 013c4998, SafeInt::pow_ratio_scaled.

const GUARD_BITS = 24n;
const GUARD = 1n << GUARD_BITS;

/** Quotient rounded toward minus infinity; b is positive. */
function floorDiv(a: bigint, b: bigint): bigint {
  return a < 0n ? -((b - 1n - a) / b) : a / b;
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);

export function bitLength(value: bigint): bigint {
  return value === 0n ? 0n : BigInt(value.toString(2).length);
}

/** Drops the guard bits: nearest, halves away from zero. */
function withoutGuard(value: bigint): bigint {
  const rounded = (abs(value) + (GUARD >> 1n)) >> GUARD_BITS;
  return value < 0n ? -rounded : rounded;
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

/** Newton's steps from above, until they fall no more. */
function squareRoot(value: bigint): bigint {
  let root = 1n << ((bitLength(value) + 1n) / 2n);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/** Largest h with h^degree ≤ value; value ≥ 0, degree ≥ 1. */
export function integerRoot(value: bigint, degree: bigint): bigint {
  if (value < 2n || degree === 1n) return value;
  if (degree === 2n) return squareRoot(value);
  let low = 1n << ((bitLength(value) - 1n) / degree);
  let high = low << 1n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= value) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Where a series ends. The crate also ends it when a term left the rounded result as it was: such a term is smaller
 * than the guard, as any other moves the result by one at least.
 */
const isBelowGuard = (term: bigint): boolean => term < GUARD && term > -GUARD;

type Precision = { scale: bigint; shift: bigint; maxTerms: bigint };

/** ln(1 + z), z and the result in fixed point with `scale` for one. */
function lnOnePlus(z: bigint, precision: Precision): bigint {
  let term = z;
  let result = z;
  for (let n = 2n; n <= precision.maxTerms; n += 1n) {
    // A shift rounds toward minus infinity, as the division by the power of two does.
    term = (term * z) >> precision.shift;
    if (term === 0n) break;
    const next = floorDiv(term, n);
    if (next === 0n) break;
    result += n % 2n === 0n ? -next : next;
    if (isBelowGuard(next)) break;
  }
  return result;
}

const knownLn2 = new Map<bigint, bigint>();

/** ln 2, the same for the same precision. */
function ln2Of(precision: Precision): bigint {
  const known = knownLn2.get(precision.shift);
  if (known !== undefined) return known;
  const ln2 = -lnOnePlus(-(precision.scale >> 1n), precision);
  knownLn2.set(precision.shift, ln2);
  return ln2;
}

/** Natural logarithm of a whole number ≥ 1. */
function ln(value: bigint, precision: Precision, ln2: bigint): bigint {
  let shift = bitLength(value) - 1n;
  let mantissa = (value << precision.shift) >> shift;
  if (mantissa >= precision.scale + (precision.scale >> 1n)) {
    mantissa >>= 1n;
    shift += 1n;
  }
  return lnOnePlus(mantissa - precision.scale, precision) + ln2 * shift;
}

function exp(exponent: bigint, precision: Precision): bigint {
  let term = precision.scale;
  let result = precision.scale;
  for (let n = 1n; n <= precision.maxTerms; n += 1n) {
    term = floorDiv(term * exponent, precision.scale * n);
    if (term === 0n) break;
    result += term;
    if (isBelowGuard(term)) break;
  }
  return result;
}

/**
 * The power, rounded as the chain rounds it (exactly down for reduced exponents up to 1024, nearly down otherwise).
 * Null where the chain has no result. Arguments are whole and not negative.
 */
export function powRatioScaled(
  bn: bigint,
  bd: bigint,
  en: bigint,
  ed: bigint,
  precisionBits: bigint,
  scale: bigint,
): bigint | null {
  if (bd === 0n || ed === 0n) return null;
  if (bn === 0n) return 0n;
  if (en === 0n) return scale;
  const common = gcd(en, ed);
  const n = en / common;
  const d = ed / common;
  if (n <= 1024n && d <= 1024n) return integerRoot((bn ** n * scale ** d) / bd ** n, d);

  const widest = [precisionBits, 32n, bitLength(scale) + 8n].reduce((a, b) => (a > b ? a : b));
  const shift = widest + GUARD_BITS;
  const maxTerms = shift + 128n < 4096n ? shift + 128n : 4096n;
  const precision = { scale: 1n << shift, shift, maxTerms };
  const ln2 = ln2Of(precision);
  const logarithm = ln(bn, precision, ln2) - ln(bd, precision, ln2);
  const power = exp(floorDiv(logarithm * n, d), precision);
  return floorDiv(withoutGuard(power) * scale, 1n << widest);
}
