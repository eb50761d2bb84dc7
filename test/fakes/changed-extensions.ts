// A runtime as a lying node would describe it: the same runtime with another list of transaction extensions, or with
// other types of them. Metadata is parsed once; each lie is a copy of the parsed form.
import { decAnyMetadata, metadata } from '@polkadot-api/substrate-bindings';
import { parseMetadata } from '../../src/chain/runtime/metadata.ts';
import { shapeOf } from '../../src/chain/runtime/type-shape.ts';
import type { WholeRuntime } from '../../src/chain/runtime/runtime.ts';

type Lookup = ReturnType<typeof parseMetadata>['description']['lookup'];
type Definition = Lookup[number]['def'];
type Extension = WholeRuntime['extensions'][number];

export type Lie = {
  name: string;
  /** Whether the list still adds the published bytes in the published order. */
  isHarmless: boolean;
  /** The name that a refusal tells; null: any. */
  told: string | null;
  runtime: WholeRuntime;
};

/** The runtime with types of ours behind its own, and their ids by name. */
export function withMadeUpTypes(honest: WholeRuntime): {
  runtime: WholeRuntime;
  ids: Map<string, number>;
} {
  const lookup: Lookup = [...parseMetadata(honest.metadata).description.lookup];
  const ids = new Map<string, number>();
  const add = (name: string, def: Definition, path: string[] = []): number => {
    const id = lookup.length;
    lookup.push({ id, path, params: [], def, docs: [] });
    ids.set(name, id);
    return id;
  };
  const field = (type: number) => ({ name: undefined, type, typeName: undefined, docs: [] });
  const unit = add('unit', { tag: 'tuple', value: [] });
  const empty = add('empty struct', { tag: 'composite', value: [] });
  add('PhantomData', { tag: 'composite', value: [] }, ['PhantomData']);
  add('tuple of nothing', { tag: 'tuple', value: [unit, empty] });
  const u8 = add('u8', { tag: 'primitive', value: { tag: 'u8', value: undefined } });
  const u32 = add('u32', { tag: 'primitive', value: { tag: 'u32', value: undefined } });
  const u64 = add('u64', { tag: 'primitive', value: { tag: 'u64', value: undefined } });
  const u128 = add('u128', { tag: 'primitive', value: { tag: 'u128', value: undefined } });
  add('array of nothing', { tag: 'array', value: { len: 7, type: empty } });
  add('array of length 0', { tag: 'array', value: { len: 0, type: u8 } });
  add('bool', { tag: 'primitive', value: { tag: 'bool', value: undefined } });
  add('compact u32', { tag: 'compact', value: u32 });
  add('compact u64', { tag: 'compact', value: u64 });
  add('compact u128', { tag: 'compact', value: u128 });
  add('list of nothing', { tag: 'sequence', value: unit });
  add('31 bytes', { tag: 'array', value: { len: 31, type: u8 } });
  const hash = add('32 bytes', { tag: 'array', value: { len: 32, type: u8 } });
  add('struct of u8', { tag: 'composite', value: [field(u8)] });
  add('tuple with a u8', { tag: 'tuple', value: [unit, u8, unit] });
  const variant = (name: string, index: number, types: number[]) => {
    return { name, index, fields: types.map(field), docs: [] };
  };
  add('enum of one', { tag: 'variant', value: [variant('Only', 0, [])] });
  add('enum of none', { tag: 'variant', value: [] });
  const options = [variant('None', 0, []), variant('Some', 1, [hash])];
  add('option told twice', { tag: 'variant', value: [...options, variant('Other', 1, [u8])] });
  add('itself', { tag: 'tuple', value: [lookup.length] });
  const shapes = lookup.map((): string | null => null);
  const runtime = {
    ...honest,
    shapeOf: (id: number) => (shapes[id] ??= shapeOf(lookup, id)),
  };
  return { runtime, ids };
}

export const ZERO_WIDTH: readonly string[] = [
  'unit',
  'empty struct',
  'PhantomData',
  'tuple of nothing',
  'array of nothing',
  'array of length 0',
];

const CARRIERS = [
  'CheckSpecVersion',
  'CheckTxVersion',
  'CheckGenesis',
  'CheckMortality',
  'CheckNonce',
  'ChargeTransactionPayment',
  'CheckMetadataHash',
];

