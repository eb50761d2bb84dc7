// The metadata formats 14, 15 and 16 as SCALE types of their own.
// Refuses to know what they describe.
import type { Type } from '../scale/type.ts';
import {
  array,
  bytes,
  compact,
  field,
  names,
  option,
  sequence,
  str,
  struct,
  tuple,
  u32,
  u8,
  unit,
  unnamed,
  variants,
} from '../scale/type.ts';

const typeId = compact(u32);
const docs = sequence(str);

const metaField = struct('Field', {
  name: option(str),
  type: typeId,
  typeName: option(str),
  docs,
});

const metaVariant = struct('Variant', {
  name: str,
  fields: sequence(metaField),
  index: u8,
  docs,
});

const primitiveNames = ['Bool', 'Char', 'Str', 'U8', 'U16', 'U32', 'U64', 'U128', 'U256'];

const definition = variants('TypeDef', [
  { name: 'Composite', index: 0, fields: [field('fields', sequence(metaField))] },
  { name: 'Variant', index: 1, fields: [field('variants', sequence(metaVariant))] },
  { name: 'Sequence', index: 2, fields: [field('type', typeId)] },
  { name: 'Array', index: 3, fields: [field('len', u32), field('type', typeId)] },
  { name: 'Tuple', index: 4, fields: [unnamed(sequence(typeId))] },
  {
    name: 'Primitive',
    index: 5,
    fields: [unnamed(names('Primitive', [...primitiveNames, 'I8', 'I16', 'I32', 'I64', 'I128']))],
  },
  { name: 'Compact', index: 6, fields: [field('type', typeId)] },
]);

const types = sequence(
  struct('PortableType', {
    id: typeId,
    type: struct('Type', {
      path: sequence(str),
      params: sequence(struct('TypeParameter', { name: str, type: option(typeId) })),
      def: definition,
      docs,
    }),
  }),
);

const hasher = names('StorageHasher', [
  'Blake2_128',
  'Blake2_256',
  'Blake2_128Concat',
  'Twox128',
  'Twox256',
  'Twox64Concat',
  'Identity',
]);

const deprecation = names('ItemDeprecation', ['NotDeprecated']);
/** Lists that are always empty here: deprecated variants, associated types, view functions. */
const nothing = sequence(unit);

const storageEntry: Readonly<Record<string, Type>> = {
  name: str,
  modifier: names('StorageModifier', ['Optional', 'Default', 'Required']),
  type: variants('StorageType', [
    { name: 'Plain', index: 0, fields: [unnamed(typeId)] },
    {
      name: 'Map',
      index: 1,
      fields: [field('hashers', sequence(hasher)), field('key', typeId), field('value', typeId)],
    },
  ]),
  fallback: bytes,
  docs,
};

const storage = (entry: Readonly<Record<string, Type>>): Type =>
  option(struct('Storage', { prefix: str, entries: sequence(struct('StorageEntry', entry)) }));

const constant: Readonly<Record<string, Type>> = { name: str, type: typeId, value: bytes, docs };

const enum14 = option(struct('EnumType', { type: typeId }));
const enum16 = option(struct('EnumType', { type: typeId, deprecation: nothing }));

const pallet14: Readonly<Record<string, Type>> = {
  name: str,
  storage: storage(storageEntry),
  calls: enum14,
  events: enum14,
  constants: sequence(struct('Constant', constant)),
  errors: enum14,
  index: u8,
};

const pallet16 = struct('Pallet', {
  name: str,
  storage: storage({ ...storageEntry, deprecation }),
  calls: enum16,
  events: enum16,
  constants: sequence(struct('Constant', { ...constant, deprecation })),
  errors: enum16,
  associatedTypes: nothing,
  viewFunctions: nothing,
  index: u8,
  docs,
  deprecation,
});

const extension = struct('TransactionExtension', {
  identifier: str,
  type: typeId,
  additionalSigned: typeId,
});

const method: Readonly<Record<string, Type>> = {
  name: str,
  inputs: sequence(struct('Input', { name: str, type: typeId })),
  output: typeId,
  docs,
};

const outerEnums = struct('OuterEnums', { call: typeId, event: typeId, error: typeId });
const custom = sequence(tuple(str, tuple(typeId, bytes)));

const metadata14 = struct('Metadata14', {
  types,
  pallets: sequence(struct('Pallet', pallet14)),
  extrinsic: struct('Extrinsic', {
    type: typeId,
    version: u8,
    signedExtensions: sequence(extension),
  }),
  type: typeId,
});

const metadata15 = struct('Metadata15', {
  types,
  pallets: sequence(struct('Pallet', { ...pallet14, docs })),
  extrinsic: struct('Extrinsic', {
    version: u8,
    address: typeId,
    call: typeId,
    signature: typeId,
    extra: typeId,
    signedExtensions: sequence(extension),
  }),
  type: typeId,
  apis: sequence(struct('Api', { name: str, methods: sequence(struct('Method', method)), docs })),
  outerEnums,
  custom,
});

const metadata16 = struct('Metadata16', {
  types,
  pallets: sequence(pallet16),
  extrinsic: struct('Extrinsic', {
    versions: bytes,
    address: typeId,
    call: typeId,
    signature: typeId,
    extensionsByVersion: sequence(tuple(u8, sequence(typeId))),
    signedExtensions: sequence(extension),
  }),
  apis: sequence(
    struct('Api', {
      name: str,
      methods: sequence(struct('Method', { ...method, deprecation })),
      docs,
      version: compact(u32),
      deprecation,
    }),
  ),
  outerEnums,
  custom,
});

export type MetadataVersion = 14 | 15 | 16;

export const METADATA_SHAPES: Readonly<Record<MetadataVersion, Type>> = {
  14: metadata14,
  15: metadata15,
  16: metadata16,
};

/** `meta` and the version byte. */
export const METADATA_PREFIX = struct('Prefix', { magic: array(u8, 4), version: u8 });
