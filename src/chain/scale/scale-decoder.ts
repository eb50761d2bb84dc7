// Decoders for any type that a runtime's metadata describes. The library's own codecs read past the end of
// short input, allocate by a claimed length and accept any byte as a boolean. Nodes are untrusted: these refuse all that.
// Longer than 250 lines because the decoders of all types are compiled of each other.
import type { EnumVar, LookupEntry, StructVar, TupleVar } from '@polkadot-api/metadata-builders';
import { compileOnce } from './compile-once.ts';
import { toHex } from './hex.ts';
import { malformed, ScaleReader } from './scale-reader.ts';
import { addressAt } from './ss58.ts';

/**
 * A decoded value: integers up to 32 bits are numbers, larger ones bigints, accounts SS58 in prefix 42,
 * byte strings hex, structs objects by field name, enums {type, value}, absent options and empty values null.
 */
export type ScaleValue =
  | bigint
  | number
  | boolean
  | string
  | null
  | readonly ScaleValue[]
  | { readonly [field: string]: ScaleValue };

export type Decode = (reader: ScaleReader) => ScaleValue;
/** A type by id, or the unnamed content of an enum's variant. */
export type Var = LookupEntry | EnumVar['value'][string];

type Compiled = { decode: Decode; leastBytes: number };

const INTEGER = /^([iu])(\d+)$/;
function integer(kind: string): Compiled | null {
  const match = INTEGER.exec(kind);
  if (!match) return null;
  const bits = Number(match[2]);
  const isSigned = match[1] === 'i';
  return { decode: FREQUENT[kind] ?? decodeInteger(bits, isSigned), leastBytes: bits / 8 };
}

/** Decoders of the most frequent integers, without a size test per value. */
const FREQUENT: Readonly<Record<string, Decode>> = {
  u8: (reader) => reader.u8(),
  u16: (reader) => reader.u16(),
  u64: (reader) => reader.u64(),
};

function decodeInteger(bits: number, isSigned: boolean): Decode {
  return bits <= 32
    ? (reader) => reader.small(bits, isSigned)
    : (reader) => reader.big(bits, isSigned);
}

function decodeBoolean(reader: ScaleReader): boolean {
  const byte = reader.u8();
  if (byte > 1) throw malformed('boolean');
  return byte === 1;
}

const textDecoder = new TextDecoder('utf-8', { fatal: true });

function decodeText(reader: ScaleReader): string {
  const bytes = reader.take(reader.length(1));
  try {
    return textDecoder.decode(bytes);
  } catch {
    // Not UTF-8: refused like any other bytes that do not fit their type.
    throw malformed('text');
  }
}

function decodeChar(reader: ScaleReader): string {
  const point = reader.small(32, false);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw malformed('char');
  return String.fromCodePoint(point);
}

function primitive(kind: string): Compiled {
  if (kind === 'bool') return { decode: decodeBoolean, leastBytes: 1 };
  if (kind === 'str') return { decode: decodeText, leastBytes: 1 };
  if (kind === 'char') return { decode: decodeChar, leastBytes: 4 };
  const compiled = integer(kind);
  if (compiled === null) throw malformed(`primitive ${kind}`);
  return compiled;
}

function compact(size: string): Compiled {
  const bits = Number(INTEGER.exec(size)?.[2] ?? 0);
  const bound = 1n << BigInt(bits);
  const isSmall = bits <= 32;
  const smallBound = bits <= 32 ? 2 ** bits : Number.POSITIVE_INFINITY;
  const decode: Decode = (reader) => {
    const value = reader.compact();
    const isTooLarge = typeof value === 'number' ? value >= smallBound : value >= bound;
    if (isTooLarge) throw malformed('compact beyond its type');
    if (isSmall) return typeof value === 'number' ? value : Number(value);
    return typeof value === 'bigint' ? value : BigInt(value);
  };
  return { decode, leastBytes: 1 };
}

export function isByte(entry: Var): boolean {
  return entry.type === 'primitive' && entry.value === 'u8';
}

const sumOf = (parts: readonly Compiled[]): number =>
  parts.reduce((sum, { leastBytes }) => sum + leastBytes, 0);
const NOTHING: Compiled = { decode: () => null, leastBytes: 0 };

