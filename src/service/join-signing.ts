// Gives signing what it needs of the other parts, and hands it what comes back from wallets. Loads it with the first
// request there is: a worker that was started to read a portfolio does not wait for it. Decides nothing.
import { currentNetwork } from '../model/built-in-networks.ts';
import { announce } from '../protocol.ts';
import type { Signing } from '../signing/create-signing.ts';
import { isAlive } from '../signing/requests.ts';
import type { SigningDeps } from '../signing/signing-deps.ts';
import { readAccount } from '../store/accounts.ts';
import { changeAllRequests, changeRequest, readRequest, readRequests } from '../store/requests.ts';
import { readSettings } from '../store/settings.ts';
import { promptForSigning } from '../wallet/prompt-for-signing.ts';
import type { WalletTabs } from '../wallet/wallet-tabs.ts';
import type { WalletBridge } from '../wallet/wallet-bridge.ts';
import { confirmAccount } from './accounts.ts';
import { reportBackgroundError, type NodeReading } from './create-reading.ts';
import type { MetadataOffers } from './metadata-offers.ts';

type JoinedSigning = Omit<Signing, 'stop'>;

export function joinSigning(
  reading: NodeReading,
  bridge: WalletBridge,
  tabs: WalletTabs,
  offers: MetadataOffers,
  requestsChanged: () => void,
): JoinedSigning {
  let loading: Promise<Signing> | null = null;

  const make = async (): Promise<Signing> => {
    const parts = await import('./signing-parts.ts');
    return parts.createSigning({ ...deps, signatures: parts.signatures, planning: parts.planning });
  };

  /** One for the worker's life; what could not be loaded is tried again. */
  function load(): Promise<Signing> {
    loading ??= make().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  async function whereAlive<T>(none: T, use: (signing: Signing) => Promise<T>): Promise<T> {
    // Loaded, it looks for itself.
    if (loading === null && !(await readRequests()).some(isAlive)) return none;
    return use(await load());
  }

  const deps = {
    chain: () => reading.live.withClient(async (client) => client),
    network: async () => currentNetwork(await readSettings()),
    store: {
      list: () => readRequests(),
      read: readRequest,
      change: changeRequest,
      changeAll: changeAllRequests,
    },
    askWallet: (ask) => promptForSigning(ask, { bridge, tabs }),
    forgetPrompt: (promptId) => bridge.forget(promptId),
    isPromptHeld: (promptId) => bridge.isHeld(promptId),
    readSources: async (coldkey) => (await readAccount(coldkey))?.sources ?? [],
    confirmAccount: async (coldkey, at) => {
      if (await confirmAccount(coldkey, at)) announce('accounts');
    },
    announce: requestsChanged,
    now: Date.now,
    newId: () => crypto.randomUUID(),
    report: reportBackgroundError,
  } satisfies Omit<SigningDeps, 'signatures' | 'planning'>;

  const walletAnswered: Signing['walletAnswered'] = async (promptId, outcome) =>
    (await load()).walletAnswered(promptId, outcome);

  bridge.onOutcome('signing', async (record, outcome) => {
    if (record.kind === 'provide-metadata') {
      await offers.ended(record, outcome);
    } else if (!outcome.ok) {
      await walletAnswered(record.promptId, { ok: false, error: outcome.error });
    } else if (outcome.answer.kind === 'sign-payload') {
      const { signature, signedTransaction } = outcome.answer;
      await walletAnswered(record.promptId, { ok: true, signature, signedTransaction });
    }
  });
  return {
    requestSignature: async (ask) => (await load()).requestSignature(ask),
    askWallet: async (ask) => (await load()).askWallet(ask),
    walletAnswered,
    cancelRequest: async (id) => (await load()).cancelRequest(id),
    dismissRequest: async (id) => (await load()).dismissRequest(id),
    onHead: (head) => whereAlive(undefined, (signing) => signing.onHead(head)),
    resumeAll: () => whereAlive(undefined, (signing) => signing.resumeAll()),
    need: () => whereAlive(null, (signing) => signing.need()),
  };
}
