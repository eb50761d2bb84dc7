// The service's door to signing: gives signing what it needs of the other parts, and takes it what wallets answered.
// Signing is loaded with the first request there is: a worker that was started to read a portfolio does not load it.
import { hasUnreadRequest, readRequestsSince } from '../store/known-requests.ts';
import { currentNetwork } from '../model/built-in-networks.ts';
import { announce } from '../protocol.ts';
import { rowsFor } from '../model/guard-rows.ts';
import type { Signing } from '../signing/create-signing.ts';
import type { SigningPorts, WalletOutcome } from '../signing/signing-deps.ts';
import { readAccount } from '../store/accounts.ts';
import {
  changeRequest,
  changeRequests,
  readRequest,
  readRequestsNotFinal,
  readRequestsOf,
  readSettledRequests,
  readUnsettledRequests,
} from '../store/requests.ts';
import { readSettings } from '../store/settings.ts';
import { promptForSigning } from '../wallet/prompt-for-signing.ts';
import type { PromptRecord } from '../wallet/prompt-store.ts';
import type { WalletTabs } from '../wallet/wallet-tabs.ts';
import type { WalletBridge } from '../wallet/wallet-bridge.ts';
import { limitsInForce } from './account-limits.ts';
import { confirmAccount } from './accounts.ts';
import type { NodeReading } from './create-reading.ts';
import type { MetadataOffers } from './metadata-offers.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { reportBackgroundError } from './report-background-error.ts';
import type { CheckRuntime } from './upgrade-guard.ts';

export type LazySigning = {
  /** Loads signing where that has not happened yet; what could not be loaded is tried again. */
  use<T>(work: (signing: Signing) => Promise<T>): Promise<T>;
  /** Loads signing only where a request is alive; answers `none` where none is. */
  useIfAlive<T>(none: T, work: (signing: Signing) => Promise<T>): Promise<T>;
  /** Finality was followed further: newest receipts may be covered now. */
  finalityProven(): Promise<void>;
};

/** Nodes have dropped the states that older ones would need. */
const NEWEST_RECEIPTS = 20;

type SigningParts = {
  reading: Pick<NodeReading, 'live'> & {
    second: Pick<NodeReading['second'], 'with' | 'confirmDepth'>;
  };
  checkRuntime: CheckRuntime;
  bridge: WalletBridge;
  tabs: WalletTabs;
  offers: Pick<MetadataOffers, 'ended'>;
  requestsChanged: () => void;
};

export function joinSigning(parts: SigningParts): LazySigning {
  const { reading, checkRuntime, bridge, tabs, offers, requestsChanged } = parts;
  let loading: Promise<Signing> | null = null;
  const chain = () => reading.live.withClient(async (client) => client);
  const proofs = async () =>
    (await import('./signing-proofs.ts')).createSigningProofs({ client: chain });

  const ports: SigningPorts = {
    chain,
    accountLimits: limitsInForce,
    network: async () => currentNetwork(await readSettings()),
    second: (use) => reading.second.with(use),
    confirmDepth: (facts, query) => reading.second.confirmDepth(facts, query),
    proveInputs: async (facts) => (await proofs()).proveInputs(facts),
    proveEvents: async (block) => (await proofs()).proveEvents(block),
    guardRows: async (runtime) => {
      const { specVersion } = runtime;
      return rowsFor(await checkRuntime({ specVersion, isAgain: false }), runtime);
    },
    store: {
      listUnsettled: readUnsettledRequests,
      listOf: readRequestsOf,
      listSince: readRequestsSince,
      hasUnread: hasUnreadRequest,
      listNotFinal: readRequestsNotFinal,
      read: readRequest,
      change: changeRequest,
      changeSome: changeRequests,
    },
    askWallet: (prompt) => promptForSigning(prompt, { bridge, tabs }),
    forgetPrompt: (promptId) => bridge.forget(promptId),
    forgetPrompts: (requestId) => bridge.forgetSigning(requestId),
    isPromptHeld: (promptId) => bridge.isHeld(promptId),
    readSources: async (coldkey) => (await readAccount(coldkey))?.sources ?? [],
    confirmAccount: async (coldkey, at, by) => {
      if (await confirmAccount(coldkey, at, by)) announce('accounts');
    },
    announce: requestsChanged,
    now: Date.now,
    newId: () => crypto.randomUUID(),
    report: reportBackgroundError,
  };

  const finalityProven = oneAtATime(async () => {
    const { proveReceipts } = await import('./prove-receipts.ts');
    await proveReceipts({
      proofs: await proofs(),
      list: async () => [
        ...(await readUnsettledRequests()),
        ...(await readSettledRequests(NEWEST_RECEIPTS)),
      ],
      change: changeRequest,
      announce: () => announce('requests'),
    });
  });

  async function make(): Promise<Signing> {
    const { createSigning } = await import('../signing/create-signing.ts');
    return createSigning(ports);
  }

  function load(): Promise<Signing> {
    loading ??= make().catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  async function answered(record: PromptRecord, outcome: WalletOutcome): Promise<void> {
    await (await load()).walletAnswered(record.promptId, outcome, record.ownerId);
  }

  bridge.onOutcome('signing', async (record, outcome) => {
    if (record.kind === 'provide-metadata') {
      await offers.ended(record, outcome);
    } else if (!outcome.ok) {
      await answered(record, { ok: false, error: outcome.error });
    } else if (outcome.answer.kind === 'sign-payload') {
      const { signature, signedTransaction } = outcome.answer;
      await answered(record, { ok: true, signature, signedTransaction });
    }
  });

  return {
    use: async (work) => work(await load()),
    finalityProven: () => finalityProven(null),
    async useIfAlive(none, work) {
      // Once loaded, signing looks for itself.
      if (loading === null && (await readUnsettledRequests()).length === 0) return none;
      return work(await load());
    },
  };
}
