// The chain's U64F64 numbers as raw bits, with its truncating and saturating rules, and plain
// integer divisions that name their rounding. The folder takes nothing from outside, so that other tools
// can use it alone; the units that the product shares are in units.ts.

export const U64_MAX = (1n << 64n) - 1n;
export const U128_MAX = (1n << 128n) - 1n;
export const I128_MAX = (1n << 127n) - 1n;
/** 1.0 as raw U64F64 bits. */
export const ONE_BITS = 1n << 64n;
/** Smallest units of a whole alpha, and rao of a whole TAO. */
export const RAO_PER_ALPHA = 1_000_000_000n;
/** The chain counts weights and powers in these parts. */
export const POWER_PARTS = 10n ** 18n;
/** Parts per million of a whole. */
export const PPM = 1_000_000n;

/** Product of two raw U64F64 values, truncated, saturating. Mirrors `saturating_mul` of substrate-fixed. */
export function mulBits(a: bigint, b: bigint): bigint {
  const product = (a * b) >> 64n;
  return product > U128_MAX ? U128_MAX : product;
}

/**
 * Quotient of two raw U64F64 values, truncated; 0 on division by zero and on overflow.
 * Mirrors `safe_div` (opentensor/subtensor primitives/safe-math/src/lib.rs).
 */
export function divBits(a: bigint, b: bigint): bigint {
  if (b === 0n) return 0n;
  const quotient = (a << 64n) / b;
  return quotient > U128_MAX ? 0n : quotient;
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** Sum of two u64, at most 2^64 − 1. */
export function saturatingAdd(a: bigint, b: bigint): bigint {
  const sum = a + b;
  return sum > U64_MAX ? U64_MAX : sum;
}

/** Difference, at least 0. */
export function saturatingSub(a: bigint, b: bigint): bigint {
  return a > b ? a - b : 0n;
}

/** ceil(a/divisor) for a value that is not negative and a positive divisor. */
export function ceilDiv(a: bigint, divisor: bigint): bigint {
  return (a + divisor - 1n) / divisor;
}

/** floor(a/divisor) toward minus infinity, for a positive divisor. */
export function floorDiv(a: bigint, divisor: bigint): bigint {
  const quotient = a / divisor;
  return a < 0n && quotient * divisor !== a ? quotient - 1n : quotient;
}

/** Number of bits of a value that is not negative; 0 for 0. */
export function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const hex = value.toString(16);
  return hex.length * 4 + 28 - Math.clz32(Number.parseInt(hex.charAt(0), 16));
}

/** floor(√value) for a value that is not negative, by Newton's method from above. */
export function isqrt(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((bitLength(value) + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
