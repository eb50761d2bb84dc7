// Alert rules, what they remember, and the log of what fired. State and log change in one transaction: an alert that was
// told is remembered, whenever the worker ends.
import type { AlertEvent, AlertRule, AlertState } from '../model/alert.ts';
import type { Hex } from '../units.ts';
import { isAlertEvent, isAlertRule, isAlertState } from './alert-shapes.ts';
import { openStore, toStoreError } from './open-store.ts';
import { readAllWhole, whole } from './read-whole.ts';

/** Of one network; the oldest make room. */
const KEPT = 500;

const logOf = (genesisHash: Hex): IDBKeyRange =>
  IDBKeyRange.bound([genesisHash, ''], [genesisHash, []], false, true);

const newestFirst = (a: AlertEvent, b: AlertEvent): number =>
  b.block - a.block || (a.id < b.id ? -1 : 1);

/** Those that the user saved, the oldest first. */
export async function readAlertRules(): Promise<AlertRule[]> {
  const rules = await readAllWhole('alertRules', isAlertRule);
  return rules.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
}

export async function writeAlertRule(rule: AlertRule): Promise<void> {
  try {
    await (await openStore()).put('alertRules', rule);
  } catch (error) {
    throw toStoreError(error);
  }
}

export async function deleteAlertRule(id: string): Promise<void> {
  await (await openStore()).delete('alertRules', id);
}

/** The newest first. */
export async function readAlertLog(genesisHash: Hex): Promise<AlertEvent[]> {
  return (await readAllWhole('alertLog', isAlertEvent, logOf(genesisHash))).toSorted(newestFirst);
}

export async function readAlertState(genesisHash: Hex): Promise<AlertState | null> {
  return whole(await (await openStore()).get('alertState', genesisHash), isAlertState);
}

/**
 * Reads the state and writes what `change` makes of it, with the events that fired, in one transaction. Gives those that
 * are new: an event that is in the log already is not told again.
 */
export async function changeAlertState(
  genesisHash: Hex,
  change: (state: AlertState | null) => { state: AlertState; fired: readonly AlertEvent[] },
): Promise<AlertEvent[]> {
  try {
    const transaction = (await openStore()).transaction(['alertState', 'alertLog'], 'readwrite');
    const states = transaction.objectStore('alertState');
    const log = transaction.objectStore('alertLog');
    const before = whole(await states.get(genesisHash), isAlertState);
    const { state, fired } = change(before);
    if (state !== before) await states.put(state);
    const added: AlertEvent[] = [];
    for (const event of fired) {
      if ((await log.getKey([genesisHash, event.id])) !== undefined) continue;
      await log.put(event);
      added.push(event);
    }
    if (added.length > 0) {
      const all = (await log.getAll(logOf(genesisHash))).filter(isAlertEvent).toSorted(newestFirst);
      // What was not told yet makes room for nothing that was: a node may have made up later blocks.
      const [untold, told] = [true, false].map((isNew) =>
        all.filter(({ notifiedAt }) => (notifiedAt === null) === isNew),
      );
      for (const { id } of [...(untold ?? []), ...(told ?? [])].slice(KEPT))
        await log.delete([genesisHash, id]);
    }
    await transaction.done;
    return added;
  } catch (error) {
    throw toStoreError(error);
  }
}

async function mark(
  genesisHash: Hex,
  name: 'notifiedAt' | 'seenAt',
  at: number,
): Promise<AlertEvent[]> {
  try {
    const transaction = (await openStore()).transaction('alertLog', 'readwrite');
    const all = (await transaction.store.getAll(logOf(genesisHash))).filter(isAlertEvent);
    const open = all.filter((event) => event[name] === null).toSorted(newestFirst);
    for (const event of open) await transaction.store.put({ ...event, [name]: at });
    await transaction.done;
    return open;
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Those that no notification was made of yet, marked as told: each is given once. */
export const takeUnnotified = (genesisHash: Hex, at: number): Promise<AlertEvent[]> =>
  mark(genesisHash, 'notifiedAt', at);

/** All that there are count as seen. True: one was new. */
export const markAlertsSeen = async (genesisHash: Hex, at: number): Promise<boolean> =>
  (await mark(genesisHash, 'seenAt', at)).length > 0;
