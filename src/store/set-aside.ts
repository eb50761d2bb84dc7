// The user's records that no reader believes: another version left them, or they changed on disk. They stay where they
// are until the user has exported or removed them.
import type { SetAside } from '../model/set-aside.ts';
import { openStore, toStoreError } from './open-store.ts';
import { isAlertRule } from './alert-shapes.ts';
import { isHoldingChange } from './change-shape.ts';
import { isDraft } from './draft-shape.ts';
import { isRequest } from './request-shapes.ts';
import { settingsFrom, unfittingSettings } from './settings.ts';
import type { Test } from '../parse.ts';
import { isAccount, isConnection, isExitQueue, isNotice, isOffer } from './user-shapes.ts';

const tables = [
  'accounts',
  'requests',
  'connection',
  'notice',
  'exits',
  'offers',
  'changes',
  'drafts',
  'alertRules',
] as const;
const tests: Readonly<Record<(typeof tables)[number], Test<unknown>>> = {
  accounts: isAccount,
  requests: isRequest,
  connection: isConnection,
  notice: isNotice,
  exits: isExitQueue,
  offers: isOffer,
  changes: isHoldingChange,
  drafts: isDraft,
  alertRules: isAlertRule,
};

export async function readSetAside(): Promise<SetAside[]> {
  const store = await openStore();
  const found: SetAside[] = [];
  for (const table of tables) {
    const fits = tests[table];
    for await (const { key, value } of store.transaction(table).store) {
      if (!fits(value)) found.push({ table, key: String(key), value });
    }
  }
  const settings: unknown = await store.get('settings', 'settings');
  const misfits = unfittingSettings(settings).map(({ name, value }) => ({
    table: 'settings',
    key: name,
    value,
  }));
  return [...found, ...misfits];
}

/** Removes them for good. Throws STORE_FAILED. */
export async function dropSetAside(): Promise<void> {
  const store = await openStore();
  try {
    for (const table of tables) {
      const fits = tests[table];
      for await (const cursor of store.transaction(table, 'readwrite').store) {
        if (!fits(cursor.value)) await cursor.delete();
      }
    }
    const settings: unknown = await store.get('settings', 'settings');
    if (unfittingSettings(settings).length > 0) {
      await store.put('settings', settingsFrom(settings), 'settings');
    }
  } catch (error) {
    throw toStoreError(error);
  }
}
