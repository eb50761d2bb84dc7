// Where a wallet's page can be reached from a click in the panel: the tab in front when it is that page, else
// wherever the background finds or opens one, for which the browser is asked in the click.
import type { Page, PanelBrowser } from './panel-deps.ts';

type Reach = {
  tabId: number | null;
  /** False where the user refused; settled at once where nothing had to be asked. */
  isAllowed: Promise<boolean>;
};

/** In the click, before anything is awaited. */
export function reachWallet(browser: PanelBrowser, page: Page | null, origin: string): Reach {
  return page !== null && page.origin === origin
    ? { tabId: page.tabId, isAllowed: Promise.resolve(true) }
    : { tabId: null, isAllowed: browser.askForOrigin(origin) };
}
