// The hashes in storage keys: blake2, and xxHash64 with the seeds 0, 1, … behind one another. Apart from the library that
// reads metadata, so that a start does not load it to name a key.
// Source: Cyan4973/xxHash, doc/xxhash_spec.md; paritytech/polkadot-sdk, substrate/primitives/crypto/hashing.
import { blake2b } from '@noble/hashes/blake2.js';
import { concatBytes } from './hex.ts';

const MASK = (1n << 64n) - 1n;
const PRIME_1 = 0x9e3779b185ebca87n;
const PRIME_2 = 0xc2b2ae3d27d4eb4fn;
const PRIME_3 = 0x165667b19e3779f9n;
const PRIME_4 = 0x85ebca77c2b2ae63n;
const PRIME_5 = 0x27d4eb2f165667c5n;

const times = (a: bigint, b: bigint): bigint => (a * b) & MASK;
const plus = (a: bigint, b: bigint): bigint => (a + b) & MASK;
const turned = (value: bigint, bits: bigint): bigint =>
  ((value << bits) & MASK) | (value >> (64n - bits));

const round = (sum: bigint, lane: bigint): bigint =>
  times(turned(plus(sum, times(lane, PRIME_2)), 31n), PRIME_1);

/** The four sums of all whole stripes of 32 bytes, put together. */
function sumOfStripes(view: DataView, seed: bigint): bigint {
  const sums = [
    plus(plus(seed, PRIME_1), PRIME_2),
    plus(seed, PRIME_2),
    seed,
    (seed - PRIME_1) & MASK,
  ];
  for (let at = 0; at + 32 <= view.byteLength; at += 32) {
    for (const [lane, sum] of sums.entries()) {
      sums[lane] = round(sum, view.getBigUint64(at + 8 * lane, true));
    }
  }
  const turns = [1n, 7n, 12n, 18n];
  const together = sums.reduce((all, sum, lane) => plus(all, turned(sum, turns[lane] ?? 0n)), 0n);
  return sums.reduce((all, sum) => plus(times(all ^ round(0n, sum), PRIME_1), PRIME_4), together);
}

function xxHash64(bytes: Uint8Array, seed: bigint): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { length } = bytes;
  let hash = length >= 32 ? sumOfStripes(view, seed) : plus(seed, PRIME_5);
  hash = plus(hash, BigInt(length));
  let at = length - (length % 32);
  for (; at + 8 <= length; at += 8) {
    const lane = round(0n, view.getBigUint64(at, true));
    hash = plus(times(turned(hash ^ lane, 27n), PRIME_1), PRIME_4);
  }
  if (at + 4 <= length) {
    const lane = times(BigInt(view.getUint32(at, true)), PRIME_1);
    hash = plus(times(turned(hash ^ lane, 23n), PRIME_2), PRIME_3);
    at += 4;
  }
  for (; at < length; at += 1) {
    const lane = times(BigInt(view.getUint8(at)), PRIME_5);
    hash = times(turned(hash ^ lane, 11n), PRIME_1);
  }
  hash = times(hash ^ (hash >> 33n), PRIME_2);
  hash = times(hash ^ (hash >> 29n), PRIME_3);
  return hash ^ (hash >> 32n);
}

function twox(bytes: Uint8Array, words: number): Uint8Array {
  const hash = new DataView(new ArrayBuffer(8 * words));
  for (let word = 0; word < words; word += 1) {
    hash.setBigUint64(8 * word, xxHash64(bytes, BigInt(word)), true);
  }
  return new Uint8Array(hash.buffer);
}

const blake2 = (bytes: Uint8Array, dkLen: number): Uint8Array => blake2b(bytes, { dkLen });

export const twox128 = (bytes: Uint8Array): Uint8Array => twox(bytes, 2);
/** With the bytes themselves behind the hash. */
export const twox64Concat = (bytes: Uint8Array): Uint8Array => concatBytes(twox(bytes, 1), bytes);
export const blake2Concat = (bytes: Uint8Array): Uint8Array =>
  concatBytes(blake2(bytes, 16), bytes);
export const identity = (bytes: Uint8Array): Uint8Array => bytes;

/** By the names that metadata gives them. */
export const storageHashes: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  Identity: identity,
  Twox64Concat: twox64Concat,
  Twox128: twox128,
  Twox256: (bytes) => twox(bytes, 4),
  Blake2128: (bytes) => blake2(bytes, 16),
  Blake2128Concat: blake2Concat,
  Blake2256: (bytes) => blake2(bytes, 32),
};
