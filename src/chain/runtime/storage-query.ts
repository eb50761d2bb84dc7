// A query for storage values: which keys, and what they mean once they are there. Queries are put together, so
// that one question to the node carries many. Knows no node.
import type { Reading } from '../../model/facts.ts';
import type { Hex } from '../../units.ts';
import type { Runtime, StorageItem } from './runtime.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';

/** The value at a key; null: nothing stored. */
type ValueAt = (key: Hex) => Hex | null;
export type StorageQuery<T> = { keys: readonly Hex[]; read: (valueAt: ValueAt) => T };

export const NOT_HERE = { known: false, reason: 'not-on-this-runtime' } as const;
export const UNREADABLE = { known: false, reason: 'unreadable' } as const;

export function known<T>(value: T): Reading<T> {
  return { known: true, value };
}

/** The value of a reading, or what stands for its absence. */
export function valueOr<T, U>(reading: Reading<T>, otherwise: U): T | U {
  return reading.known ? reading.value : otherwise;
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
    // Another number or kind of keys than we know: this runtime means something else by that name.
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

/** Several queries, of which `read` makes one value. */
export function combineQueries<T>(
  queries: readonly StorageQuery<unknown>[],
  read: (valueAt: ValueAt) => T,
): StorageQuery<T> {
  return { keys: queries.flatMap(({ keys }) => keys), read };
}
