// The browser calls that bring our two scripts into the one frame the user chose, and orders to them.
// Knows neither wallets nor why.
import { parseContentStatus, type ContentOrder, type ContentStatus } from '../bridge/envelope.ts';
import { browser } from '../browser.ts';
import { AppError } from '../errors.ts';
import type { TabAccess } from './wallet-bridge.ts';

const CONTENT_SCRIPT = 'content.js';
const PAGE_SCRIPT = 'page.js';
const TOP_FRAME = 0;

function toTabError(error: unknown): AppError {
  const text = error instanceof Error ? error.message : String(error);
  const isGone = /no tab with id|invalid tab id|tab was closed|frame .* was removed/i.test(text);
  return new AppError(
    isGone ? 'TAB_CLOSED' : 'TAB_UNREACHABLE',
    { text: text.slice(0, 200) },
    error,
  );
}

async function inject(tabId: number, file: string, world: 'ISOLATED' | 'MAIN'): Promise<void> {
  try {
    await browser.scripting.executeScript({
      target: { tabId, frameIds: [TOP_FRAME] },
      files: [file],
      world,
      injectImmediately: true,
    });
  } catch (error) {
    throw toTabError(error);
  }
}

async function tell(tabId: number, order: ContentOrder): Promise<ContentStatus | null> {
  try {
    const reply: unknown = await browser.tabs.sendMessage(tabId, order, { frameId: TOP_FRAME });
    return parseContentStatus(reply);
  } catch {
    return null; // Nobody listens there: exactly what null says.
  }
}

export function createTabAccess(): TabAccess {
  return {
    injectContent: (tabId) => inject(tabId, CONTENT_SCRIPT, 'ISOLATED'),
    injectPage: (tabId) => inject(tabId, PAGE_SCRIPT, 'MAIN'),
    begin: (tabId, loadNonce) => tell(tabId, { order: 'begin', loadNonce }),
    ping: (tabId) => tell(tabId, { order: 'ping' }),
    ask: (tabId, { askId, loadNonce, patienceMs }, ask) =>
      tell(tabId, { order: 'ask', loadNonce, askId, patienceMs, ask }),
    async forget(tabId, askId) {
      await tell(tabId, { order: 'forget', askId });
    },
  };
}
