// The user's settings: defaults for what was never set, one record, written whole in one transaction.
import { fits, isObject } from '../parse.ts';
import { toRao } from '../units.ts';
import { openStore, toStoreError } from './open-store.ts';
import { isNetwork, settingShapes } from './user-shapes.ts';
import type { Settings } from '../model/settings.ts';

export const defaultSettings: Settings = {
  networkId: 'finney',
  networks: [],
  theme: 'system',
  hidesAmounts: false,
  smallUnderRao: toRao(10_000_000n),
  impactLimitBps: 100,
  toleranceBps: {},
  validator: null,
  badge: 'none',
  alertMinutes: 15,
  fiat: null,
  checksAnswers: true,
  favourites: [],
  sort: 'sellable',
  lotMethod: 'fifo',
};

/** Each stored setting over its default: one that was added later, or does not fit, has its default. */
export function settingsFrom(stored: unknown): Settings {
  const fields: { readonly [name: string]: unknown } = isObject(stored) ? stored : {};
  const fitting = Object.entries(settingShapes).flatMap(([name, shape]) => {
    if (name === 'networks') return [[name, networksFrom(fields[name])] as const];
    return fits(shape, fields[name]) ? [[name, fields[name]] as const] : [];
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each field was judged by its shape
  return { ...defaultSettings, ...(Object.fromEntries(fitting) as Partial<Settings>) };
}

/** One network that does not fit hides no other. */
const networksFrom = (stored: unknown): unknown[] =>
  Array.isArray(stored) ? stored.filter(isNetwork) : [];

export async function readSettings(): Promise<Settings> {
  return settingsFrom(await (await openStore()).get('settings', 'settings'));
}

export const patchSettings = (patch: Partial<Settings>): Promise<Settings> =>
  changeStoredSettings(() => patch);

/**
 * Reads and writes in one transaction; a change of null writes nothing. What does not fit is stored on, beside what is set
 * anew: it can still be exported.
 */
export async function changeStoredSettings(
  change: (current: Settings) => Partial<Settings> | null,
): Promise<Settings> {
  const store = await openStore();
  try {
    const transaction = store.transaction('settings', 'readwrite');
    const stored: unknown = await transaction.store.get('settings');
    const current = settingsFrom(stored);
    const patch = change(current);
    const next = { ...current, ...patch };
    if (patch !== null) {
      await transaction.store.put({ ...next, ...misfits(stored, patch, next) }, 'settings');
    }
    await transaction.done;
    return next;
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Of the networks only those that do not fit are beside the ones set now. */
function misfits(stored: unknown, patch: Partial<Settings>, next: Settings): object {
  const bad = unfittingSettings(stored).filter(
    ({ name, value }) =>
      !Object.hasOwn(patch, name) || (name === 'networks' && Array.isArray(value)),
  );
  return Object.fromEntries(
    bad.map(({ name, value }) => [
      name,
      name === 'networks' && Array.isArray(value) ? [...next.networks, ...value] : value,
    ]),
  );
}

/** The stored settings that no reader believes. */
export function unfittingSettings(stored: unknown): { name: string; value: unknown }[] {
  if (stored === undefined) return [];
  if (!isObject(stored)) return [{ name: 'settings', value: stored }];
  return Object.entries(settingShapes)
    .filter(([name, shape]) => Object.hasOwn(stored, name) && !fits(shape, stored[name]))
    .map(([name]) => ({ name, value: unfittingPart(name, stored[name]) }));
}

const unfittingPart = (name: string, value: unknown): unknown =>
  name === 'networks' && Array.isArray(value)
    ? value.filter((network: unknown) => !isNetwork(network))
    : value;
