// Numbers every type that a runtime uses and describes it for the metadata's registry.
// Refuses to know what the types are for.
import type { Field, PrimitiveName, Type, Value } from '../scale/type.ts';

type Entry = { readonly [field: string]: Value };

const PRIMITIVES: Readonly<Record<PrimitiveName, string>> = {
  bool: 'Bool',
  str: 'Str',
  u8: 'U8',
  u16: 'U16',
  u32: 'U32',
  u64: 'U64',
  u128: 'U128',
  u256: 'U256',
  i8: 'I8',
  i16: 'I16',
  i32: 'I32',
  i64: 'I64',
  i128: 'I128',
};

/** Ids in order of first use; a type met again, or of the same structure, keeps its id. */
export class PortableTypes {
  private readonly ids = new Map<Type, number>();
  private readonly anonymous = new Map<string, number>();
  private readonly described: Entry[] = [];

  id(type: Type): number {
    if (type.kind === 'lazy') return this.id(type.resolve());
    const known = this.ids.get(type);
    if (known !== undefined) return known;
    if (type.kind === 'composite' || type.kind === 'variant') return this.named(type);
    const definition = this.definition(type);
    const key = JSON.stringify(definition);
    const id = this.anonymous.get(key) ?? this.add({ path: [], params: [], def: definition });
    this.anonymous.set(key, id);
    this.ids.set(type, id);
    return id;
  }

  /** The registry as the metadata's `types`. */
  list(): Value {
    return this.described.map((type, id) => ({ id, type }));
  }

  /** The id is taken first: a call enum contains itself. */
  private named(type: Extract<Type, { kind: 'composite' | 'variant' }>): number {
    const id = this.add({});
    this.ids.set(type, id);
    this.described[id] = {
      path: type.path === '' ? [] : type.path.split('::'),
      params: type.params.map((param) => ({
        name: param.name,
        type: param.type === null ? null : this.id(param.type),
      })),
      def: this.definition(type),
      docs: [],
    };
    return id;
  }

  private add(entry: Entry): number {
    this.described.push({ ...entry, docs: [] });
    return this.described.length - 1;
  }

  private definition(type: Exclude<Type, { kind: 'lazy' }>): Value {
    switch (type.kind) {
      case 'primitive':
        return { type: 'Primitive', value: PRIMITIVES[type.name] };
      case 'compact':
        return { type: 'Compact', value: { type: this.id(type.of) } };
      case 'sequence':
        return { type: 'Sequence', value: { type: this.id(type.of) } };
      case 'array':
        return { type: 'Array', value: { len: type.length, type: this.id(type.of) } };
      case 'tuple':
        return { type: 'Tuple', value: type.of.map((of) => this.id(of)) };
      case 'composite':
        return { type: 'Composite', value: { fields: this.fields(type.fields) } };
      case 'variant':
        return {
          type: 'Variant',
          value: {
            variants: type.variants.map((variant) => ({
              name: variant.name,
              fields: this.fields(variant.fields),
              index: variant.index,
              docs: [],
            })),
          },
        };
    }
  }

  private fields(fields: readonly Field[]): Value {
    return fields.map((field) => ({
      name: field.name ?? null,
      type: this.id(field.type),
      typeName: field.typeName ?? null,
      docs: [],
    }));
  }
}
