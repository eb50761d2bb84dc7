// The last failure that no open panel could show: a popup closes when its click opens another window, and its request
// may fail after that.
import { openStore, toStoreError } from './open-store.ts';
import { readWhole } from './read-whole.ts';
import { isNotice } from './user-shapes.ts';
import type { Notice } from '../model/request.ts';

export async function readNotice(): Promise<Notice | null> {
  return readWhole('notice', 'notice', isNotice);
}

/** null deletes the notice. */
export async function writeNotice(notice: Notice | null): Promise<void> {
  try {
    const store = await openStore();
    if (notice === null) await store.delete('notice', 'notice');
    else await store.put('notice', notice, 'notice');
  } catch (error) {
    throw toStoreError(error);
  }
}
