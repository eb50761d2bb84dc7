// Flat types as the nested ones that the codecs are built from. A part is looked up when it is first used: an enum of all
// calls stands there without the types of those that nobody composes.
import type { EnumVar, LookupEntry, StructVar } from '@polkadot-api/metadata-builders';
import type { FlatType, FlatVariant } from './runtime-facts.ts';

type TypeOf = (id: number) => LookupEntry;

const NO_DOCS = {};

function fieldsBy(value: Readonly<Record<string, number>>, typeOf: TypeOf): StructVar['value'] {
  const fields: StructVar['value'] = {};
  for (const [name, id] of Object.entries(value)) fields[name] = typeOf(id);
  return fields;
}

function variantView(part: FlatVariant, typeOf: TypeOf): EnumVar['value'][string] {
  const { idx } = part;
  switch (part.type) {
    case 'void':
      return { type: 'void', idx };
    case 'lookupEntry':
      return {
        type: 'lookupEntry',
        idx,
        get value() {
          return typeOf(part.value);
        },
      };
    case 'struct':
      return {
        type: 'struct',
        idx,
        innerDocs: NO_DOCS,
        get value() {
          return fieldsBy(part.value, typeOf);
        },
      };
    case 'tuple':
      return {
        type: 'tuple',
        idx,
        innerDocs: [],
        get value() {
          return part.value.map(typeOf);
        },
      };
    case 'array':
      return {
        type: 'array',
        idx,
        len: part.len,
        get value() {
          return typeOf(part.value);
        },
      };
  }
}

function viewOf(flat: FlatType, typeOf: TypeOf): LookupEntry {
  const { id } = flat;
  switch (flat.type) {
    case 'void':
    case 'AccountId32':
    case 'AccountId20':
      return { id, type: flat.type };
    case 'primitive':
      return { id, type: flat.type, value: flat.value };
    case 'compact':
      return { id, type: flat.type, isBig: flat.isBig, size: flat.size };
    case 'bitSequence':
      return { id, type: flat.type, isLSB: flat.isLSB };
    case 'sequence':
      return {
        id,
        type: 'sequence',
        get value() {
          return typeOf(flat.value);
        },
      };
    case 'option':
      return {
        id,
        type: 'option',
        get value() {
          return typeOf(flat.value);
        },
      };
    case 'array':
      return {
        id,
        type: flat.type,
        len: flat.len,
        get value() {
          return typeOf(flat.value);
        },
      };
    case 'tuple':
      return {
        id,
        type: flat.type,
        innerDocs: [],
        get value() {
          return flat.value.map(typeOf);
        },
      };
    case 'struct':
      return {
        id,
        type: flat.type,
        innerDocs: NO_DOCS,
        get value() {
          return fieldsBy(flat.value, typeOf);
        },
      };
    case 'result':
      return {
        id,
        type: flat.type,
        get value() {
          return { ok: typeOf(flat.ok), ko: typeOf(flat.ko) };
        },
      };
    case 'enum': {
      const parts = Object.entries(flat.value).map(([name, part]) => [
        name,
        variantView(part, typeOf),
      ]);
      const { byteLength } = flat;
      return {
        id,
        type: flat.type,
        innerDocs: NO_DOCS,
        value: Object.fromEntries(parts),
        ...(byteLength === null ? {} : { byteLength }),
      };
    }
  }
}

/** Each type is made once. */
export function createTypeViews(flatOf: (id: number) => FlatType): TypeOf {
  const made = new Map<number, LookupEntry>();
  return function typeOf(id) {
    const known = made.get(id);
    if (known !== undefined) return known;
    const view = viewOf(flatOf(id), typeOf);
    made.set(id, view);
    return view;
  };
}
