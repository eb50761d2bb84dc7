// Rings the extension's alarm, from any page of it, as if the last look at alerts was long ago.
import type { QuietPage } from './quiet-page.ts';

/** An expression that rings it in a moment. */
export const ringing = `new Promise((resolve) => {
  const opening = indexedDB.open('taubar');
  opening.onsuccess = () => {
    const changing = opening.result.transaction('alertState', 'readwrite');
    const table = changing.objectStore('alertState');
    table.getAll().onsuccess = ({ target }) => {
      for (const state of target.result) table.put({ ...state, askedAt: 0 });
    };
    changing.oncomplete = () => {
      opening.result.close();
      resolve();
    };
  };
}).then(() => chrome.alarms.create('taubar', { when: Date.now() + 100 }))`;

/** Whether the look that it led to is over and written down. */
export async function hasLooked({ read }: Pick<QuietPage, 'read'>): Promise<boolean> {
  return (await read('alertState')).every(({ askedAt }) => askedAt > 0);
}

/** A browser may put an alarm off to the shortest time that it allows. */
export const ALARM_MS = 90_000;
