// The few browser calls the extension makes, awaited and typed. Knows nothing of what they are for.
import browser from 'webextension-polyfill';

export { browser };

export type Sender = browser.Runtime.MessageSender;

/** Where the panel runs: decided by the query of its own address. */
export type Surface = 'popup' | 'side' | 'tab';

export function messageText(key: string, substitutions: string[] = []): string {
  return browser.i18n.getMessage(key, substitutions);
}

/** Which browser this was built for: build.mjs puts it in, so that neither carries the other's calls. */
declare const BUILT_FOR: 'chrome' | 'firefox';

/**
 * Opens the side panel or sidebar from within a click, `after` being fulfilled; false where the browser has none.
 * Firefox opens it in the click itself and never later, and keeps the popup: there only the resolving waits for `after`.
 */
export async function openSidePanel(windowId: number, after?: Promise<unknown>): Promise<boolean> {
  if (BUILT_FOR === 'firefox') {
    const opening = browser.sidebarAction.open();
    await Promise.all([opening, after]);
    return true;
  }
  if (!('sidePanel' in chrome)) return false;
  if (after !== undefined) await after;
  await chrome.sidePanel.open({ windowId });
  return true;
}

const AWAKE_MS = 20_000;

/**
 * Keeps the background from being ended for idleness until the returned function is called. Chromium counts ports and
 * sockets; Firefox ends it half a minute after the last event or call of the browser, whatever is open.
 */
export function stayAwake(): () => void {
  if (BUILT_FOR !== 'firefox') return () => undefined;
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), AWAKE_MS);
  return () => clearInterval(timer);
}
