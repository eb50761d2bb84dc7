// Small parsers that make up larger ones: each turns an unknown value into a typed one, or throws with its place.
import { isObject } from '../is-object.ts';

/** Thrown by every parser; `where` names the place from the outside in. */
export class ShapeError extends Error {
  readonly where: string;

  constructor(where: string) {
    super(where);
    this.name = 'ShapeError';
    this.where = where;
  }
}

export type Parser<T> = (value: unknown) => T;
type Parsed<P> = P extends Parser<infer T> ? T : never;

function fail(): never {
  throw new ShapeError('');
}

function inside<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const deeper = error instanceof ShapeError ? error.where : '';
    throw new ShapeError(deeper === '' ? name : `${name}.${deeper}`);
  }
}

export const boolean: Parser<boolean> = (value) => (typeof value === 'boolean' ? value : fail());

export const anything: Parser<unknown> = (value) => value;

export const nothing: Parser<null> = () => null;

export const text =
  (longest: number, shortest = 0): Parser<string> =>
  (value) =>
    typeof value === 'string' && value.length <= longest && value.length >= shortest
      ? value
      : fail();

export const onlyTrue: Parser<true> = (value) => (value === true ? value : fail());

/** A whole number from 0 up to and including `largest`. */
export const count =
  (largest: number = Number.MAX_SAFE_INTEGER, least = 0): Parser<number> =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= largest
      ? value
      : fail();

export const finite: Parser<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : fail();

export const bigintUpTo =
  (largest: bigint): Parser<bigint> =>
  (value) =>
    typeof value === 'bigint' && value >= 0n && value <= largest ? value : fail();

/** Converts what the parser accepted; a conversion that throws refuses the value. */
export const map =
  <A, B>(parse: Parser<A>, make: (value: A) => B): Parser<B> =>
  (value) => {
    const parsed = parse(value);
    try {
      return make(parsed);
    } catch {
      return fail(); // Whatever it was, the value did not fit.
    }
  };

export const nullable =
  <T>(parse: Parser<T>): Parser<T | null> =>
  (value) =>
    value === null ? null : parse(value);

export const oneOf =
  <const T extends readonly string[]>(...choices: T): Parser<T[number]> =>
  (value) =>
    choices.find((choice) => choice === value) ?? fail();

export const list =
  <T>(parse: Parser<T>, longest: number, shortest = 0): Parser<T[]> =>
  (value) => {
    if (!Array.isArray(value) || value.length > longest || value.length < shortest) return fail();
    return value.map((item: unknown, at) => inside(String(at), () => parse(item)));
  };

/** Any names, at most so many, each with such a value. */
export const record =
  <T>(parse: Parser<T>, most: number): Parser<Record<string, T>> =>
  (value) => {
    if (!isObject(value) || Object.keys(value).length > most) return fail();
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, inside(name, () => parse(item))]),
    );
  };

type Fields = { readonly [name: string]: Parser<unknown> };
type Whole<F extends Fields> = { [K in keyof F]: Parsed<F[K]> };

function parseFields(fields: Fields, value: unknown, isPartial: boolean): Record<string, unknown> {
  if (!isObject(value)) return fail();
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(fields, name)) throw new ShapeError(name);
  }
  const parsed: Record<string, unknown> = {};
  for (const [name, parse] of Object.entries(fields)) {
    if (isPartial && !Object.hasOwn(value, name)) continue;
    parsed[name] = inside(name, () => parse(value[name]));
  }
  return parsed;
}

/** Exactly these fields. */
export const object =
  <F extends Fields>(fields: F): Parser<Whole<F>> =>
  (value) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed field by field just now
    parseFields(fields, value, false) as Whole<F>;

/** Any of these fields and no others. */
export const partial =
  <F extends Fields>(fields: F): Parser<Partial<Whole<F>>> =>
  (value) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed field by field just now
    parseFields(fields, value, true) as Partial<Whole<F>>;

/** The first of them that accepts. */
export const either =
  <A, B>(first: Parser<A>, second: Parser<B>): Parser<A | B> =>
  (value) => {
    try {
      return first(value);
    } catch {
      return second(value); // The second parser's refusal is the one thrown.
    }
  };

/** Objects told apart by their `kind`. */
export const byKind =
  <K extends { readonly [kind: string]: Parser<unknown> }>(kinds: K): Parser<Parsed<K[keyof K]>> =>
  (value) => {
    if (!isObject(value) || typeof value['kind'] !== 'string') return fail();
    const parse = Object.hasOwn(kinds, value['kind']) ? kinds[value['kind']] : undefined;
    if (!parse) throw new ShapeError('kind');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the parser of that very kind
    return parse(value) as Parsed<K[keyof K]>;
  };
