// The one way from the background to a wallet: hands an ask to a tab and returns at once; takes answers,
// matches each to exactly one outstanding ask and passes it on. Decides nothing about what was answered.
import {
  parseAnswerEnvelope,
  type MetadataDefinition,
  type PageAnswer,
} from '../bridge/envelope.ts';
import type { CommandKind, ContentStatus, PageCommand } from '../bridge/envelope.ts';
import { AppError, toWireError, type WireError } from '../errors.ts';
import type { SignerPayload } from '../model/extrinsic.ts';
import type { Hex } from '../units.ts';
import { isFrom, type AnswerSender } from './answer-sender.ts';
import type { PromptOwner, PromptRecord, PromptStore } from './prompt-store.ts';
import { failureOf } from './wallet-failure.ts';

/** What the bridge needs of the browser; tab-access.ts is the real one. */
export type TabAccess = {
  /** Each throws AppError TAB_UNREACHABLE when the tab may not be touched (no grant, no such page). */
  injectContent(tabId: number): Promise<void>;
  injectPage(tabId: number): Promise<void>;
  /** null: nothing of ours is in that tab's page. */
  begin(tabId: number, loadNonce: string): Promise<ContentStatus | null>;
  /** `silent`: somebody may be there and answers nothing now, as in a frozen page. */
  ping(tabId: number): Promise<ContentStatus | 'silent' | null>;
  ask(tabId: number, record: PromptRecord, ask: PageCommand): Promise<ContentStatus | null>;
  forget(tabId: number, promptId: string): Promise<void>;
};

type WalletAnswer = Exclude<PageAnswer, { kind: 'failed' }>;
export type Outcome = { ok: true; answer: WalletAnswer } | { ok: false; error: WireError };

/** Called once or more often for one ask (a worker may die in between): must be idempotent by promptId. */
type OutcomeTaker = (record: PromptRecord, outcome: Outcome) => Promise<void>;

/** Where an ask goes, whose it is, and how long the page waits for the wallet. */
export type PromptTarget = {
  promptId: string;
  owner: PromptOwner;
  ownerId: string;
  tabId: number;
  /** The page must still be of this origin. */
  origin: string;
  patienceMs: number;
};

type Signing = PromptTarget & { wallet: string };

/**
 * Every ask resolves when the page has it, never waiting for the wallet; it throws AppError TAB_UNREACHABLE
 * (no grant), TAB_NAVIGATED (another page by now), PAGE_INTERFERES (the page keeps our script from working)
 * or REQUEST_PENDING (the same wallet is still being asked on that tab; an offer of metadata stands in the way of
 * another offer only). Answers come to the owner's taker.
 */
export type WalletBridge = {
  onOutcome(owner: PromptOwner, taker: OutcomeTaker): void;
  lookForWallets(target: PromptTarget): Promise<void>;
  listAccounts(target: Signing): Promise<void>;
  askForSignature(target: Signing & { payload: SignerPayload }): Promise<void>;
  askForRawSignature(target: Signing & { address: string; bytes: Hex }): Promise<void>;
  provideMetadata(target: Signing & { definition: MetadataDefinition }): Promise<void>;
  /** The handler of `pageAnswered`. Throws AppError NOT_ALLOWED, BAD_MESSAGE or REQUEST_UNKNOWN. */
  takeAnswer(ask: { loadNonce: string; envelope: unknown }, sender: AnswerSender): Promise<void>;
  /** Is the ask outstanding and still held by its page? After a restart: `false` means ask again. */
  isHeld(promptId: string): Promise<boolean>;
  /** The same for whatever a connection or request has asked. */
  isOwnerHeld(ownerId: string): Promise<boolean>;
  /** Takes an ask back: whatever comes for it is refused from now on. */
  forget(promptId: string): Promise<void>;
  forgetOwner(ownerId: string): Promise<void>;
  /** For chrome.tabs.onRemoved: ends the tab's asks with TAB_CLOSED. */
  tabClosed(tabId: number): Promise<void>;
  /** For chrome.tabs.onUpdated: ends the tab's asks with TAB_NAVIGATED unless their page is still there. */
  tabChanged(tabId: number): Promise<void>;
  /** For the alarm and for start-up: ends asks that nobody will answer any more with WALLET_SILENT. */
  endOverdue(): Promise<void>;
};

