// Fakes for tests of src/wallet: a browser's tabs with pages in them, and stores that outlive a worker.
import type { ContentStatus, PageAnswer, PageCommand } from '../../src/bridge/envelope.ts';
import { AppError } from '../../src/errors.ts';
import type { StoredAccount } from '../../src/model/account.ts';
import type { Connection } from '../../src/model/connection.ts';
import type { PromptRecord, PromptStore } from '../../src/wallet/prompt-store.ts';
import type { AccountStore, ConnectionStore } from '../../src/wallet/connector.ts';
import type { FormStore } from '../../src/wallet/signing-forms.ts';
import type { WalletTabs } from '../../src/wallet/wallet-tabs.ts';
import type { TabAccess } from '../../src/wallet/tab-access.ts';

export type FakePage = {
  origin: string;
  /** Neither clicked on nor allowed: scripts cannot be put in. */
  isForbidden?: boolean;
  /** Keeps our page script from working. */
  isBroken?: boolean;
  isLoading?: boolean;
};

type Loaded = FakePage & { nonce: string | null; isReady: boolean; held: Map<string, PageCommand> };

/** The tabs of a browser; prompts are held until a test answers them. */
export class FakeTabs implements TabAccess, WalletTabs {
  readonly frozen = new Set<number>();
  readonly pages = new Map<number, Loaded>();
  readonly permissions = new Set<string>();
  readonly asked: { tabId: number; record: PromptRecord; command: PageCommand }[] = [];
  opened = 0;

  load(tabId: number, page: FakePage): void {
    this.pages.set(tabId, { ...page, nonce: null, isReady: false, held: new Map() });
  }

  #page(tabId: number): Loaded {
    const page = this.pages.get(tabId);
    if (page === undefined) throw new AppError('TAB_CLOSED');
    if (page.isForbidden) throw new AppError('TAB_UNREACHABLE');
    return page;
  }

  #status(tabId: number): ContentStatus | null {
    const page = this.pages.get(tabId);
    if (page === undefined || page.nonce === null) return null;
    const { nonce: loadNonce, origin, isReady: isPageReady } = page;
    return { loadNonce, origin, isPageReady, held: [...page.held.keys()] };
  }

  async injectContent(tabId: number): Promise<void> {
    this.#page(tabId);
  }

  async injectPage(tabId: number): Promise<void> {
    const page = this.#page(tabId);
    page.isReady = page.isBroken !== true;
  }

  async begin(tabId: number, loadNonce: string): Promise<ContentStatus | null> {
    const page = this.#page(tabId);
    page.nonce = loadNonce;
    page.held.clear();
    return this.#status(tabId);
  }

  async ping(tabId: number): Promise<ContentStatus | 'silent' | null> {
    return this.frozen.has(tabId) ? 'silent' : this.#status(tabId);
  }

  async run(
    tabId: number,
    record: PromptRecord,
    command: PageCommand,
  ): Promise<ContentStatus | null> {
    const page = this.pages.get(tabId);
    if (page?.nonce === record.loadNonce) page.held.set(record.promptId, command);
    this.asked.push({ tabId, record, command });
    return this.#status(tabId);
  }

  async forget(tabId: number, promptId: string): Promise<void> {
    this.pages.get(tabId)?.held.delete(promptId);
  }

  async isClosing(tabId: number): Promise<boolean> {
    return !this.pages.has(tabId);
  }

  async mayReach(origin: string): Promise<boolean> {
    return this.permissions.has(origin);
  }

  async open(origin: string): Promise<number> {
    this.opened += 1;
    const tabId = 100 + this.opened;
    this.load(tabId, { origin, isLoading: true });
    return tabId;
  }

  async status(tabId: number): Promise<'loading' | 'complete' | 'gone'> {
    const page = this.pages.get(tabId);
    if (page === undefined) return 'gone';
    return page.isLoading ? 'loading' : 'complete';
  }

  async find(origin: string): Promise<number | null> {
    for (const [tabId, page] of this.pages) if (page.origin === origin) return tabId;
    return null;
  }

  /** What `pageAnswered` would be called with for the newest prompt. */
  answerOf(answer: PageAnswer) {
    const last = this.asked.at(-1);
    if (last === undefined) throw new Error('nothing was asked');
    const { tabId, record } = last;
    return {
      body: { loadNonce: record.loadNonce, envelope: { promptId: record.promptId, answer } },
      sender: { tab: { id: tabId }, frameId: 0, origin: record.origin },
    };
  }
}

export function createFakePrompts(): PromptStore & { kept: Map<string, PromptRecord> } {
  const kept = new Map<string, PromptRecord>();
  return {
    kept,
    list: async () => [...kept.values()],
    put: async (record) => void kept.set(record.promptId, record),
    remove: async (promptId) => void kept.delete(promptId),
  };
}

export function createFakeForms(): FormStore & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    read: async (key) => kept.get(key) ?? null,
    write: async (key, value) => void (value === null ? kept.delete(key) : kept.set(key, value)),
  };
}

export function createFakeStores(): ConnectionStore &
  AccountStore & { connection: Connection | null; accounts: Map<string, StoredAccount> } {
  const accounts = new Map<string, StoredAccount>();
  const stores = {
    connection: null as Connection | null,
    accounts,
    readConnection: async () => stores.connection,
    changeConnection: async (change: (current: Connection | null) => Connection | null) => {
      stores.connection = change(stores.connection);
      return stores.connection;
    },
    changeAccount: async (
      coldkey: string,
      change: (current: StoredAccount | undefined, lastOrder: number) => StoredAccount | undefined,
    ) => {
      const next = change(accounts.get(coldkey), accounts.size);
      if (next) accounts.set(coldkey, next);
    },
  };
  return stores;
}
