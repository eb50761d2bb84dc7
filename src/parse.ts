// The one dialect for values from outside and from the store: small parsers that make up larger ones. The same parser
// tests a stored record in place, copies what a page answers, and refuses a message with anything in it that it does not
// name. The compiler infers the type of what comes out.
// Longer than 250 lines because the parsers and the three uses of them are one thing to learn.
import type { Reading } from './model/reading.ts';

const NO = Symbol();
type No = typeof NO;

/** What becomes of a value with parts, and where it was refused. */
type Way = {
  /** Place of the refusal, from the outside in, where it is kept. */
  where?: string;
  refuseAt(name: string): No;
  list(value: readonly unknown[], parse: AnyParser): unknown;
  map(value: Named, parse: AnyParser): unknown;
  fields(value: Named, fields: Entries): unknown;
};
type Named = Readonly<Record<string, unknown>>;
type Fields = Readonly<Record<string, AnyParser>>;
type Entries = readonly (readonly [name: string, parse: AnyParser])[];

/**
 * Gives a `T`, or NO. `Of`: the type of the values that it accepts, wider than `T` where it converts or narrows. A shape
 * for a domain type is held to `Of`: each of its values must pass.
 */
export type Parser<out T, in Of = T> = {
  (value: unknown, way: Way): T | No;
  /** For the compiler alone: no parser has it. */
  readonly accepts?: (value: Of) => void;
};

/** Any parser that lets every value of `V` pass. */
export type Accepting<in V> = Parser<unknown, V>;
type AnyParser = Accepting<never>;

type Infer<P> = P extends (value: unknown, way: Way) => infer T ? Exclude<T, No> : never;
type AcceptedBy<P> = P extends { readonly accepts?: (value: infer V) => void } ? V : never;

/** An object with named fields: neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// What parsers are made of.

export const text: Parser<string> = (value) => (typeof value === 'string' ? value : NO);
export const number: Parser<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : NO;
export const amount: Parser<bigint> = (value) => (typeof value === 'bigint' ? value : NO);
export const flag: Parser<boolean> = (value) => (typeof value === 'boolean' ? value : NO);
export const hex: Parser<`0x${string}`> = (value) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tested just now
  typeof value === 'string' && value.startsWith('0x') ? (value as `0x${string}`) : NO;
export const anything: Parser<unknown> = (value) => value;

export const only =
  <const T extends boolean | string>(wanted: T): Parser<T> =>
  (value) =>
    value === wanted ? wanted : NO;

export const textUpTo =
  (longest: number, shortest = 0): Parser<string> =>
  (value) =>
    typeof value === 'string' && value.length <= longest && value.length >= shortest ? value : NO;

/** A whole number from `least` up to and including `largest`. */
export const count =
  (largest: number = Number.MAX_SAFE_INTEGER, least = 0): Parser<number> =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= largest
      ? value
      : NO;

export const amountUpTo =
  (largest: bigint): Parser<bigint> =>
  (value) =>
    typeof value === 'bigint' && value >= 0n && value <= largest ? value : NO;

export const oneOf =
  <const T extends readonly string[]>(...choices: T): Parser<T[number]> =>
  (value) =>
    choices.find((choice) => choice === value) ?? NO;

export const orNull =
  <T, Of>(parse: Parser<T, Of>): Parser<T | null, Of | null> =>
  (value, way) =>
    value === null ? null : parse(value, way);

export const orMissing =
  <T, Of>(parse: Parser<T, Of>): Parser<T | undefined, Of | undefined> =>
  (value, way) =>
    value === undefined ? undefined : parse(value, way);

/** The first of them that accepts; the second one's refusal counts. */
export const either =
  <A, B, OfA, OfB>(first: Parser<A, OfA>, second: Parser<B, OfB>): Parser<A | B, OfA | OfB> =>
  (value, way) => {
    const parsed = first(value, way);
    if (parsed !== NO) return parsed;
    way.where = '';
    return second(value, way);
  };

/** Converts what the parser accepted; a conversion that throws refuses the value. */
export const convert =
  <A, B, Of>(parse: Parser<A, Of>, make: (value: A) => B): Parser<B, Of> =>
  (value, way) => {
    const parsed = parse(value, way);
    if (parsed === NO) return NO;
    try {
      return make(parsed);
    } catch {
      return NO; // Whatever it was, the value did not fit.
    }
  };

