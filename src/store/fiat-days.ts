// What one TAO was worth on each day: from a file of the user's, and the last price of each day that a source told.
import { FROM_FILE, type FiatDay } from '../model/fiat-days.ts';
import { isFiatDay } from './book-shapes.ts';
import { openStore, toStoreError } from './open-store.ts';
import { readAllWhole } from './read-whole.ts';

/** Ascending by day. */
export async function readFiatDays(currency: string): Promise<FiatDay[]> {
  return readAllWhole('fiatDays', isFiatDay, IDBKeyRange.bound([currency], [currency, []]));
}

/** The last price of the day that a source told; what a file said of the day stays. Throws STORE_FAILED, STORE_FULL. */
export async function keepFiatDay(day: FiatDay): Promise<void> {
  const store = await openStore();
  try {
    const transaction = store.transaction('fiatDays', 'readwrite');
    const before = await transaction.store.get([day.currency, day.day]);
    if (!isFiatDay(before) || before.source !== FROM_FILE) await transaction.store.put(day);
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}

/** In place of those of the same days; all or none. Throws STORE_FAILED, STORE_FULL. */
export async function writeFiatDays(days: readonly FiatDay[]): Promise<void> {
  const store = await openStore();
  try {
    const transaction = store.transaction('fiatDays', 'readwrite');
    for (const day of days) await transaction.store.put(day);
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}
