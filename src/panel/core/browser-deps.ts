// The panel's browser functions over the real browser API.
import { AppError } from '../../errors.ts';
import { askToNotify, mayNotify, type browser as api } from '../../browser.ts';
import { isWebOrigin, sitePattern } from '../../model/wallet-site.ts';
import { saveFile } from './save-file.ts';
import type { Page, PanelBrowser } from './panel-deps.ts';

type Browser = typeof api;

/** A tab that is still loading after that is looked at as it is. */
const LOAD_MS = 30_000;
const LOAD_POLL_MS = 200;

function originOf(url: string | undefined): string | null {
  return url !== undefined && isWebOrigin(url) ? new URL(url).origin : null;
}

/** Opening the side panel must happen in the click itself, so the window is known beforehand. */
export function createBrowserDeps(
  browser: Browser,
  openSidePanel: (windowId: number, after?: Promise<unknown>) => Promise<boolean>,
): PanelBrowser {
  let windowId: number | undefined;
  void browser.windows.getCurrent().then((current) => {
    windowId = current.id;
  });
  return {
    askForOrigin: (origin) => browser.permissions.request({ origins: [sitePattern(origin)] }),
    askToNotify,
    mayNotify,
    openSidePanel: (after) =>
      windowId === undefined ? Promise.resolve(false) : openSidePanel(windowId, after),
    async currentPage(): Promise<Page | null> {
      const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
      return tab?.id === undefined ? null : { tabId: tab.id, origin: originOf(tab.url) };
    },
    async reloadTab(tabId) {
      try {
        await browser.tabs.reload(tabId);
        for (let waited = 0; waited < LOAD_MS; waited += LOAD_POLL_MS) {
          await new Promise((resolve) => setTimeout(resolve, LOAD_POLL_MS));
          if ((await browser.tabs.get(tabId)).status === 'complete') return;
        }
      } catch {
        throw new AppError('TAB_CLOSED'); // Both fail only for a tab that does not exist.
      }
    },
    openLink(url) {
      void browser.tabs.create({ url });
    },
    openFullTab() {
      void browser.tabs.create({ url: browser.runtime.getURL('panel.html?surface=tab') });
    },
    async shortcut() {
      const all = await browser.commands.getAll();
      return all.find(({ name }) => name === '_execute_action')?.shortcut ?? '';
    },
    version: browser.runtime.getManifest().version,
    closeWindow: () => globalThis.close(),
    copy: (text) => navigator.clipboard.writeText(text),
    paste: () => navigator.clipboard.readText(),
    onHide(callback, signal) {
      document.addEventListener(
        'visibilitychange',
        () => {
          if (document.visibilityState === 'hidden') callback();
        },
        { signal },
      );
      // After the listener that aborts the signal, which is told of the same event.
      globalThis.addEventListener('pagehide', callback);
    },
    saveFile,
  };
}
