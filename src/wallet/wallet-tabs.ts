// Tabs of the sites that wallets are met on: opening them, and whether we may reach them. Asks no permission:
// only a click in the panel can.
import { browser } from '../browser.ts';
import { sitePattern } from '../model/wallet-site.ts';

export type WalletTabs = {
  /** Does the user let us into pages of that origin, without a click on our button there? */
  mayReach(origin: string): Promise<boolean>;
  open(origin: string): Promise<number>;
  status(tabId: number): Promise<'loading' | 'complete' | 'gone'>;
  /** An open tab of that origin; null as well when we may not know. */
  find(origin: string): Promise<number | null>;
};

export function createWalletTabs(): WalletTabs {
  return {
    mayReach: (origin) => browser.permissions.contains({ origins: [sitePattern(origin)] }),

    async open(origin) {
      const { id } = await browser.tabs.create({ url: `${origin}/`, active: true });
      // A tab that is a tab has an id; the type also covers windows of devtools.
      return id ?? browser.tabs.TAB_ID_NONE;
    },

    async status(tabId) {
      try {
        const { status, url, pendingUrl } = await browser.tabs.get(tabId);
        // A new tab is complete with its empty page before it goes where it was sent.
        const isOnItsWay = pendingUrl !== undefined || url === 'about:blank' || url === '';
        return status === 'complete' && !isOnItsWay ? 'complete' : 'loading';
      } catch {
        return 'gone'; // The one thing that asking for a tab by its id can fail with.
      }
    },

    async find(origin) {
      const tabs = await browser.tabs.query({ url: sitePattern(origin) });
      const found = tabs.find(({ url }) => url !== undefined && new URL(url).origin === origin);
      return found?.id ?? null;
    },
  };
}
