// Short forms for the variants of calls and events.
// Refuses to know which there are.
import type { Field, Type, Variant } from '../scale/type.ts';
import { field, unnamed } from '../scale/type.ts';

export const variant = (
  name: string,
  index: number,
  fields: Readonly<Record<string, Type>> = {},
): Variant => ({
  name,
  index,
  fields: Object.entries(fields).map(([key, type]) => field(key, type)),
});

export const tupleVariant = (name: string, index: number, ...types: readonly Type[]): Variant => ({
  name,
  index,
  fields: types.map((type): Field => unnamed(type)),
});
