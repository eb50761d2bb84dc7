// The wallets that a page has: their names and versions, each once, as they register.
import { MAX_VERSION_CHARS, MAX_WALLETS, type PageWallet } from './envelope.ts';
import { apply, bagOf, keys, pause, type Bag } from './page-language.ts';

const LOOK_MS = 2_500;
const SETTLE_MS = 400;
const LOOK_AGAIN_MS = 100;

export const pageEntries = (): Bag => bagOf(bagOf(globalThis)['injectedWeb3']);

/** The function that enables an entry: the newer `connect`, else `enable`. */
export function openerOf(entry: unknown): ((appName: string) => unknown) | null {
  const { connect, enable } = bagOf(entry);
  const open = typeof connect === 'function' ? connect : enable;
  return typeof open === 'function'
    ? (appName) => {
        const injected: unknown = apply(open, undefined, [appName]);
        return injected;
      }
    : null;
}

export const versionOf = (entry: unknown): string => {
  const { version } = bagOf(entry);
  return typeof version === 'string' ? version.slice(0, MAX_VERSION_CHARS) : '';
};

/** Names that would look different on screen from what they are do not count. */
const isPlainName = (name: string): boolean =>
  /^[\p{L}\p{N}\p{P}\p{S} ]{1,100}$/u.test(name) && name.trim() === name;

/** The name that wallets take beside their own, for pages that know no other. */
const TAKEN_NAME = 'polkadot-js';

/** One wallet under two names: the same entry, or entries that open by the same function. */
function isSameEntry(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  const { connect, enable } = bagOf(a);
  const other = bagOf(b);
  return typeof connect === 'function'
    ? connect === other['connect']
    : typeof enable === 'function' && enable === other['enable'];
}

/** A wallet that registered twice is listed once, by the name that is its own. */
function walletsNow(): PageWallet[] {
  const entries = pageEntries();
  const names = keys(entries);
  const wallets: PageWallet[] = [];
  for (let i = 0; i < names.length && wallets.length < MAX_WALLETS; i++) {
    const name = names[i] ?? '';
    const entry = entries[name];
    if (!isPlainName(name) || openerOf(entry) === null) continue;
    let at = wallets.length;
    for (let j = 0; j < wallets.length; j++) {
      if (isSameEntry(entries[wallets[j]?.name ?? ''], entry)) at = j;
    }
    const listed = wallets[at];
    if (listed !== undefined && listed.name !== TAKEN_NAME) continue;
    wallets[at] = { name, version: versionOf(entry) };
  }
  return wallets;
}

/** Wallets register at any time: waits up to LOOK_MS for the first, then SETTLE_MS for the others. */
export async function findWallets(): Promise<PageWallet[]> {
  for (let waited = 0; waited < LOOK_MS && walletsNow().length === 0; waited += LOOK_AGAIN_MS) {
    await pause(LOOK_AGAIN_MS);
  }
  if (walletsNow().length > 0) await pause(SETTLE_MS);
  return walletsNow();
}
