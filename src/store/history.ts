// Our own record of the portfolio's value, thinned as it ages: enough for a chart and for changes over a day,
// a week and a month.
import type { Hex } from '../units.ts';
import { isHistoryRecord } from './cached-shapes.ts';
import { openStore, toStoreError } from './open-store.ts';
import { readAllWhole, readLastWhole } from './read-whole.ts';
import type { HistoryRecord } from '../model/records.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Younger than `age`: at most one point every `spacing`. */
const thinning: readonly { age: number; spacing: number }[] = [
  { age: DAY, spacing: 10 * MINUTE },
  { age: 8 * DAY, spacing: 60 * MINUTE },
  { age: 35 * DAY, spacing: 6 * 60 * MINUTE },
  { age: Number.POSITIVE_INFINITY, spacing: DAY },
];

/** The times to drop of these ascending ones at `now`: the first of each interval stays. */
export function timesToDrop(times: readonly number[], now: number): number[] {
  const dropped: number[] = [];
  let kept = Number.NEGATIVE_INFINITY;
  for (const at of times) {
    const spacing = thinning.find(({ age }) => now - at < age)?.spacing ?? DAY;
    if (at - kept < spacing) dropped.push(at);
    else kept = at;
  }
  return dropped;
}

const rangeOf = (genesisHash: Hex, since: number): IDBKeyRange =>
  IDBKeyRange.bound([genesisHash, since], [genesisHash, Number.POSITIVE_INFINITY]);

/** Ascending by time. */
export async function readHistory(genesisHash: Hex, since = 0): Promise<HistoryRecord[]> {
  return readAllWhole('history', isHistoryRecord, rangeOf(genesisHash, since));
}

/** The newest of that stretch of time, both ends within it; null: there is none. */
export async function readLastPoint(
  genesisHash: Hex,
  { from, to }: { from: number; to: number },
): Promise<HistoryRecord | null> {
  const stretch = IDBKeyRange.bound([genesisHash, from], [genesisHash, to]);
  return readLastWhole('history', isHistoryRecord, stretch);
}

/** Of those at most `at`, the last one is old enough for another. */
const isDueAfter = (last: number | undefined, at: number): boolean =>
  last === undefined || at - last >= 10 * MINUTE;

/** Whether `recordHistory` would add a point of that time: what it takes to make one can be saved. */
export async function isPointDue(genesisHash: Hex, at: number): Promise<boolean> {
  const upTo = IDBKeyRange.bound([genesisHash, 0], [genesisHash, at]);
  const store = await openStore();
  const last = await store.transaction('history').store.openKeyCursor(upTo, 'prev');
  return isDueAfter(last?.key[1], at);
}

/**
 * Adds a point unless the last one before it is younger than the finest spacing, and thins what is older. Points dated later,
 * by a clock or a chain that ran ahead, neither hold it up nor are dropped for it: they may be the true ones.
 */
export async function recordHistory(point: HistoryRecord): Promise<boolean> {
  const store = await openStore();
  try {
    const transaction = store.transaction('history', 'readwrite');
    const keys = await transaction.store.getAllKeys(rangeOf(point.genesisHash, 0));
    const times = keys.map(([, at]) => at).filter((at) => at <= point.at);
    const isDue = isDueAfter(times.at(-1), point.at);
    if (isDue) {
      await transaction.store.put(point);
      for (const at of timesToDrop(times, point.at)) {
        await transaction.store.delete([point.genesisHash, at]);
      }
    }
    await transaction.done;
    return isDue;
  } catch (error) {
    throw toStoreError(error);
  }
}
