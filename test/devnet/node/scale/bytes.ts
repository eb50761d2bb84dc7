// Bytes on the wire: hex, a growing writer, a strict reader, SCALE compact numbers.
// Refuses to know types.

const HEX = /^0x(?:[0-9a-f]{2})*$/;

export function toHex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`;
}

/** Throws RangeError on anything but 0x and whole bytes. */
export function fromHex(text: string): Uint8Array {
  const lower = text.toLowerCase();
  if (!HEX.test(lower)) throw new RangeError(`Not hex: ${text.slice(0, 40)}`);
  return new Uint8Array(Buffer.from(lower.slice(2), 'hex'));
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
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

export class Writer {
  private buffer = new Uint8Array(64);
  private length = 0;

  byte(value: number): void {
    this.reserve(1);
    this.buffer[this.length] = value;
    this.length += 1;
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Little-endian, two's complement; throws RangeError outside the width. */
  integer(value: bigint, size: number, isSigned: boolean): void {
    const bits = BigInt(size * 8);
    const low = isSigned ? -(1n << (bits - 1n)) : 0n;
    const high = isSigned ? 1n << (bits - 1n) : 1n << bits;
    if (value < low || value >= high) throw new RangeError(`${value} does not fit ${size} bytes`);
    let rest = value < 0n ? value + (1n << bits) : value;
    for (let i = 0; i < size; i += 1) {
      this.byte(Number(rest & 0xffn));
      rest >>= 8n;
    }
  }

  compact(value: bigint): void {
    if (value < 0n) throw new RangeError(`Compact of ${value}`);
    if (value < 1n << 6n) this.byte(Number(value << 2n));
    else if (value < 1n << 14n) this.integer((value << 2n) | 1n, 2, false);
    else if (value < 1n << 30n) this.integer((value << 2n) | 2n, 4, false);
    else {
      const size = Math.ceil(value.toString(16).length / 2);
      this.byte(((size - 4) << 2) | 3);
      this.integer(value, size, false);
    }
  }

  finish(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.length + more));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }
}

export class Reader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get offset(): number {
    return this.at;
  }

  get remaining(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new RangeError('Input ends too early');
    this.at += 1;
    return value;
  }

  raw(length: number): Uint8Array {
    if (length > this.remaining) throw new RangeError('Input ends too early');
    this.at += length;
    return this.bytes.slice(this.at - length, this.at);
  }

  since(offset: number): Uint8Array {
    return this.bytes.slice(offset, this.at);
  }

  integer(size: number, isSigned: boolean): bigint {
    const raw = this.raw(size);
    let value = 0n;
    for (let i = size - 1; i >= 0; i -= 1) value = (value << 8n) | BigInt(raw[i] ?? 0);
    const bits = BigInt(size * 8);
    return isSigned && value >= 1n << (bits - 1n) ? value - (1n << bits) : value;
  }

  /** Refuses an encoding longer than needed, as parity-scale-codec does. */
  compact(): bigint {
    const first = this.byte();
    const mode = first & 3;
    if (mode === 0) return BigInt(first >> 2);
    if (mode === 3) {
      const value = this.integer((first >> 2) + 4, false);
      if (value < 1n << 30n) throw new RangeError('Compact is not minimal');
      return value;
    }
    this.at -= 1;
    const value = this.integer(mode === 1 ? 2 : 4, false) >> 2n;
    if (value < (mode === 1 ? 1n << 6n : 1n << 14n)) throw new RangeError('Compact is not minimal');
    return value;
  }

  /** A length that the rest of the input can hold at all. */
  count(): number {
    const value = this.compact();
    if (value > BigInt(this.remaining) && value > 0n) throw new RangeError('Length exceeds input');
    return Number(value);
  }

  end(): void {
    if (this.remaining > 0) throw new RangeError(`${this.remaining} bytes left over`);
  }
}
