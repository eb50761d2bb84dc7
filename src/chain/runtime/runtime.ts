// One runtime by its own metadata: storage, APIs, constants, calls and extensions, looked up by name, encoded and
// decoded by type. Missing items are null.
import { getLookupFn, type LookupEntry } from '@polkadot-api/metadata-builders';
import {
  Blake2128,
  Blake2128Concat,
  Blake2256,
  Identity,
  Twox128,
  Twox256,
  Twox64Concat,
} from '@polkadot-api/substrate-bindings';
import type { RuntimeRef } from '../../model/facts.ts';
import type { Hex } from '../../units.ts';
import { concatBytes, fromHex, toHex } from '../scale/hex.ts';
import { parseMetadata } from './metadata.ts';
import { hasErrorIn } from './named-variants.ts';
import {
  createDecoders,
  decodeAll,
  type Decode,
  type ScaleValue,
  type Var,
} from '../scale/scale-decoder.ts';
import { createEncoders, type Encode } from '../scale/scale-encoder.ts';
import { malformed, ScaleReader } from '../scale/scale-reader.ts';
import { shapeOf } from './type-shape.ts';
import { variantLayout, type VariantLayout } from './variant-layout.ts';

export type StorageItem = {
  /** Full key. Throws RangeError for the wrong number or kind of arguments. */
  key: (...args: readonly ScaleValue[]) => Hex;
  /** The start of all keys of the item. */
  prefix: Hex;
  /** The start of the keys with these first arguments. */
  keyStart: (...args: readonly ScaleValue[]) => Hex;
  /** The arguments in one of the item's keys; null where a hasher drops them. Throws NODE_MALFORMED for other bytes. */
  keyArgs: (key: Hex) => readonly ScaleValue[] | null;
  /** The item's value; null bytes give the declared default, or null where the item is optional. */
  decode: (bytes: Hex | null) => ScaleValue;
  valueType: LookupEntry;
};

export type RuntimeApi = {
  /** The name for state_call. */
  method: string;
  encode: (...args: readonly ScaleValue[]) => Hex;
  decode: (bytes: Hex) => ScaleValue;
  resultType: LookupEntry;
};

/** `extra`, `additional`: ids of the types of what stands in the extrinsic, and of what is only signed. */
type Extension = { name: string; extra: number; additional: number };

export type Runtime = {
  readonly ref: RuntimeRef;
  /** The node's metadata bytes. */
  readonly metadata: Uint8Array;
  readonly metadataVersion: number;
  /** The extrinsic versions that it takes, as the metadata says. */
  readonly extrinsicVersions: readonly number[];
  /** Transaction extensions of extrinsic version 4, in order; empty: the metadata has none. */
  readonly extensions: readonly Extension[];
  readonly callType: LookupEntry | null;
  storage: (pallet: string, item: string) => StorageItem | null;
  api: (name: string, method: string) => RuntimeApi | null;
  /** null: this runtime has no such constant. */
  constant: (pallet: string, name: string) => ScaleValue;
  /** The calls of a pallet as an enum type; null: no such pallet, or it has none. */
  calls: (pallet: string) => LookupEntry | null;
  /** Whether the pallet's errors have one of this name. */
  hasError: (pallet: string, name: string) => boolean;
  events: () => LookupEntry | null;
  typeOf: (id: number) => LookupEntry;
  /** The layout of a type as text (see type-shape.ts); empty: it has no bytes. Never throws. */
  shapeOf: (id: number) => string;
  /** The layout of a call or event of the pallet; null: there is none. Never throws. */
  layoutOf: (kind: 'calls' | 'events', pallet: string, name: string) => VariantLayout | null;
  encoder: (entry: Var) => Encode;
  decoder: (entry: Var) => Decode;
};

const hashers: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  Identity,
  Twox64Concat,
  Twox128,
  Twox256,
  Blake2128,
  Blake2128Concat,
  Blake2256,
};

/** Bytes of hash before the argument, for the hashers that keep the argument. */
const hashLengths: Readonly<Record<string, number>> = {
  Identity: 0,
  Twox64Concat: 8,
  Blake2128Concat: 16,
};

const utf8 = new TextEncoder();

