// The one connection to a wallet that is being made, in its last state.
import { openStore, toStoreError } from './open-store.ts';
import { readWhole, whole } from './read-whole.ts';
import { isConnection } from './user-shapes.ts';
import type { Connection } from '../model/connection.ts';

export async function readConnection(): Promise<Connection | null> {
  return readWhole('connection', 'connection', isConnection);
}

/** Changes the stored connection in one transaction; null deletes it. Returns what is stored after. */
export async function changeConnection(
  change: (current: Connection | null) => Connection | null,
): Promise<Connection | null> {
  const store = await openStore();
  try {
    const transaction = store.transaction('connection', 'readwrite');
    const next = change(whole(await transaction.store.get('connection'), isConnection));
    if (next) await transaction.store.put(next, 'connection');
    else await transaction.store.delete('connection');
    await transaction.done;
    return next;
  } catch (error) {
    throw toStoreError(error);
  }
}
