// What was typed and not used yet, of tickets and forms. The user's own: bounded in number, the oldest makes room.
import type { DraftRecord } from '../model/draft.ts';
import { openStore, toStoreError } from './open-store.ts';
import { readAllWhole } from './read-whole.ts';
import { isDraft } from './draft-shape.ts';

const KEPT = 60;

export async function readDrafts(): Promise<DraftRecord[]> {
  return readAllWhole('drafts', isDraft);
}

/** A draft typed later stays: windows may send theirs out of order. Throws STORE_FAILED, STORE_FULL. */
export async function writeDraft(draft: DraftRecord): Promise<void> {
  try {
    const transaction = (await openStore()).transaction('drafts', 'readwrite');
    const stored = await transaction.store.get(draft.key);
    const isLater = isDraft(stored) && stored.at > draft.at;
    if (!isLater) await transaction.store.put(draft);
    const all = (await transaction.store.getAll()).filter(isDraft);
    const oldest = all.toSorted((a, b) => b.at - a.at).slice(KEPT);
    for (const { key } of oldest) await transaction.store.delete(key);
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Reads, changes and writes one draft in one transaction; null deletes it. True: it was there. */
export async function editDraft(
  key: string,
  edit: (draft: DraftRecord) => DraftRecord | null,
): Promise<boolean> {
  try {
    const transaction = (await openStore()).transaction('drafts', 'readwrite');
    const draft = await transaction.store.get(key);
    const isThere = isDraft(draft);
    const next = isThere ? edit(draft) : null;
    if (next !== null) await transaction.store.put(next);
    else if (isThere) await transaction.store.delete(key);
    await transaction.done;
    return isThere;
  } catch (error) {
    throw toStoreError(error);
  }
}
