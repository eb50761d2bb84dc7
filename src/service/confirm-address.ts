// "Confirm this address": asks a wallet to sign a text that moves nothing, and believes only a signature of the coldkey over
// exactly that text. What is asked, and how it ended, is kept with the account; nothing here can be sent to the chain.
import { verifySignature } from '../chain/extrinsic/verify-signature.ts';
import { toHex } from '../chain/scale/hex.ts';
import { AppError, toWireError, type WireError } from '../errors.ts';
import { messageText } from '../browser.ts';
import { isFresh } from '../model/age.ts';
import type { Confirmation, KeyType, StoredAccount } from '../model/account.ts';
import type { Body, Change } from '../messages.ts';
import { changeAccount, readAccount, readAccounts } from '../store/accounts.ts';
import type { Hex, Ss58Address } from '../units.ts';
import { promptForConfirmation } from '../wallet/prompt-for-signing.ts';
import type { PromptRecord } from '../wallet/prompt-store.ts';
import type { Outcome, WalletBridge } from '../wallet/wallet-bridge.ts';
import type { WalletTabs } from '../wallet/wallet-tabs.ts';
import { confirmed } from './accounts.ts';

type ConfirmationsParts = {
  bridge: WalletBridge;
  tabs: WalletTabs;
  announce: (change: Extract<Change, 'accounts'>) => void;
  now: () => number;
  newId: () => string;
  /** At least 128 random bits. */
  newNonce: () => string;
};

export type Confirmations = {
  /**
   * The handler of `confirmAddress`: resolves when the page has the text, or when why it has not is kept with the account.
   * Throws BAD_ADDRESS where the account was not seen in that wallet on that site.
   */
  confirmAddress(body: Body<'confirmAddress'>): Promise<void>;
  /** The user takes it back, or forgets the account: no answer to it counts any more. */
  cancelConfirmation(body: { coldkey: Ss58Address }): Promise<void>;
  /** The site may be reached now: an ask that waited for that goes on. */
  permissionAdded(): Promise<void>;
  /** Whether a page or a wallet is waited for. */
  isWaiting(): Promise<boolean>;
  /** At start-up and with the alarm, after the bridge's `endLost`: ends what no page will answer any more. */
  resume(): Promise<void>;
};

/** Long enough to unlock the wallet, find its window and read. */
const PATIENCE_MS = 300_000;

/** An ask that failed earlier than that is not what a permission was about. */
const FRESH_MS = 120_000;

const keyTypes: readonly KeyType[] = ['sr25519', 'ed25519', 'ecdsa'];

const bytesOf = (text: string): Hex => toHex(new TextEncoder().encode(text));

/** The wallet shows this to its user: whose address, who asks, and that it is no transaction. */
function textFor(asked: { coldkey: string; origin: string; at: number; nonce: string }): string {
  const { coldkey, origin, at, nonce } = asked;
  return messageText('confirmAddressText', {
    address: coldkey,
    site: origin,
    time: new Date(at).toISOString(),
    number: nonce,
  });
}

/** Of any kind of key: the one that a page reported is not believed. */
const isSigned = (coldkey: Ss58Address, { text }: Confirmation, signature: Hex): boolean =>
  keyTypes.some((keyType) =>
    verifySignature({ signedBytes: bytesOf(text), signature, coldkey, keyType, as: 'message' }),
  );

const isAsked = ({ confirmation }: StoredAccount): boolean => confirmation?.state === 'asked';

