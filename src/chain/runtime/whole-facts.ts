// A runtime's facts by its metadata bytes. Loaded once a question is not among the kept answers: reading all of a metadata,
// and the library that does it, are most of what a start would wait for.
import { getLookupFn, type EnumVar, type LookupEntry } from '@polkadot-api/metadata-builders';
import { isHex, toHex } from '../scale/hex.ts';
import { malformed } from '../scale/scale-reader.ts';
import { parseMetadata } from './metadata.ts';
import { hasErrorIn } from './named-variants.ts';
import type { FlatType, FlatVariant, RuntimeFacts } from './runtime-facts.ts';
import { shapeOf } from './type-shape.ts';
import { variantLayout } from './variant-layout.ts';

const hexOf = (bytes: Uint8Array | string) => {
  if (typeof bytes !== 'string') return toHex(bytes);
  if (!isHex(bytes)) throw malformed('metadata');
  return bytes;
};

const idOf = ({ id }: LookupEntry): number => id;

const fieldsOf = (value: Readonly<Record<string, LookupEntry>>): Record<string, number> =>
  Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, entry.id]));

function flatVariant(part: EnumVar['value'][string]): FlatVariant {
  const { idx } = part;
  switch (part.type) {
    case 'void':
      return { idx, type: part.type };
    case 'lookupEntry':
      return { idx, type: part.type, value: part.value.id };
    case 'struct':
      return { idx, type: part.type, value: fieldsOf(part.value) };
    case 'tuple':
      return { idx, type: part.type, value: part.value.map(idOf) };
    case 'array':
      return { idx, type: part.type, value: part.value.id, len: part.len };
  }
}

function flatType(entry: LookupEntry): FlatType {
  const { id } = entry;
  switch (entry.type) {
    case 'void':
    case 'AccountId32':
    case 'AccountId20':
      return { id, type: entry.type };
    case 'primitive':
      return { id, type: entry.type, value: entry.value };
    case 'compact':
      return { id, type: entry.type, isBig: entry.isBig, size: entry.size };
    case 'bitSequence':
      return { id, type: entry.type, isLSB: entry.isLSB };
    case 'sequence':
    case 'option':
      return { id, type: entry.type, value: entry.value.id };
    case 'array':
      return { id, type: entry.type, value: entry.value.id, len: entry.len };
    case 'tuple':
      return { id, type: entry.type, value: entry.value.map(idOf) };
    case 'struct':
      return { id, type: entry.type, value: fieldsOf(entry.value) };
    case 'result':
      return { id, type: entry.type, ok: entry.value.ok.id, ko: entry.value.ko.id };
    case 'enum': {
      const variants = Object.entries(entry.value).map(([name, part]): [string, FlatVariant] => [
        name,
        flatVariant(part),
      ]);
      const value = Object.fromEntries(variants);
      return { id, type: entry.type, value, byteLength: entry.byteLength ?? null };
    }
  }
}

/** Throws NODE_MALFORMED where the bytes are no metadata. */
export function createWholeFacts(metadata: Uint8Array): RuntimeFacts {
  const { description, version } = parseMetadata(metadata);
  const typeOf = getLookupFn(description);
  const pallets = new Map(description.pallets.map((pallet) => [pallet.name, pallet]));
  return {
    outline: () => ({
      metadataVersion: version,
      extrinsicVersions: description.extrinsic.version,
      extensions: (description.extrinsic.extensionsByVersion[0] ?? []).map((extension) => ({
        name: extension.identifier,
        extra: extension.type,
        additional: extension.additionalSigned,
      })),
      callType: typeOf.call,
    }),
    typeOf: (id) => {
      if (description.lookup[id] === undefined) throw malformed('type');
      return flatType(typeOf(id));
    },
    storage: (palletName, itemName) => {
      const storage = pallets.get(palletName)?.storage;
      const item = storage?.items.find(({ name }) => name === itemName);
      if (!storage || !item) return null;
      const { prefix } = storage;
      const common = {
        prefix,
        isDefaulted: item.modifier === 1,
        fallback: hexOf(item.fallback),
      };
      if (item.type.tag === 'plain') {
        return { ...common, key: null, hashers: [], value: item.type.value };
      }
      const { key, hashers, value } = item.type.value;
      return { ...common, key, hashers: hashers.map(({ tag }) => tag), value };
    },
    api: (apiName, methodName) => {
      const api = description.apis.find(({ name }) => name === apiName);
      const method = api?.methods.find(({ name }) => name === methodName);
      if (!method) return null;
      return { inputs: method.inputs.map(({ type }) => type), output: method.output };
    },
    constant: (pallet, name) => {
      const found = pallets.get(pallet)?.constants.find((constant) => constant.name === name);
      return found ? { type: found.type, value: hexOf(found.value) } : null;
    },
    calls: (pallet) => pallets.get(pallet)?.calls?.type ?? null,
    hasError: (pallet, name) => hasErrorIn(description, pallet, name),
    shapeOf: (id) => shapeOf(description.lookup, id),
    layoutOf: (kind, pallet, name) => variantLayout(description, typeOf.call, kind, pallet, name),
  };
}
