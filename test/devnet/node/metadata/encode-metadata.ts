// The metadata of a runtime description, in the formats that clients ask for.
// Refuses to know any pallet by name.
import { concat, utf8 } from '../scale/bytes.ts';
import { encode } from '../scale/codec.ts';
import type { Type, Value } from '../scale/type.ts';
import { tuple } from '../scale/type.ts';
import type { Pallet, RuntimeDescription, StorageEntry } from '../runtime/description.ts';
import type { MetadataVersion } from './metadata-shapes.ts';
import { METADATA_PREFIX, METADATA_SHAPES } from './metadata-shapes.ts';
import { PortableTypes } from './portable-types.ts';

export const METADATA_VERSIONS: readonly MetadataVersion[] = [14, 15, 16];

const fresh = { docs: [], deprecation: 'NotDeprecated' };

export function encodeMetadata(
  description: RuntimeDescription,
  version: MetadataVersion,
): Uint8Array {
  const types = new PortableTypes();
  const rest = describe(description, types, version);
  const body = encode(METADATA_SHAPES[version], { ...rest, types: types.list() });
  return concat(encode(METADATA_PREFIX, { magic: utf8('meta'), version }), body);
}

type Body = { readonly [field: string]: Value };

function describe(
  description: RuntimeDescription,
  types: PortableTypes,
  version: MetadataVersion,
): Body {
  const { outer, extensions } = description;
  const pallets = description.pallets.map((pallet) => describePallet(description, pallet, types));
  const extrinsic = {
    type: types.id(outer.extrinsic),
    version: 4,
    versions: new Uint8Array([4]),
    address: types.id(outer.address),
    call: types.id(outer.call),
    signature: types.id(outer.signature),
    extra: types.id(outer.extra),
    extensionsByVersion: [[0, extensions.map((_, index) => index)]],
    signedExtensions: extensions.map((extension) => ({
      identifier: extension.identifier,
      type: types.id(extension.type),
      additionalSigned: types.id(extension.additionalSigned),
    })),
  };
  const outerEnums = {
    call: types.id(outer.call),
    event: types.id(outer.event),
    error: types.id(outer.error),
  };
  const apis = version === 14 ? [] : describeApis(description, types);
  return { pallets, extrinsic, type: types.id(outer.runtime), apis, outerEnums, custom: [] };
}

function describePallet(
  description: RuntimeDescription,
  pallet: Pallet,
  types: PortableTypes,
): Value {
  const own = description.palletTypes.get(pallet.name);
  const reference = (type: Type | null | undefined): Value =>
    type ? { type: types.id(type), deprecation: [] } : null;
  const entries = pallet.storage.map((entry) => describeStorage(entry, types));
  return {
    name: pallet.name,
    storage: entries.length > 0 ? { prefix: pallet.name, entries } : null,
    calls: reference(own?.call),
    events: reference(own?.event),
    constants: pallet.constants.map((constant) => ({
      name: constant.name,
      type: types.id(constant.type),
      value: encode(constant.type, constant.value),
      ...fresh,
    })),
    errors: reference(own?.error),
    associatedTypes: [],
    viewFunctions: [],
    index: pallet.index,
    ...fresh,
  };
}

function describeStorage(entry: StorageEntry, types: PortableTypes): Value {
  const value = types.id(entry.value);
  const key = entry.keys.length === 1 ? entry.keys[0] : tuple(...entry.keys);
  return {
    name: entry.name,
    modifier: entry.modifier,
    type:
      key === undefined || entry.keys.length === 0
        ? { type: 'Plain', value }
        : { type: 'Map', value: { hashers: entry.hashers, key: types.id(key), value } },
    fallback:
      entry.modifier === 'Optional' ? new Uint8Array([0]) : encode(entry.value, entry.fallback),
    ...fresh,
  };
}

function describeApis(description: RuntimeDescription, types: PortableTypes): Value {
  return description.apis.map((api) => ({
    name: api.name,
    methods: api.methods.map((method) => ({
      name: method.name,
      inputs: method.inputs.map((input) => ({ name: input.name, type: types.id(input.type) })),
      output: types.id(method.output),
      ...fresh,
    })),
    version: api.version,
    ...fresh,
  }));
}
