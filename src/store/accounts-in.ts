// Which accounts a table of the books has records of, found by jumping from one to the next.
import type { StoreNames } from 'idb';
import { openStore } from './open-store.ts';
import type { TaubarSchema } from './schema.ts';

/** The tables whose keys begin with a network and an account. */
export const accountTables = [
  'books',
  'bookEntries',
  'bookPoints',
] as const satisfies readonly StoreNames<TaubarSchema>[];
type AccountTable = (typeof accountTables)[number];

type KeyAfter = (range: IDBKeyRange | null) => Promise<readonly (string | number)[] | undefined>;

export type AccountPrefix = readonly [genesisHash: string, coldkey: string];

export const allUnder = (prefix: AccountPrefix): IDBKeyRange =>
  IDBKeyRange.bound([...prefix], [...prefix, []], false, true);

/** `keyAfter`: the first key in a range. */
export async function prefixesBy(keyAfter: KeyAfter): Promise<AccountPrefix[]> {
  const found: AccountPrefix[] = [];
  let range: IDBKeyRange | null = null;
  for (;;) {
    const [genesisHash, coldkey] = (await keyAfter(range)) ?? [];
    if (typeof genesisHash !== 'string' || typeof coldkey !== 'string') return found;
    found.push([genesisHash, coldkey]);
    range = IDBKeyRange.lowerBound([genesisHash, coldkey, []]);
  }
}

export async function accountsIn(table: AccountTable): Promise<AccountPrefix[]> {
  const { store } = (await openStore()).transaction(table);
  return prefixesBy(async (range) => (await store.openKeyCursor(range))?.primaryKey);
}
