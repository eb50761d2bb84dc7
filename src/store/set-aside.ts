// The user's records that no reader believes: another version left them, or they changed on disk. They stay where they
// are until the user has exported or removed them.
import type { SetAside } from '../model/set-aside.ts';
import { openStore, toStoreError } from './open-store.ts';
import { isAlertRule } from './alert-shapes.ts';
import { isHoldingChange } from './change-shape.ts';
import { isDraft } from './draft-shape.ts';
import { hasReadableStart } from './read-proof-record.ts';
import { isRequest } from './request-shapes.ts';
import { settingsFrom, unfittingSettings } from './settings.ts';
import type { Test } from '../parse.ts';
import { isAccount, isConnection, isExitQueue, isNotice, isOffer } from './user-shapes.ts';

const few = [
  'accounts',
  'connection',
  'notice',
  'exits',
  'offers',
  'changes',
  'drafts',
  'alertRules',
  'proofs',
] as const;
const tables = [...few, 'requests'] as const;
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
  proofs: hasReadableStart,
};

const misfitsOf = (
  table: (typeof tables)[number],
  keys: readonly unknown[],
  values: readonly unknown[],
): SetAside[] =>
  values.flatMap((value, at) =>
    tests[table](value) ? [] : [{ table, key: String(keys[at]), value }],
  );

/** All but requests, of which there may be thousands. */
export async function readSetAside(): Promise<SetAside[]> {
  const store = await openStore();
  const transaction = store.transaction([...few, 'settings'] as const);
  const settings: Promise<unknown> = transaction.objectStore('settings').get('settings');
  const found = await Promise.all(
    few.map(async (table) => {
      const records = transaction.objectStore(table);
      const [keys, values] = await Promise.all([records.getAllKeys(), records.getAll()]);
      return misfitsOf(table, keys, values);
    }),
  );
  const misfits = unfittingSettings(await settings).map(({ name, value }) => ({
    table: 'settings',
    key: name,
    value,
  }));
  return [...found.flat(), ...misfits];
}

/** So many are looked at in one task. */
const AT_ONCE = 100;

/** Of the requests, a few at a time: whoever waits for something else goes between. */
export async function readRequestsSetAside(): Promise<SetAside[]> {
  const store = await openStore();
  const found: SetAside[] = [];
  let range: IDBKeyRange | null = null;
  for (;;) {
    const { store: records } = store.transaction('requests');
    const [keys, values]: [string[], unknown[]] = await Promise.all([
      records.getAllKeys(range, AT_ONCE),
      records.getAll(range, AT_ONCE),
    ]);
    found.push(...misfitsOf('requests', keys, values));
    const last = keys.at(-1);
    if (last === undefined || keys.length < AT_ONCE) return found;
    range = IDBKeyRange.lowerBound(last, true);
    await new Promise((resolve) => setTimeout(resolve));
  }
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
