// What a page asks of the test wallet, how it is kept while a person decides, and what is answered. Kept in
// storage, so that neither the worker nor a window has to live while the other thinks.
import type { InjectedAccount, MetadataDef } from '@polkadot/extension-inject/types';
import type { SignerPayloadJSON, SignerPayloadRaw } from '@polkadot/types/types';
import type { HexString } from '@polkadot/util/types';

export type WalletAsk =
  | { kind: 'enable'; appName: string }
  | { kind: 'accounts' }
  | { kind: 'sign-payload'; payload: SignerPayloadJSON }
  | { kind: 'sign-raw'; raw: SignerPayloadRaw }
  | { kind: 'known-metadata' }
  | { kind: 'provide-metadata'; definition: MetadataDef };

export type WalletRequest = { id: string; origin: string; ask: WalletAsk };

export type Signed = { id: number; signature: HexString; signedTransaction?: HexString };

export type WalletReply =
  | { value: true | InjectedAccount[] | Signed | { genesisHash: string; specVersion: number }[] }
  | { error: string };

export const requestKey = (id: string): string => `request:${id}`;
export const replyKey = (id: string): string => `reply:${id}`;

/** The wallet's own content script waits for this key. */
export async function reply(id: string, answer: WalletReply): Promise<void> {
  await chrome.storage.local.remove(requestKey(id));
  await chrome.storage.local.set({ [replyKey(id)]: answer });
}

export async function openRequests(): Promise<WalletRequest[]> {
  const kept = await chrome.storage.local.get<Record<string, WalletRequest>>(null);
  return Object.entries(kept)
    .filter(([key]) => key.startsWith('request:'))
    .map(([, value]) => value);
}

type Shared = { shared?: Record<string, string[]> };

/** Which accounts a page may see; null: it was never allowed. */
export async function sharedWith(origin: string): Promise<string[] | null> {
  const { shared } = await chrome.storage.local.get<Shared>('shared');
  return shared?.[origin] ?? null;
}

export async function shareWith(origin: string, addresses: string[]): Promise<void> {
  const { shared } = await chrome.storage.local.get<Shared>('shared');
  await chrome.storage.local.set({ shared: { ...shared, [origin]: addresses } });
}

export async function knownMetadata(): Promise<Record<string, MetadataDef>> {
  type Kept = { metadata?: Record<string, MetadataDef> };
  return (await chrome.storage.local.get<Kept>('metadata')).metadata ?? {};
}
