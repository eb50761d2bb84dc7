// Where a wallet's page is reached from a click in the panel: the tab in front if it is that page, else a tab that the
// background finds or opens, which needs a permission requested in the click.
import type { Page, PanelBrowser } from './panel-deps.ts';

type Reach = {
  tabId: number | null;
  /** False if the user refused; settled at once if no permission is needed. */
  isAllowed: Promise<boolean>;
};

/** Call in the click, before anything is awaited. */
export function reachWallet(browser: PanelBrowser, page: Page | null, origin: string): Reach {
  return page !== null && page.origin === origin
    ? { tabId: page.tabId, isAllowed: Promise.resolve(true) }
    : { tabId: null, isAllowed: browser.askForOrigin(origin) };
}
