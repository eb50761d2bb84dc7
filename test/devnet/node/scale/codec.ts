// Values to SCALE bytes and back, by interpreting a type description.
// Refuses to guess: a missing field, an unknown variant, a number out of range or a byte left over throws.
import { fromHex, Reader, toHex, utf8, Writer } from './bytes.ts';
import type { Field, PrimitiveName, Type, Value, Variant } from './type.ts';
import { isByte, isOption } from './type.ts';
import { isList, isStruct, variantName } from './value.ts';

const SIZES: Readonly<Record<Exclude<PrimitiveName, 'bool' | 'str'>, number>> = {
  u8: 1,
  u16: 2,
  u32: 4,
  u64: 8,
  u128: 16,
  u256: 32,
  i8: 1,
  i16: 2,
  i32: 4,
  i64: 8,
  i128: 16,
};

export function encode(type: Type, value: Value): Uint8Array {
  const writer = new Writer();
  write(writer, type, value);
  return writer.finish();
}

export function decode(type: Type, bytes: Uint8Array): Value {
  const reader = new Reader(bytes);
  const value = read(reader, type);
  reader.end();
  return value;
}

function toBigInt(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw new TypeError(`Not a whole number: ${JSON.stringify(value)}`);
}

function toBytes(value: Value): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return fromHex(value);
  throw new TypeError('Not bytes');
}

function write(writer: Writer, type: Type, value: Value): void {
  switch (type.kind) {
    case 'primitive':
      return writePrimitive(writer, type.name, value);
    case 'compact':
      return writeCompact(writer, type.of, value);
    case 'sequence':
      return writeSequence(writer, type.of, value);
    case 'array':
      return writeArray(writer, type.of, type.length, value);
    case 'tuple':
      return writeFields(
        writer,
        type.of.map((of) => ({ type: of })),
        type.of.length === 1 ? listItem(value) : value,
      );
    case 'composite':
      return writeFields(writer, type.fields, value);
    case 'variant':
      return writeVariant(writer, type, value);
    case 'lazy':
      return write(writer, type.resolve(), value);
  }
}

function listItem(value: Value): Value {
  const item = isList(value) ? value[0] : undefined;
  if (item === undefined) throw new TypeError('Not a list of one');
  return item;
}

function writePrimitive(writer: Writer, name: PrimitiveName, value: Value): void {
  if (name === 'bool') {
    if (typeof value !== 'boolean') throw new TypeError('Not a boolean');
    writer.byte(value ? 1 : 0);
  } else if (name === 'str') {
    if (typeof value !== 'string') throw new TypeError('Not text');
    const text = utf8(value);
    writer.compact(BigInt(text.length));
    writer.raw(text);
  } else {
    writer.integer(toBigInt(value), SIZES[name], name.startsWith('i'));
  }
}

function writeCompact(writer: Writer, of: Type, value: Value): void {
  if (of.kind !== 'primitive' || of.name === 'bool' || of.name === 'str') {
    if (value !== null) throw new TypeError('Compact of something that is not a number');
    return;
  }
  const number = toBigInt(value);
  if (number >= 1n << BigInt(SIZES[of.name] * 8))
    throw new RangeError(`${number} is no ${of.name}`);
  writer.compact(number);
}

function writeSequence(writer: Writer, of: Type, value: Value): void {
  if (isByte(of)) {
    const bytes = toBytes(value);
    writer.compact(BigInt(bytes.length));
    writer.raw(bytes);
    return;
  }
  const isText = of.kind === 'compact' && isByte(of.of);
  const items = isText && value instanceof Uint8Array ? [...value] : value;
  if (!isList(items)) throw new TypeError('Not a list');
  writer.compact(BigInt(items.length));
  for (const item of items) write(writer, of, item);
}

function writeArray(writer: Writer, of: Type, length: number, value: Value): void {
  if (isByte(of)) {
    const bytes = toBytes(value);
    if (bytes.length !== length) throw new RangeError(`${bytes.length} bytes instead of ${length}`);
    writer.raw(bytes);
    return;
  }
  if (!isList(value) || value.length !== length) throw new RangeError(`Not a list of ${length}`);
  for (const item of value) write(writer, of, item);
}

