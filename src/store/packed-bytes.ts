// Numbers, signed amounts and hashes in as few bytes as they need, one after the other.
import type { Hex } from '../units.ts';

export class ByteWriter {
  #bytes = new Uint8Array(1024);
  #length = 0;

  byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const longer = new Uint8Array(this.#length * 2);
      longer.set(this.#bytes);
      this.#bytes = longer;
    }
    this.#bytes[this.#length] = value;
    this.#length += 1;
  }

  /** Seven bits a byte, the lowest first; all but the last byte have the top bit. */
  count(value: number): void {
    let left = value;
    while (left >= 128) {
      this.byte((left % 128) + 128);
      left = Math.floor(left / 128);
    }
    this.byte(left);
  }

  /** A sign in the lowest bit, then as a count. */
  signed(value: bigint): void {
    let left = value < 0n ? -value * 2n - 1n : value * 2n;
    while (left >= 128n) {
      this.byte(Number(left & 127n) + 128);
      left >>= 7n;
    }
    this.byte(Number(left));
  }

  hex(value: Hex): void {
    const digits = value.slice(2);
    this.count(digits.length / 2);
    for (let at = 0; at < digits.length; at += 2) {
      this.byte(Number.parseInt(digits.slice(at, at + 2), 16));
    }
  }

  taken(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }
}

/** What it reads may be spoiled: it throws RangeError. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new RangeError('the pack ends early');
    this.#at += 1;
    return byte;
  }

  count(): number {
    let value = 0;
    for (let unit = 1; unit < Number.MAX_SAFE_INTEGER; unit *= 128) {
      const byte = this.byte();
      value += (byte % 128) * unit;
      if (byte < 128) return value;
    }
    throw new RangeError('no count');
  }

  signed(): bigint {
    // Most differences fit a number, which is many times faster.
    let low = 0;
    let unit = 1;
    for (let read = 0; read < 7; read += 1) {
      const byte = this.byte();
      low += (byte % 128) * unit;
      unit *= 128;
      if (byte < 128) {
        const half = Math.floor(low / 2);
        return BigInt(low % 2 === 0 ? half : -half - 1);
      }
    }
    let value = BigInt(low);
    for (let shift = 49n; shift < 140n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte % 128) << shift;
      if (byte < 128) return (value & 1n) === 0n ? value >> 1n : -(value >> 1n) - 1n;
    }
    throw new RangeError('no amount');
  }

  hex(): Hex {
    let digits = '';
    for (let left = this.count(); left > 0; left -= 1) {
      digits += this.byte().toString(16).padStart(2, '0');
    }
    return `0x${digits}`;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }
}
