// The only path from the background to a wallet: hands a prompt to a tab and returns at once; matches each answer
// to exactly one outstanding prompt and passes the answer to the prompt's owner.
import { type MetadataDefinition, type PageCommand } from '../bridge/envelope.ts';
import { parseAnswerEnvelope } from '../bridge/parse-envelope.ts';
import { AppError, toWireError } from '../errors.ts';
import type { SignerPayload } from '../model/extrinsic.ts';
import type { Hex } from '../units.ts';
import { isFrom, type AnswerSender } from './answer-sender.ts';
import { createLostPrompts } from './lost-prompts.ts';
import type { PromptOwner, PromptRecord, PromptStore } from './prompt-store.ts';
import { reachPage } from './reach-page.ts';
import { asPlain, createSigningForms, isPlainAsk, type FormStore } from './signing-forms.ts';
import { endOf, outcomeOf, type Outcome } from './outcome.ts';
import { isEarlierAsk, isToSign, newestAsk, supersede } from './superseded-prompts.ts';
import type { TabAccess } from './tab-access.ts';

export type { Outcome };

/** Called at least once for a prompt (a worker may die in between): must be idempotent by promptId. */
type OutcomeTaker = (record: PromptRecord, outcome: Outcome) => Promise<void>;

/** Where a prompt goes, who owns it, and how long the page waits for the wallet. */
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
 * Every prompt resolves when the page has it and never waits for the wallet. It throws AppError TAB_UNREACHABLE
 * (no grant), TAB_NAVIGATED (another page by now), PAGE_INTERFERES (the page keeps our script from working)
 * or REQUEST_PENDING (that wallet already has a prompt on that tab; an offer of metadata excludes only another
 * offer). A prompt to sign supersedes earlier ones of its request, whose answers arrive all the same. Answers go to the
 * owner's taker.
 */
export type WalletBridge = {
  onOutcome(owner: PromptOwner, taker: OutcomeTaker): void;
  lookForWallets(target: PromptTarget): Promise<void>;
  listAccounts(target: Signing): Promise<void>;
  askForSignature(target: Signing & { payload: SignerPayload }): Promise<void>;
  /** A signature of a text, by which a wallet shows that it holds an address (src/service/confirm-address.ts). */
  askForRawSignature(target: Signing & { address: string; bytes: Hex }): Promise<void>;
  provideMetadata(target: Signing & { definition: MetadataDefinition }): Promise<void>;
  /** The handler of `pageAnswered`. Throws AppError NOT_ALLOWED, BAD_MESSAGE or REQUEST_UNKNOWN. */
  takeAnswer(body: { loadNonce: string; envelope: unknown }, sender: AnswerSender): Promise<void>;
  /** Is the prompt outstanding and still held by its page? After a restart, `false` means: prompt again. */
  isHeld(promptId: string): Promise<boolean>;
  /** The same for any prompt of a connection or request. */
  isOwnerHeld(ownerId: string): Promise<boolean>;
  /** The same, but a frozen page counts: it may resume, and answer then. */
  mayOwnerBeAnswered(ownerId: string): Promise<boolean>;
  /** Withdraws a prompt: later answers to it are refused. */
  forget(promptId: string): Promise<void>;
  forgetOwner(ownerId: string): Promise<void>;
  /** The same for a request's prompts to sign; an offer of metadata goes on. */
  forgetSigning(ownerId: string): Promise<void>;
  /** For chrome.tabs.onRemoved: ends the tab's prompts with TAB_CLOSED. */
  tabClosed(tabId: number): Promise<void>;
  /**
   * The handler of `pageLeft`: ends the prompts of that tab, frame, origin and load with TAB_NAVIGATED, or TAB_CLOSED where
   * the tab closes with its page. Anybody else's message ends nothing.
   */
  pageLeft(body: { loadNonce: string }, sender: AnswerSender): Promise<void>;
  /**
   * For the alarm and for start-up: ends prompts past their deadline with WALLET_SILENT, and those whose page was left
   * without a message that arrived, as `pageLeft` does.
   */
  endLost(): Promise<void>;
};

type WalletBridgeParts = {
  prompts: PromptStore;
  forms: FormStore;
  tabs: TabAccess;
  now: () => number;
  /** An id of at least 128 random bits. */
  newNonce: () => string;
};

