// The user's settings: defaults for what was never set, one record, written whole in one transaction.
import { toRao } from '../units.ts';
import { openStore, toStoreError } from './open-store.ts';
import type { Settings } from '../model/settings.ts';

export const defaultSettings: Settings = {
  networkId: 'finney',
  networks: [],
  theme: 'system',
  hidesAmounts: false,
  smallUnderRao: toRao(10_000_000n),
  impactLimitBps: 100,
  toleranceBps: {},
  badge: 'none',
  fiat: null,
  favourites: [],
  sort: 'sellable',
};

/** Stored settings over the defaults, so that a setting added later has a value. */
export async function readSettings(): Promise<Settings> {
  const store = await openStore();
  return { ...defaultSettings, ...(await store.get('settings', 'settings')) };
}

export async function patchSettings(patch: Partial<Settings>): Promise<Settings> {
  const store = await openStore();
  try {
    const transaction = store.transaction('settings', 'readwrite');
    const current = { ...defaultSettings, ...(await transaction.store.get('settings')) };
    const next = { ...current, ...patch };
    await transaction.store.put(next, 'settings');
    await transaction.done;
    return next;
  } catch (error) {
    throw toStoreError(error);
  }
}
