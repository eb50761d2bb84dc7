// Addresses: text in any SS58 prefix to a coldkey or hotkey in prefix 42, and back to the 32 bytes.
import { blake2b } from '@noble/hashes/blake2.js';
import { AppError } from '../../errors.ts';
import type { Ss58Address } from '../../units.ts';
import { concatBytes } from './hex.ts';

export const SS58_PREFIX = 42;
const ACCOUNT_BYTES = 32;
const CHECKSUM_BYTES = 2;
const LONGEST_ADDRESS = 60;
const CHECKSUM_DOMAIN = new TextEncoder().encode('SS58PRE');
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function toBase58(bytes: Uint8Array): string {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let text = '';
  for (; value > 0n; value /= 58n) text = ALPHABET.charAt(Number(value % 58n)) + text;
  return text;
}

const checksumOf = (prefixed: Uint8Array): Uint8Array =>
  blake2b(concatBytes(CHECKSUM_DOMAIN, prefixed), { dkLen: 64 }).subarray(0, CHECKSUM_BYTES);

type Known = { publicKey: Uint8Array; address: Ss58Address };

/** Known addresses by the first bits of the key: every refresh decodes the same few thousand accounts. */
const knownByStart = new Map<number, Known[]>();
const knownAddresses = new Map<string, Uint8Array>();
const MOST_KNOWN = 20_000;
const MOST_OF_ONE_START = 8;

function isAt(publicKey: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < ACCOUNT_BYTES; i++) if (publicKey[i] !== bytes[at + i]) return false;
  return true;
}

/** The first 30 bits, which fit a small integer and are looked up fast. */
function startOf(bytes: Uint8Array, at: number): number {
  let start = 0;
  for (let i = 0; i < 4; i++) start = (start << 8) | (bytes[at + i] ?? 0);
  return start >> 2;
}

/** Whether this text came from formatSs58: then its checksum is known to be right. */
export function isKnownAddress(text: string): text is Ss58Address {
  return knownAddresses.has(text);
}

function remember(publicKey: Uint8Array, start: number, text: string): Ss58Address {
  if (knownAddresses.size >= MOST_KNOWN) {
    knownAddresses.clear();
    knownByStart.clear();
  }
  knownAddresses.set(text, publicKey);
  if (!isKnownAddress(text)) throw new RangeError('no address came out');
  const others = knownByStart.get(start) ?? [];
  if (others.length < MOST_OF_ONE_START) others.push({ publicKey, address: text });
  knownByStart.set(start, others);
  return text;
}

/** The address in prefix 42 of the 32 bytes at `at`; the caller guarantees that they exist. */
export function addressAt(bytes: Uint8Array, at: number): Ss58Address {
  const start = startOf(bytes, at);
  const others = knownByStart.get(start);
  if (others) {
    for (const { publicKey, address } of others) if (isAt(publicKey, bytes, at)) return address;
  }
  const publicKey = bytes.slice(at, at + ACCOUNT_BYTES);
  const prefixed = concatBytes(Uint8Array.of(SS58_PREFIX), publicKey);
  const text = toBase58(concatBytes(prefixed, checksumOf(prefixed)));
  return remember(publicKey, start, text);
}

/** The address in prefix 42 of 32 bytes. Throws RangeError for another length. */
export function formatSs58(publicKey: Uint8Array): Ss58Address {
  if (publicKey.length !== ACCOUNT_BYTES) throw new RangeError('an account id has 32 bytes');
  return addressAt(publicKey, 0);
}

/** The bytes of a text of nothing but letters of the alphabet. */
function fromBase58(text: string): Uint8Array {
  const reversed: number[] = [];
  for (const letter of text) {
    let carry = ALPHABET.indexOf(letter);
    for (let i = 0; i < reversed.length; i++) {
      carry += (reversed[i] ?? 0) * 58;
      reversed[i] = carry & 0xff;
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) reversed.push(carry & 0xff);
  }
  for (let i = 0; text[i] === ALPHABET[0]; i++) reversed.push(0);
  return Uint8Array.from(reversed.reverse());
}

/** A prefix of two bytes is marked in the first; its bits are in another order than theirs. */
function prefixIn([first = 0, second = 0]: Uint8Array): { prefix: number; length: number } {
  if ((first & 0x40) === 0) return { prefix: first, length: 1 };
  return { prefix: ((first & 0x3f) << 2) | (second >> 6) | ((second & 0x3f) << 8), length: 2 };
}

function infoOf(text: string): { publicKey: Uint8Array; prefix: number } {
  if (/^0x[0-9a-f]{40}$/i.test(text)) throw new AppError('EVM_ADDRESS');
  if (text.length > LONGEST_ADDRESS || !/^[1-9A-HJ-NP-Za-km-z]+$/.test(text)) {
    throw new AppError('BAD_ADDRESS');
  }
  const bytes = fromBase58(text);
  const { prefix, length } = prefixIn(bytes);
  const end = length + ACCOUNT_BYTES;
  if (bytes.length !== end + CHECKSUM_BYTES) throw new AppError('BAD_ADDRESS');
  const checksum = checksumOf(bytes.subarray(0, end));
  if (bytes[end] !== checksum[0] || bytes[end + 1] !== checksum[1]) {
    throw new AppError('BAD_ADDRESS');
  }
  return { publicKey: bytes.slice(length, end), prefix };
}

const publicKeyIn = (text: string): Uint8Array => infoOf(text).publicKey;

/** 42 is what everybody uses on this chain; 13116 is registered for it. */
const OWN_PREFIXES: readonly number[] = [SS58_PREFIX, 13116];

/** The prefix of an address in the form of another network; null: a form of this one. Throws BAD_ADDRESS, EVM_ADDRESS. */
export function foreignPrefixOf(text: string): number | null {
  const { prefix } = infoOf(text.trim());
  return OWN_PREFIXES.includes(prefix) ? null : prefix;
}

/** An address typed by a person or sent by a page, in any prefix, as an address in prefix 42. Throws BAD_ADDRESS, EVM_ADDRESS. */
export function parseSs58(text: string): Ss58Address {
  if (isKnownAddress(text)) return text;
  return formatSs58(publicKeyIn(text.trim()));
}

/** The 32 bytes of an address, in any prefix. Throws BAD_ADDRESS, EVM_ADDRESS. */
export function publicKeyOf(address: string): Uint8Array {
  return knownAddresses.get(address) ?? publicKeyIn(address);
}
