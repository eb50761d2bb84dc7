// Bytes and their hex text. Strict: an even number of digits after `0x`, nothing else.
import { AppError } from '../errors.ts';
import type { Hex } from '../units.ts';

const digits = Array.from({ length: 256 }, (_unused, byte) => byte.toString(16).padStart(2, '0'));

export function toHex(bytes: Uint8Array): Hex {
  let text: Hex = '0x';
  for (const byte of bytes) text += digits[byte];
  return text;
}

function nibble(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 102) return code - 87;
  if (code >= 65 && code <= 70) return code - 55;
  throw new AppError('NODE_MALFORMED', { what: 'hex' });
}

/** Bytes of `0x…` text, either case. Throws NODE_MALFORMED on anything else. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (!text.startsWith('0x') || text.length % 2 !== 0) {
    throw new AppError('NODE_MALFORMED', { what: 'hex' });
  }
  const bytes = new Uint8Array(text.length / 2 - 1);
  for (let i = 0; i < bytes.length; i++) {
    const at = 2 * i + 2;
    bytes[i] = (nibble(text.charCodeAt(at)) << 4) | nibble(text.charCodeAt(at + 1));
  }
  return bytes;
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
