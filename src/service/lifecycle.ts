// What the browser reports to the background: ports, tabs, permissions, alarms, and the worker's own start.
import { isFresh } from '../model/age.ts';
import { browser, stayAwake, type Sender } from '../browser.ts';
import { roleOf, windowOf } from '../protocol.ts';
import type { NodeNeed } from '../signing/create-signing.ts';
import { readUnsettledRequests } from '../store/requests.ts';
import { badgeNeedsNode } from '../model/settings.ts';
import { readSettings } from '../store/settings.ts';
import type { Connector } from '../wallet/connector.ts';
import type { WalletBridge } from '../wallet/wallet-bridge.ts';
import type { WalletTabs } from '../wallet/wallet-tabs.ts';
import { createAlarms } from './alarms.ts';
import type { BookRunner } from './book-runner.ts';
import type { Confirmations } from './confirm-address.ts';
import type { NodeReading } from './create-reading.ts';
import { createKeepAlive } from './keep-alive.ts';
import { reportBackgroundError } from './report-background-error.ts';
import type { RowsInSight } from './rows-in-sight.ts';
import type { LazySigning } from './signing.ts';
import type { WatchAlerts } from './watch-alerts.ts';

type LifecycleParts = {
  reading: Pick<NodeReading, 'live' | 'refreshNow'>;
  bridge: Pick<WalletBridge, 'tabClosed' | 'endLost'>;
  tabs: Pick<WalletTabs, 'mayReach'>;
  connector: Pick<Connector, 'resume' | 'isWaiting' | 'tabClosed' | 'permissionAdded'>;
  confirmations: Pick<Confirmations, 'resume' | 'isWaiting' | 'permissionAdded'>;
  signing: Pick<LazySigning, 'use' | 'useIfAlive'>;
  books: Pick<BookRunner, 'isRunning' | 'goOn'>;
  alerts: Pick<WatchAlerts, 'minutes' | 'rang'>;
  rows: Pick<RowsInSight, 'opened' | 'closed'>;
  /** The last panel may have closed. */
  panelClosed: () => void;
};

type Port = {
  name: string;
  sender?: Sender | undefined;
  onDisconnect: { addListener(listener: () => void): void };
};

export type Lifecycle = {
  /** Once, when the worker starts: takes up what its last life left unfinished. */
  resume(): Promise<void>;
  /** Something may have begun or ended that needs the node, or an alarm. */
  reconsider(): Promise<void>;
  /** The browser was closed, and every alarm with it. */
  browserStarted(): Promise<void>;
  isPanelOpen(): boolean;
  portOpened(port: Port): void;
  tabClosed(tabId: number): Promise<void>;
  permissionAdded(): Promise<void>;
  alarmRang(name: string): Promise<void>;
};

/** A draft that has waited longer than this is not what a permission prompt was about. */
const FRESH_DRAFT_MS = 120_000;

/** Anybody else who held the port would hold node and worker. */
const isPanel = (sender: Sender | undefined): boolean =>
  sender !== undefined &&
  roleOf(sender, browser.runtime.id, browser.runtime.getURL('')) === 'panel';

const wantsBadge = async (): Promise<boolean> => badgeNeedsNode(await readSettings());

export function createLifecycle(parts: LifecycleParts): Lifecycle {
  const {
    reading,
    bridge,
    tabs,
    connector,
    confirmations,
    signing,
    books,
    alerts,
    rows,
    panelClosed,
  } = parts;
  const { live } = reading;
  let panelsOpen = 0;

  const need = (): Promise<NodeNeed> => signing.useIfAlive(null, (it) => it.need());
  const resumeAll = (): Promise<void> => signing.useIfAlive(undefined, (it) => it.resumeAll());
  const alarms = createAlarms({ taubar: wake });
  const keepAlive = createKeepAlive({
    live,
    alarms,
    need,
    isConnecting: async () => (await connector.isWaiting()) || (await confirmations.isWaiting()),
    isReadingBooks: () => books.isRunning(),
    wantsBadge,
    alertMinutes: () => alerts.minutes(),
  });

  /** A run outlives the worker: the next life goes on with it. */
  async function readBooksOn(): Promise<void> {
    if (await books.isRunning()) await books.goOn();
  }

  /** What fails of it keeps no alert back. */
  async function resumeWork(): Promise<NodeNeed> {
    await keepAlive.reconsider();
    await bridge.endLost();
    await connector.resume();
    await confirmations.resume();
    await readBooksOn().catch(reportBackgroundError);
    const needed = await need();
    if (needed !== null) await live.during(resumeAll);
    return needed;
  }

  async function wake(): Promise<void> {
    const resumed = resumeWork();
    await resumed.catch(() => undefined);
    await lookAfterAlerts();
    const needed = await resumed;
    if (needed !== 'stay' && (await wantsBadge())) await reading.refreshNow();
    await keepAlive.reconsider();
  }

  /** Asks the node where it is time to; a node that is away is asked again by the next alarm. */
  async function lookAfterAlerts(): Promise<void> {
    const sleepAgain = stayAwake();
    await alerts.rang().catch(reportBackgroundError);
    sleepAgain();
  }

  /** A permission prompt closes the popup that asked for it: the draft that waited for it goes on from here. */
  async function askWaiting(): Promise<void> {
    for (const { id, state, origin, createdAt } of await readUnsettledRequests()) {
      const isRecent = isFresh(createdAt, Date.now(), FRESH_DRAFT_MS);
      if (state !== 'draft' || !isRecent || !(await tabs.mayReach(origin))) continue;
      await live.during(() => signing.use((it) => it.askWallet({ id, tabId: null })));
      return;
    }
  }

  /** Requests that only need a look now and then wait for the alarm: every tab that changes starts a worker. */
  async function resumeSigning(): Promise<void> {
    if ((await need()) === 'stay') await resumeAll();
  }

  return {
    /** Runs beside everything else: a node that is away must not keep the panel waiting. */
    async resume() {
      // Holds the node first, or it would be released between two steps.
      await keepAlive.reconsider().catch(reportBackgroundError);
      await bridge.endLost().catch(reportBackgroundError);
      await resumeSigning().catch(reportBackgroundError);
      await connector.resume().catch(reportBackgroundError);
      await confirmations.resume().catch(reportBackgroundError);
      await readBooksOn().catch(reportBackgroundError);
      await keepAlive.reconsider().catch(reportBackgroundError);
    },
    reconsider: () => keepAlive.reconsider(),
    browserStarted: lookAfterAlerts,
    isPanelOpen: () => panelsOpen > 0,
    portOpened(port) {
      const window = windowOf(port.name);
      if (window === null || !isPanel(port.sender)) return;
      const release = live.hold();
      const sleepAgain = stayAwake();
      panelsOpen += 1;
      rows.opened(window);
      port.onDisconnect.addListener(() => {
        panelsOpen -= 1;
        rows.closed(window);
        sleepAgain();
        release();
        panelClosed();
      });
    },
    async tabClosed(tabId) {
      await bridge.tabClosed(tabId);
      await connector.tabClosed(tabId);
    },
    async permissionAdded() {
      await connector.permissionAdded();
      await confirmations.permissionAdded();
      await askWaiting();
    },
    alarmRang: (name) => alarms.rang(name),
  };
}
