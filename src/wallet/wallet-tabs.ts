// Tabs of the sites that wallets are met on: opening them, and whether we may reach them. Requests no permission:
// that takes a click in the panel.
import { browser } from '../browser.ts';
import { sitePattern } from '../model/wallet-site.ts';

export type WalletTabs = {
  /** Whether the user allowed pages of that origin, without a click on our button there. */
  mayReach(origin: string): Promise<boolean>;
  open(origin: string): Promise<number>;
  status(tabId: number): Promise<'loading' | 'complete' | 'gone'>;
  /** An open tab of that origin; null where there is none or the browser hides it from us. */
  find(origin: string): Promise<number | null>;
};

export function createWalletTabs(): WalletTabs {
  return {
    mayReach: (origin) => browser.permissions.contains({ origins: [sitePattern(origin)] }),

    async open(origin) {
      const { id } = await browser.tabs.create({ url: `${origin}/`, active: true });
      // Every real tab has an id; the type also covers windows of devtools.
      return id ?? browser.tabs.TAB_ID_NONE;
    },

    async status(tabId) {
      try {
        const { status, url, pendingUrl } = await browser.tabs.get(tabId);
        // A new tab reports its empty first page as complete before it navigates.
        const isOnItsWay = pendingUrl !== undefined || url === 'about:blank' || url === '';
        return status === 'complete' && !isOnItsWay ? 'complete' : 'loading';
      } catch {
        return 'gone'; // `tabs.get` fails only for a tab that does not exist.
      }
    },

    async find(origin) {
      const tabs = await browser.tabs.query({ url: sitePattern(origin) });
      const found = tabs.find(({ url }) => url !== undefined && new URL(url).origin === origin);
      return found?.id ?? null;
    },
  };
}