export function createConfirmations(parts: ConfirmationsParts): Confirmations {
  const { bridge, tabs, announce, now, newId, newNonce } = parts;
  /** Being brought to a page in this life of the worker: no page holds these yet. */
  const onTheWay = new Set<Ss58Address>();

  /** Changes the account while this very ask is open there; anything later finds another id, or none. */
  async function end(
    coldkey: Ss58Address,
    id: string,
    change: (account: StoredAccount, asked: Confirmation) => StoredAccount,
  ): Promise<void> {
    await changeAccount(coldkey, (current) => {
      const asked = current?.confirmation;
      if (current === undefined || asked?.state !== 'asked' || asked.id !== id) return undefined;
      return change(current, asked);
    });
    announce('accounts');
  }

  const fail = (coldkey: Ss58Address, id: string, error: WireError): Promise<void> =>
    end(coldkey, id, (account, asked) => ({
      ...account,
      confirmation: { ...asked, state: 'failed', error },
    }));

  /** May arrive twice, and late: only the answer to the ask that is open counts. */
  async function answered({ ownerId, promptId }: PromptRecord, outcome: Outcome): Promise<void> {
    const account = (await readAccounts()).find(({ coldkey }) => coldkey === ownerId);
    const asked = account?.confirmation;
    if (account === undefined || asked?.id !== promptId) return;
    const { coldkey } = account;
    if (!outcome.ok) {
      await fail(coldkey, promptId, outcome.error);
      return;
    }
    const { answer } = outcome;
    if (answer.kind !== 'sign-raw' || !isSigned(coldkey, asked, answer.signature)) {
      await fail(coldkey, promptId, toWireError(new AppError('NOT_CONFIRMED')));
      return;
    }
    const at = now();
    await end(coldkey, promptId, (current) => confirmed(current, current.confirmedAt ?? at, asked));
  }

  bridge.onOutcome('confirmation', answered);

  async function confirmAddress(body: Body<'confirmAddress'>): Promise<void> {
    const { coldkey, wallet, origin, tabId } = body;
    const sources = (await readAccount(coldkey))?.sources ?? [];
    if (!sources.some((source) => source.wallet === wallet && source.origin === origin)) {
      throw new AppError('BAD_ADDRESS');
    }
    const promptId = newId();
    const at = now();
    const text = textFor({ coldkey, origin, at, nonce: newNonce() });
    onTheWay.add(coldkey);
    try {
      await bridge.forgetOwner(coldkey);
      const asked = { id: promptId, wallet, origin, text, askedAt: at } as const;
      // Written before the wallet is asked: its answer is held against what is stored.
      await changeAccount(
        coldkey,
        (current) =>
          current && { ...current, confirmation: { ...asked, state: 'asked', error: null } },
      );
      announce('accounts');
      const prompt = { promptId, coldkey, wallet, origin, tabId, bytes: bytesOf(text) };
      await promptForConfirmation({ ...prompt, patienceMs: PATIENCE_MS }, { bridge, tabs });
    } catch (error) {
      await fail(coldkey, promptId, toWireError(error));
    } finally {
      onTheWay.delete(coldkey);
    }
  }

  return {
    confirmAddress,

    async cancelConfirmation({ coldkey }) {
      await bridge.forgetOwner(coldkey);
      await changeAccount(coldkey, (current) => {
        if (current?.confirmation === undefined) return undefined;
        const { confirmation: _withdrawn, ...account } = current;
        return account;
      });
      announce('accounts');
    },

    async permissionAdded() {
      for (const { coldkey, confirmation } of await readAccounts()) {
        if (confirmation?.error?.code !== 'TAB_UNREACHABLE') continue;
        const { wallet, origin, askedAt } = confirmation;
        if (!isFresh(askedAt, now(), FRESH_MS) || !(await tabs.mayReach(origin))) continue;
        await confirmAddress({ coldkey, wallet, origin, tabId: null });
        return;
      }
    },

    isWaiting: async () => (await readAccounts()).some(isAsked),

    async resume() {
      for (const { coldkey, confirmation } of (await readAccounts()).filter(isAsked)) {
        if (confirmation === undefined || onTheWay.has(coldkey)) continue;
        if (await bridge.mayOwnerBeAnswered(coldkey)) continue;
        await bridge.forgetOwner(coldkey);
        const silent = new AppError('WALLET_SILENT', { wallet: confirmation.wallet });
        await fail(coldkey, confirmation.id, toWireError(silent));
      }
    },
  };
}