function writeFields(writer: Writer, fields: readonly Field[], value: Value): void {
  const [first] = fields;
  if (first === undefined) return;
  if (fields.length === 1 && first.name === undefined) return write(writer, first.type, value);
  fields.forEach((field, index) => {
    const own = pick(field.name ?? index, value);
    const given = own === undefined ? field.fallback : own;
    if (given === undefined) throw new TypeError(`Missing field ${field.name ?? index}`);
    write(writer, field.type, given);
  });
}

function pick(key: string | number, value: Value): Value | undefined {
  if (typeof key === 'number') return isList(value) ? value[key] : undefined;
  return isStruct(value) ? value[key] : undefined;
}

function writeVariant(
  writer: Writer,
  type: Extract<Type, { kind: 'variant' }>,
  value: Value,
): void {
  if (isOption(type)) return writeOption(writer, type, value);
  const name = variantName(value);
  const variant = type.variants.find((candidate) => candidate.name === name);
  if (!variant) throw new TypeError(`${type.path} has no variant ${name}`);
  writer.byte(variant.index);
  writeFields(writer, variant.fields, isStruct(value) ? (value['value'] ?? null) : null);
}

function writeOption(writer: Writer, type: Extract<Type, { kind: 'variant' }>, value: Value): void {
  if (value === null) return writer.byte(0);
  const inner = optionItem(type);
  writer.byte(1);
  const isWrapped = isOption(inner) && isStruct(value) && value['some'] !== undefined;
  write(writer, inner, isWrapped ? (value['some'] ?? null) : value);
}

function optionItem(type: Extract<Type, { kind: 'variant' }>): Type {
  const inner = type.variants[1]?.fields[0]?.type;
  if (!inner) throw new TypeError('Option without an item');
  return inner;
}

export function read(reader: Reader, type: Type): Value {
  switch (type.kind) {
    case 'primitive':
      return readPrimitive(reader, type.name);
    case 'compact':
      return readCompact(reader, type.of);
    case 'sequence': {
      const length = reader.count();
      if (isByte(type.of)) return toHex(reader.raw(length));
      return Array.from({ length }, () => read(reader, type.of));
    }
    case 'array':
      if (isByte(type.of)) return toHex(reader.raw(type.length));
      return Array.from({ length: type.length }, () => read(reader, type.of));
    case 'tuple':
      return type.of.map((of) => read(reader, of));
    case 'composite':
      return readFields(reader, type.fields);
    case 'variant':
      return readVariant(reader, type);
    case 'lazy':
      return read(reader, type.resolve());
  }
}

function readPrimitive(reader: Reader, name: PrimitiveName): Value {
  if (name === 'bool') {
    const byte = reader.byte();
    if (byte > 1) throw new RangeError(`${byte} is no boolean`);
    return byte === 1;
  }
  if (name === 'str')
    return new TextDecoder('utf-8', { fatal: true }).decode(reader.raw(reader.count()));
  const value = reader.integer(SIZES[name], name.startsWith('i'));
  return SIZES[name] <= 4 ? Number(value) : value;
}

function readCompact(reader: Reader, of: Type): Value {
  if (of.kind !== 'primitive' || of.name === 'bool' || of.name === 'str') return null;
  const value = reader.compact();
  if (value >= 1n << BigInt(SIZES[of.name] * 8)) throw new RangeError(`${value} is no ${of.name}`);
  return SIZES[of.name] <= 4 ? Number(value) : value;
}

function readFields(reader: Reader, fields: readonly Field[]): Value {
  const [first] = fields;
  if (first === undefined) return null;
  if (first.name === undefined) {
    if (fields.length === 1) return read(reader, first.type);
    return fields.map((field) => read(reader, field.type));
  }
  const value: Record<string, Value> = {};
  for (const field of fields) value[field.name ?? ''] = read(reader, field.type);
  return value;
}

function readVariant(reader: Reader, type: Extract<Type, { kind: 'variant' }>): Value {
  const index = reader.byte();
  const variant: Variant | undefined = type.variants.find((candidate) => candidate.index === index);
  if (!variant) throw new RangeError(`${type.path} has no variant ${index}`);
  if (!isOption(type)) return { type: variant.name, value: readFields(reader, variant.fields) };
  if (index === 0) return null;
  const inner = optionItem(type);
  const value = read(reader, inner);
  return isOption(inner) ? { some: value } : value;
}
