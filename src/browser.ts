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

/** Opens the side panel or sidebar from within a click; false where the browser has none. */
export async function openSidePanel(windowId: number): Promise<boolean> {
  if (typeof chrome !== 'undefined' && 'sidePanel' in chrome) {
    await chrome.sidePanel.open({ windowId });
    return true;
  }
  if ('sidebarAction' in browser) {
    await browser.sidebarAction.open();
    return true;
  }
  return false;
}
