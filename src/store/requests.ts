// Signing requests and what became of them. Money: a request is only ever replaced by a later state of
// itself, and never deleted while it could still be included in a block.
import type { IDBPObjectStore } from 'idb';
import { openStore, toStoreError } from './open-store.ts';
import { readWhole, whole } from './read-whole.ts';
import type { TaubarSchema } from './schema.ts';
import { isRequest } from './request-shapes.ts';
import type { Hex, Ss58Address } from '../units.ts';
import type { RequestsFrom, RequestsPage, SigningRequest } from '../model/request.ts';

export async function readRequest(id: string): Promise<SigningRequest | null> {
  return readWhole('requests', id, isRequest);
}

/** How many settled requests the panel shows. */
const NEWEST_SHOWN = 200;

type RequestTable = IDBPObjectStore<TaubarSchema, ['requests'], 'requests'>;

/** A request that is not settled has null there, which no index holds: what the index lacks is unsettled. */
async function unsettledKeys(table: RequestTable): Promise<Set<string>> {
  const [all, settled] = await Promise.all([
    table.getAllKeys(),
    table.index('bySettledAt').getAllKeys(),
  ]);
  const open = new Set(all);
  for (const key of settled) open.delete(key);
  return open;
}

const wholeOnes = (found: readonly (SigningRequest | undefined)[]): SigningRequest[] =>
  found.flatMap((request) => (isRequest(request) ? [request] : []));

/** All that may still change, however many and however old. */
export async function readUnsettledRequests(): Promise<SigningRequest[]> {
  const table = (await openStore()).transaction('requests').store;
  const keys = [...(await unsettledKeys(table))];
  return wholeOnes(await Promise.all(keys.map((key) => table.get(key))));
}

/** All of one coldkey: rules over several requests leave none out. */
export async function readRequestsOf(coldkey: Ss58Address): Promise<SigningRequest[]> {
  return wholeOnes(await (await openStore()).getAllFromIndex('requests', 'byColdkey', coldkey));
}

const isOther = (kept: unknown, wanted: string): boolean =>
  typeof kept === 'string' && kept !== '' && kept !== wanted;

/** Whether a record that fits no shape is of that account on that chain, or may be for all that can be read of it. */
export async function hasUnreadRequest(coldkey: Ss58Address, genesisHash: Hex): Promise<boolean> {
  // What has no coldkey is in no index.
  const all = await (await openStore()).getAll('requests');
  return all.some(
    (record) =>
      !isRequest(record) &&
      !isOther(Object(record).coldkey, coldkey) &&
      !isOther(Object(record).genesisHash, genesisHash),
  );
}

/** The last ones that can change no more. */
export async function readSettledRequests(count: number): Promise<SigningRequest[]> {
  const table = (await openStore()).transaction('requests').store;
  const found: SigningRequest[] = [];
  for await (const { value } of table.index('bySettledAt').iterate(null, 'prev')) {
    if (isRequest(value)) found.push(value);
    if (found.length === count) break;
  }
  return found;
}

/** So many records are looked at for one page, however few of them are wanted. */
const MOST_LOOKED_AT = 500;

async function pageOf(
  table: RequestTable,
  from: RequestsFrom | null,
  size: number,
  isWanted: (request: SigningRequest) => boolean,
): Promise<RequestsPage> {
  const range = from && IDBKeyRange.upperBound(from.createdAt);
  const requests: SigningRequest[] = [];
  let next = from;
  let count = 0;
  for await (const { value } of table.index('byCreatedAt').iterate(range, 'prev')) {
    const { createdAt, id } = value;
    // Several of one millisecond: the index has them by id, backwards as well.
    if (createdAt === from?.createdAt && id >= from.id) continue;
    if (requests.length === size || count === MOST_LOOKED_AT) return { requests, next };
    count += 1;
    next = { createdAt, id };
    if (isRequest(value) && isWanted(value)) requests.push(value);
  }
  return { requests, next: null };
}

/** A page of those that are wanted, the newest first, below `from`; null: from the newest on. */
export async function readRequestsPage(
  from: RequestsFrom | null,
  size: number,
  isWanted: (request: SigningRequest) => boolean,
): Promise<RequestsPage> {
  return pageOf((await openStore()).transaction('requests').store, from, size, isWanted);
}

/** The newest, and older ones that are not settled; the newest first. */
export async function readRequests(): Promise<SigningRequest[]> {
  const table = (await openStore()).transaction('requests').store;
  const missing = await unsettledKeys(table);
  const { requests: newest } = await pageOf(table, null, NEWEST_SHOWN, () => true);
  for (const { id } of newest) missing.delete(id);
  const older = await Promise.all([...missing].map((key) => table.get(key)));
  const byAge = wholeOnes(older).toSorted((a, b) => b.createdAt - a.createdAt);
  return [...newest, ...byAge];
}

/**
 * Changes one request in one transaction: `change` sees what is stored now and gives what is to be stored,
 * or null to leave it. Gives back what is stored after.
 */
export async function changeRequest(
  id: string,
  change: (current: SigningRequest | null) => SigningRequest | null,
): Promise<SigningRequest | null> {
  const store = await openStore();
  try {
    const transaction = store.transaction('requests', 'readwrite');
    const current = whole(await transaction.store.get(id), isRequest);
    const next = change(current);
    if (next) await transaction.store.put(next);
    await transaction.done;
    return next ?? current;
  } catch (error) {
    throw toStoreError(error);
  }
}

/** All requests, for rules over several of them, changed in one transaction. */
export async function changeAllRequests(
  change: (all: readonly SigningRequest[]) => readonly SigningRequest[],
): Promise<void> {
  const store = await openStore();
  try {
    const transaction = store.transaction('requests', 'readwrite');
    const all = (await transaction.store.getAll()).filter(isRequest);
    for (const next of change(all)) await transaction.store.put(next);
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}