export const listOf =
  <T, Of>(parse: Parser<T, Of>): Parser<T[], readonly Of[]> =>
  (value, way) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each member parsed
    Array.isArray(value) ? (way.list(value, parse) as T[]) : NO;

export const listUpTo =
  <T, Of>(longest: number, parse: Parser<T, Of>, shortest = 0): Parser<T[], readonly Of[]> =>
  (value, way) =>
    Array.isArray(value) && value.length <= longest && value.length >= shortest
      ? listOf(parse)(value, way)
      : NO;

/** Values of one shape under any names. */
export const mapOf =
  <T, Of>(parse: Parser<T, Of>): Parser<Record<string, T>, Readonly<Record<string, Of>>> =>
  (value, way) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value parsed
    isObject(value) ? (way.map(value, parse) as Record<string, T>) : NO;

export const mapUpTo =
  <T, Of>(
    most: number,
    parse: Parser<T, Of>,
  ): Parser<Record<string, T>, Readonly<Record<string, Of>>> =>
  (value, way) =>
    isObject(value) && Object.keys(value).length <= most ? mapOf(parse)(value, way) : NO;

type May<F extends Fields> = {
  [K in keyof F]: unknown extends Infer<F[K]> ? never : undefined extends Infer<F[K]> ? K : never;
}[keyof F];
type Whole<F extends Fields> = { [K in Exclude<keyof F, May<F>>]: Infer<F[K]> } & {
  [K in May<F>]?: Exclude<Infer<F[K]>, undefined>;
};
type WholeOf<F extends Fields> = {
  readonly [K in Exclude<keyof F, May<F>>]: AcceptedBy<F[K]>;
} & { readonly [K in May<F>]?: AcceptedBy<F[K]> };

function fieldsParser(fields: Fields) {
  const entries = Object.entries(fields);
  return (value: unknown, way: Way): unknown => (isObject(value) ? way.fields(value, entries) : NO);
}

/** Exactly these fields, their types inferred. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed field by field
export const object = fieldsParser as <F extends Fields>(fields: F) => Parser<Whole<F>, WholeOf<F>>;

/** Any of these fields and no others. */
export const partialOf = <F extends Fields>(fields: F): Parser<Partial<Whole<F>>, Whole<F>> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed field by field
  fieldsParser(
    Object.fromEntries(Object.entries(fields).map(([name, parse]) => [name, orMissing(parse)])),
  ) as Parser<Partial<Whole<F>>, Whole<F>>;

type FieldsOf<T> = { readonly [K in keyof Required<T>]: Accepting<T[K]> };

/**
 * Exactly the fields of `T`: a new field of the type without a parser does not compile, nor does a parser that would refuse
 * a value of its field's type. Brands of numbers and texts are believed.
 */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed field by field
export const recordOf = fieldsParser as <T>(fields: FieldsOf<T>) => Parser<T>;

const oneBy =
  (by: string, parsers: ReadonlyMap<unknown, Parser<unknown, never>>) =>
  (value: unknown, way: Way): unknown =>
    isObject(value) ? (parsers.get(value[by])?.(value, way) ?? way.refuseAt(by)) : NO;

type Variants = Readonly<Record<string, Fields>>;

const variantParser = (by: string, variants: Variants) =>
  oneBy(
    by,
    new Map(
      Object.entries(variants).map(([name, fields]) => [
        name,
        fieldsParser({ [by]: oneOf(name), ...fields }),
      ]),
    ),
  );

/** Variants told apart by the text in field `by`, with their other fields; their types inferred. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the parser of that name gives
export const byField = variantParser as <By extends string, V extends Variants>(
  by: By,
  variants: V,
) => Parser<
  { [Name in keyof V]: { [K in By]: Name } & Whole<V[Name]> }[keyof V],
  { [Name in keyof V]: { [K in By]: Name } & WholeOf<V[Name]> }[keyof V]
>;

type Variant<T, By extends keyof T, Name> = T extends unknown
  ? Name extends T[By]
    ? Omit<T, By>
    : never
  : never;

/** The variants of `T`, each with exactly its fields beside `by`, held to as by recordOf. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the parser of that name gives
export const variantOf = variantParser as <T, By extends keyof T & string>(
  by: By,
  variants: { readonly [Name in T[By] & string]: FieldsOf<Variant<T, By, Name>> },
) => Parser<T>;

const unread = object({ known: flag, reason: text });

/** A fact that may be unknown; its reason's words are believed. */
export const readingOf = <T, Of>(parse: Parser<T, Of>): Parser<Reading<T>, Reading<Of>> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  oneBy(
    'known',
    new Map<unknown, AnyParser>([
      [true, object({ known: flag, value: parse })],
      [false, unread],
    ]),
  ) as Parser<Reading<T>, Reading<Of>>;

