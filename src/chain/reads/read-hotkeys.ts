// A hotkey's owner, take and name. A missing owner entry means that the chain does not know the hotkey.
import type { HotkeyFacts, Reading } from '../../model/facts.ts';
import type { Ss58Address } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { accountOf, fieldOf, numberOf, textOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  must,
  storageQuery,
  queryAll,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

/** The all-zero account: the default with which the owner of an unknown hotkey reads. */
const ZERO_ACCOUNT = '5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM';

type NamelessHotkey = Omit<HotkeyFacts, 'name'>;

/** The coldkey that owns a hotkey; null: the chain knows no such hotkey. */
export function queryOwner(
  runtime: Runtime,
  hotkey: Ss58Address,
): StorageQuery<Reading<Ss58Address | null>> {
  return storageQuery(runtime, [SUBTENSOR, 'Owner'], [hotkey], (value) => {
    const account = value === null ? null : accountOf(value);
    return account === ZERO_ACCOUNT ? null : account;
  });
}

/** Parts of 65535; null: the hotkey is no delegate. */
export function queryTake(runtime: Runtime, hotkey: Ss58Address): StorageQuery<number | null> {
  const item = runtime.storage(SUBTENSOR, 'Delegates');
  if (item === null) return { keys: [], read: () => null };
  return {
    keys: [item.key(hotkey)],
    read: (valueAt) => {
      // The item's default would hide that the hotkey is no delegate.
      const stored = valueAt(item.key(hotkey));
      return stored === null ? null : numberOf(item.decode(stored));
    },
  };
}

export function queryHotkey(runtime: Runtime, hotkey: Ss58Address): StorageQuery<NamelessHotkey> {
  const owner = queryOwner(runtime, hotkey);
  const take = queryTake(runtime, hotkey);
  return combineQueries([owner, take], (valueAt) => ({
    hotkey,
    owner: must(owner.read(valueAt), 'owner'),
    take: take.read(valueAt),
  }));
}

/** Identities belong to the owner's coldkey, in the newest identity item of the runtime. */
async function readOwnerNames(
  state: StateReader,
  owners: readonly Ss58Address[],
): Promise<Map<Ss58Address, string>> {
  const distinct = [...new Set(owners)];
  const item = ['IdentitiesV2', 'Identities'].find(
    (name) => state.runtime.storage(SUBTENSOR, name) !== null,
  );
  if (item === undefined || distinct.length === 0) return new Map();
  const queries = distinct.map((owner) =>
    storageQuery(state.runtime, [SUBTENSOR, item], [owner], (value) =>
      value === null ? '' : textOf(fieldOf(value, 'name')),
    ),
  );
  const names = await state.storage(queryAll(queries));
  return new Map(
    distinct.flatMap((owner, i) => {
      const reading = names[i];
      return reading?.known && reading.value !== '' ? [[owner, reading.value] as const] : [];
    }),
  );
}

/** Facts of several hotkeys; names take a second request. */
export async function nameHotkeys<T extends NamelessHotkey>(
  state: StateReader,
  hotkeys: readonly T[],
): Promise<(T & HotkeyFacts)[]> {
  const owners = hotkeys.flatMap(({ owner }) => (owner === null ? [] : [owner]));
  const names = await readOwnerNames(state, owners);
  return hotkeys.map((hotkey) => ({
    ...hotkey,
    name: hotkey.owner === null ? null : (names.get(hotkey.owner) ?? null),
  }));
}