export function createWalletBridge({
  prompts,
  forms: formStore,
  tabs,
  now,
  newNonce,
}: WalletBridgeParts): WalletBridge {
  const forms = createSigningForms(formStore);
  const takers = new Map<PromptOwner, OutcomeTaker>();

  /** Endings of one prompt run one after the other: of two at once, only the first reaches the owner. */
  const finishing = new Map<string, Promise<unknown>>();

  async function finish(record: PromptRecord, outcome: Outcome): Promise<void> {
    const { promptId } = record;
    const earlier = finishing.get(promptId) ?? Promise.resolve();
    // A failure of the earlier ending is reported to its sender; the prompt is still outstanding.
    const done = earlier.catch(() => undefined).then(() => hand(record, outcome));
    finishing.set(promptId, done);
    try {
      await done;
    } finally {
      if (finishing.get(promptId) === done) finishing.delete(promptId);
    }
  }

  /** Calls the owner first, removes the record last: a worker's death in between repeats the call and never loses it. */
  async function hand(record: PromptRecord, outcome: Outcome): Promise<void> {
    const taker = takers.get(record.owner);
    if (taker === undefined) throw new AppError('INTERNAL', { text: `no taker: ${record.owner}` });
    const isOutstanding = (await prompts.list()).some(
      ({ promptId }) => promptId === record.promptId,
    );
    if (!isOutstanding) return;
    await taker(record, outcome);
    await forms.learn(record, endOf(outcome));
    await prompts.remove(record.promptId);
  }

  async function fail(record: PromptRecord, error: AppError): Promise<void> {
    await finish(record, { ok: false, error: toWireError(error) });
  }

  type Which = (record: PromptRecord) => boolean;

  async function someHeld(isMeant: Which, ifFrozen = false): Promise<boolean> {
    for (const { promptId, tabId, loadNonce } of (await prompts.list()).filter(isMeant)) {
      const status = await tabs.ping(tabId);
      if (status === 'silent') {
        if (ifFrozen) return true;
        continue;
      }
      if (status?.loadNonce === loadNonce && status.held.includes(promptId)) return true;
    }
    return false;
  }

  async function forget({ promptId, tabId }: PromptRecord): Promise<void> {
    await prompts.remove(promptId);
    await tabs.forget(tabId, promptId);
  }

  async function forgetAll(isMeant: Which): Promise<void> {
    for (const record of (await prompts.list()).filter(isMeant)) await forget(record);
  }

  async function send(
    target: PromptTarget,
    wallet: string | null,
    command: PageCommand,
  ): Promise<void> {
    // Wallets queue offers of metadata apart from other prompts and show them first: an offer blocks no other prompt.
    const isOffer = command.kind === 'provide-metadata';
    const isEarlier = isEarlierAsk(target, command.kind);
    const isRival = (record: PromptRecord): boolean =>
      !record.isSuperseded &&
      !isEarlier(record) &&
      record.tabId === target.tabId &&
      record.wallet === wallet &&
      (record.kind === 'provide-metadata') === isOffer;
    if (await someHeld(isRival)) throw new AppError('REQUEST_PENDING', { wallet: wallet ?? '' });
    const { promptId, owner, ownerId, tabId, origin, patienceMs } = target;
    const loadNonce = await reachPage(tabs, target, newNonce);
    const record: PromptRecord = {
      promptId,
      owner,
      ownerId,
      kind: command.kind,
      wallet,
      tabId,
      origin,
      loadNonce,
      patienceMs,
      askedAt: now(),
      isSuperseded: false,
      isPlain: isPlainAsk(command),
    };
    await prompts.put(record);
    for (const old of await supersede(prompts, isEarlier, promptId)) await forget(old);
    const status = await tabs.run(tabId, record, command);
    if (status?.held.includes(promptId)) return;
    await prompts.remove(promptId);
    throw new AppError('TAB_NAVIGATED', { origin });
  }

  return {
    onOutcome: (owner, taker) => void takers.set(owner, taker),
    lookForWallets: (target) => send(target, null, { kind: 'find-wallets' }),
    listAccounts: (target) =>
      send(target, target.wallet, { kind: 'list-accounts', wallet: target.wallet }),
    async askForSignature({ wallet, payload, ...target }) {
      const newest = await newestAsk(prompts, target, 'sign-payload');
      const form = await forms.choose({ ownerId: target.ownerId, wallet }, newest);
      await send(target, wallet, {
        kind: 'sign-payload',
        wallet,
        // The bytes that are signed are the same in either form.
        payload: form.plainFor === null && form.isPlain ? asPlain(payload) : payload,
        plainFor: form.plainFor,
      });
    },
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
      const record = (await prompts.list()).find(({ promptId }) => promptId === parsed.promptId);
      if (record === undefined) throw new AppError('REQUEST_UNKNOWN');
      if (!isFrom(record, loadNonce, sender)) throw new AppError('NOT_ALLOWED');
      await finish(record, outcomeOf(record.kind, parsed.answer));
    },

    isHeld: (promptId) => someHeld((record) => record.promptId === promptId),
    isOwnerHeld: (ownerId) => someHeld((record) => record.ownerId === ownerId),
    mayOwnerBeAnswered: (ownerId) => someHeld((record) => record.ownerId === ownerId, true),
    forget: (promptId) => forgetAll((record) => record.promptId === promptId),
    forgetOwner: (ownerId) => forgetAll((record) => record.ownerId === ownerId),
    forgetSigning: (ownerId) =>
      forgetAll((record) => record.ownerId === ownerId && isToSign(record)),
    ...createLostPrompts({ prompts, tabs, now, fail }),
  };
}
