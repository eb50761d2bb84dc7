// Encoders for any type that a runtime's metadata describes: the exact reverse of scale-decoder.ts. A value
// that does not fit its type is a RangeError and never truncated.
import type { EnumVar, LookupEntry, StructVar } from '@polkadot-api/metadata-builders';
import { compileOnce } from './compile-once.ts';
import { concatBytes, fromHex, isHex } from './hex.ts';
import { isByte, type ScaleValue, type Var } from './scale-decoder.ts';
import { publicKeyOf } from './ss58.ts';

export type Encode = (value: ScaleValue) => Uint8Array;

function unfit(what: string, value: ScaleValue | undefined): RangeError {
  const shown = typeof value === 'object' ? typeof value : String(value).slice(0, 80);
  return new RangeError(`${shown} is no ${what}`);
}

export function isRecord(
  value: ScaleValue | undefined,
): value is { readonly [field: string]: ScaleValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: ScaleValue | undefined): value is readonly ScaleValue[] {
  return Array.isArray(value);
}

/** Little-endian bytes of a non-negative integer. */
export function littleEndian(value: bigint, byteLength: number): Uint8Array {
  const bytes = new Uint8Array(byteLength);
  for (let i = 0, left = value; i < byteLength; i++, left >>= 8n) bytes[i] = Number(left & 0xffn);
  return bytes;
}

function wholeNumber(value: ScaleValue, what: string): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw unfit(what, value);
}

function encodeInteger(kind: string): Encode {
  const match = /^([iu])(\d+)$/.exec(kind);
  if (!match) throw new RangeError(`no integer type: ${kind}`);
  const bits = BigInt(match[2] ?? '0');
  const isSigned = match[1] === 'i';
  const least = isSigned ? -(1n << (bits - 1n)) : 0n;
  const most = (1n << (isSigned ? bits - 1n : bits)) - 1n;
  return (value) => {
    const whole = wholeNumber(value, kind);
    if (whole < least || whole > most) throw unfit(kind, value);
    return littleEndian(BigInt.asUintN(Number(bits), whole), Number(bits) / 8);
  };
}

/** The shortest compact form. Throws RangeError below 0 and from 2⁵³⁶ on. */
export function encodeCompact(value: bigint | number): Uint8Array {
  const whole = wholeNumber(value, 'compact');
  if (whole < 0n) throw unfit('compact', value);
  if (whole < 1n << 6n) return littleEndian(whole << 2n, 1);
  if (whole < 1n << 14n) return littleEndian((whole << 2n) | 1n, 2);
  if (whole < 1n << 30n) return littleEndian((whole << 2n) | 2n, 4);
  const length = Math.max(4, Math.ceil(whole.toString(16).length / 2));
  if (length > 67) throw unfit('compact', value);
  return concatBytes(Uint8Array.of(((length - 4) << 2) | 3), littleEndian(whole, length));
}

function encodePrimitive(kind: string): Encode {
  if (kind === 'bool') {
    return (value) => {
      if (typeof value !== 'boolean') throw unfit('boolean', value);
      return Uint8Array.of(value ? 1 : 0);
    };
  }
  if (kind === 'str') {
    return (value) => {
      if (typeof value !== 'string') throw unfit('text', value);
      const bytes = new TextEncoder().encode(value);
      return concatBytes(encodeCompact(bytes.length), bytes);
    };
  }
  if (kind === 'char') {
    return (value) => {
      const point = typeof value === 'string' ? value.codePointAt(0) : undefined;
      if (point === undefined) throw unfit('char', value);
      return littleEndian(BigInt(point), 4);
    };
  }
  return encodeInteger(kind);
}

function bytesOf(value: ScaleValue, fixed: number | null): Uint8Array {
  if (!isHex(value)) throw unfit('byte string', value);
  const bytes = fromHex(value);
  if (fixed === null) return concatBytes(encodeCompact(bytes.length), bytes);
  if (bytes.length !== fixed) throw unfit(`byte string of ${fixed}`, value);
  return bytes;
}

/** Compiles encoders by type id; each type once. */
export function createEncoders(typeOf: (id: number) => LookupEntry): (entry: Var) => Encode {
  const byId = new Map<number, Encode>();

  function compile(entry: Var): Encode {
    if (!('id' in entry) || entry.id === undefined) return build(entry);
    const { id } = entry;
    return compileOnce(
      byId,
      id,
      (value) => compile(typeOf(id))(value),
      () => build(entry),
    );
  }

  function fields(entry: StructVar): Encode {
    const parts = Object.entries(entry.value).map(([name, part]) => ({
      name,
      encode: compile(part),
    }));
    return (value) => {
      if (!isRecord(value)) throw unfit('struct', value);
      for (const name of Object.keys(value)) {
        if (!Object.hasOwn(entry.value, name)) throw unfit('field here', name);
      }
      return concatBytes(
        ...parts.map(({ name, encode }) => {
          const part = value[name];
          if (part === undefined) throw new RangeError(`${name} is missing`);
          return encode(part);
        }),
      );
    };
  }

  function list(item: LookupEntry, fixed: number | null): Encode {
    if (isByte(item)) return (value) => bytesOf(value, fixed);
    const inner = compile(item);
    return (value) => {
      if (!isList(value) || (fixed !== null && value.length !== fixed)) throw unfit('list', value);
      const parts = value.map(inner);
      return fixed === null
        ? concatBytes(encodeCompact(parts.length), ...parts)
        : concatBytes(...parts);
    };
  }

  function variants(entry: EnumVar): Encode {
    return (value) => {
      if (!isRecord(value) || typeof value['type'] !== 'string') throw unfit('enum', value);
      const part = Object.hasOwn(entry.value, value['type'])
        ? entry.value[value['type']]
        : undefined;
      if (!part) throw unfit('variant here', value['type']);
      return concatBytes(Uint8Array.of(part.idx), compile(part)(value['value'] ?? null));
    };
  }

  function build(entry: Var): Encode {
    switch (entry.type) {
      case 'primitive':
        return encodePrimitive(entry.value);
      case 'void':
        return () => new Uint8Array(0);
      case 'compact': {
        const checked = encodeInteger(entry.size);
        return (value) => {
          checked(value);
          return encodeCompact(wholeNumber(value, 'compact'));
        };
      }
      case 'AccountId32':
        return (value) => {
          if (typeof value !== 'string') throw unfit('account', value);
          return publicKeyOf(value);
        };
      case 'AccountId20':
        return (value) => bytesOf(value, 20);
      case 'lookupEntry':
        return compile(entry.value);
      case 'struct':
        return fields(entry);
      case 'tuple': {
        const parts = entry.value.map(compile);
        return (value) => {
          if (!isList(value) || value.length !== parts.length) throw unfit('tuple', value);
          return concatBytes(...parts.map((encode, i) => encode(value[i] ?? null)));
        };
      }
      case 'sequence':
        return list(entry.value, null);
      case 'array':
        return list(entry.value, entry.len);
      case 'option': {
        const inner = compile(entry.value);
        return (value) =>
          value === null ? Uint8Array.of(0) : concatBytes(Uint8Array.of(1), inner(value));
      }
      case 'enum':
        return variants(entry);
      default:
        throw new RangeError(`values of type ${entry.type} are never sent`);
    }
  }

  return compile;
}
