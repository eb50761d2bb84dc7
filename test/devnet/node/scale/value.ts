// Looks into decoded values without believing their shape.
// Refuses to convert: what is not there is undefined.
import type { Value } from './type.ts';

type Struct = { readonly [field: string]: Value };

export const isStruct = (value: Value | undefined): value is Struct =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Uint8Array);

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

export const listOf = (value: Value | undefined): readonly Value[] => (isList(value) ? value : []);

export const partOf = (value: Value | undefined, field: string): Value | undefined =>
  isStruct(value) && Object.hasOwn(value, field) ? value[field] : undefined;

export const textOf = (value: Value | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

export const bigOf = (value: Value | undefined): bigint | undefined =>
  typeof value === 'bigint' ? value : undefined;

export const numberOf = (value: Value | undefined): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** Name of a decoded variant, however it is written. */
export const variantName = (value: Value | undefined): string | undefined =>
  textOf(value) ?? textOf(partOf(value, 'type'));
