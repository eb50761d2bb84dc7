// The layout of a metadata type as text, by what stands in the bytes and not by names: 'u32', 'compact<u64>',
// '[u8;32]', 'enum{0|1:u32}'. A type without bytes has the empty text.
import type { UnifiedMetadata } from '@polkadot-api/substrate-bindings';

type Lookup = UnifiedMetadata['lookup'];

/** Types read for one shape. An era has 256; a type that a node made up may have more than anyone can read. */
const MOST_TYPES = 1000;
const DEEPEST = 16;

/** Not a shape: equal to none, and never empty. */
const UNREADABLE = 'unreadable';

/**
 * The shape of the type with that id. Types that are missing, that contain themselves, or that are larger than any
 * transaction extension's have the shape 'unreadable'. Never throws, and reads at most 1,000 types.
 */
export function shapeOf(lookup: Lookup, id: number): string {
  let left = MOST_TYPES;
  let isReadable = true;

  const join = (ids: readonly number[], depth: number): string =>
    ids
      .map((part) => read(part, depth))
      .filter((shape) => shape !== '')
      .join(',');

  function read(type: number, depth: number): string {
    const def = lookup[type]?.def;
    left -= 1;
    if (!def || left < 0 || depth > DEEPEST || !isReadable) {
      isReadable = false;
      return UNREADABLE;
    }
    switch (def.tag) {
      case 'primitive':
        return def.value.tag;
      case 'compact':
        return `compact<${read(def.value, depth + 1)}>`;
      case 'composite':
        return join(
          def.value.map((field) => field.type),
          depth + 1,
        );
      case 'tuple':
        return join(def.value, depth + 1);
      case 'array': {
        const item = read(def.value.type, depth + 1);
        return item === '' || def.value.len === 0 ? '' : `[${item};${def.value.len}]`;
      }
      case 'sequence':
        return `list<${read(def.value, depth + 1)}>`;
      case 'variant': {
        const variants = def.value.map(({ index, fields }) => {
          const shape = join(
            fields.map((field) => field.type),
            depth + 1,
          );
          return { index, text: shape === '' ? String(index) : `${index}:${shape}` };
        });
        const sorted = variants.toSorted((a, b) => a.index - b.index);
        return `enum{${sorted.map(({ text }) => text).join('|')}}`;
      }
      case 'bitSequence':
        return 'bits';
    }
  }

  const shape = read(id, 0);
  return isReadable ? shape : UNREADABLE;
}