// Copies: what comes out has no prototype, no accessor and no field that the shape does not name.

/** Thrown by parseExactly; `where` names the place from the outside in. */
export class ShapeError extends Error {
  readonly where: string;

  constructor(where: string) {
    super(where);
    this.name = 'ShapeError';
    this.where = where;
  }
}

class Copying implements Way {
  where = '';
  readonly #dropsExtras: boolean;

  constructor(dropsExtras: boolean) {
    this.#dropsExtras = dropsExtras;
  }

  refuseAt(name: string): No {
    this.where = this.where === '' ? name : `${name}.${this.where}`;
    return NO;
  }

  list(value: readonly unknown[], parse: AnyParser): unknown {
    const copy: unknown[] = [];
    // By index: a hole is a missing value.
    const { length } = value;
    for (let at = 0; at < length; at++) {
      const parsed = parse(value[at], this);
      if (parsed === NO) return this.refuseAt(String(at));
      copy.push(parsed);
    }
    return copy;
  }

  map(value: Named, parse: AnyParser): unknown {
    const copy = new Map<string, unknown>();
    for (const [name, item] of Object.entries(value)) {
      const parsed = parse(item, this);
      if (parsed === NO) return this.refuseAt(name);
      copy.set(name, parsed);
    }
    // Makes own fields, whatever their names.
    return Object.fromEntries(copy);
  }

  fields(value: Named, fields: Entries): unknown {
    const extra = Object.keys(value).find((name) => fields.every(([known]) => known !== name));
    if (extra !== undefined && !this.#dropsExtras) return this.refuseAt(extra);
    const copy: Record<string, unknown> = {};
    for (const [name, parse] of fields) {
      const parsed = parse(Object.hasOwn(value, name) ? value[name] : undefined, this);
      if (parsed === NO) return this.refuseAt(name);
      if (parsed !== undefined) copy[name] = parsed;
    }
    return copy;
  }
}

function copyBy<T>(way: Way, parse: Parser<T, never>, value: unknown): T | No {
  try {
    return parse(value, way);
  } catch {
    return NO; // A getter or a proxy threw, or the value is deeper than the stack.
  }
}

/** Of a message between our own parts: nothing in it may be without a name. Throws ShapeError. */
export function parseExactly<T>(parse: Parser<T, never>, value: unknown): T {
  const way = new Copying(false);
  const parsed = copyBy(way, parse, value);
  if (parsed === NO) throw new ShapeError(way.where);
  return parsed;
}

/** Of what a page, a wallet or a node answers: the fields that are known; null: it does not fit. */
export function parseKnown<T>(parse: Parser<T, never>, value: unknown): T | null {
  const parsed = copyBy(new Copying(true), parse, value);
  return parsed === NO ? null : parsed;
}

// Tests: a stored record is believed as it is, with what it has beside the known fields. Nothing is copied.

const testing: Way = {
  refuseAt: () => NO,
  list: (value, parse) => (value.every((item) => parse(item, testing) !== NO) ? value : NO),
  map: (value, parse) => testing.list(Object.values(value), parse),
  fields: (value, fields) =>
    fields.every(([name, parse]) => parse(value[name], testing) !== NO) ? value : NO,
};

export function fits<T>(parse: Parser<T, never>, value: unknown): value is T {
  try {
    return parse(value, testing) !== NO;
  } catch {
    return false; // Deeper than the stack.
  }
}

export type Test<T> = (value: unknown) => value is T;

/** As recordOf, for a whole record. */
export function testOf<T>(fields: FieldsOf<T>): Test<T> {
  const record = recordOf<T>(fields);
  return (value) => fits(record, value);
}