/** Every list and every type that a lie can be made of. */
export function* lies(honest: WholeRuntime): Generator<Lie> {
  const { runtime, ids } = withMadeUpTypes(honest);
  const shape = runtime.shapeOf;
  const list = honest.extensions;
  const carriesBytes = ({ name }: Extension): boolean => CARRIERS.includes(name);
  const order = (some: readonly Extension[]): string =>
    some
      .filter(carriesBytes)
      .map(({ name }) => name)
      .join();
  const of = (name: string, extensions: Extension[], told: string | null = null): Lie => {
    const isHarmless = order(extensions) === order(list);
    return { name, isHarmless, told, runtime: { ...runtime, extensions } };
  };
  const harmful = (name: string, extensions: Extension[], told: string): Lie => ({
    ...of(name, extensions, told),
    isHarmless: false,
  });

  for (const [i, one] of list.entries()) {
    const rest = list.toSpliced(i, 1);
    yield of(`without ${one.name}`, rest, one.name);
    for (let to = 0; to <= list.length; to += 1) {
      if (to < list.length) yield of(`${one.name} moved to ${to}`, rest.toSpliced(to, 0, one));
      yield of(`${one.name} again at ${to}`, list.toSpliced(to, 0, one), one.name);
    }
    for (const [j, other] of list.entries()) {
      if (j <= i) continue;
      yield of(`${one.name} and ${other.name} swapped`, list.with(i, other).with(j, one));
      const typesSwapped = list
        .with(i, { ...other, name: one.name })
        .with(j, { ...one, name: other.name });
      const same = [one, other].map(({ extra, additional }) =>
        [extra, additional].map(shape).join(' '),
      );
      if (same[0] !== same[1]) {
        yield harmful(`types of ${one.name} and ${other.name}`, typesSwapped, one.name);
      }
    }
    for (const [type, id] of ids) {
      for (const place of ['extra', 'additional'] as const) {
        const isSame = shape(one[place]) === shape(id);
        const changed = list.with(i, { ...one, [place]: id });
        const name = `${one.name} with ${type} as ${place}`;
        // The mode of the metadata hash is one byte, as an enum or as a u8.
        const isMode = one.name === 'CheckMetadataHash' && place === 'extra' && isByte(type);
        yield isSame || isMode ? of(name, changed) : harmful(name, changed, one.name);
      }
    }
    for (const name of ['CheckEra', 'CheckVersion', 'ChargeAssetTxPayment', 'Renamed']) {
      const changed = list.with(i, { ...one, name });
      const label = `${one.name} called ${name}`;
      yield carriesBytes(one) || name !== 'Renamed'
        ? { ...of(label, changed), isHarmless: false }
        : of(label, changed);
    }
  }
  yield* insertions(runtime, ids, of, harmful);
  yield { ...of('no list', []), isHarmless: false };
  yield { ...of('backwards', list.toReversed()), isHarmless: false };
  for (const versions of [[], [5], [3, 5], [132]]) {
    const name = `versions ${versions.join()}`;
    const told = 'extrinsic version 4';
    yield { name, isHarmless: false, told, runtime: { ...runtime, extrinsicVersions: versions } };
  }
}

const isByte = (type: string): boolean =>
  type === 'u8' || type === 'struct of u8' || type === 'tuple with a u8';

function* insertions(
  { extensions: list, shapeOf: shape }: WholeRuntime,
  ids: ReadonlyMap<string, number>,
  of: (name: string, extensions: Extension[]) => Lie,
  harmful: (name: string, extensions: Extension[], told: string) => Lie,
): Generator<Lie> {
  const unit = ids.get('unit') ?? 0;
  for (const [type, id] of ids) {
    for (let to = 0; to <= list.length; to += 3) {
      for (const added of [
        { name: 'Added', extra: id, additional: unit },
        { name: 'Added', extra: unit, additional: id },
      ]) {
        const changed = list.toSpliced(to, 0, added);
        const name = `one with ${type} added at ${to}`;
        yield shape(id) === '' ? of(name, changed) : harmful(name, changed, 'Added');
      }
    }
  }
  const empty = (name: string): Extension => ({ name, extra: unit, additional: unit });
  for (const name of ['', 'with space', 'x'.repeat(65), 'CheckEra', 'SkipCheckIfFeeless']) {
    yield harmful(`one called “${name}” added`, [...list, empty(name)], name);
  }
  const many = Array.from({ length: 60 }, (_unused, i) => empty(`Added${i}`));
  yield { ...of('sixty added', [...list, ...many]), isHarmless: false };
}

/** The bytes of real metadata with the list changed, for what parses them. */
export function changeMetadata(
  bytes: Uint8Array,
  change: <T extends { identifier: string }>(list: T[]) => T[],
): Uint8Array {
  const { magicNumber, metadata: told } = decAnyMetadata(bytes.slice());
  if (told.tag !== 'v14' && told.tag !== 'v15' && told.tag !== 'v16') throw new Error(told.tag);
  told.value.extrinsic.signedExtensions = change(told.value.extrinsic.signedExtensions);
  return metadata.enc({ magicNumber, metadata: told });
}
