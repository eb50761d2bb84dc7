// Addresses: text in any SS58 prefix to a coldkey or hotkey in prefix 42, and back to the 32 bytes.
// Knows nothing of who owns them.
import { getSs58AddressInfo } from '@polkadot-api/substrate-bindings';
import { blake2b } from '@noble/hashes/blake2.js';
import { AppError } from '../errors.ts';
import type { Ss58Address } from '../units.ts';
import { concatBytes } from './hex.ts';

export const SS58_PREFIX = 42;
const ACCOUNT_BYTES = 32;
const CHECKSUM_BYTES = 2;
const LONGEST_ADDRESS = 60;
const CHECKSUM_DOMAIN = new TextEncoder().encode('SS58PRE');
const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function toBase58(bytes: Uint8Array): string {
  // Two limbs of five base-58 digits at a time would be faster; callers cache instead.
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  let text = '';
  for (; value > 0n; value /= 58n) text = ALPHABET.charAt(Number(value % 58n)) + text;
  return text;
}

const addressByKey = new Map<string, Ss58Address>();
const CACHED_ADDRESSES = 20_000;

/** The address in prefix 42 of 32 bytes. Throws RangeError for another length. */
export function formatSs58(publicKey: Uint8Array): Ss58Address {
  if (publicKey.length !== ACCOUNT_BYTES) throw new RangeError('an account id has 32 bytes');
  const key = String.fromCharCode(...publicKey);
  const cached = addressByKey.get(key);
  if (cached !== undefined) return cached;
  const prefixed = concatBytes(Uint8Array.of(SS58_PREFIX), publicKey);
  const checksum = blake2b(concatBytes(CHECKSUM_DOMAIN, prefixed), { dkLen: 64 });
  const text = toBase58(concatBytes(prefixed, checksum.subarray(0, CHECKSUM_BYTES)));
  if (addressByKey.size >= CACHED_ADDRESSES) addressByKey.clear();
  if (!isOurs(text)) throw new RangeError('no address came out');
  addressByKey.set(key, text);
  return text;
}

/** Only asked of what was just made by the rule that defines an address. */
function isOurs(text: string): text is Ss58Address {
  return text.length > 0;
}

function publicKeyIn(text: string): Uint8Array {
  if (/^0x[0-9a-f]{40}$/i.test(text)) throw new AppError('EVM_ADDRESS');
  if (text.length > LONGEST_ADDRESS || !/^[1-9A-HJ-NP-Za-km-z]+$/.test(text)) {
    throw new AppError('BAD_ADDRESS');
  }
  const found = getSs58AddressInfo(text);
  if (!found.isValid || found.publicKey.length !== ACCOUNT_BYTES) {
    throw new AppError('BAD_ADDRESS');
  }
  return found.publicKey;
}

/** What a person or a page wrote, in any prefix, as an address in prefix 42. Throws BAD_ADDRESS, EVM_ADDRESS. */
export function parseSs58(text: string): Ss58Address {
  return formatSs58(publicKeyIn(text.trim()));
}

/** The 32 bytes of an address. */
export function publicKeyOf(address: Ss58Address): Uint8Array {
  return publicKeyIn(address);
}
