// Signing requests and what became of them. Money: a request is only ever replaced by a later state of
// itself, and never deleted while it could still be included in a block.
import type { IDBPObjectStore } from 'idb';
import { openStore, toStoreError } from './open-store.ts';
import { readWhole, whole } from './read-whole.ts';
import type { TaubarSchema } from './schema.ts';
import { isRequest } from './request-shapes.ts';
import type { Ss58Address } from '../units.ts';
import type { RequestsFrom, RequestsPage, SigningRequest } from '../model/request.ts';

export async function readRequest(id: string): Promise<SigningRequest | null> {
  return readWhole('requests', id, isRequest);
}

/** How many settled requests the panel follows; the activity reads on from there. */
const NEWEST_SHOWN = 60;

type RequestTable = IDBPObjectStore<TaubarSchema, ['requests'], 'requests'>;

const wholeOnes = (found: readonly (SigningRequest | undefined)[]): SigningRequest[] =>
  found.flatMap((request) => (isRequest(request) ? [request] : []));

/** Everything but what a block holds for good, of which there may be thousands. */
const notFinalized = (): readonly IDBKeyRange[] => [
  IDBKeyRange.upperBound('finalized', true),
  IDBKeyRange.lowerBound('finalized', true),
];

async function notFinalizedIn(table: RequestTable): Promise<SigningRequest[]> {
  const index = table.index('byState');
  const parts = await Promise.all(notFinalized().map((range) => index.getAll(range)));
  return wholeOnes(parts.flat());
}

/** All that may still change, however many and however old. */
export async function readUnsettledRequests(): Promise<SigningRequest[]> {
  const found = await notFinalizedIn((await openStore()).transaction('requests').store);
  return found.filter(({ settledAt }) => settledAt === null);
}

/** All of one coldkey but the finalized ones. */
export async function readRequestsNotFinal(coldkey: Ss58Address): Promise<SigningRequest[]> {
  const found = await notFinalizedIn((await openStore()).transaction('requests').store);
  return found.filter((request) => request.coldkey === coldkey);
}

/** All of one coldkey: rules over several requests leave none out. */
export async function readRequestsOf(coldkey: Ss58Address): Promise<SigningRequest[]> {
  return wholeOnes(await (await openStore()).getAllFromIndex('requests', 'byColdkey', coldkey));
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

/**
 * The newest below `from`, at most `count`, the newest first. Read at once between two keys: a cursor over the records
 * costs an event for each.
 */
async function newestBelow(
  table: RequestTable,
  from: RequestsFrom | null,
  count: number,
): Promise<SigningRequest[]> {
  const index = table.index('byCreatedAt');
  let cursor = await index.openKeyCursor(from && IDBKeyRange.upperBound(from.createdAt), 'prev');
  // Several of one millisecond: the index has them by id, backwards as well.
  if (from !== null && cursor?.key === from.createdAt) {
    if (cursor.primaryKey > from.id) {
      cursor = await cursor.continuePrimaryKey(from.createdAt, from.id);
    }
    if (cursor?.key === from.createdAt && cursor.primaryKey === from.id) {
      cursor = await cursor.continue();
    }
  }
  if (!cursor) return [];
  const { key, primaryKey } = cursor;
  const edge = count > 1 ? await cursor.advance(count - 1) : cursor;
  const range = edge ? IDBKeyRange.bound(edge.key, key) : IDBKeyRange.upperBound(key);
  return (await index.getAll(range))
    .filter(({ createdAt, id }) => createdAt !== key || id <= primaryKey)
    .toReversed()
    .slice(0, count);
}

/** So many records are looked at for one page, however few of them are wanted. */
const MOST_LOOKED_AT = 500;
const READ_AT_ONCE = 100;

async function pageOf(
  table: RequestTable,
  from: RequestsFrom | null,
  size: number,
  isWanted: (request: SigningRequest) => boolean,
): Promise<RequestsPage> {
  const requests: SigningRequest[] = [];
  let next = from;
  let count = 0;
  while (requests.length < size && count < MOST_LOOKED_AT) {
    // Mostly all are wanted: no more is read at first, and one that tells whether any are left.
    const most = count === 0 ? Math.min(size + 1, READ_AT_ONCE) : READ_AT_ONCE;
    const part = await newestBelow(table, next, most);
    for (const request of part) {
      if (requests.length === size) return { requests, next };
      count += 1;
      next = { createdAt: request.createdAt, id: request.id };
      if (isRequest(request) && isWanted(request)) requests.push(request);
    }
    if (part.length < most) return { requests, next: null };
  }
  const isMore = (await newestBelow(table, next, 1)).length > 0;
  return { requests, next: isMore ? next : null };
}

/** A page of those that are wanted, the newest first, below `from`; null: from the newest on. */
export async function readRequestsPage(
  from: RequestsFrom | null,
  size: number,
  isWanted: (request: SigningRequest) => boolean,
): Promise<RequestsPage> {
  return pageOf((await openStore()).transaction('requests').store, from, size, isWanted);
}

/** The newest, and all older ones that are not settled; the newest first. */
export async function readRequests(count = NEWEST_SHOWN): Promise<SigningRequest[]> {
  const table = (await openStore()).transaction('requests').store;
  const [{ requests: newest }, others] = await Promise.all([
    pageOf(table, null, count, () => true),
    notFinalizedIn(table),
  ]);
  const shown = new Set(newest.map(({ id }) => id));
  const older = others.filter(({ id, settledAt }) => settledAt === null && !shown.has(id));
  return [...newest, ...older.toSorted((a, b) => b.createdAt - a.createdAt)];
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

/** Those of these requests that are stored, changed in one transaction; what is given beside them is new. */
export async function changeRequests(
  ids: readonly string[],
  change: (stored: readonly SigningRequest[]) => readonly SigningRequest[],
): Promise<void> {
  const store = await openStore();
  try {
    const transaction = store.transaction('requests', 'readwrite');
    const stored = await Promise.all(ids.map((id) => transaction.store.get(id)));
    for (const next of change(wholeOnes(stored))) await transaction.store.put(next);
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}
