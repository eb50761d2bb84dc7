// The prompts that pages have not answered yet: ids, tab and load of the page. Kept in the browser's session
// storage, which outlives the worker and ends with the browser, as the pages do.
import type { CommandKind } from '../bridge/envelope.ts';
import { ownId } from '../bridge/parse-envelope.ts';
import { browser } from '../browser.ts';
import { anything, convert, number, object, oneOf, orNull, parseKnown, text } from '../parse.ts';

export type PromptOwner = 'connection' | 'signing' | 'confirmation';

export type PromptRecord = {
  promptId: string;
  owner: PromptOwner;
  /** The connection, the signing request or the coldkey that the prompt belongs to. */
  ownerId: string;
  kind: CommandKind;
  wallet: string | null;
  tabId: number;
  origin: string;
  /** Distinguishes this load of the page from every other. */
  loadNonce: string;
  askedAt: number;
  patienceMs: number;
  /** A newer prompt asks for the same: this one stands in the way of none, and its answer counts if it still serves. */
  isSuperseded: boolean;
  /** Asks for a signature alone, not for a whole signed transaction. */
  isPlain: boolean;
};

export type PromptStore = {
  list(): Promise<PromptRecord[]>;
  put(record: PromptRecord): Promise<void>;
  remove(promptId: string): Promise<void>;
};

const PREFIX = 'prompt:';

/** Missing in records of an earlier version. */
const isTrue = convert(anything, (value) => value === true);
const promptRecord = object({
  promptId: ownId,
  owner: oneOf('connection', 'signing', 'confirmation'),
  ownerId: ownId,
  kind: oneOf('find-wallets', 'list-accounts', 'sign-payload', 'sign-raw', 'provide-metadata'),
  wallet: orNull(text),
  tabId: number,
  origin: text,
  loadNonce: ownId,
  askedAt: number,
  patienceMs: number,
  isSuperseded: isTrue,
  isPlain: isTrue,
});

/** One key per prompt, so that two writers never overwrite each other. */
export function createPromptStore(): PromptStore {
  const area = browser.storage.session;
  return {
    async list() {
      const kept = await area.get(null);
      return Object.entries(kept)
        .filter(([key]) => key.startsWith(PREFIX))
        .map(([, value]): PromptRecord | null => parseKnown(promptRecord, value))
        .filter((record) => record !== null);
    },
    put: (record) => area.set({ [PREFIX + record.promptId]: record }),
    remove: (promptId) => area.remove(PREFIX + promptId),
  };
}
