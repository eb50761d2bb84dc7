// One runtime ready to answer: metadata, runtime API calls, storage reads, events, by its own definitions.
// Refuses to know blocks and transport.
import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import type { LedgerReads } from '../../ledger/ledger.ts';
import { encodeMetadata, METADATA_VERSIONS } from '../metadata/encode-metadata.ts';
import { concat, equalBytes, Reader, toHex, utf8 } from '../scale/bytes.ts';
import { decode, encode, read } from '../scale/codec.ts';
import type { Lies } from '../faults/lies.ts';
import { blake2b256, HASH_LENGTH, hashKey, twox128 } from '../scale/hashing.ts';
import type { Value } from '../scale/type.ts';
import { describeRuntime } from './describe-runtime.ts';
import type { ApiMethod, RuntimeDescription, StateView, StorageEntry } from './description.ts';
import { RawBytes } from './description.ts';
import type { RuntimeSpec } from './runtime-spec.ts';
import { SPEC_NAME, versionOf } from './runtime-version.ts';
import { callOfExtrinsic, isHashedExtrinsic } from './extrinsic-format.ts';

export const CODE_KEY = utf8(':code');
const MOST_ASKED = 50_000;
const PREFIX_LENGTH = 32;

export type Runtime = Readonly<{
  spec: RuntimeSpec;
  description: RuntimeDescription;
  /** Every storage item, by where its keys begin. */
  entries: readonly Located[];
  version: ReturnType<typeof versionOf>;
  metadata(version: number): Uint8Array | null;
  /** RFC-78 hash of the v15 metadata. */
  metadataHash(): Uint8Array;
  /** Throws UnknownMethod; RangeError or TypeError on arguments that do not decode. */
  callApi(view: StateView, name: string, args: Uint8Array, lies?: Lies): Uint8Array;
  readStorage(view: StateView, key: Uint8Array, lies?: Lies): Uint8Array | null;
  /** Existing keys that start with the prefix, sorted. */
  listKeys(view: StateView, prefix: Uint8Array): string[];
}>;

export class UnknownMethod extends Error {}

/** The node does not answer this one, by a test's wish. */
export class RefusedRead extends Error {}

export type Located = Readonly<{ path: string; prefix: Uint8Array; entry: StorageEntry }>;

/** A key's entry, and the values that it is made of. */
type Asked = Readonly<{ located: Located; keys: readonly Value[] }>;

