// A cursor over SCALE bytes: fixed-width and compact integers, strictly within the bytes given.
import { AppError } from '../../errors.ts';

export function malformed(what: string): AppError {
  return new AppError('NODE_MALFORMED', { what });
}

/** Nesting of types that contain themselves (calls in calls); deeper nesting is refused. */
const DEEPEST = 32;
/** Values of zero bytes cost a sender nothing: of them only so many are read, and so many more for each byte. */
const MOST_EMPTY = 1024;
const MOST_EMPTY_A_BYTE = 4;

export class ScaleReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  at = 0;
  #depth = 0;
  #empty = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Skips that many bytes and returns their start. */
  skip(count: number): number {
    const start = this.at;
    if (count > this.bytes.length - start) throw malformed('too few bytes');
    this.at = start + count;
    return start;
  }

  take(count: number): Uint8Array {
    const start = this.skip(count);
    return this.bytes.subarray(start, start + count);
  }

  u8(): number {
    return this.#view.getUint8(this.skip(1));
  }

  u16(): number {
    return this.#view.getUint16(this.skip(2), true);
  }

  u64(): bigint {
    return this.#view.getBigUint64(this.skip(8), true);
  }

  /** Little-endian, of 1 to 4 bytes (8, 16, 32 bits). */
  small(bits: number, isSigned: boolean): number {
    const at = this.skip(bits / 8);
    if (bits === 8) return isSigned ? this.#view.getInt8(at) : this.#view.getUint8(at);
    if (bits === 16)
      return isSigned ? this.#view.getInt16(at, true) : this.#view.getUint16(at, true);
    return isSigned ? this.#view.getInt32(at, true) : this.#view.getUint32(at, true);
  }

  /** Little-endian, of 8, 16 or 32 bytes. */
  big(bits: number, isSigned: boolean): bigint {
    const at = this.skip(bits / 8);
    const last = at + bits / 8 - 8;
    let value = isSigned ? this.#view.getBigInt64(last, true) : this.#view.getBigUint64(last, true);
    for (let limb = last - 8; limb >= at; limb -= 8) {
      value = (value << 64n) | this.#view.getBigUint64(limb, true);
    }
    return value;
  }

  /** A compact integer as number below 2³⁰, as bigint above; only the shortest form is accepted. */
  compact(): number | bigint {
    const first = this.u8();
    const mode = first & 3;
    if (mode === 0) return first >>> 2;
    if (mode === 1) {
      const value = (first >>> 2) | (this.u8() << 6);
      if (value < 1 << 6) throw malformed('long compact');
      return value;
    }
    if (mode === 2) {
      this.at -= 1;
      const value = this.small(32, false) >>> 2;
      if (value < 1 << 14) throw malformed('long compact');
      return value;
    }
    return this.#bigCompact((first >>> 2) + 4);
  }

  #bigCompact(length: number): bigint {
    const at = this.skip(length);
    if (this.bytes[at + length - 1] === 0) throw malformed('long compact');
    const low = this.#view.getUint32(at, true);
    if (length === 4) {
      if (low < 1 << 30) throw malformed('long compact');
      return BigInt(low);
    }
    let high = 0;
    const most = Math.min(length, 8);
    for (let i = most - 1; i >= 4; i--) high = high * 256 + (this.bytes[at + i] ?? 0);
    let value = high < 1 << 21 ? BigInt(high * 2 ** 32 + low) : (BigInt(high) << 32n) | BigInt(low);
    for (let i = 8; i < length; i++) value |= BigInt(this.bytes[at + i] ?? 0) << BigInt(8 * i);
    return value;
  }

  /** A compact length of a list whose items take at least that many bytes each. */
  length(leastItemBytes: number): number {
    const value = this.compact();
    if (typeof value === 'bigint' || value * leastItemBytes > this.bytes.length - this.at) {
      throw malformed('length beyond the bytes');
    }
    return value;
  }

  /** Counts values that may take no bytes, of all lists and structs together. */
  noteEmpty(count: number): void {
    this.#empty += count;
    if (this.#empty > MOST_EMPTY + MOST_EMPTY_A_BYTE * this.bytes.length) {
      throw malformed('too many empty items');
    }
  }

  nested<T>(read: () => T): T {
    if (this.#depth >= DEEPEST) throw malformed('nested too deep');
    this.#depth += 1;
    try {
      return read();
    } finally {
      this.#depth -= 1;
    }
  }

  end(): void {
    if (this.left !== 0) throw malformed('trailing bytes');
  }
}