/** Codecs are compiled at their first use. Throws NODE_MALFORMED where the bytes are no metadata. */
export function createRuntime(ref: RuntimeRef, metadata: Uint8Array): Runtime {
  const { description, version } = parseMetadata(metadata);
  const typeOf = getLookupFn(description);
  const encoder = createEncoders(typeOf);
  const decoder = createDecoders(typeOf);
  const pallets = new Map(description.pallets.map((pallet) => [pallet.name, pallet]));
  const storageItems = new Map<string, { made: StorageItem | null }>();
  const apis = new Map<string, { made: RuntimeApi | null }>();

  function keyTypes(key: number, count: number): LookupEntry[] {
    const type = typeOf(key);
    if (count === 1) return [type];
    if (type.type === 'tuple' && type.value.length === count) return type.value;
    if (type.type === 'array' && type.len === count) return Array(count).fill(type.value);
    throw malformed('storage key type');
  }

  function buildStorage(palletName: string, itemName: string): StorageItem | null {
    const storage = pallets.get(palletName)?.storage;
    const item = storage?.items.find(({ name }) => name === itemName);
    if (!storage || !item) return null;
    // A pallet's storage prefix may differ from its name.
    const prefix = concatBytes(
      Twox128(utf8.encode(storage.prefix)),
      Twox128(utf8.encode(itemName)),
    );
    const isMap = item.type.tag === 'map';
    const argTypes =
      item.type.tag === 'map' ? keyTypes(item.type.value.key, item.type.value.hashers.length) : [];
    const hashes =
      item.type.tag === 'map'
        ? item.type.value.hashers.map(({ tag }) => {
            const hash = hashers[tag];
            if (!hash) throw malformed(`hasher ${tag}`);
            return hash;
          })
        : [];
    const valueType = typeOf(item.type.tag === 'map' ? item.type.value.value : item.type.value);
    const decode = decoder(valueType);
    const fallback = fromHex(
      typeof item.fallback === 'string' ? item.fallback : toHex(item.fallback),
    );
    const encoders = argTypes.map(encoder);
    const tags = item.type.tag === 'map' ? item.type.value.hashers.map(({ tag }) => tag) : [];
    const keyArgs = (key: Hex): readonly ScaleValue[] | null => {
      if (tags.some((tag) => hashLengths[tag] === undefined)) return null;
      const reader = new ScaleReader(fromHex(key));
      reader.skip(prefix.length);
      const args = argTypes.map((type, i) => {
        reader.skip(hashLengths[tags[i] ?? ''] ?? 0);
        return decoder(type)(reader);
      });
      reader.end();
      return args;
    };
    const keyStart = (...args: readonly ScaleValue[]): Hex => {
      const parts = encoders
        .slice(0, args.length)
        .map((encode, i) => (hashes[i] ?? Identity)(encode(args[i] ?? null)));
      return toHex(concatBytes(prefix, ...parts));
    };
    return {
      prefix: toHex(prefix),
      keyStart,
      keyArgs,
      valueType,
      key: (...args) => {
        if (args.length !== encoders.length) {
          throw new RangeError(
            `${itemName} takes ${encoders.length} keys${isMap ? '' : ', it is plain'}`,
          );
        }
        return keyStart(...args);
      },
      decode: (bytes) => {
        if (bytes !== null) return decodeAll(decode, fromHex(bytes));
        return item.modifier === 1 ? decodeAll(decode, fallback) : null;
      },
    };
  }

  function buildApi(apiName: string, methodName: string): RuntimeApi | null {
    const api = description.apis.find(({ name }) => name === apiName);
    const method = api?.methods.find(({ name }) => name === methodName);
    if (!method) return null;
    const argTypes = method.inputs.map(({ type }) => typeOf(type));
    const resultType = typeOf(method.output);
    const decode = decoder(resultType);
    const encoders = argTypes.map(encoder);
    return {
      method: `${apiName}_${methodName}`,
      resultType,
      encode: (...args) => {
        if (args.length !== encoders.length) throw new RangeError(`${methodName}: wrong arguments`);
        return toHex(concatBytes(...encoders.map((encode, i) => encode(args[i] ?? null))));
      },
      decode: (bytes) => decodeAll(decode, fromHex(bytes)),
    };
  }

  return {
    ref,
    metadata,
    metadataVersion: version,
    extrinsicVersions: description.extrinsic.version,
    extensions: (description.extrinsic.extensionsByVersion[0] ?? []).map((extension) => ({
      name: extension.identifier,
      extra: extension.type,
      additional: extension.additionalSigned,
    })),
    callType: typeOf.call === null ? null : typeOf(typeOf.call),
    storage: (pallet, item) =>
      cached(storageItems, `${pallet}.${item}`, () => buildStorage(pallet, item)),
    api: (name, method) => cached(apis, `${name}.${method}`, () => buildApi(name, method)),
    constant: (pallet, name) => {
      const found = pallets.get(pallet)?.constants.find((constant) => constant.name === name);
      if (!found) return null;
      const bytes = typeof found.value === 'string' ? fromHex(found.value) : found.value;
      return decodeAll(decoder(typeOf(found.type)), bytes);
    },
    calls: (pallet) => {
      const type = pallets.get(pallet)?.calls?.type;
      return type === undefined ? null : typeOf(type);
    },
    hasError: (pallet, name) => hasErrorIn(description, pallet, name),
    events: () => {
      const item = buildStorage('System', 'Events');
      return item?.valueType ?? null;
    },
    typeOf,
    shapeOf: (id) => shapeOf(description.lookup, id),
    layoutOf: (kind, pallet, name) => variantLayout(description, typeOf.call, kind, pallet, name),
    encoder,
    decoder,
  };
}

function cached<T>(map: Map<string, { made: T }>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known) return known.made;
  const made = make();
  map.set(key, { made });
  return made;
}
