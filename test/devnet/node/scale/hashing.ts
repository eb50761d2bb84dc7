// The hash functions of a Substrate runtime: blake2, and storage key hashers that keep the key readable.
// Refuses to know what is hashed.
import { blake2b } from '@noble/hashes/blake2.js';
import { Blake2128Concat, Identity, Twox128, Twox64Concat } from '@polkadot-api/substrate-bindings';

export type HasherName = 'Identity' | 'Blake2_128Concat' | 'Twox64Concat';

/** Bytes of hash in front of the readable key. */
export const HASH_LENGTH: Readonly<Record<HasherName, number>> = {
  Identity: 0,
  Blake2_128Concat: 16,
  Twox64Concat: 8,
};

const hashers: Readonly<Record<HasherName, (key: Uint8Array) => Uint8Array>> = {
  Identity,
  Blake2_128Concat: Blake2128Concat,
  Twox64Concat,
};

/** Hashed keys by hasher and key: the same accounts are asked for again and again. */
const hashed = new Map<string, Uint8Array>();
const MOST_HASHED = 100_000;

export function hashKey(hasher: HasherName, key: Uint8Array): Uint8Array {
  const name = `${hasher}${Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1')}`;
  const known = hashed.get(name);
  if (known !== undefined) return known;
  if (hashed.size >= MOST_HASHED) hashed.clear();
  const made = hashers[hasher](key);
  hashed.set(name, made);
  return made;
}

export const twox128 = (bytes: Uint8Array): Uint8Array => Twox128(bytes);
export const blake2b256 = (bytes: Uint8Array): Uint8Array => blake2b(bytes, { dkLen: 32 });
export const blake2b64 = (bytes: Uint8Array): Uint8Array => blake2b(bytes, { dkLen: 8 });
