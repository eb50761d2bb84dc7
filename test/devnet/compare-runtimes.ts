// Holds one runtime's metadata against another's, item by item, by structure instead of by type number.
// Refuses to say what is right: it lists differences.
import type { UnifiedMetadata } from '@polkadot-api/substrate-bindings';

export type Comparison = Readonly<{
  differences: readonly string[];
  /** In the first and not in the second. */
  added: readonly string[];
  compared: number;
}>;

/** Item → text that says all that matters on the wire. */
type Items = ReadonlyMap<string, string>;

export function compareRuntimes(ours: UnifiedMetadata, theirs: UnifiedMetadata): Comparison {
  const [own, other] = [itemsOf(ours), itemsOf(theirs)];
  const differences: string[] = [];
  const added: string[] = [];
  for (const [name, text] of own) {
    const wanted = other.get(name);
    if (wanted === undefined) added.push(name);
    else if (wanted !== text) differences.push(`${name}: ${text} instead of ${wanted}`);
  }
  return { differences, added: added.sort(), compared: own.size - added.length };
}

function itemsOf(metadata: UnifiedMetadata): Items {
  const items = new Map<string, string>();
  const shape = shapesOf(metadata);
  for (const pallet of metadata.pallets) {
    items.set(`pallet ${pallet.name}`, String(pallet.index));
    for (const kind of ['calls', 'events', 'errors'] as const) {
      const id = pallet[kind]?.type;
      const definition = id === undefined ? undefined : metadata.lookup[id]?.def;
      if (definition?.tag !== 'variant') continue;
      for (const { name, index, fields } of definition.value) {
        const text = fields.map((field) => `${field.name ?? ''}: ${shape(field.type)}`);
        items.set(`${kind.slice(0, -1)} ${pallet.name}.${name}`, `${index} (${text.join(', ')})`);
      }
    }
    for (const item of pallet.storage?.items ?? []) {
      const type =
        item.type.tag === 'plain'
          ? shape(item.type.value)
          : `${item.type.value.hashers.map((hasher) => hasher.tag).join('+')} ${shape(item.type.value.key)} → ${shape(item.type.value.value)}`;
      items.set(`storage ${pallet.name}.${item.name}`, `${item.modifier} ${type} ${item.fallback}`);
    }
    for (const constant of pallet.constants) {
      if (constant.name === 'Version') continue;
      items.set(
        `constant ${pallet.name}.${constant.name}`,
        `${shape(constant.type)} ${constant.value}`,
      );
    }
  }
  for (const api of metadata.apis) {
    for (const method of api.methods) {
      const inputs = method.inputs.map((input) => `${input.name}: ${shape(input.type)}`);
      items.set(
        `api ${api.name}.${method.name}`,
        `(${inputs.join(', ')}) → ${shape(method.output)}`,
      );
    }
  }
  const extensions = metadata.extrinsic.extensionsByVersion[0] ?? [];
  items.set(
    'extensions',
    extensions
      .map((one) => `${one.identifier} ${shape(one.type)} ${shape(one.additionalSigned)}`)
      .join('; '),
  );
  return items;
}

/** Types that contain every call, event or extrinsic: compared by name alone. */
const OPEN_ENDED = /RuntimeCall|RuntimeEvent|UncheckedExtrinsic|DispatchError|RuntimeVersion/;

function shapesOf({ lookup }: UnifiedMetadata): (id: number) => string {
  const known = new Map<number, string>();
  const shape = (id: number): string => {
    const seen = known.get(id);
    if (seen !== undefined) return seen;
    const text = describe(id);
    known.set(id, text);
    return text;
  };
  const describe = (id: number): string => {
    const type = lookup[id];
    if (!type) return '?';
    const path = type.path.join('::');
    if (OPEN_ENDED.test(path)) return type.path.at(-1) ?? path;
    const { def } = type;
    switch (def.tag) {
      case 'primitive':
        return def.value.tag;
      case 'compact':
        return `Compact<${shape(def.value)}>`;
      case 'sequence':
        return `Vec<${shape(def.value)}>`;
      case 'array':
        return `[${shape(def.value.type)}; ${def.value.len}]`;
      case 'tuple':
        return `(${def.value.map(shape).join(', ')})`;
      case 'composite':
        return `${path}{${def.value.map((field) => `${field.name ?? ''}: ${shape(field.type)}`).join(', ')}}`;
      case 'variant':
        return `${path}<${def.value
          .map(
            ({ index, name, fields }) =>
              `${index} ${name}(${fields.map((f) => shape(f.type)).join(', ')})`,
          )
          .join(' | ')}>`;
      default:
        return def.tag;
    }
  };
  return shape;
}
