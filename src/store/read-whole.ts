// Reads stored records by their shape: one of another shape, left by another version or corrupted on disk, counts as
// missing.
import type { StoreKey, StoreNames, StoreValue } from 'idb';
import type { Test } from '../parse.ts';
import { openStore } from './open-store.ts';
import type { TaubarSchema } from './schema.ts';

type Table = StoreNames<TaubarSchema>;
type Key<Name extends Table> = StoreKey<TaubarSchema, Name>;

/** The record, or null where it is missing or of another shape. */
export const whole = <T>(record: T | undefined, isWhole: Test<T>): T | null =>
  isWhole(record) ? record : null;

export const readWhole = async <Name extends Table>(
  table: Name,
  key: Key<Name>,
  isWhole: Test<StoreValue<TaubarSchema, Name>>,
): Promise<StoreValue<TaubarSchema, Name> | null> =>
  whole(await (await openStore()).get(table, key), isWhole);

/** The last one in the range that is whole; null: none is. */
export async function readLastWhole<Name extends Table>(
  table: Name,
  isWhole: Test<StoreValue<TaubarSchema, Name>>,
  range: IDBKeyRange,
): Promise<StoreValue<TaubarSchema, Name> | null> {
  const { store } = (await openStore()).transaction(table);
  for await (const { value } of store.iterate(range, 'prev')) if (isWhole(value)) return value;
  return null;
}

/** Ascending by key. */
export const readAllWhole = async <Name extends Table>(
  table: Name,
  isWhole: Test<StoreValue<TaubarSchema, Name>>,
  range?: IDBKeyRange,
): Promise<StoreValue<TaubarSchema, Name>[]> =>
  (await (await openStore()).getAll(table, range)).filter(isWhole);
