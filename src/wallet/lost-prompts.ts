// Ends the prompts that no page will answer any more: its tab was closed, its page left, its time is up.
import { AppError } from '../errors.ts';
import { isFresh } from '../model/age.ts';
import { isFrom, type AnswerSender } from './answer-sender.ts';
import type { PromptRecord, PromptStore } from './prompt-store.ts';
import type { TabAccess } from './tab-access.ts';

type LostPromptsParts = {
  prompts: PromptStore;
  tabs: TabAccess;
  now: () => number;
  fail: (record: PromptRecord, error: AppError) => Promise<void>;
};

/** The bridge's methods of the same names. */
type LostPrompts = {
  tabClosed(tabId: number): Promise<void>;
  pageLeft(body: { loadNonce: string }, sender: AnswerSender): Promise<void>;
  endLost(): Promise<void>;
};

/** Added to a prompt's patience, for the content script's own lateness, before the background gives up. */
const GRACE_MS = 30_000;

export function createLostPrompts({ prompts, tabs, now, fail }: LostPromptsParts): LostPrompts {
  async function endLeft(record: PromptRecord): Promise<void> {
    const isClosed = await tabs.isClosing(record.tabId);
    const code = isClosed ? 'TAB_CLOSED' : 'TAB_NAVIGATED';
    await fail(record, new AppError(code, { origin: record.origin }));
  }

  /** A frozen page may resume and answer then. */
  async function endIfLeft(record: PromptRecord): Promise<void> {
    const status = await tabs.ping(record.tabId);
    if (status !== 'silent' && status?.loadNonce !== record.loadNonce) await endLeft(record);
  }

  return {
    async tabClosed(tabId) {
      for (const record of await prompts.list()) {
        if (record.tabId === tabId) await fail(record, new AppError('TAB_CLOSED'));
      }
    },

    async pageLeft({ loadNonce }, sender) {
      for (const record of await prompts.list()) {
        if (isFrom(record, loadNonce, sender)) await endLeft(record);
      }
    },

    async endLost() {
      for (const record of await prompts.list()) {
        const isOverdue = !isFresh(record.askedAt, now(), record.patienceMs + GRACE_MS);
        const { wallet } = record;
        if (isOverdue) await fail(record, new AppError('WALLET_SILENT', { wallet: wallet ?? '' }));
        else await endIfLeft(record);
      }
    },
  };
}
