// Builds the background's parts and joins them: the handlers of the protocol and what the browser reports.
// Everything worth deciding is decided in the parts.
import { stayAwake } from '../browser.ts';
import { toWireError } from '../errors.ts';
import { announce, PANEL_PORT, type Handlers } from '../protocol.ts';
import type { NodeNeed } from '../signing/create-signing.ts';
import type { SignatureBody, SignatureRequested } from '../signing/request-signature.ts';
import { changeAccount, readAccount } from '../store/accounts.ts';
import { changeConnection, readConnection } from '../store/connection.ts';
import { dropExit, writeExits } from '../store/exits.ts';
import { writeNotice } from '../store/notice.ts';
import { readRequests } from '../store/requests.ts';
import type { Notice } from '../model/request.ts';
import { readSettings } from '../store/settings.ts';
import { createPromptStore } from '../wallet/prompt-store.ts';
import { createConnector } from '../wallet/connector.ts';
import { createWalletTabs } from '../wallet/wallet-tabs.ts';
import { createTabAccess } from '../wallet/tab-access.ts';
import { createWalletBridge } from '../wallet/wallet-bridge.ts';
import { addWatched, removeAccount, saveAccount } from './accounts.ts';
import { changeSettings } from './change-settings.ts';
import { createReading, reportBackgroundError } from './create-reading.ts';
import { joinSigning } from './signing.ts';
import { createLongReading } from './long-reading.ts';
import { createKeepAlive } from './keep-alive.ts';
import { createMetadataOffers } from './metadata-offers.ts';
import { createToolbar } from './toolbar.ts';

type Service = {
  handlers: Handlers;
  portOpened(port: {
    name: string;
    onDisconnect: { addListener(listener: () => void): void };
  }): void;
  tabClosed(tabId: number): Promise<void>;
  tabChanged(tabId: number): Promise<void>;
  permissionAdded(): Promise<void>;
  alarmRang(): Promise<void>;
};

/** A draft that has waited longer than this is not what a permission prompt was about. */
const FRESH_DRAFT_MS = 120_000;

const newId = (): string => crypto.randomUUID();

