// Brings a signing request's prompt to a tab of the site where its wallet knows us: the tab the user is on, else
// an open tab we may reach, else a new tab.
import { AppError } from '../errors.ts';
import type { MetadataDefinition } from '../bridge/envelope.ts';
import type { SignerPayload } from '../model/extrinsic.ts';
import type { Hex, Ss58Address } from '../units.ts';
import type { WalletTabs } from './wallet-tabs.ts';
import type { WalletBridge } from './wallet-bridge.ts';

export type SigningPrompt = {
  promptId: string;
  requestId: string;
  wallet: string;
  origin: string;
  /** null: no tab of that site is known. */
  tabId: number | null;
  payload: SignerPayload;
  /** After this a signature is of no use any more. */
  patienceMs: number;
};

type ConfirmationPrompt = Omit<SigningPrompt, 'requestId' | 'payload'> & {
  coldkey: Ss58Address;
  /** Of the text. */
  bytes: Hex;
};

export type MetadataOffer = Omit<SigningPrompt, 'payload'> & { definition: MetadataDefinition };

type WalletReach = { bridge: WalletBridge; tabs: WalletTabs };

const LOAD_MS = 30_000;
const LOAD_POLL_MS = 200;

/** Throws TAB_UNREACHABLE where the user must first click our button on that page, or allow the site. */
async function tabFor(origin: string, tabs: WalletTabs): Promise<number> {
  if (!(await tabs.mayReach(origin))) throw new AppError('TAB_UNREACHABLE', { origin });
  const found = await tabs.find(origin);
  if (found !== null) return found;
  const opened = await tabs.open(origin);
  for (let waited = 0; waited < LOAD_MS; waited += LOAD_POLL_MS) {
    const status = await tabs.status(opened);
    if (status === 'complete') return opened;
    if (status === 'gone') throw new AppError('TAB_CLOSED');
    await new Promise((resolve) => setTimeout(resolve, LOAD_POLL_MS));
  }
  throw new AppError('TAB_UNREACHABLE', { origin });
}

/** The user may have left the page: another tab of the site can serve instead. */
const isElsewhere = (error: unknown): boolean =>
  error instanceof AppError &&
  ['TAB_NAVIGATED', 'TAB_UNREACHABLE', 'TAB_CLOSED'].includes(error.code);

async function askOnTab(
  { tabId, origin }: { tabId: number | null; origin: string },
  tabs: WalletTabs,
  ask: (tabId: number) => Promise<void>,
): Promise<void> {
  try {
    if (tabId !== null) {
      await ask(tabId);
      return;
    }
  } catch (error) {
    if (!isElsewhere(error)) throw error;
  }
  await ask(await tabFor(origin, tabs));
}

/**
 * Resolves when a page holds the prompt. Throws AppError TAB_UNREACHABLE, TAB_CLOSED, TAB_NAVIGATED,
 * PAGE_INTERFERES, REQUEST_PENDING.
 */
export async function promptForSigning(
  { requestId, tabId, ...prompt }: SigningPrompt,
  { bridge, tabs }: WalletReach,
): Promise<void> {
  const target = { ...prompt, owner: 'signing', ownerId: requestId } as const;
  await askOnTab({ tabId, origin: prompt.origin }, tabs, (reached) =>
    bridge.askForSignature({ ...target, tabId: reached }),
  );
}

/** The same for the signature of a text, by which the wallet shows that it holds the coldkey's key. */
export async function promptForConfirmation(
  { coldkey, tabId, ...prompt }: ConfirmationPrompt,
  { bridge, tabs }: WalletReach,
): Promise<void> {
  const target = { ...prompt, owner: 'confirmation', ownerId: coldkey, address: coldkey } as const;
  await askOnTab({ tabId, origin: prompt.origin }, tabs, (reached) =>
    bridge.askForRawSignature({ ...target, tabId: reached }),
  );
}

/**
 * Offers the wallet the metadata that it needs to show a call in words; a wallet that has it already shows nothing.
 * Resolves and throws as `promptForSigning`.
 */
export async function offerMetadata(
  { promptId, requestId, wallet, origin, tabId, definition, patienceMs }: MetadataOffer,
  { bridge, tabs }: WalletReach,
): Promise<void> {
  await bridge.provideMetadata({
    promptId,
    owner: 'signing',
    ownerId: requestId,
    tabId: tabId ?? (await tabFor(origin, tabs)),
    origin,
    wallet,
    definition,
    patienceMs,
  });
}
