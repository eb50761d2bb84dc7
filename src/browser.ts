// The browser's API object, and the few browser calls that differ between Chromium and Firefox.
import browser from 'webextension-polyfill';
import type { FigureArguments, SentenceKey } from './sentences.ts';

export { browser };

export type Sender = browser.Runtime.MessageSender;

/** Where the panel runs; the query of its own address decides. */
export type Surface = 'popup' | 'side' | 'tab';

/**
 * A sentence of _locales whose key no type can check; empty where there is none. The browser puts `{name}` in the place of
 * each `$NAME$`, and it becomes the figure of that name here: no order of arguments decides which figure is read where.
 */
export function anyMessageText(
  key: string,
  figures: Readonly<Record<string, string>> = {},
): string {
  return browser.i18n
    .getMessage(key)
    .replace(/\{(\w+)\}/g, (place, name: string) => figures[name] ?? place);
}

export function messageText<Key extends SentenceKey>(
  key: Key,
  ...figures: FigureArguments<Key>
): string;
export function messageText(key: string, figures: Readonly<Record<string, string>> = {}): string {
  return anyMessageText(key, figures);
}

/** Which browser this was built for: build.mjs defines it, so that neither build carries the other's calls. */
declare const BUILT_FOR: 'chrome' | 'firefox';

async function openSidebar(_windowId: number, after?: Promise<unknown>): Promise<boolean> {
  const opening = browser.sidebarAction.open();
  await Promise.all([opening, after]);
  return true;
}

async function openChromePanel(windowId: number, after?: Promise<unknown>): Promise<boolean> {
  if (!('sidePanel' in chrome)) return false;
  if (after !== undefined) await after;
  await chrome.sidePanel.open({ windowId });
  return true;
}

/**
 * Opens the side panel or sidebar from within a click, once `after` is fulfilled; false where the browser has none.
 * Firefox can open a sidebar only in the click itself and keeps the popup: there only the returned promise waits for `after`.
 */
export const openSidePanel = BUILT_FOR === 'firefox' ? openSidebar : openChromePanel;

/** Whether alerts may be shown as notifications: optional, and asked for when there is a first one to show. */
const NOTIFY = { permissions: ['notifications' as const] };

export const mayNotify = (): Promise<boolean> => browser.permissions.contains(NOTIFY);

/**
 * Asks for it from within a click, once `after` is settled. Chromium's prompt closes the popup that asks, and what it sent
 * just before is lost. Firefox keeps the popup, and lets it ask in the click itself only.
 */
export async function askToNotify(after?: Promise<unknown>): Promise<boolean> {
  if (BUILT_FOR !== 'firefox' && after !== undefined) await after;
  return browser.permissions.request(NOTIFY);
}

const AWAKE_MS = 20_000;

/**
 * Keeps the background from being ended for idleness until the returned function is called. Chromium stays awake for
 * open ports and sockets; Firefox ends the background 30 s after the last browser event or call, whatever is open.
 */
export function stayAwake(): () => void {
  if (BUILT_FOR !== 'firefox') return () => undefined;
  const timer = setInterval(() => void browser.runtime.getPlatformInfo(), AWAKE_MS);
  return () => clearInterval(timer);
}
