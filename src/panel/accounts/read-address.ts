// What a typed address is, before anything is asked for: whole and without a slip, or why not. The background reads it again,
// with its own code, before it is kept. Pure.
// Source: docs.polkadot.com, SS58 (prefix, 32 bytes, checksum of blake2b over "SS58PRE" and both).
import { blake2b } from '@noble/hashes/blake2.js';
import type { Ss58Address } from '../../units.ts';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const ACCOUNT_BYTES = 32;
const CHECKSUM_BYTES = 2;
/** What is shown of every address. */
const OWN_PREFIX = 42;
/** Nearly all addresses have at least so many letters: what has fewer is most likely not typed to its end. */
const LEAST = 46;
/** All that begin with this letter have so many: nearly all that are in use. */
const OWN_FIRST = '5';
const OWN_LEAST = 48;
const MOST = 50;

type AddressRead =
  | { state: 'empty' | 'short' | 'wrong' | 'evm' }
  | { state: 'whole'; coldkey: Ss58Address };

function bytesOf(text: string): Uint8Array {
  let value = 0n;
  for (const letter of text) value = value * 58n + BigInt(ALPHABET.indexOf(letter));
  const bytes: number[] = [];
  for (; value > 0n; value >>= 8n) bytes.unshift(Number(value & 0xffn));
  for (let at = 0; text[at] === ALPHABET[0]; at += 1) bytes.unshift(0);
  return Uint8Array.from(bytes);
}

function textOf(bytes: Uint8Array): string {
  let value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let text = '';
  for (; value > 0n; value /= 58n) text = `${ALPHABET.charAt(Number(value % 58n))}${text}`;
  return text;
}

function checksumOf(bytes: Uint8Array): Uint8Array {
  const marked = Uint8Array.of(...new TextEncoder().encode('SS58PRE'), ...bytes);
  return blake2b(marked, { dkLen: 64 }).subarray(0, CHECKSUM_BYTES);
}

/** The 32 bytes of a text of nothing but letters of the alphabet; null: it is no address. */
function accountIn(text: string): Uint8Array | null {
  const bytes = bytesOf(text);
  const start = ((bytes[0] ?? 0) & 0x40) === 0 ? 1 : 2;
  const end = start + ACCOUNT_BYTES;
  if (bytes.length !== end + CHECKSUM_BYTES) return null;
  const checksum = checksumOf(bytes.subarray(0, end));
  const isRight = checksum.every((byte, index) => byte === bytes[end + index]);
  return isRight ? bytes.slice(start, end) : null;
}

export function readAddress(typed: string): AddressRead {
  const text = typed.trim();
  if (text === '') return { state: 'empty' };
  if (/^0x[0-9a-f]{40}$/i.test(text)) return { state: 'evm' };
  if (/^0x[0-9a-f]{0,39}$/i.test(text)) return { state: 'short' };
  if (!/^[1-9A-HJ-NP-Za-km-z]+$/.test(text) || text.length > MOST) return { state: 'wrong' };
  const account = accountIn(text);
  if (account === null) {
    const least = text.startsWith(OWN_FIRST) ? OWN_LEAST : LEAST;
    return { state: text.length < least ? 'short' : 'wrong' };
  }
  const own = Uint8Array.of(OWN_PREFIX, ...account);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made here, of 32 bytes and their checksum
  const coldkey = textOf(Uint8Array.of(...own, ...checksumOf(own))) as Ss58Address;
  return { state: 'whole', coldkey };
}
