// The answers that a runtime's metadata gave so far, kept as a few kilobytes of text. A runtime that is built from them
// answers exactly those questions, and throws WholeNeeded for any other: then the metadata itself is read.
import {
  count,
  fits,
  flag,
  hex,
  listOf,
  mapOf,
  object,
  oneOf,
  only,
  orNull,
  recordOf,
  text,
  variantOf,
} from '../../parse.ts';
import type {
  ApiFact,
  ConstantFact,
  Extension,
  FlatType,
  FlatVariant,
  Outline,
  RuntimeFacts,
  StorageFact,
} from './runtime-facts.ts';
import type { FieldLayout, VariantLayout } from './variant-layout.ts';

/** A question that was never put to this runtime's metadata. The reading is to be made again with the whole of it. */
export class WholeNeeded extends Error {
  constructor(question: string) {
    super(`the kept answers lack ${question}`);
    this.name = 'WholeNeeded';
  }
}

export type KeptFacts = RuntimeFacts & {
  /** How many questions were answered so far. */
  count: () => number;
  /** All answers so far. */
  toText: () => string;
};

/** Of the text below. A text of another form is not read: what it lacks or means otherwise is asked of the metadata. */
const FORM = '1';

const UNSIGNED = ['u8', 'u16', 'u32', 'u64', 'u128', 'u256'] as const;
const SIGNED = ['i8', 'i16', 'i32', 'i64', 'i128', 'i256'] as const;

const ids = listOf(count());
const fields = mapOf(count());

const variant = variantOf<FlatVariant, 'type'>('type', {
  void: { idx: count() },
  lookupEntry: { idx: count(), value: count() },
  struct: { idx: count(), value: fields },
  tuple: { idx: count(), value: ids },
  array: { idx: count(), value: count(), len: count() },
});

const type = variantOf<FlatType, 'type'>('type', {
  void: { id: count() },
  AccountId32: { id: count() },
  AccountId20: { id: count() },
  primitive: { id: count(), value: oneOf('bool', 'char', 'str', ...UNSIGNED, ...SIGNED) },
  compact: { id: count(), isBig: flag, size: oneOf(...UNSIGNED) },
  bitSequence: { id: count(), isLSB: flag },
  sequence: { id: count(), value: count() },
  option: { id: count(), value: count() },
  array: { id: count(), value: count(), len: count() },
  tuple: { id: count(), value: ids },
  struct: { id: count(), value: fields },
  result: { id: count(), ok: count(), ko: count() },
  enum: { id: count(), value: mapOf(variant), byteLength: orNull(count()) },
});

const layout = recordOf<VariantLayout>({
  index: listOf(count()),
  fields: listOf(recordOf<FieldLayout>({ name: orNull(text), shape: text, typeName: text })),
});

const answers = object({
  form: only(FORM),
  outline: recordOf<Outline>({
    metadataVersion: count(),
    extrinsicVersions: ids,
    extensions: listOf(recordOf<Extension>({ name: text, extra: count(), additional: count() })),
    callType: orNull(count()),
  }),
  types: mapOf(type),
  storage: mapOf(
    orNull(
      recordOf<StorageFact>({
        prefix: text,
        isDefaulted: flag,
        fallback: hex,
        key: orNull(count()),
        hashers: listOf(text),
        value: count(),
      }),
    ),
  ),
  apis: mapOf(orNull(recordOf<ApiFact>({ inputs: ids, output: count() }))),
  constants: mapOf(orNull(recordOf<ConstantFact>({ type: count(), value: hex }))),
  calls: mapOf(orNull(count())),
  errors: mapOf(flag),
  shapes: mapOf(text),
  layouts: mapOf(orNull(layout)),
});

type Answers = Extract<ReturnType<typeof parsed>, object>;

function parsed(kept: string) {
  let value: unknown;
  try {
    value = JSON.parse(kept);
  } catch {
    return null; // No text of ours: the metadata is asked instead.
  }
  return fits(answers, value) ? value : null;
}

const mapOfKept = <T>(values: Readonly<Record<string, T>> | undefined): Map<string, T> =>
  new Map(Object.entries(values ?? {}));

