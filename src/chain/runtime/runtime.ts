// One runtime by what its metadata says: storage, APIs, constants, calls and extensions, looked up by name, encoded and
// decoded by type. Missing items are null.
import type { LookupEntry } from '@polkadot-api/metadata-builders';
import type { RuntimeRef } from '../../model/facts.ts';
import type { Hex } from '../../units.ts';
import { concatBytes, fromHex, toHex } from '../scale/hex.ts';
import { WholeNeeded } from './kept-facts.ts';
import { identity, storageHashes, twox128 } from '../scale/storage-hashes.ts';
import type { Extension, RuntimeFacts } from './runtime-facts.ts';
import {
  createDecoders,
  decodeAll,
  type Decode,
  type ScaleValue,
  type Var,
} from '../scale/scale-decoder.ts';
import { createEncoders, type Encode } from '../scale/scale-encoder.ts';
import { malformed, ScaleReader } from '../scale/scale-reader.ts';
import { createTypeViews } from './type-views.ts';
import type { VariantLayout } from './variant-layout.ts';

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

export type Runtime = {
  readonly ref: RuntimeRef;
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

/** Answers every question: it has the node's metadata bytes. */
export type WholeRuntime = Runtime & { readonly metadata: Uint8Array };

const isWhole = (runtime: Runtime): runtime is WholeRuntime => 'metadata' in runtime;

/** For a reading that needs the bytes: throws WholeNeeded where the runtime was built from what was kept of them. */
export function requireWhole(runtime: Runtime): WholeRuntime {
  if (!isWhole(runtime)) throw new WholeNeeded('metadata');
  return runtime;
}

/** Bytes of hash before the argument, for the hashers that keep the argument. */
const hashLengths: Readonly<Record<string, number>> = {
  Identity: 0,
  Twox64Concat: 8,
  Blake2128Concat: 16,
};

const utf8 = new TextEncoder();

/**
 * Codecs are compiled at their first use. Where the facts are some that were kept, everything throws WholeNeeded for what is
 * not among them.
 */
export function createRuntimeOf(ref: RuntimeRef, facts: RuntimeFacts): Runtime {
  const typeOf = createTypeViews(facts.typeOf);
  const { metadataVersion, extrinsicVersions, extensions, callType } = facts.outline();
  const encoder = createEncoders(typeOf);
  const decoder = createDecoders(typeOf);
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
    const item = facts.storage(palletName, itemName);
    if (item === null) return null;
    const prefix = concatBytes(twox128(utf8.encode(item.prefix)), twox128(utf8.encode(itemName)));
    const { hashers: tags } = item;
    const argTypes = item.key === null ? [] : keyTypes(item.key, tags.length);
    const hashes = tags.map((tag) => {
      const hash = storageHashes[tag];
      if (!hash) throw malformed(`hasher ${tag}`);
      return hash;
    });
    const valueType = typeOf(item.value);
    const decode = decoder(valueType);
    const fallback = fromHex(item.fallback);
    const encoders = argTypes.map(encoder);
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
        .map((encode, i) => (hashes[i] ?? identity)(encode(args[i] ?? null)));
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
            `${itemName} takes ${encoders.length} keys${item.key === null ? ', it is plain' : ''}`,
          );
        }
        return keyStart(...args);
      },
      decode: (bytes) => {
        if (bytes !== null) return decodeAll(decode, fromHex(bytes));
        return item.isDefaulted ? decodeAll(decode, fallback) : null;
      },
    };
  }

  function buildApi(apiName: string, methodName: string): RuntimeApi | null {
    const method = facts.api(apiName, methodName);
    if (method === null) return null;
    const argTypes = method.inputs.map(typeOf);
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
    metadataVersion,
    extrinsicVersions,
    extensions,
    get callType() {
      return callType === null ? null : typeOf(callType);
    },
    storage: (pallet, item) =>
      cached(storageItems, `${pallet}.${item}`, () => buildStorage(pallet, item)),
    api: (name, method) => cached(apis, `${name}.${method}`, () => buildApi(name, method)),
    constant: (pallet, name) => {
      const found = facts.constant(pallet, name);
      return found && decodeAll(decoder(typeOf(found.type)), fromHex(found.value));
    },
    calls: (pallet) => {
      const type = facts.calls(pallet);
      return type === null ? null : typeOf(type);
    },
    hasError: facts.hasError,
    events: () => {
      const item = buildStorage('System', 'Events');
      return item?.valueType ?? null;
    },
    typeOf,
    shapeOf: facts.shapeOf,
    layoutOf: facts.layoutOf,
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
