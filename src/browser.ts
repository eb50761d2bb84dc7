// The few browser calls the extension makes, awaited and typed. Knows nothing of what they are for.
import browser from 'webextension-polyfill';

export { browser };

export type Sender = browser.Runtime.MessageSender;

/** Where the panel runs: decided by the query of its own address. */
export type Surface = 'popup' | 'side' | 'tab';

export function messageText(key: string, substitutions: string[] = []): string {
  return browser.i18n.getMessage(key, substitutions);
}

export async function activeTab(): Promise<browser.Tabs.Tab | undefined> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return tab;
}

/** Which browser this was built for: build.mjs puts it in, so that neither carries the other's calls. */
declare const BUILT_FOR: 'chrome' | 'firefox';

/** Opens the side panel or sidebar from within a click; false where the browser has none. */
export async function openSidePanel(windowId: number): Promise<boolean> {
  if (BUILT_FOR === 'firefox') {
    await browser.sidebarAction.open();
    return true;
  }
  if (!('sidePanel' in chrome)) return false;
  await chrome.sidePanel.open({ windowId });
  return true;
}
