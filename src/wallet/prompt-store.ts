// The prompts that pages have not answered yet: ids, tab and load of the page. Kept in the browser's session
// storage, which outlives the worker and ends with the browser, as the pages do.
import { parseId, type CommandKind } from '../bridge/envelope.ts';
import { browser } from '../browser.ts';

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

const owners: readonly PromptOwner[] = ['connection', 'signing', 'confirmation'];
const kinds: readonly CommandKind[] = [
  'find-wallets',
  'list-accounts',
  'sign-payload',
  'sign-raw',
  'provide-metadata',
];

function parseRecord(value: unknown): PromptRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields: { readonly [name: string]: unknown } = { ...value };
  const { wallet, tabId, origin, askedAt, patienceMs } = fields;
  const [promptId, ownerId, loadNonce] = ['promptId', 'ownerId', 'loadNonce'].map((name) =>
    parseId(fields[name]),
  );
  const owner = owners.find((known) => known === fields['owner']);
  const kind = kinds.find((known) => known === fields['kind']);
  if (!promptId || !ownerId || !loadNonce || !owner || !kind) return null;
  if (wallet !== null && typeof wallet !== 'string') return null;
  if (typeof tabId !== 'number' || typeof origin !== 'string') return null;
  if (typeof askedAt !== 'number' || typeof patienceMs !== 'number') return null;
  const isSuperseded = fields['isSuperseded'] === true;
  const isPlain = fields['isPlain'] === true;
  return {
    promptId,
    owner,
    ownerId,
    kind,
    wallet,
    tabId,
    origin,
    loadNonce,
    askedAt,
    patienceMs,
    isSuperseded,
    isPlain,
  };
}

/** One key per prompt, so that two writers never overwrite each other. */
export function createPromptStore(): PromptStore {
  const area = browser.storage.session;
  return {
    async list() {
      const kept = await area.get(null);
      return Object.entries(kept)
        .filter(([key]) => key.startsWith(PREFIX))
        .map(([, value]) => parseRecord(value))
        .filter((record) => record !== null);
    },
    put: (record) => area.set({ [PREFIX + record.promptId]: record }),
    remove: (promptId) => area.remove(PREFIX + promptId),
  };
}