/** Compiles decoders by type id; each type once. */
export function createDecoders(typeOf: (id: number) => LookupEntry): (entry: Var) => Decode {
  const byId = new Map<number, Compiled>();

  function compile(entry: Var): Compiled {
    if (!('id' in entry) || entry.id === undefined) return build(entry);
    const { id } = entry;
    const standIn: Compiled = {
      decode: (reader) => reader.nested(() => compile(typeOf(id)).decode(reader)),
      leastBytes: 0,
    };
    return compileOnce(byId, id, standIn, () => build(entry));
  }

  function fields(entry: StructVar): Compiled {
    const parts = Object.entries(entry.value).map(([name, part]) => ({ name, ...compile(part) }));
    const leastBytes = sumOf(parts);
    return {
      decode: (reader) => {
        if (leastBytes === 0) reader.noteEmpty(parts.length);
        const value: Record<string, ScaleValue> = {};
        for (const part of parts) value[part.name] = part.decode(reader);
        return value;
      },
      leastBytes,
    };
  }

  function tuple(entry: TupleVar): Compiled {
    const parts = entry.value.map(compile);
    const leastBytes = sumOf(parts);
    return {
      decode: (reader) => {
        if (leastBytes === 0) reader.noteEmpty(parts.length);
        return parts.map((part) => part.decode(reader));
      },
      leastBytes,
    };
  }

  function list(item: LookupEntry, fixed: number | null): Compiled {
    if (isByte(item)) {
      const decode: Decode = (reader) => toHex(reader.take(fixed ?? reader.length(1)));
      return { decode, leastBytes: fixed ?? 1 };
    }
    const inner = compile(item);
    const decode: Decode = (reader) => {
      const count = fixed ?? reader.length(inner.leastBytes);
      if (inner.leastBytes === 0) reader.noteEmpty(count);
      const values: ScaleValue[] = [];
      for (let i = 0; i < count; i++) values.push(inner.decode(reader));
      return values;
    };
    return { decode, leastBytes: fixed === null ? 1 : fixed * inner.leastBytes };
  }

  function option(item: LookupEntry): Compiled {
    const inner = compile(item);
    return {
      decode: (reader) => (decodeBoolean(reader) ? inner.decode(reader) : null),
      leastBytes: 1,
    };
  }

  function variants(entry: EnumVar): Compiled {
    const byIndex = new Map<number, { name: string; decode: Decode }>();
    for (const [name, part] of Object.entries(entry.value)) {
      byIndex.set(part.idx, { name, decode: compile(part).decode });
    }
    const decode: Decode = (reader) => {
      const variant = byIndex.get(reader.u8());
      if (!variant) throw malformed('enum');
      return { type: variant.name, value: variant.decode(reader) };
    };
    const { byteLength } = entry;
    if (byteLength === undefined) return { decode, leastBytes: 1 };
    // Module errors are padded to a fixed size; the padding is ignored.
    return {
      decode: (reader) => decode(new ScaleReader(reader.take(byteLength))),
      leastBytes: byteLength,
    };
  }

  function build(entry: Var): Compiled {
    switch (entry.type) {
      case 'primitive':
        return primitive(entry.value);
      case 'void':
        return NOTHING;
      case 'compact':
        return compact(entry.size);
      case 'AccountId32':
        return { decode: (reader) => addressAt(reader.bytes, reader.skip(32)), leastBytes: 32 };
      case 'AccountId20':
        return { decode: (reader) => toHex(reader.take(20)), leastBytes: 20 };
      case 'bitSequence':
        return { decode: decodeBits, leastBytes: 1 };
      case 'lookupEntry':
        return compile(entry.value);
      case 'struct':
        return fields(entry);
      case 'tuple':
        return tuple(entry);
      case 'sequence':
        return list(entry.value, null);
      case 'array':
        return list(entry.value, entry.len);
      case 'option':
        return option(entry.value);
      case 'result':
        return variants({
          type: 'enum',
          innerDocs: {},
          value: {
            Ok: { type: 'lookupEntry', value: entry.value.ok, idx: 0 },
            Err: { type: 'lookupEntry', value: entry.value.ko, idx: 1 },
          },
        });
      case 'enum':
        return variants(entry);
      default:
        throw malformed('type');
    }
  }

  return (entry) => compile(entry).decode;
}

function decodeBits(reader: ScaleReader): ScaleValue {
  const bits = reader.compact();
  if (typeof bits === 'bigint') throw malformed('bits');
  return toHex(reader.take(Math.ceil(bits / 8)));
}

/** Decodes all bytes; trailing bytes are refused. */
export function decodeAll(decode: Decode, bytes: Uint8Array): ScaleValue {
  const reader = new ScaleReader(bytes);
  const value = decode(reader);
  reader.end();
  return value;
}
