// What vanished from the user's accounts without a request of theirs: reported once, kept as history.
import type { Hex } from '../units.ts';
import type { HoldingChange } from '../model/change.ts';
import { openStore, toStoreError } from './open-store.ts';
import { readAllWhole } from './read-whole.ts';
import { isHoldingChange } from './change-shape.ts';

/** Of one network; the oldest that the user has put away make room. */
const KEPT = 500;

const allOf = (genesisHash: Hex): IDBKeyRange =>
  IDBKeyRange.bound([genesisHash, ''], [genesisHash, []], false, true);

const newestFirst = (a: HoldingChange, b: HoldingChange): number => b.after.number - a.after.number;

/** The newest first. */
export async function readChanges(genesisHash: Hex): Promise<HoldingChange[]> {
  const all = await readAllWhole('changes', isHoldingChange, allOf(genesisHash));
  return all.toSorted(newestFirst);
}

/** Adds those whose event has no record yet: what the user has put away does not come back. */
export async function addChanges(changes: readonly HoldingChange[]): Promise<void> {
  try {
    const transaction = (await openStore()).transaction('changes', 'readwrite');
    for (const change of changes) {
      const { genesisHash, id } = change;
      if ((await transaction.store.getKey([genesisHash, id])) !== undefined) continue;
      await transaction.store.put(change);
    }
    for (const genesisHash of new Set(changes.map((change) => change.genesisHash))) {
      const whole = (await transaction.store.getAll(allOf(genesisHash)))
        .filter(isHoldingChange)
        .toSorted(newestFirst);
      for (const { id, dismissedAt } of whole.slice(KEPT)) {
        if (dismissedAt !== null) await transaction.store.delete([genesisHash, id]);
      }
    }
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Reads, changes and writes one record in one transaction; null deletes it. True: it was there. */
export async function editChange(
  { genesisHash, id }: Pick<HoldingChange, 'genesisHash' | 'id'>,
  edit: (change: HoldingChange) => HoldingChange | null,
): Promise<boolean> {
  try {
    const transaction = (await openStore()).transaction('changes', 'readwrite');
    const change = await transaction.store.get([genesisHash, id]);
    const isThere = isHoldingChange(change);
    const next = isThere ? edit(change) : null;
    if (next !== null) await transaction.store.put(next);
    else if (isThere) await transaction.store.delete([genesisHash, id]);
    await transaction.done;
    return isThere;
  } catch (error) {
    throw toStoreError(error);
  }
}
