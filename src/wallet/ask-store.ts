// The asks that pages still owe an answer to: kept in the browser's session storage, which outlives the
// worker and ends with the browser, as the pages do. Knows nothing of what is asked: only ids and places.
import { parseId, type AskKind } from '../bridge/envelope.ts';
import { browser } from '../browser.ts';

export type AskOwner = 'connection' | 'signing';

export type AskRecord = {
  askId: string;
  owner: AskOwner;
  /** The connection or signing request that asked. */
  ownerId: string;
  kind: AskKind;
  wallet: string | null;
  tabId: number;
  origin: string;
  /** Tells this load of the page from every other. */
  loadNonce: string;
  askedAt: number;
  patienceMs: number;
};

export type AskStore = {
  list(): Promise<AskRecord[]>;
  put(record: AskRecord): Promise<void>;
  remove(askId: string): Promise<void>;
};

const PREFIX = 'ask:';

const owners: readonly AskOwner[] = ['connection', 'signing'];
const kinds: readonly AskKind[] = [
  'find-wallets',
  'list-accounts',
  'sign-payload',
  'sign-raw',
  'provide-metadata',
];

function parseRecord(value: unknown): AskRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  const fields: { readonly [name: string]: unknown } = { ...value };
  const { wallet, tabId, origin, askedAt, patienceMs } = fields;
  const [askId, ownerId, loadNonce] = ['askId', 'ownerId', 'loadNonce'].map((name) =>
    parseId(fields[name]),
  );
  const owner = owners.find((known) => known === fields['owner']);
  const kind = kinds.find((known) => known === fields['kind']);
  if (!askId || !ownerId || !loadNonce || !owner || !kind) return null;
  if (wallet !== null && typeof wallet !== 'string') return null;
  if (typeof tabId !== 'number' || typeof origin !== 'string') return null;
  if (typeof askedAt !== 'number' || typeof patienceMs !== 'number') return null;
  return { askId, owner, ownerId, kind, wallet, tabId, origin, loadNonce, askedAt, patienceMs };
}

/** One key an ask, so that two writers never undo each other's work. */
export function createAskStore(): AskStore {
  const area = browser.storage.session;
  return {
    async list() {
      const kept = await area.get(null);
      return Object.entries(kept)
        .filter(([key]) => key.startsWith(PREFIX))
        .map(([, value]) => parseRecord(value))
        .filter((record) => record !== null);
    },
    put: (record) => area.set({ [PREFIX + record.askId]: record }),
    remove: (askId) => area.remove(PREFIX + askId),
  };
}
