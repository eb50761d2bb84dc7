// Whether a wallet is asked for a whole signed transaction or for a signature alone. Hardware needs the first; a wallet that
// lacks the chain's metadata fails at it in its own window, where nothing of that comes back.
import type { PageCommand } from '../bridge/envelope.ts';
import { browser } from '../browser.ts';
import type { ErrorCode } from '../errors.ts';
import type { SignerPayload } from '../model/extrinsic.ts';
import type { PromptRecord } from './prompt-store.ts';

/** `next:` a request's next form, for as long as the browser runs; `plain:` a wallet's version that makes no whole ones. */
export type FormStore = {
  read(key: string): Promise<string | null>;
  write(key: string, value: string | null): Promise<void>;
};

type Form = { isPlain: boolean; plainFor: string | null };

export type SigningForms = {
  /** For the next ask of that request; `newest`: its newest ask that nothing came of yet. */
  choose(ask: { ownerId: string; wallet: string }, newest: PromptRecord | undefined): Promise<Form>;
  /** Learns from what came of an ask: `version` of a signature, or why there is none. */
  learn(record: PromptRecord, end: { version: string } | { code: ErrorCode }): Promise<void>;
};

/** Failures that the other form of the same ask may not have. */
const formMayMatter: readonly ErrorCode[] = ['WALLET_FAILED', 'WALLET_CANNOT', 'WALLET_GARBAGE'];

const nextKey = (ownerId: string): string => `next:${ownerId}`;
const plainKey = (wallet: string): string => `plain:${wallet}`;

export const asPlain = (payload: SignerPayload): SignerPayload => ({
  ...payload,
  withSignedTransaction: false,
});

export const isPlainAsk = (command: PageCommand): boolean =>
  command.kind === 'sign-payload' &&
  (command.plainFor !== null || !command.payload.withSignedTransaction);

export function createSigningForms(store: FormStore): SigningForms {
  return {
    async choose({ ownerId, wallet }, newest) {
      const plainFor = await store.read(plainKey(wallet));
      const next = await store.read(nextKey(ownerId));
      // Asked again, as nothing came: then in the other form.
      if (newest !== undefined) return { isPlain: !newest.isPlain, plainFor: null };
      if (next !== null) return { isPlain: next === 'signature', plainFor: null };
      return { isPlain: plainFor !== null, plainFor };
    },

    async learn(record, end) {
      const { ownerId, wallet, isPlain } = record;
      if (wallet === null || record.kind !== 'sign-payload') return;
      if ('version' in end) {
        await store.write(nextKey(ownerId), null);
        const known = await store.read(plainKey(wallet));
        // Another version than the known one may have been asked for a whole one after all.
        const isSure = isPlain && end.version !== '' && (known ?? end.version) === end.version;
        await store.write(plainKey(wallet), isSure ? end.version : null);
      } else if (formMayMatter.includes(end.code)) {
        await store.write(nextKey(ownerId), isPlain ? 'whole' : 'signature');
      }
    },
  };
}

export function createFormStore(): FormStore {
  const areaOf = (key: string) =>
    key.startsWith('next:') ? browser.storage.session : browser.storage.local;
  return {
    async read(key) {
      const { [key]: value } = await areaOf(key).get(key);
      return typeof value === 'string' ? value : null;
    },
    write: (key, value) =>
      value === null ? areaOf(key).remove(key) : areaOf(key).set({ [key]: value }),
  };
}