export function buildRuntime(spec: RuntimeSpec, reads: LedgerReads): Runtime {
  const encodedMetadata = new Map<number, Uint8Array>();
  const metadata = (version: number): Uint8Array | null => {
    const known = METADATA_VERSIONS.find((candidate) => candidate === version);
    if (known === undefined) return null;
    const encoded = encodedMetadata.get(version) ?? encodeMetadata(description, known);
    encodedMetadata.set(version, encoded);
    return encoded;
  };
  const description: RuntimeDescription = describeRuntime(spec, reads, {
    version: () => versionOf(spec, description.apis),
    metadata,
    metadataVersions: METADATA_VERSIONS,
    callOf: (extrinsic) => callOfExtrinsic(description, extrinsic),
    isHashed: (extrinsic) => isHashedExtrinsic(description, extrinsic),
  });

  const methods = new Map<string, ApiMethod>(
    description.apis.flatMap((api) =>
      api.methods.map((method): [string, ApiMethod] => [`${api.name}_${method.name}`, method]),
    ),
  );
  const entries = new Map<string, Located>(
    description.pallets.flatMap((pallet) =>
      pallet.storage.map((entry): [string, Located] => {
        const prefix = concat(twox128(utf8(pallet.name)), twox128(utf8(entry.name)));
        return [toHex(prefix), { path: `${pallet.name}.${entry.name}`, prefix, entry }];
      }),
    ),
  );
  /** Keys that were asked for, taken apart: readers ask for the same ones at block after block. */
  const asked = new Map<string, Asked | null>();
  const locate = (key: Uint8Array): Asked | null => {
    const name = Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
    const known = asked.get(name);
    if (known !== undefined) return known;
    const located = entries.get(toHex(key.slice(0, PREFIX_LENGTH)));
    const keys = located ? parseKey(located.entry, key.slice(PREFIX_LENGTH)) : null;
    const found = located && keys ? { located, keys } : null;
    if (asked.size >= MOST_ASKED) asked.clear();
    asked.set(name, found);
    return found;
  };
  let hash: Uint8Array | null = null;
  /** All keys of an entry in one state, sorted; a state that is asked for its keys changes no more. */
  const listed = new WeakMap<StateView['state'], Map<Located, readonly string[]>>();

  function keysOf(located: Located, view: StateView): readonly string[] {
    const ofState = listed.get(view.state) ?? new Map<Located, readonly string[]>();
    listed.set(view.state, ofState);
    const known = ofState.get(located);
    if (known !== undefined) return known;
    const keys = [...located.entry.list(view)]
      .filter((parts) => readEntry(located.entry, view, parts) !== null)
      .map((parts) => toHex(keyOf(located, parts)))
      .sort();
    ofState.set(located, keys);
    return keys;
  }

  return {
    spec,
    description,
    entries: [...entries.values()],
    version: versionOf(spec, description.apis),
    metadata,
    metadataHash() {
      hash ??= merkleizeMetadata(metadata(15) ?? new Uint8Array(), {
        specVersion: spec.specVersion,
        specName: SPEC_NAME,
        base58Prefix: 42,
        decimals: 9,
        tokenSymbol: 'TAO',
      }).digest();
      return hash;
    },
    callApi(view, name, args, lies) {
      const method = methods.get(name);
      if (!method) throw new UnknownMethod(name);
      if (lies?.isRefused(name)) throw new RefusedRead(name);
      const reader = new Reader(args);
      const values = method.inputs.map((input) => read(reader, input.type));
      reader.end();
      const answer = method.run(view, values);
      const encoded = answer instanceof RawBytes ? answer.bytes : encode(method.output, answer);
      const lie = lies?.aboutApi(name);
      const told = lie
        ? encode(method.output, lie(decode(method.output, encoded), values))
        : encoded;
      return lies?.aboutBytes(name)?.(told) ?? told;
    },
    readStorage(view, key, lies) {
      if (equalBytes(key, CODE_KEY)) return codeOf(spec, metadata(15));
      const found = locate(key);
      if (!found) return null;
      const { located, keys } = found;
      if (lies?.isRefused(located.path)) throw new RefusedRead(located.path);
      const encoded = readEntry(located.entry, view, keys);
      const lie = lies?.aboutStorage(located.path);
      if (!lie) return encoded;
      const { value: type } = located.entry;
      const told = lie(encoded ? decode(type, encoded) : undefined, keys);
      return told === undefined ? null : encode(type, told);
    },
    listKeys(view, prefix) {
      const wanted = toHex(prefix);
      const found: string[] = [];
      const code = toHex(CODE_KEY);
      if (spec.hasConsensus && code.startsWith(wanted)) found.push(code);
      for (const [hex, located] of entries) {
        if (!hex.startsWith(wanted) && !wanted.startsWith(hex)) continue;
        const keys = keysOf(located, view);
        // No hex digit sorts after the letter.
        const end = firstFrom(keys, `${wanted}g`);
        for (const key of keys.slice(firstFrom(keys, wanted), end)) found.push(key);
      }
      return found.sort();
    },
  };
}

/** Where the first key stands that is not before the given one. */
function firstFrom(keys: readonly string[], wanted: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readEntry(
  entry: StorageEntry,
  view: StateView,
  keys: readonly Value[],
): Uint8Array | null {
  const value = entry.read(view, keys);
  if (value === undefined) return null;
  return value instanceof RawBytes ? value.bytes : encode(entry.value, value);
}

/** Null where the bytes are no key of this entry: then nothing is stored there. */
function parseKey(entry: StorageEntry, rest: Uint8Array): Value[] | null {
  const reader = new Reader(rest);
  const values: Value[] = [];
  try {
    for (const [index, type] of entry.keys.entries()) {
      const hasher = entry.hashers[index] ?? 'Identity';
      const start = reader.offset;
      reader.raw(HASH_LENGTH[hasher]);
      const value = read(reader, type);
      if (!equalBytes(reader.since(start), hashKey(hasher, encode(type, value)))) return null;
      values.push(value);
    }
    reader.end();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  return values;
}

export function keyOf({ prefix, entry }: Located, keys: readonly Value[]): Uint8Array {
  const parts = entry.keys.map((type, index) =>
    hashKey(entry.hashers[index] ?? 'Identity', encode(type, keys[index] ?? null)),
  );
  return concat(prefix, ...parts);
}

/** Stands for the wasm: different for each runtime, never run. */
const codeOf = (spec: RuntimeSpec, metadata: Uint8Array | null): Uint8Array =>
  concat(
    utf8(`taubar devnet runtime ${spec.specVersion} `),
    blake2b256(metadata ?? new Uint8Array()),
  );
