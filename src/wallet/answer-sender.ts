// Who sent an answer, as reported by the browser, and whether the prompt went there.
import type { PromptRecord } from './prompt-store.ts';

/** The sender of a `pageAnswered`, as far as it matters here. */
export type AnswerSender = {
  tab?: { id?: number | undefined } | undefined;
  frameId?: number | undefined;
  origin?: string | undefined;
  url?: string | undefined;
};

function originOf(sender: AnswerSender): string | null {
  if (sender.origin !== undefined) return sender.origin;
  return sender.url !== undefined && URL.canParse(sender.url) ? new URL(sender.url).origin : null;
}

/** True only for the tab, the top frame, the origin and the load of the page that got the prompt. */
export function isFrom(record: PromptRecord, loadNonce: string, sender: AnswerSender): boolean {
  return (
    sender.tab?.id === record.tabId &&
    sender.frameId === 0 &&
    originOf(sender) === record.origin &&
    loadNonce === record.loadNonce
  );
}
