// Small tests of a stored value's shape, composed into larger ones.
import { isObject } from '../is-object.ts';

export type Shape = (value: unknown) => boolean;

export const isText: Shape = (value) => typeof value === 'string';
export const isNumber: Shape = (value) => typeof value === 'number' && Number.isFinite(value);
export const isAmount: Shape = (value) => typeof value === 'bigint';
export const isFlag: Shape = (value) => typeof value === 'boolean';
export const isHex: Shape = (value) => typeof value === 'string' && value.startsWith('0x');
export const isAnything: Shape = () => true;

export const orNull =
  (shape: Shape): Shape =>
  (value) =>
    value === null || shape(value);

export const orMissing =
  (shape: Shape): Shape =>
  (value) =>
    value === undefined || shape(value);

export const oneOf =
  (...values: readonly string[]): Shape =>
  (value) =>
    typeof value === 'string' && values.includes(value);

export const listOf =
  (shape: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every((item: unknown) => shape(item));

/** Values of one shape under any name. */
export const mapOf =
  (shape: Shape): Shape =>
  (value) =>
    isObject(value) && Object.values(value).every(shape);

/** Tests every field of `T`: the compiler demands a shape for each new field of the type. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- named by the caller, to tie shape and type
export function recordOf<T>(fields: { readonly [K in keyof Required<T>]: Shape }): Shape {
  const shapes = Object.entries<Shape>(fields);
  return (value) => isObject(value) && shapes.every(([name, shape]) => shape(value[name]));
}

/** Variants told apart by the text in field `by`: the compiler demands a shape for each name. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- named by the caller, to tie shapes and names
export function variantOf<Name extends string>(
  by: string,
  shapes: Readonly<Record<Name, Shape>>,
): Shape {
  const byName = new Map<string, Shape>(Object.entries<Shape>(shapes));
  return (value) => {
    if (!isObject(value)) return false;
    const name = value[by];
    return typeof name === 'string' && byName.get(name)?.(value) === true;
  };
}

/** A fact that may be unknown. */
export function readingOf(shape: Shape): Shape {
  return (value) =>
    isObject(value) &&
    (value['known'] === true
      ? shape(value['value'])
      : value['known'] === false && typeof value['reason'] === 'string');
}

/** The record, or null where it is missing or of another shape. */
export function whole<T>(record: T | undefined, isWhole: Shape): T | null {
  return record !== undefined && isWhole(record) ? record : null;
}
