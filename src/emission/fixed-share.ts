// The chain's U64F64 for shares: 64 fractional bits, truncating. Pure.
import { PPM } from '../units.ts';

/** 1.0 as U64F64 bits. */
export const ONE_SHARE = 1n << 64n;

export const mulShareDown = (a: bigint, b: bigint): bigint => (a * b) >> 64n;

/** 0 on division by zero, as the chain's safe division. */
export const divShareDown = (a: bigint, b: bigint): bigint => (b === 0n ? 0n : (a << 64n) / b);

/** U96F32 or I96F32 bits (negative counts as 0) as U64F64 bits. */
export const shareFrom32 = (bits: bigint): bigint => (bits <= 0n ? 0n : bits << 32n);

/** A share as parts per million, rounded down. */
export const sharePpm = (bits: bigint): bigint => (bits * PPM) >> 64n;
