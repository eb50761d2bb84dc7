// Queries for storage values: their keys, and how to read the values. Queries are combined, so that one RPC request
// carries many.
import type { Reading } from '../../model/facts.ts';
import type { Hex } from '../../units.ts';
import type { Runtime, StorageItem } from './runtime.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';

/** The stored value at a key; null: none. */
type ValueAt = (key: Hex) => Hex | null;
export type StorageQuery<T> = { keys: readonly Hex[]; read: (valueAt: ValueAt) => T };

export const NOT_HERE = { known: false, reason: 'not-on-this-runtime' } as const;
export const UNREADABLE = { known: false, reason: 'unreadable' } as const;

export function known<T>(value: T): Reading<T> {
  return { known: true, value };
}

/**
 * The value of a reading that other facts cannot do without. Throws RangeError where it is unknown: what was not read is
 * no value.
 */
export function must<T>(reading: Reading<T>, what: string): T {
  if (!reading.known) throw new RangeError(`${what}: ${reading.reason}`);
  return reading.value;
}

/**
 * What a runtime without the item counts as: only where the lack of the item means that value. An item that is there and
 * could not be read throws RangeError.
 */
export function absentAs<T, U>(reading: Reading<T>, value: U, what: string): T | U {
  if (reading.known) return reading.value;
  if (reading.reason === 'not-on-this-runtime') return value;
  throw new RangeError(`${what}: ${reading.reason}`);
}

function queryItem<T>(
  item: StorageItem,
  args: readonly ScaleValue[],
  parse: (value: ScaleValue) => T,
): StorageQuery<Reading<T>> {
  let key: Hex;
  try {
    key = item.key(...args);
  } catch (error) {
    // The item has another number or kind of keys than ours: on this runtime the name means another item.
    if (error instanceof RangeError) return { keys: [], read: () => UNREADABLE };
    throw error;
  }
  return { keys: [key], read: (valueAt) => known(parse(item.decode(valueAt(key)))) };
}

/** One storage item by name; its default where nothing is stored, null for optional items. */
export function storageQuery<T>(
  runtime: Runtime,
  [pallet, name]: readonly [pallet: string, item: string],
  args: readonly ScaleValue[],
  parse: (value: ScaleValue) => T,
): StorageQuery<Reading<T>> {
  const item = runtime.storage(pallet, name);
  return item === null ? { keys: [], read: () => NOT_HERE } : queryItem(item, args, parse);
}

export function queryAll<T>(queries: readonly StorageQuery<T>[]): StorageQuery<T[]> {
  return {
    keys: queries.flatMap(({ keys }) => keys),
    read: (valueAt) => queries.map(({ read }) => read(valueAt)),
  };
}

/** Several queries; `read` makes one value of them. */
export function combineQueries<T>(
  queries: readonly StorageQuery<unknown>[],
  read: (valueAt: ValueAt) => T,
): StorageQuery<T> {
  return { keys: queries.flatMap(({ keys }) => keys), read };
}
