// Signing requests and what became of them. Money: a request is only ever replaced by a later state of
// itself, and never deleted while it could still be included in a block.
import { openStore, toStoreError } from './open-store.ts';
import type { SigningRequest } from '../model/request.ts';

export async function readRequest(id: string): Promise<SigningRequest | null> {
  return (await (await openStore()).get('requests', id)) ?? null;
}

/** The newest first. */
export async function readRequests(limit = 200): Promise<SigningRequest[]> {
  const store = await openStore();
  const requests: SigningRequest[] = [];
  const index = store.transaction('requests').store.index('byCreatedAt');
  for await (const cursor of index.iterate(null, 'prev')) {
    requests.push(cursor.value);
    if (requests.length >= limit) break;
  }
  return requests;
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
    const current = (await transaction.store.get(id)) ?? null;
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
    for (const next of change(await transaction.store.getAll())) await transaction.store.put(next);
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}
