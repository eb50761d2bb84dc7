// What a SCALE type is: one description that both the codec and the metadata are made from.
// Refuses to know any pallet.

export type PrimitiveName =
  | 'bool'
  | 'str'
  | 'u8'
  | 'u16'
  | 'u32'
  | 'u64'
  | 'u128'
  | 'u256'
  | 'i8'
  | 'i16'
  | 'i32'
  | 'i64'
  | 'i128';

export type TypeParam = Readonly<{ name: string; type: Type | null }>;

/** `fallback`: what is encoded when the value lacks the field (a field that a runtime inserted). */
export type Field = Readonly<{
  name?: string;
  type: Type;
  typeName?: string;
  fallback?: Value;
}>;

export type Variant = Readonly<{ name: string; index: number; fields: readonly Field[] }>;

export type Type = Readonly<
  | { kind: 'primitive'; name: PrimitiveName }
  | { kind: 'compact'; of: Type }
  | { kind: 'sequence'; of: Type }
  | { kind: 'array'; of: Type; length: number }
  | { kind: 'tuple'; of: readonly Type[] }
  | {
      kind: 'composite';
      path: string;
      params: readonly TypeParam[];
      fields: readonly Field[];
    }
  | {
      kind: 'variant';
      path: string;
      params: readonly TypeParam[];
      variants: readonly Variant[];
    }
  | { kind: 'lazy'; resolve: () => Type }
>;

/**
 * Numbers up to 32 bits are `number`, wider ones `bigint`; bytes are hex or Uint8Array; composites are objects (a
 * single unnamed field stands for itself, several are an array, none is null); variants are `{type, value}` or, without
 * fields, the name; an option is null or the value (`{some}` around an option in an option).
 */
export type Value =
  | bigint
  | number
  | boolean
  | string
  | null
  | Uint8Array
  | readonly Value[]
  | { readonly [field: string]: Value };

const primitive = (name: PrimitiveName): Type => ({ kind: 'primitive', name });

export const bool = primitive('bool');
export const str = primitive('str');
export const u8 = primitive('u8');
export const u16 = primitive('u16');
export const u32 = primitive('u32');
export const u64 = primitive('u64');
export const u128 = primitive('u128');
export const u256 = primitive('u256');
export const i16 = primitive('i16');
export const i64 = primitive('i64');
export const i128 = primitive('i128');
export const unit: Type = { kind: 'tuple', of: [] };

/** The same argument gives the same object, so that each generic type is registered once. */
function once(build: (of: Type) => Type): (of: Type) => Type {
  const built = new WeakMap<Type, Type>();
  return (of) => {
    const known = built.get(of);
    if (known) return known;
    const type = build(of);
    built.set(of, type);
    return type;
  };
}

export const compact = once((of) => ({ kind: 'compact', of }));
export const sequence = once((of) => ({ kind: 'sequence', of }));
export const bytes = sequence(u8);
export const compactText = sequence(compact(u8));

export const array = (of: Type, length: number): Type => ({ kind: 'array', of, length });
export const tuple = (...of: readonly Type[]): Type => ({ kind: 'tuple', of });
export const lazy = (resolve: () => Type): Type => ({ kind: 'lazy', resolve });

export const field = (name: string, type: Type, typeName?: string): Field =>
  typeName === undefined ? { name, type } : { name, type, typeName };

export const unnamed = (type: Type, typeName?: string): Field =>
  typeName === undefined ? { type } : { type, typeName };

export const composite = (
  path: string,
  fields: readonly Field[],
  params: readonly TypeParam[] = [],
): Type => ({ kind: 'composite', path, params, fields });

/** A struct from pairs `name: type`, in order. */
export const struct = (path: string, fields: Readonly<Record<string, Type>>): Type =>
  composite(
    path,
    Object.entries(fields).map(([name, type]) => field(name, type)),
  );

export const variants = (
  path: string,
  list: readonly Variant[],
  params: readonly TypeParam[] = [],
): Type => ({ kind: 'variant', path, params, variants: list });

/** An enum without fields: names at indices 0, 1, … */
export const names = (path: string, list: readonly string[]): Type =>
  variants(
    path,
    list.map((name, index) => ({ name, index, fields: [] })),
  );

export const option = once((of) =>
  variants(
    'Option',
    [
      { name: 'None', index: 0, fields: [] },
      { name: 'Some', index: 1, fields: [unnamed(of)] },
    ],
    [{ name: 'T', type: of }],
  ),
);

export const orderedSet = once((of) =>
  composite('BTreeSet', [unnamed(sequence(of))], [{ name: 'T', type: of }]),
);

export const orderedMap = (key: Type, value: Type): Type =>
  composite(
    'BTreeMap',
    [unnamed(sequence(tuple(key, value)))],
    [
      { name: 'K', type: key },
      { name: 'V', type: value },
    ],
  );

export const result = (ok: Type, error: Type): Type =>
  variants(
    'Result',
    [
      { name: 'Ok', index: 0, fields: [unnamed(ok)] },
      { name: 'Err', index: 1, fields: [unnamed(error)] },
    ],
    [
      { name: 'T', type: ok },
      { name: 'E', type: error },
    ],
  );

export const isOption = (type: Type): boolean => type.kind === 'variant' && type.path === 'Option';

export const isByte = (type: Type): boolean => type.kind === 'primitive' && type.name === 'u8';
