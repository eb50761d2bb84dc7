// The two address functions that extension-dapp takes from @polkadot/util-crypto, without its wasm: the
// bundler puts this file in that package's place for the page script. Same results as there for addresses.
import { blake2b } from '@noble/hashes/blake2.js';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const CONTEXT = Uint8Array.from('SS58PRE', (letter) => letter.charCodeAt(0));
const DEFAULT_PREFIX = 42;
const MAX_PREFIX = 16_383;
/** The one prefix above the limit that upstream lets pass. */
const EXCEPTION = 29_972;
const RESERVED = [46, 47];
const KEY_LENGTHS = [1, 2, 4, 8, 32, 33];
const ENCODED_LENGTHS = [3, 4, 6, 10, 35, 36, 37, 38];

function base58Decode(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const letter of text) {
    let carry = ALPHABET.indexOf(letter);
    if (carry < 0) throw new Error(`Invalid base58 character "${letter}"`);
    for (let i = 0; i < bytes.length; i++) {
      carry += (bytes[i] ?? 0) * 58;
      bytes[i] = carry & 0xff;
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) bytes.push(carry & 0xff);
  }
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  return Uint8Array.from([...Array<number>(zeros).fill(0), ...bytes.reverse()]);
}

function base58Encode(bytes: Uint8Array): string {
  const digits: number[] = [];
  for (const byte of bytes) {
    let carry = byte;
    for (let i = 0; i < digits.length; i++) {
      carry += (digits[i] ?? 0) << 8;
      digits[i] = carry % 58;
      carry = Math.floor(carry / 58);
    }
    for (; carry > 0; carry = Math.floor(carry / 58)) digits.push(carry % 58);
  }
  const zeros = bytes.findIndex((byte) => byte !== 0);
  const lead = '1'.repeat(zeros < 0 ? bytes.length : zeros);
  return (
    lead +
    digits
      .reverse()
      .map((digit) => ALPHABET[digit])
      .join('')
  );
}

function checksum(bytes: Uint8Array): Uint8Array {
  const input = new Uint8Array(CONTEXT.length + bytes.length);
  input.set(CONTEXT);
  input.set(bytes, CONTEXT.length);
  return blake2b(input, { dkLen: 64 });
}

function fromHex(text: string): Uint8Array {
  const digits = text.slice(2).padStart(Math.ceil((text.length - 2) / 2) * 2, '0');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** The key bytes of an address; hex and bytes pass as they are. Throws Error on a wrong checksum or length. */
export function decodeAddress(
  encoded: string | Uint8Array | null | undefined,
  ignoreChecksum = false,
  ss58Format = -1,
): Uint8Array {
  if (!encoded) throw new Error('Invalid empty address passed');
  if (encoded instanceof Uint8Array) return encoded;
  if (/^0x[\da-f]*$/i.test(encoded)) return fromHex(encoded);
  try {
    const bytes = base58Decode(encoded);
    if (!ENCODED_LENGTHS.includes(bytes.length)) throw new Error('Invalid decoded address length');
    const [first = 0, second = 0] = bytes;
    const start = first & 0b0100_0000 ? 2 : 1;
    const prefix =
      start === 1
        ? first
        : ((first & 0b0011_1111) << 2) | (second >> 6) | ((second & 0b0011_1111) << 8);
    const sumLength = [34 + start, 35 + start].includes(bytes.length) ? 2 : 1;
    const end = bytes.length - sumLength;
    const sum = checksum(bytes.subarray(0, end));
    const isValid =
      first < 0b1000_0000 &&
      !RESERVED.includes(first) &&
      bytes.subarray(end).every((byte, i) => byte === sum[i]);
    if (!isValid && !ignoreChecksum) throw new Error('Invalid decoded address checksum');
    if (ss58Format !== -1 && ss58Format !== prefix) {
      throw new Error(`Expected ss58Format ${ss58Format}, received ${prefix}`);
    }
    return bytes.slice(start, end);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Decoding ${encoded}: ${reason}`, { cause: error });
  }
}

/** An address or key as an address of the given network. Throws Error on a wrong key or network number. */
export function encodeAddress(
  key: string | Uint8Array | null | undefined,
  ss58Format = DEFAULT_PREFIX,
): string {
  const bytes = decodeAddress(key);
  if (
    ss58Format < 0 ||
    (ss58Format > MAX_PREFIX && ss58Format !== EXCEPTION) ||
    RESERVED.includes(ss58Format)
  ) {
    throw new Error('Out of range ss58Format specified');
  }
  if (!KEY_LENGTHS.includes(bytes.length)) {
    throw new Error(`Expected a valid key to convert, with length ${KEY_LENGTHS.join(', ')}`);
  }
  const prefix =
    ss58Format < 64
      ? [ss58Format]
      : [
          ((ss58Format & 0b0000_0000_1111_1100) >> 2) | 0b0100_0000,
          (ss58Format >> 8) | ((ss58Format & 0b0000_0000_0000_0011) << 6),
        ];
  const input = Uint8Array.from([...prefix, ...bytes]);
  const sumLength = [32, 33].includes(bytes.length) ? 2 : 1;
  return base58Encode(Uint8Array.from([...input, ...checksum(input).subarray(0, sumLength)]));
}
