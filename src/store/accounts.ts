// The coldkeys the user follows. User data: never dropped to make room.
import type { Ss58Address } from '../units.ts';
import { openStore, toStoreError } from './open-store.ts';
import { readAllWhole, readWhole } from './read-whole.ts';
import type { StoredAccount } from '../model/account.ts';
import { isAccount } from './user-shapes.ts';

/** In the user's order. */
export async function readAccounts(): Promise<StoredAccount[]> {
  const accounts = await readAllWhole('accounts', isAccount);
  return accounts.toSorted((a, b) => a.order - b.order || (a.coldkey < b.coldkey ? -1 : 1));
}

export async function readAccount(coldkey: Ss58Address): Promise<StoredAccount | undefined> {
  return (await readWhole('accounts', coldkey, isAccount)) ?? undefined;
}

/**
 * Reads, changes and writes one account in one transaction. `change` gets the stored account (undefined when new)
 * and the order number after the last account; returning undefined writes nothing.
 */
export async function changeAccount(
  coldkey: Ss58Address,
  change: (current: StoredAccount | undefined, lastOrder: number) => StoredAccount | undefined,
): Promise<void> {
  const store = await openStore();
  try {
    const transaction = store.transaction('accounts', 'readwrite');
    const all = (await transaction.store.getAll()).filter(isAccount);
    const lastOrder = all.reduce((last, { order }) => Math.max(last, order), -1);
    const next = change(
      all.find((account) => account.coldkey === coldkey),
      lastOrder + 1,
    );
    if (next) await transaction.store.put(next);
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}

export async function deleteAccount(coldkey: Ss58Address): Promise<void> {
  await (await openStore()).delete('accounts', coldkey);
}
