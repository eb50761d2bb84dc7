// Positions still to be unstaked one by one, in order: one list per network, one signature per position.
import type { Hex, Netuid, Ss58Address } from '../units.ts';
import { openStore, toStoreError } from './open-store.ts';
import { readWhole, whole } from './read-whole.ts';
import { isExitQueue } from './user-shapes.ts';
import type { ExitQueue } from '../model/request.ts';

export async function readExits(genesisHash: Hex): Promise<ExitQueue | null> {
  return readWhole('exits', genesisHash, isExitQueue);
}

/** Replaces the network's list; without positions the list is deleted. */
export async function writeExits(queue: ExitQueue): Promise<void> {
  try {
    const store = await openStore();
    if (queue.items.length === 0) await store.delete('exits', queue.genesisHash);
    else await store.put('exits', queue);
  } catch (error) {
    throw toStoreError(error);
  }
}

type Exit = { coldkey: Ss58Address; hotkey: Ss58Address; netuid: Netuid };

/** Removes a position from the list; true if it was there. */
export async function dropExit(
  genesisHash: Hex,
  { coldkey, hotkey, netuid }: Exit,
): Promise<boolean> {
  try {
    const store = await openStore();
    const transaction = store.transaction('exits', 'readwrite');
    const queue = whole(await transaction.store.get(genesisHash), isExitQueue);
    const items = queue?.items.filter((one) => one.hotkey !== hotkey || one.netuid !== netuid);
    const isThere =
      queue?.coldkey === coldkey && items !== undefined && items.length < queue.items.length;
    if (isThere && items.length > 0) await transaction.store.put({ ...queue, items });
    else if (isThere) await transaction.store.delete(genesisHash);
    await transaction.done;
    return isThere;
  } catch (error) {
    throw toStoreError(error);
  }
}
