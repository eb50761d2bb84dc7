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

/** Whether the browser shows us where the tab is, which it does where we may touch it. */
async function mayTouch(tabId: number): Promise<boolean> {
  try {
    return (await browser.tabs.get(tabId)).url !== undefined;
  } catch {
    return false; // No such tab any more; whoever tries hears it.
  }
}

/** Settles as `work` does, or after the time with `late`: a frozen page answers nothing until it is looked at. */
async function within<T>(ms: number, work: Promise<T>, late: () => T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve((async () => late())()), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** A page that is alive answers at once; a busy one gets this long. */
const HEARD_MS = 5_000;
const INJECTED_MS = 15_000;
const TRIES = 8;
const TRY_AGAIN_MS = 250;

/** A page's own process may hear of a permission that was just given later than we do: Firefox refuses until then. */
async function tryToInject(tabId: number, file: string, world: 'ISOLATED' | 'MAIN'): Promise<void> {
  for (let left = TRIES; ; left -= 1) {
    try {
      await browser.scripting.executeScript({
        target: { tabId, frameIds: [TOP_FRAME] },
        files: [file],
        world,
        injectImmediately: true,
      });
      return;
    } catch (error) {
      const reason = toTabError(error);
      const isLast = left === 1 || reason.code !== 'TAB_UNREACHABLE';
      if (isLast || !(await mayTouch(tabId))) throw reason;
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
}

const inject = (tabId: number, file: string, world: 'ISOLATED' | 'MAIN'): Promise<void> =>
  within(INJECTED_MS, tryToInject(tabId, file, world), () => {
    throw new AppError('TAB_UNREACHABLE', { text: 'frozen' });
  });

async function send(tabId: number, order: ContentOrder): Promise<ContentStatus | null> {
  try {
    const reply: unknown = await browser.tabs.sendMessage(tabId, order, { frameId: TOP_FRAME });
    return parseContentStatus(reply);
  } catch {
    return null; // Nobody listens there: exactly what null says.
  }
}

const hear = (tabId: number, order: ContentOrder): Promise<ContentStatus | 'silent' | null> =>
  within<ContentStatus | 'silent' | null>(HEARD_MS, send(tabId, order), () => 'silent');

async function tell(tabId: number, order: ContentOrder): Promise<ContentStatus | null> {
  const heard = await hear(tabId, order);
  return heard === 'silent' ? null : heard;
}

export function createTabAccess(): TabAccess {
  return {
    injectContent: (tabId) => inject(tabId, CONTENT_SCRIPT, 'ISOLATED'),
    injectPage: (tabId) => inject(tabId, PAGE_SCRIPT, 'MAIN'),
    begin: (tabId, loadNonce) => tell(tabId, { order: 'begin', loadNonce }),
    ping: (tabId) => hear(tabId, { order: 'ping' }),
    ask: (tabId, { promptId, loadNonce, patienceMs }, ask) =>
      tell(tabId, { order: 'ask', loadNonce, promptId, patienceMs, ask }),
    async forget(tabId, promptId) {
      await tell(tabId, { order: 'forget', promptId });
    },
  };
}
