// The browser calls that bring our two scripts into the one frame the user chose, and orders to them.
import { type ContentOrder, type ContentStatus, type PageCommand } from '../bridge/envelope.ts';
import { parseContentStatus } from '../bridge/parse-envelope.ts';
import { browser } from '../browser.ts';
import { AppError } from '../errors.ts';
import type { PromptRecord } from './prompt-store.ts';

/** Scripts in a tab's top frame, and orders to them. */
export type TabAccess = {
  /** Each throws AppError TAB_UNREACHABLE when the tab may not be touched (no grant, no such page). */
  injectContent(tabId: number): Promise<void>;
  injectPage(tabId: number): Promise<void>;
  /** null: no script of ours is in that tab's page. */
  begin(tabId: number, loadNonce: string): Promise<ContentStatus | null>;
  /** `silent`: no answer in time; a script may be there, as in a frozen page. */
  ping(tabId: number): Promise<ContentStatus | 'silent' | null>;
  run(tabId: number, record: PromptRecord, command: PageCommand): Promise<ContentStatus | null>;
  forget(tabId: number, promptId: string): Promise<void>;
  /** Whether a tab that was just left by its page is gone a moment later: a closing tab first hides its page. */
  isClosing(tabId: number): Promise<boolean>;
};

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

/** Whether we may touch the tab: the browser shows its address only then. */
async function mayTouch(tabId: number): Promise<boolean> {
  try {
    return (await browser.tabs.get(tabId)).url !== undefined;
  } catch {
    return false; // No such tab any more; the injection itself reports that.
  }
}

/** Settles as `work` does, or with `late` after `ms`: a frozen page does not answer until it is shown. */
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

/** An idle page answers at once; a busy page gets this long. */
const REPLY_MS = 5_000;
const INJECT_MS = 15_000;
const TRIES = 8;
const TRY_AGAIN_MS = 250;
const CLOSE_MS = 250;

/** A page's process may learn of a new permission later than we do: until then Firefox refuses the script. */
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
  within(INJECT_MS, tryToInject(tabId, file, world), () => {
    throw new AppError('TAB_UNREACHABLE', { text: 'frozen' });
  });

async function send(tabId: number, order: ContentOrder): Promise<ContentStatus | null> {
  try {
    const reply: unknown = await browser.tabs.sendMessage(tabId, order, { frameId: TOP_FRAME });
    return parseContentStatus(reply);
  } catch {
    return null; // No script of ours listens there.
  }
}

const sendInTime = (tabId: number, order: ContentOrder): Promise<ContentStatus | 'silent' | null> =>
  within<ContentStatus | 'silent' | null>(REPLY_MS, send(tabId, order), () => 'silent');

async function sendOrNull(tabId: number, order: ContentOrder): Promise<ContentStatus | null> {
  const status = await sendInTime(tabId, order);
  return status === 'silent' ? null : status;
}

export function createTabAccess(): TabAccess {
  return {
    injectContent: (tabId) => inject(tabId, CONTENT_SCRIPT, 'ISOLATED'),
    injectPage: (tabId) => inject(tabId, PAGE_SCRIPT, 'MAIN'),
    begin: (tabId, loadNonce) => sendOrNull(tabId, { order: 'begin', loadNonce }),
    ping: (tabId) => sendInTime(tabId, { order: 'ping' }),
    run: (tabId, { promptId, loadNonce, patienceMs }, command) =>
      sendOrNull(tabId, { order: 'run', loadNonce, promptId, patienceMs, command }),
    async forget(tabId, promptId) {
      await sendOrNull(tabId, { order: 'forget', promptId });
    },
    async isClosing(tabId) {
      await new Promise((resolve) => setTimeout(resolve, CLOSE_MS));
      try {
        await browser.tabs.get(tabId);
        return false;
      } catch {
        return true; // `tabs.get` fails only for a tab that does not exist.
      }
    },
  };
}
