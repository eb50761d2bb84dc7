// The chain's fixed-point arithmetic: unsigned 128-bit numbers with a given count of fractional bits (U64F64: 64, U96F32: 32).
// Refuses to know what the numbers mean. Facts: chain.md §4.1; substrate-fixed v0.6.0, primitives/safe-math.

export const U64_MAX = (1n << 64n) - 1n;
export const U128_MAX = (1n << 128n) - 1n;

/** Fractional bits of the two formats in use. */
export const F64 = 64n;
export const F32 = 32n;

const capped = (bits: bigint): bigint => (bits > U128_MAX ? U128_MAX : bits);

/** A whole number as fixed point; saturates. */
export const fromInt = (value: bigint, fraction: bigint): bigint => capped(value << fraction);

/** Product, rounded down, saturating. */
export const mul = (a: bigint, b: bigint, fraction: bigint): bigint => capped((a * b) >> fraction);

/** Quotient, rounded down; null when dividing by zero or past 128 bits (`checked_div`). */
export function checkedDiv(a: bigint, b: bigint, fraction: bigint): bigint | null {
  if (b === 0n) return null;
  const bits = (a << fraction) / b;
  return bits > U128_MAX ? null : bits;
}

/** Quotient, rounded down; 0 when dividing by zero or past 128 bits (`safe_div`). */
export const safeDiv = (a: bigint, b: bigint, fraction: bigint): bigint =>
  checkedDiv(a, b, fraction) ?? 0n;

export const add = (a: bigint, b: bigint): bigint => capped(a + b);

/** Difference, 0 instead of a negative one. */
export const sub = (a: bigint, b: bigint): bigint => (a > b ? a - b : 0n);

/** Whole part, rounded down, at most the largest u64. */
export function toU64(bits: bigint, fraction: bigint): bigint {
  const whole = bits >> fraction;
  return whole > U64_MAX ? U64_MAX : whole;
}

export const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** u64 sum and difference that stop at the ends of the range. */
export const addU64 = (a: bigint, b: bigint): bigint => min(a + b, U64_MAX);
export const mulU64 = (a: bigint, b: bigint): bigint => min(a * b, U64_MAX);
