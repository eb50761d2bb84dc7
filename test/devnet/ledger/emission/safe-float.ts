// The share pools' decimal float: a mantissa of 21 to 22 digits and a power of ten, every operation rounded down.
// Refuses to know what is shared. Facts: chain.md §4.10, primitives/share-pool/src/lib.rs (SafeFloat).
import type { SafeFloat } from '../state/ledger-state.ts';

const MAX_MANTISSA = 10n ** 21n;
const MIN_MANTISSA = 10n ** 20n;
const U64_MAX = (1n << 64n) - 1n;
const MAX_EXPONENT = 22;

export const ZERO: SafeFloat = { mantissa: 0n, exponent: 0 };

/** Mantissa into (10^20, 10^21] by truncating division or multiplication by ten. */
function normalized(mantissa: bigint, exponent: number): SafeFloat {
  if (mantissa === 0n) return ZERO;
  let m = mantissa;
  let e = exponent;
  while (m > MAX_MANTISSA) {
    m /= 10n;
    e += 1;
  }
  while (m <= MIN_MANTISSA) {
    m *= 10n;
    e -= 1;
  }
  return { mantissa: m, exponent: e };
}

/** 10^e, held at 10^22 beyond that: such a divisor leaves nothing of any mantissa. */
const powerOfTen = (exponent: number): bigint => 10n ** BigInt(Math.min(exponent, MAX_EXPONENT));

export const isZero = (value: SafeFloat): boolean => value.mantissa === 0n;

export const safeFloat = (value: bigint): SafeFloat => normalized(value, 0);

/** a·b/c, rounded down; zero when c is zero, as the callers' `unwrap_or_default`. */
export function mulDiv(a: SafeFloat, b: SafeFloat, c: SafeFloat): SafeFloat {
  if (c.mantissa === 0n) return ZERO;
  return normalized((a.mantissa * b.mantissa) / c.mantissa, a.exponent + b.exponent - c.exponent);
}

/** Both mantissas at the larger exponent, the smaller one truncated. */
function aligned(a: SafeFloat, b: SafeFloat): [bigint, bigint, number] {
  const gap = a.exponent - b.exponent;
  if (gap >= 0) return [a.mantissa, b.mantissa / powerOfTen(gap), a.exponent];
  return [a.mantissa / powerOfTen(-gap), b.mantissa, b.exponent];
}

export function addFloat(a: SafeFloat, b: SafeFloat): SafeFloat {
  if (isZero(a)) return b;
  if (isZero(b)) return a;
  const [left, right, exponent] = aligned(a, b);
  return normalized(left + right, exponent);
}

/** a − b, zero instead of a negative mantissa; null where the chain has no result and keeps the old value. */
export function subFloat(a: SafeFloat, b: SafeFloat): SafeFloat | null {
  if (isZero(a)) return isZero(b) ? ZERO : null;
  if (isZero(b)) return a;
  const [left, right, exponent] = aligned(a, b);
  return normalized(left > right ? left - right : 0n, exponent);
}

/** Whole part, rounded down, at most the largest u64. */
export function floatToU64(value: SafeFloat): bigint {
  const scale = powerOfTen(Math.abs(value.exponent));
  const whole = value.exponent >= 0 ? value.mantissa * scale : value.mantissa / scale;
  return whole > U64_MAX ? U64_MAX : whole;
}