/** `of` null: only what is kept is answered. */
function createFacts(kept: Answers | null, of: RuntimeFacts | null, outline: Outline): KeptFacts {
  const types = mapOfKept(kept?.types);
  const storage = mapOfKept(kept?.storage);
  const apis = mapOfKept(kept?.apis);
  const constants = mapOfKept(kept?.constants);
  const calls = mapOfKept(kept?.calls);
  const errors = mapOfKept(kept?.errors);
  const shapes = mapOfKept(kept?.shapes);
  const layouts = mapOfKept(kept?.layouts);
  const all = [types, storage, apis, constants, calls, errors, shapes, layouts];

  function answer<T>(known: Map<string, T>, name: string, ask: (whole: RuntimeFacts) => T): T {
    const before = known.get(name);
    if (before !== undefined) return before;
    if (of === null) throw new WholeNeeded(name);
    const told = ask(of);
    known.set(name, told);
    return told;
  }

  return {
    outline: () => outline,
    typeOf: (id) => answer(types, String(id), (whole) => whole.typeOf(id)),
    storage: (pallet, item) =>
      answer(storage, `${pallet}.${item}`, (whole) => whole.storage(pallet, item)),
    api: (name, method) => answer(apis, `${name}.${method}`, (whole) => whole.api(name, method)),
    constant: (pallet, name) =>
      answer(constants, `${pallet}.${name}`, (whole) => whole.constant(pallet, name)),
    calls: (pallet) => answer(calls, pallet, (whole) => whole.calls(pallet)),
    hasError: (pallet, name) =>
      answer(errors, `${pallet}.${name}`, (whole) => whole.hasError(pallet, name)),
    shapeOf: (id) => answer(shapes, String(id), (whole) => whole.shapeOf(id)),
    layoutOf: (kind, pallet, name) =>
      answer(layouts, `${kind}.${pallet}.${name}`, (whole) => whole.layoutOf(kind, pallet, name)),
    count: () => all.reduce((sum, { size }) => sum + size, 0),
    toText: () =>
      JSON.stringify({
        form: FORM,
        outline,
        types: Object.fromEntries(types),
        storage: Object.fromEntries(storage),
        apis: Object.fromEntries(apis),
        constants: Object.fromEntries(constants),
        calls: Object.fromEntries(calls),
        errors: Object.fromEntries(errors),
        shapes: Object.fromEntries(shapes),
        layouts: Object.fromEntries(layouts),
      }),
  };
}

/** null: the text is none that `toText` of this version gives. */
export function readKeptFacts(kept: string): KeptFacts | null {
  const known = parsed(kept);
  return known && createFacts(known, null, known.outline);
}

/** Of a name that was put together from two. */
function parts(name: string): [string, string] {
  const [first = '', ...rest] = name.split('.');
  return [first, rest.join('.')];
}

/** Puts the questions of an earlier time again. Throws where they do not fit this metadata. */
function askAgain(facts: KeptFacts, known: Answers): void {
  for (const id of Object.keys(known.types)) facts.typeOf(Number(id));
  for (const name of Object.keys(known.storage)) facts.storage(...parts(name));
  for (const name of Object.keys(known.apis)) facts.api(...parts(name));
  for (const name of Object.keys(known.constants)) facts.constant(...parts(name));
  for (const pallet of Object.keys(known.calls)) facts.calls(pallet);
  for (const name of Object.keys(known.errors)) facts.hasError(...parts(name));
  for (const id of Object.keys(known.shapes)) facts.shapeOf(Number(id));
  for (const name of Object.keys(known.layouts)) {
    const [kind, path] = parts(name);
    if (kind === 'calls' || kind === 'events') facts.layoutOf(kind, ...parts(path));
  }
}

/** Answers by the metadata alone, and keeps them. What `kept` answers is asked again, so that it is kept from now on too. */
export function noteFacts(whole: RuntimeFacts, kept: string | null): KeptFacts {
  const known = kept === null ? null : parsed(kept);
  if (known !== null) {
    try {
      const facts = createFacts(null, whole, whole.outline());
      askAgain(facts, known);
      return facts;
    } catch {
      // Kept of another metadata: nothing of it is used.
    }
  }
  return createFacts(null, whole, whole.outline());
}
