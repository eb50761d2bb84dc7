// Who sent an answer, as the browser tells it, and whether that is who was asked. Knows no answers.
import type { PromptRecord } from './prompt-store.ts';

/** Who sent a `pageAnswered`, as far as it matters here. */
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

/** The tab, the frame, the origin and the load of the page that was asked; nothing less. */
export function isFrom(record: PromptRecord, loadNonce: string, sender: AnswerSender): boolean {
  return (
    sender.tab?.id === record.tabId &&
    sender.frameId === 0 &&
    originOf(sender) === record.origin &&
    loadNonce === record.loadNonce
  );
}
