// Bytes and their hex text. Strict: an even number of digits after `0x`, nothing else.
import { AppError } from '../../errors.ts';
import type { Hex } from '../../units.ts';

const DIGITS = Array.from('0123456789abcdef');
const PAIRS = Array.from({ length: 256 }, (_unused, byte) => byte.toString(16).padStart(2, '0'));
const NO_DIGIT = 255;
/** By character code, for every code there is. */
const NIBBLES = new Uint8Array(1 << 16).fill(NO_DIGIT);
for (const [value, digit] of DIGITS.entries()) {
  NIBBLES[digit.charCodeAt(0)] = value;
  NIBBLES[digit.toUpperCase().charCodeAt(0)] = value;
}

export function toHex(bytes: Uint8Array): Hex {
  let text: Hex = '0x';
  // By index: this runs for every key and value, and an iterator takes a fifth longer.
  for (let i = 0; i < bytes.length; i++) {
    text += PAIRS[bytes[i] ?? 0];
  }
  return text;
}

/** Bytes of `0x…` text, either case. Throws NODE_MALFORMED on anything else. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (!looksLikeHex(text)) throw new AppError('NODE_MALFORMED', { what: 'hex' });
  const bytes = new Uint8Array(text.length / 2 - 1);
  let seen = 0;
  for (let i = 0, at = 2; i < bytes.length; i++, at += 2) {
    const high = NIBBLES[text.charCodeAt(at)] ?? NO_DIGIT;
    const low = NIBBLES[text.charCodeAt(at + 1)] ?? NO_DIGIT;
    seen |= high | low;
    bytes[i] = (high << 4) | low;
  }
  if (seen > 15) throw new AppError('NODE_MALFORMED', { what: 'hex' });
  return bytes;
}

/** Tests the form, not the digits: for long texts that fromHex reads next. */
export function looksLikeHex(value: unknown): value is Hex {
  return typeof value === 'string' && value.startsWith('0x') && value.length % 2 === 0;
}

/** An unknown value as lower-case hex, of that many bytes where given. Throws NODE_MALFORMED. */
export function parseHex(value: unknown, what: string, byteLength?: number): Hex {
  if (typeof value !== 'string' || !/^0x(?:[0-9a-f]{2})*$/i.test(value)) {
    throw new AppError('NODE_MALFORMED', { what });
  }
  if (byteLength !== undefined && value.length !== 2 * byteLength + 2) {
    throw new AppError('NODE_MALFORMED', { what });
  }
  return `0x${value.slice(2).toLowerCase()}`;
}

export function isHex(value: unknown): value is Hex {
  return typeof value === 'string' && /^0x(?:[0-9a-f]{2})*$/.test(value);
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
