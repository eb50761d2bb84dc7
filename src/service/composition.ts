// Builds the background's parts and joins them. Everything worth deciding is decided in the parts.
import { readBriefly } from '../chain/brief-client.ts';
import { mergeBook } from '../history/merge-book.ts';
import { stayAwake } from '../browser.ts';
import { currentNetwork } from '../model/built-in-networks.ts';
import type { PricesAt } from '../model/emission-facts.ts';
import type { BlockRef } from '../model/facts.ts';
import type { Handlers } from '../messages.ts';
import { endpointsOfOthers } from '../model/operators.ts';
import { announce } from '../protocol.ts';
import { changeAccount } from '../store/accounts.ts';
import { changeConnection, readConnection } from '../store/connection.ts';
import { readSettings } from '../store/settings.ts';
import { createConnector } from '../wallet/connector.ts';
import { createPromptStore } from '../wallet/prompt-store.ts';
import { createFormStore } from '../wallet/signing-forms.ts';
import { createTabAccess } from '../wallet/tab-access.ts';
import { createWalletBridge } from '../wallet/wallet-bridge.ts';
import { createWalletTabs } from '../wallet/wallet-tabs.ts';
import { createBookRunner } from './book-runner.ts';
import { createBooks } from './books.ts';
import { createConfirmations } from './confirm-address.ts';
import { clientOptions } from './client-options.ts';
import { createReading } from './create-reading.ts';
import { dropSignedDrafts } from './drafts.ts';
import { createHandlers } from './handlers.ts';
import { joinRebuild } from './join-rebuild.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import { createMetadataOffers } from './metadata-offers.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { readBookFile } from './read-book-file.ts';
import { recordReceipts } from './record-books.ts';
import { reportBackgroundError } from './report-background-error.ts';
import { createRowsInSight } from './rows-in-sight.ts';
import { joinSigning } from './signing.ts';
import { createUpgradeGuard, type CheckRuntime } from './upgrade-guard.ts';
import { notifyOfAlerts } from './notify-alerts.ts';
import { createProofs } from './proofs.ts';
import { createToolbar } from './toolbar.ts';
import { createWatchAlerts } from './watch-alerts.ts';

type Background = { handlers: Handlers; lifecycle: Lifecycle };

/** A node that answers slower than that is asked again at the next alarm. */
const ALERTS_ASK_MS = 45_000;

/** An alert does not wait for long to be confirmed. */
const CONFIRM_MS = 15_000;

const newId = (): string => crypto.randomUUID();

function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function composeBackground(): Background {
  const tabs = createWalletTabs();
  const bridge = createWalletBridge({
    prompts: createPromptStore(),
    forms: createFormStore(),
    tabs: createTabAccess(),
    now: Date.now,
    newNonce,
  });
  const followRequests = oneAtATime((head: BlockRef) =>
    signing.useIfAlive(undefined, (it) => it.onHead(head)),
  );
  const reading = createReading(
    (head) => {
      followRequests(head).catch(reportBackgroundError);
    },
    () => lifecycle.isPanelOpen(),
    undefined,
    async (snapshot, client) => {
      proofs.snapshotRead(client, snapshot).catch(reportBackgroundError);
      await alerts.snapshotRead(snapshot);
    },
  );
  const proofs = createProofs({
    live: () => reading.live,
    second: () => reading.second,
    refreshNow: () => reading.refreshNow(),
    isWatched: () => lifecycle.isPanelOpen(),
    announce: () => {
      announce('proofs');
      signing.finalityProven().catch(reportBackgroundError);
    },
    now: Date.now,
  });
  const alerts = createWatchAlerts({
    network: async () => currentNetwork(await readSettings()),
    isPanelOpen: () => lifecycle.isPanelOpen(),
    ask: (network, query) =>
      readBriefly(clientOptions(network), query, AbortSignal.timeout(ALERTS_ASK_MS)),
    async askSecond(network, query, endpoint) {
      const endpoints = endpointsOfOthers(network, endpoint);
      if (endpoints.length === 0) return null;
      const others = clientOptions({ ...network, endpoints });
      return readBriefly(others, query, AbortSignal.timeout(CONFIRM_MS));
    },
    notify: async (events) => notifyOfAlerts(events, (await readSettings()).hidesAmounts),
    announce: () => announce('alerts'),
    now: () => {
      const day = new Date();
      return { at: day.getTime(), minute: day.getHours() * 60 + day.getMinutes() };
    },
  });

  const guard = createUpgradeGuard({
    announce: () => announce('guard'),
    now: Date.now,
    report: reportBackgroundError,
  });
  const checkRuntime: CheckRuntime = (wanted) =>
    reading.live.withClient((client) => guard.check(client, wanted));

  function refreshSoon(): void {
    if (reading.live.isHeld()) reading.refreshNow().catch(reportBackgroundError);
  }

  const connector = createConnector({
    connections: { readConnection, changeConnection },
    accounts: { changeAccount },
    bridge,
    tabs,
    announce: (change) => {
      announce(change);
      if (change === 'accounts') refreshSoon();
      else lifecycle.reconsider().catch(reportBackgroundError);
    },
    now: Date.now,
    newId,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  const offers = createMetadataOffers({
    bridge,
    tabs,
    describeChain: async () => {
      const { client, runtime, operators } = await reading.second.agreedRuntime();
      return { definition: await client.metadataForWallet(runtime), operators };
    },
    announce,
    newId,
  });
  const confirmations = createConfirmations({
    bridge,
    tabs,
    announce: (change) => {
      announce(change);
      lifecycle.reconsider().catch(reportBackgroundError);
    },
    now: Date.now,
    newId,
    newNonce,
  });
  const readPricesAt = (blockNumber: number): Promise<PricesAt> =>
    reading.live.withClient((client) => client.readPricesAt(blockNumber));
  const signing = joinSigning({
    reading,
    checkRuntime,
    bridge,
    tabs,
    offers,
    requestsChanged: () => {
      announce('requests');
      recordReceipts(readPricesAt, Date.now()).then(
        (isAny) => isAny && announce('books'),
        reportBackgroundError,
      );
      dropSignedDrafts().then((isAny) => isAny && announce('drafts'), reportBackgroundError);
      lifecycle.reconsider().catch(reportBackgroundError);
    },
  });
  const runner = createBookRunner({
    rebuild: joinRebuild(reading.live, () => announce('books')),
    network: async () => currentNetwork(await readSettings()),
    stayAwake,
    ended: () => {
      announce('books');
      lifecycle.reconsider().catch(reportBackgroundError);
    },
  });
  const toolbar = createToolbar(() => reading.live.isHeld(), reportBackgroundError);
  const rows = createRowsInSight((netuids) => reading.watchRows(netuids));
  const lifecycle = createLifecycle({
    reading,
    bridge,
    tabs,
    connector,
    confirmations,
    signing,
    books: runner,
    alerts,
    rows,
    panelClosed: () => {
      toolbar.reconsider();
      // What the panel changed may want an alarm, or none any more.
      lifecycle.reconsider().catch(reportBackgroundError);
    },
  });
  const handlers = createHandlers({
    reading,
    checkRuntime,
    proofs,
    connector,
    bridge,
    offers,
    confirmations,
    signing,
    books: createBooks({
      runner,
      readFile: readBookFile,
      merge: mergeBook,
      announce,
      reconsider: () => lifecycle.reconsider(),
    }),
    rows,
    refreshSoon,
    reconsider: () => lifecycle.reconsider(),
  });
  void lifecycle.resume();
  return { handlers, lifecycle };
}