type WalletBridgeParts = {
  asks: PromptStore;
  tabs: TabAccess;
  now: () => number;
  /** An id of at least 128 random bits. */
  newNonce: () => string;
};

/** What a content script's own deadline may be late by before the background stops waiting for it. */
const GRACE_MS = 30_000;

function outcomeOf(kind: CommandKind, answer: PageAnswer): Outcome {
  if (answer.kind === 'failed') {
    return { ok: false, error: toWireError(failureOf(answer.reason, answer.text)) };
  }
  return answer.kind === kind
    ? { ok: true, answer }
    : { ok: false, error: toWireError(new AppError('WALLET_GARBAGE', { answered: answer.kind })) };
}

export function createWalletBridge({ asks, tabs, now, newNonce }: WalletBridgeParts): WalletBridge {
  const takers = new Map<PromptOwner, OutcomeTaker>();

  /** One after the other for one ask: what ends it twice at once must be heard once. */
  const finishing = new Map<string, Promise<unknown>>();

  async function finish(record: PromptRecord, outcome: Outcome): Promise<void> {
    const { promptId } = record;
    const earlier = finishing.get(promptId) ?? Promise.resolve();
    // A failure of the earlier one is its sender's; it left the ask outstanding.
    const done = earlier.catch(() => undefined).then(() => hand(record, outcome));
    finishing.set(promptId, done);
    try {
      await done;
    } finally {
      if (finishing.get(promptId) === done) finishing.delete(promptId);
    }
  }

  /** The owner hears first and the record goes last: dying in between means being heard twice, never not at all. */
  async function hand(record: PromptRecord, outcome: Outcome): Promise<void> {
    const taker = takers.get(record.owner);
    if (taker === undefined) throw new AppError('INTERNAL', { text: `no taker: ${record.owner}` });
    const isOutstanding = (await asks.list()).some(({ promptId }) => promptId === record.promptId);
    if (!isOutstanding) return;
    await taker(record, outcome);
    await asks.remove(record.promptId);
  }

  async function fail(record: PromptRecord, error: AppError): Promise<void> {
    await finish(record, { ok: false, error: toWireError(error) });
  }

  type Which = (record: PromptRecord) => boolean;

  async function someHeld(isMeant: Which): Promise<boolean> {
    for (const { promptId, tabId, loadNonce } of (await asks.list()).filter(isMeant)) {
      const status = await tabs.ping(tabId);
      if (status === 'silent') continue;
      if (status?.loadNonce === loadNonce && status.held.includes(promptId)) return true;
    }
    return false;
  }

  async function forgetAll(isMeant: Which): Promise<void> {
    for (const { promptId, tabId } of (await asks.list()).filter(isMeant)) {
      await asks.remove(promptId);
      await tabs.forget(tabId, promptId);
    }
  }

  /** A page with both scripts in it and a nonce of its own; one that is there already is used again. */
  async function reachPage(tabId: number, origin: string): Promise<string> {
    const there = await tabs.ping(tabId);
    if (there === 'silent') throw new AppError('TAB_UNREACHABLE', { origin });
    if (there?.isPageReady && there.loadNonce !== null && there.origin === origin) {
      return there.loadNonce;
    }
    const loadNonce = newNonce();
    await tabs.injectContent(tabId);
    const begun = await tabs.begin(tabId, loadNonce);
    if (begun?.loadNonce !== loadNonce || begun.origin !== origin) {
      throw new AppError('TAB_NAVIGATED', { origin });
    }
    await tabs.injectPage(tabId);
    const ready = await tabs.ping(tabId);
    if (ready === 'silent' || ready?.loadNonce !== loadNonce)
      throw new AppError('TAB_NAVIGATED', { origin });
    if (!ready.isPageReady) throw new AppError('PAGE_INTERFERES', { origin });
    return loadNonce;
  }

  async function send(
    target: PromptTarget,
    wallet: string | null,
    ask: PageCommand,
  ): Promise<void> {
    // Wallets keep an offer of metadata apart from their other questions, and show it first: it stands in nobody's way.
    const isOffer = ask.kind === 'provide-metadata';
    const isRival = (record: PromptRecord): boolean =>
      record.tabId === target.tabId &&
      record.wallet === wallet &&
      (record.kind === 'provide-metadata') === isOffer;
    if (await someHeld(isRival)) throw new AppError('REQUEST_PENDING', { wallet: wallet ?? '' });
    const { promptId, owner, ownerId, tabId, origin, patienceMs } = target;
    const loadNonce = await reachPage(tabId, origin);
    const record: PromptRecord = {
      promptId,
      owner,
      ownerId,
      kind: ask.kind,
      wallet,
      tabId,
      origin,
      loadNonce,
      patienceMs,
      askedAt: now(),
    };
    await asks.put(record);
    const status = await tabs.ask(tabId, record, ask);
    if (status?.held.includes(promptId)) return;
    await asks.remove(promptId);
    throw new AppError('TAB_NAVIGATED', { origin });
  }

  return {
    onOutcome: (owner, taker) => void takers.set(owner, taker),
    lookForWallets: (target) => send(target, null, { kind: 'find-wallets' }),
    listAccounts: (target) =>
      send(target, target.wallet, { kind: 'list-accounts', wallet: target.wallet }),
    askForSignature: (target) =>
      send(target, target.wallet, {
        kind: 'sign-payload',
        wallet: target.wallet,
        payload: target.payload,
      }),
    askForRawSignature: (target) =>
      send(target, target.wallet, {
        kind: 'sign-raw',
        wallet: target.wallet,
        address: target.address,
        bytes: target.bytes,
      }),
    provideMetadata: (target) =>
      send(target, target.wallet, {
        kind: 'provide-metadata',
        wallet: target.wallet,
        definition: target.definition,
      }),

    async takeAnswer({ loadNonce, envelope }, sender) {
      const parsed = parseAnswerEnvelope(envelope);
      if (parsed === null) throw new AppError('BAD_MESSAGE');
      const record = (await asks.list()).find(({ promptId }) => promptId === parsed.promptId);
      if (record === undefined) throw new AppError('REQUEST_UNKNOWN');
      if (!isFrom(record, loadNonce, sender)) throw new AppError('NOT_ALLOWED');
      await finish(record, outcomeOf(record.kind, parsed.answer));
    },

    isHeld: (promptId) => someHeld((record) => record.promptId === promptId),
    isOwnerHeld: (ownerId) => someHeld((record) => record.ownerId === ownerId),
    forget: (promptId) => forgetAll((record) => record.promptId === promptId),
    forgetOwner: (ownerId) => forgetAll((record) => record.ownerId === ownerId),

    async tabClosed(tabId) {
      for (const record of await asks.list()) {
        if (record.tabId === tabId) await fail(record, new AppError('TAB_CLOSED'));
      }
    },

    async tabChanged(tabId) {
      const waiting = (await asks.list()).filter((record) => record.tabId === tabId);
      if (waiting.length === 0) return;
      const status = await tabs.ping(tabId);
      // A frozen page may thaw, and answer then.
      if (status === 'silent') return;
      for (const record of waiting) {
        if (status?.loadNonce === record.loadNonce) continue;
        await fail(record, new AppError('TAB_NAVIGATED', { origin: record.origin }));
      }
    },

    async endOverdue() {
      for (const record of await asks.list()) {
        const isOverdue = now() > record.askedAt + record.patienceMs + GRACE_MS;
        if (isOverdue) await fail(record, new AppError('WALLET_SILENT', wordsFor(record)));
      }
    },
  };
}

function wordsFor({ wallet }: PromptRecord): { wallet: string } {
  return { wallet: wallet ?? '' };
}