function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function createService(): Service {
  const tabs = createWalletTabs();
  const bridge = createWalletBridge({
    prompts: createPromptStore(),
    tabs: createTabAccess(),
    now: Date.now,
    newNonce,
  });
  let panelsOpen = 0;
  const reading = createReading(
    (head) => {
      signing.useIfAlive(undefined, (it) => it.onHead(head)).catch(reportBackgroundError);
    },
    () => panelsOpen > 0,
  );
  const connector = createConnector({
    connections: { readConnection, changeConnection },
    accounts: { changeAccount },
    bridge,
    tabs,
    announce: (change) => {
      announce(change);
      if (change === 'accounts') refreshSoon();
    },
    now: Date.now,
    newId,
  });
  const offers = createMetadataOffers({
    bridge,
    tabs,
    describeChain: () =>
      reading.live.withClient(async (client) => {
        const head = await client.head();
        return client.metadataForWallet(await client.runtimeAt(head.hash));
      }),
    announce,
    newId,
  });
  const signing = joinSigning({
    reading,
    bridge,
    tabs,
    offers,
    requestsChanged: () => {
      announce('requests');
      keepAlive.reconsider().catch(reportBackgroundError);
    },
  });
  const need = (): Promise<NodeNeed> => signing.useIfAlive(null, (it) => it.need());
  const resumeAll = (): Promise<void> => signing.useIfAlive(undefined, (it) => it.resumeAll());
  const keepAlive = createKeepAlive({
    live: reading.live,
    need,
    wantsBadge: async () => (await readSettings()).badge !== 'none',
  });

  function refreshSoon(): void {
    if (reading.live.isHeld()) reading.refreshNow().catch(reportBackgroundError);
  }

  async function tell(notice: Notice | null): Promise<void> {
    await writeNotice(notice);
    announce('notice');
  }

  /** Whoever asked may be gone when it fails: a popup closes when its click opens the side panel. */
  async function requestOrNotify(ask: SignatureBody): Promise<SignatureRequested> {
    await tell(null);
    try {
      const requested = await signing.use((it) => it.requestSignature(ask));
      const { move, genesisHash } = ask;
      if (move.kind === 'unstake-all' && (await dropExit(genesisHash, move))) announce('exits');
      return requested;
    } catch (error) {
      await tell({ at: Date.now(), error: toWireError(error), move: ask.move });
      throw error;
    }
  }

  /** A permission prompt closes the popup that asked for it: what was to be signed goes on from here. */
  async function askThoseWaiting(): Promise<void> {
    for (const { id, state, origin, createdAt } of await readRequests()) {
      const isFresh = Date.now() - createdAt < FRESH_DRAFT_MS;
      if (state !== 'draft' || !isFresh || !(await tabs.mayReach(origin))) continue;
      await reading.live.during(() => signing.use((it) => it.askWallet({ id, tabId: null })));
      return;
    }
  }

  const handlers: Handlers = {
    refresh: () => reading.refreshNow(),

    startConnection: (ask) => connector.startConnection(ask),
    chooseWallet: (ask) => connector.chooseWallet(ask),
    keepAccounts: (ask) => connector.keepAccounts(ask),
    cancelConnection: (ask) => connector.cancelConnection(ask),
    permissionDecided: (ask) => connector.permissionDecided(ask),

    async addWatched(ask) {
      const coldkey = await addWatched(ask);
      announce('accounts');
      refreshSoon();
      return { coldkey };
    },
    async saveAccount(ask) {
      await saveAccount(ask);
      announce('accounts');
      refreshSoon();
    },
    async removeAccount({ coldkey }) {
      await removeAccount(coldkey);
      announce('accounts');
      refreshSoon();
    },
    async saveSettings(patch) {
      await changeSettings(patch);
      announce('settings');
      await reading.live.networkChanged();
      await keepAlive.reconsider();
      if (patch.favourites || patch.fiat) refreshSoon();
    },

    readNames: () => reading.readNames(),
    readValidators: async ({ netuid }) => {
      const { validators } = await reading.readValidators(netuid);
      return { validators };
    },
    readEmission: () => reading.readEmission(),
    readEarnings: ({ netuid }) => reading.readEarnings(netuid),
    readEarlierPrices: ({ blocksAgo }) => reading.readEarlierPrices(blocksAgo),
    ...createLongReading(reading.live),
    async readMoveFacts(ask) {
      const sources = (await readAccount(ask.coldkey))?.sources ?? [];
      // Known with several kinds of key, it is asked about with the longest: no fee is above what is said.
      const isEcdsa = sources.some(({ keyType }) => keyType === 'ecdsa');
      return reading.live.withClient((client) => client.readMoveFacts({ ...ask, isEcdsa }));
    },
    simulate: ({ blockHash, asks }) =>
      reading.live.withClient((client) => client.simulate(blockHash, asks)),

    requestSignature: (ask) =>
      reading.live.during(async () => {
        const requested = await requestOrNotify(ask);
        const { askOnTab: tabId } = ask;
        // In line no wallet is asked: that takes the user's click when its turn has come.
        if (tabId !== null && !requested.isQueued) {
          // After the reply, with which a popup hands over to the side panel before the wallet's window closes it.
          // Where asking fails the request stands there as a draft, for the user to ask from.
          reading.live
            .during(() => signing.use((it) => it.askWallet({ id: requested.id, tabId })))
            .catch(reportBackgroundError);
        }
        return requested;
      }),
    askWallet: (ask) => reading.live.during(() => signing.use((it) => it.askWallet(ask))),
    offerMetadata: (ask) => reading.live.during(() => offers.offer(ask)),
    cancelRequest: ({ id }) => signing.use((it) => it.cancelRequest(id)),
    async keepExits(queue) {
      await writeExits(queue);
      announce('exits');
    },
    dismissNotice: () => tell(null),
    dismissRequest: ({ id }) => signing.use((it) => it.dismissRequest(id)),

    pageAnswered: (ask, sender) => reading.live.during(() => bridge.takeAnswer(ask, sender)),
  };

  /** What only needs a look now and then waits for its alarm: a worker is started by every tab that changes. */
  async function resumeSigning(): Promise<void> {
    if ((await need()) === 'stay') await resumeAll();
  }

  /** Beside everything else, never before it: a node that is away must not keep the panel waiting. */
  async function resume(): Promise<void> {
    // The node is held first, or it would be let go of between two steps.
    await keepAlive.reconsider().catch(reportBackgroundError);
    await resumeSigning().catch(reportBackgroundError);
    await connector.resume().catch(reportBackgroundError);
    await keepAlive.reconsider().catch(reportBackgroundError);
  }

  const toolbar = createToolbar(() => reading.live.isHeld(), reportBackgroundError);
  void resume();
  return {
    handlers,
    portOpened(port) {
      if (port.name !== PANEL_PORT) return;
      const release = reading.live.hold();
      const sleepAgain = stayAwake();
      panelsOpen += 1;
      port.onDisconnect.addListener(() => {
        panelsOpen -= 1;
        sleepAgain();
        release();
        toolbar.reconsider();
      });
    },
    async tabClosed(tabId) {
      await bridge.tabClosed(tabId);
      await connector.tabClosed(tabId);
    },
    async tabChanged(tabId) {
      await bridge.tabChanged(tabId);
      await connector.tabChanged(tabId);
    },
    async permissionAdded() {
      await connector.permissionAdded();
      await askThoseWaiting();
    },
    async alarmRang() {
      await keepAlive.reconsider();
      await bridge.endOverdue();
      await connector.resume();
      const needed = await need();
      if (needed !== null) await reading.live.during(resumeAll);
      if (needed !== 'stay' && (await readSettings()).badge !== 'none') await reading.refreshNow();
      await keepAlive.reconsider();
    },
  };
}
