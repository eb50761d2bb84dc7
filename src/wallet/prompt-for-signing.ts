// Brings a signing request's ask to a tab of the page where its wallet knows us: the tab the user is on, else
// an open one we may reach, else a new one. Knows nothing of what is signed.
import { AppError } from '../errors.ts';
import type { MetadataDefinition } from '../bridge/envelope.ts';
import type { SignerPayload } from '../model/extrinsic.ts';
import type { WalletTabs } from './wallet-tabs.ts';
import type { WalletBridge } from './wallet-bridge.ts';

type SigningPrompt = {
  promptId: string;
  requestId: string;
  wallet: string;
  origin: string;
  /** null: no tab of that page is known. */
  tabId: number | null;
  payload: SignerPayload;
  patienceMs: number;
};

export type MetadataOffer = Omit<SigningPrompt, 'payload'> & { definition: MetadataDefinition };

const LOAD_MS = 30_000;
const LOAD_POLL_MS = 200;

/** Throws TAB_UNREACHABLE where the user has to click our button on that page, or allow it, first. */
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

/** The user may be on any page by now: that is no failure as long as there is another way to the wallet's. */
const isElsewhere = (error: unknown): boolean =>
  error instanceof AppError &&
  ['TAB_NAVIGATED', 'TAB_UNREACHABLE', 'TAB_CLOSED'].includes(error.code);

/**
 * Resolves when a page holds the ask. Throws AppError TAB_UNREACHABLE, TAB_CLOSED, TAB_NAVIGATED,
 * PAGE_INTERFERES, REQUEST_PENDING.
 */
export async function askForSigning(
  { requestId, tabId, ...ask }: SigningPrompt,
  { bridge, tabs }: { bridge: WalletBridge; tabs: WalletTabs },
): Promise<void> {
  const target = { ...ask, owner: 'signing', ownerId: requestId } as const;
  try {
    if (tabId !== null) {
      await bridge.askForSignature({ ...target, tabId });
      return;
    }
  } catch (error) {
    if (!isElsewhere(error)) throw error;
  }
  await bridge.askForSignature({ ...target, tabId: await tabFor(ask.origin, tabs) });
}

/**
 * Hands the wallet what it needs to show a call in words; a wallet that knows it already is not disturbed.
 * Resolves and throws as `askForSigning`.
 */
export async function offerMetadata(
  { promptId, requestId, wallet, origin, tabId, definition, patienceMs }: MetadataOffer,
  { bridge, tabs }: { bridge: WalletBridge; tabs: WalletTabs },
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
