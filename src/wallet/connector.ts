// Makes a connection: stores each state before acting on it, and resumes wherever a worker's death left it.
// advance-connection.ts decides the next state; this file acts on it.
// Longer than 250 lines because every handler shares one order, one stored connection and one bridge.
import { AppError, toWireError } from '../errors.ts';
import type { StoredAccount } from '../model/account.ts';
import type { Connection } from '../model/connection.ts';
import { isWebOrigin, walletSiteOf } from '../model/wallet-site.ts';
import type { Ss58Address } from '../units.ts';
import { advanceConnection, type ConnectionEvent } from './advance-connection.ts';
import { createInOrder } from './in-order.ts';
import type { PromptRecord } from './prompt-store.ts';
import { toFoundAccounts } from './found-account.ts';
import type { WalletTabs } from './wallet-tabs.ts';
import { isUsable, mergeAccount } from './merge-account.ts';
import type { PromptTarget, Outcome, WalletBridge } from './wallet-bridge.ts';

/** src/store/connection.ts. `change` reads and writes in one transaction and returns what is stored after. */
export type ConnectionStore = {
  readConnection: () => Promise<Connection | null>;
  changeConnection: (
    change: (current: Connection | null) => Connection | null,
  ) => Promise<Connection | null>;
};

/** src/store/accounts.ts. */
export type AccountStore = {
  changeAccount: (
    coldkey: Ss58Address,
    change: (current: StoredAccount | undefined, lastOrder: number) => StoredAccount | undefined,
  ) => Promise<void>;
};

type ConnectorParts = {
  connections: ConnectionStore;
  accounts: AccountStore;
  bridge: WalletBridge;
  tabs: WalletTabs;
  announce: (change: 'connection' | 'accounts') => void;
  now: () => number;
  newId: () => string;
  pause: (ms: number) => Promise<void>;
};

/** Handlers of the protocol's methods of the same names, and of what browser and bridge report. */
export type Connector = {
  startConnection(
    body: { tabId: number; origin: string } | { site: string },
  ): Promise<{ id: string }>;
  chooseWallet(body: { id: string; wallet: string }): Promise<void>;
  keepAccounts(body: {
    id: string;
    kept: { coldkey: Ss58Address; label: string }[];
  }): Promise<void>;
  cancelConnection(body: { id: string }): Promise<void>;
  permissionDecided(body: { id: string; granted: boolean }): Promise<void>;
  /** For permissions.onAdded: the panel that requested the permission may have closed with its popup. */
  permissionAdded(): Promise<void>;
  /** For tabs.onRemoved, after the bridge's own. */
  tabClosed(tabId: number): Promise<void>;
  /** Whether it waits for a page or a wallet, and not for the user here. */
  isWaiting(): Promise<boolean>;
  /** At start-up and with the alarm, after the bridge's `endLost`. */
  resume(): Promise<void>;
};

/** Longer than the page script's own search (page-wallets.ts, LOOK_MS + SETTLE_MS). */
const LOOK_PATIENCE_MS = 5_000;
/** Some wallets come into a page seconds after it has loaded: an open list is looked for again so often. */
const LOOKS_ON = 6;
const LOOK_ON_MS = 2_000;
/** Time for people to read, to unlock and to find the wallet's window. */
const ENABLE_PATIENCE_MS = 300_000;
/** A tab that is still loading after that is looked at as it is. */
const LOAD_MS = 30_000;
const LOAD_POLL_MS = 200;

export function createConnector(parts: ConnectorParts): Connector {
  const { connections, accounts, bridge, tabs, announce, now, newId, pause } = parts;

  /** Stores the state after the event; null when the event no longer applies to that connection. */
  async function advance(id: string, event: ConnectionEvent): Promise<Connection | null> {
    let next: Connection | null = null;
    await connections.changeConnection((current) => {
      next = current?.id === id ? advanceConnection(current, event) : null;
      return next ?? current;
    });
    if (next !== null) announce('connection');
    return next;
  }

  async function requireOpen(id: string): Promise<Connection> {
    const open = await connections.readConnection();
    if (open?.id !== id) throw new AppError('REQUEST_UNKNOWN');
    return open;
  }

  function targetOf({ id, origin }: Connection, tabId: number, patienceMs: number): PromptTarget {
    return { promptId: newId(), owner: 'connection', ownerId: id, tabId, origin, patienceMs };
  }

  /** Acts on the stored state; states that wait for the user need no action. */
  async function carryOut(open: Connection): Promise<void> {
    const { id, state, tabId, wallet } = open;
    try {
      if (state === 'opening-tab') await goToTab(open);
      if (state === 'looking' && tabId !== null) {
        await bridge.lookForWallets(targetOf(open, tabId, LOOK_PATIENCE_MS));
      }
      if (state === 'waiting-for-wallet' && tabId !== null && wallet !== null) {
        await bridge.listAccounts({ ...targetOf(open, tabId, ENABLE_PATIENCE_MS), wallet });
      }
    } catch (error) {
      await advance(id, { kind: 'went-wrong', error: toWireError(error) });
    }
  }

  async function goToTab(open: Connection): Promise<void> {
    if (!(await tabs.mayReach(open.origin))) return;
    if (open.tabId === null) {
      const opened = await advance(open.id, {
        kind: 'tab-opened',
        tabId: await tabs.open(open.origin),
      });
      if (opened !== null) watchTab(opened.id);
    } else {
      watchTab(open.id);
    }
  }

  /** Connections whose tab is being watched until it has loaded, in this life of the worker. */
  const watched = new Set<string>();

  /** Asks for the tab's state again and again: an event that tells of it would let any page wake the worker. */
  function watchTab(id: string): void {
    if (watched.has(id)) return;
    watched.add(id);
    void (async () => {
      try {
        for (let waited = 0; await lookIfReady({ id, waited }); waited += LOAD_POLL_MS) {
          await pause(LOAD_POLL_MS);
        }
      } catch (error) {
        await advance(id, { kind: 'went-wrong', error: toWireError(error) });
      } finally {
        watched.delete(id);
      }
    })();
  }

  async function advanceThenCarryOut(id: string, event: ConnectionEvent): Promise<void> {
    const next = await advance(id, event);
    if (next !== null) await carryOut(next);
  }

  async function replace(fresh: Connection): Promise<void> {
    const before = await connections.readConnection();
    if (before !== null) await bridge.forgetOwner(before.id);
    await connections.changeConnection(() => fresh);
    announce('connection');
  }

  async function takeOutcome(record: PromptRecord, outcome: Outcome): Promise<void> {
    const open = await connections.readConnection();
    if (open === null || !isPromptOf(open, record)) return;
    if (!outcome.ok) {
      const isAnotherLook = open.state === 'choose-wallet';
      // The wallets that were found can still be chosen, unless their page is gone.
      if (isAnotherLook && !outcome.error.code.startsWith('TAB_')) return;
      await advance(open.id, { kind: 'went-wrong', error: outcome.error });
      return;
    }
    const { answer } = outcome;
    if (answer.kind === 'find-wallets') {
      await advance(open.id, { kind: 'wallets-found', wallets: answer.wallets });
      if (open.state === 'looking') lookOnAndOn(open.id);
    } else if (answer.kind === 'list-accounts' && record.wallet !== null) {
      const found = toFoundAccounts(answer.accounts);
      const { leftOut } = answer;
      await advance(open.id, { kind: 'accounts-found', wallet: record.wallet, found, leftOut });
    }
  }

  bridge.onOutcome('connection', takeOutcome);

  // In order, so that two reports of one permission do not open two tabs. `resume` starts from the store.
  const inOrder = createInOrder();

  /** Looks once more while the list is open; true: it still is. */
  const lookOnce = inOrder(async (id: string) => {
    const open = await connections.readConnection();
    if (open?.id !== id || open.state !== 'choose-wallet' || open.tabId === null) return false;
    if (await bridge.isOwnerHeld(id)) return true;
    await bridge.lookForWallets(targetOf(open, open.tabId, LOOK_PATIENCE_MS));
    return true;
  });

  function lookOnAndOn(id: string): void {
    void (async () => {
      try {
        for (let looks = 0; looks < LOOKS_ON; looks += 1) {
          await pause(LOOK_ON_MS);
          if (!(await lookOnce(id))) return;
        }
      } catch {
        // The page cannot be reached for a look: choosing from the list says so, with the way on.
      }
    })();
  }

  /** Looks for wallets in the tab of a connection once that has loaded; true: it has not yet. */
  const lookIfReady = inOrder(async ({ id, waited }: { id: string; waited: number }) => {
    const open = await connections.readConnection();
    if (open?.id !== id || open.state !== 'opening-tab' || open.tabId === null) return false;
    const { tabId } = open;
    const status = await tabs.status(tabId);
    if (status === 'gone') await advance(id, { kind: 'tab-closed', tabId });
    else if (status === 'loading' && waited < LOAD_MS) return true;
    else await advanceThenCarryOut(id, { kind: 'tab-ready' });
    return false;
  });

  return {
    startConnection: inOrder(async (body: { tabId: number; origin: string } | { site: string }) => {
      const isHere = 'tabId' in body;
      const origin = isHere ? body.origin : walletSiteOf(body.site);
      if (origin === null) throw new AppError('BAD_SITE');
      const fresh: Connection = {
        id: newId(),
        startedAt: now(),
        state: isHere ? 'looking' : 'opening-tab',
        tabId: isHere ? body.tabId : null,
        origin,
        wallets: [],
        wallet: null,
        found: [],
        error: null,
      };
      await replace(fresh);
      if (isWebOrigin(origin)) await carryOut(fresh);
      else {
        const error = toWireError(new AppError('TAB_UNREACHABLE', { origin }));
        await advance(fresh.id, { kind: 'went-wrong', error });
      }
      return { id: fresh.id };
    }),

    chooseWallet: inOrder(async ({ id, wallet }) => {
      const open = await requireOpen(id);
      // This wallet's prompt is still open in some window: a second prompt would only confuse it.
      const isAsked = open.state === 'waiting-for-wallet' && open.wallet === wallet;
      if (isAsked && (await bridge.isOwnerHeld(id))) return;
      await bridge.forgetOwner(id);
      await advanceThenCarryOut(id, { kind: 'wallet-chosen', wallet });
    }),

    keepAccounts: inOrder(async ({ id, kept }) => {
      const open = await requireOpen(id);
      const { wallet, origin, found } = open;
      if (open.state !== 'choose-accounts' || wallet === null)
        throw new AppError('REQUEST_UNKNOWN');
      const chosen = kept.map(({ coldkey, label }) => {
        const account = found.filter(isUsable).find((one) => one.coldkey === coldkey);
        if (account === undefined) throw new AppError('BAD_ADDRESS');
        return { account, label, seen: { wallet, origin, seenAt: now() } };
      });
      for (const one of chosen) {
        await accounts.changeAccount(one.account.coldkey, (current, lastOrder) =>
          mergeAccount(current, lastOrder, one),
        );
      }
      announce('accounts');
      await advance(id, {
        kind: 'accounts-kept',
        coldkeys: kept.map(({ coldkey }) => coldkey),
      });
    }),

    cancelConnection: inOrder(async ({ id }) => {
      await bridge.forgetOwner(id);
      await connections.changeConnection((current) => (current?.id === id ? null : current));
      announce('connection');
    }),

    permissionDecided: inOrder(async ({ id, granted }) => {
      if (granted) await advanceThenCarryOut(id, { kind: 'permission-given' });
      else await advance(id, { kind: 'permission-refused' });
    }),

    permissionAdded: inOrder<void, void>(async () => {
      const open = await connections.readConnection();
      if (open === null || !(await tabs.mayReach(open.origin))) return;
      await advanceThenCarryOut(open.id, { kind: 'permission-given' });
    }),

    tabClosed: inOrder(async (tabId) => {
      const open = await connections.readConnection();
      if (open !== null) await advance(open.id, { kind: 'tab-closed', tabId });
    }),

    async isWaiting() {
      const open = await connections.readConnection();
      if (open === null || open.tabId === null) return false;
      return ['opening-tab', 'looking', 'waiting-for-wallet'].includes(open.state);
    },

    resume: inOrder<void, void>(async () => {
      const open = await connections.readConnection();
      if (open === null || (await bridge.mayOwnerBeAnswered(open.id))) return;
      await bridge.forgetOwner(open.id);
      await carryOut(open);
    }),
  };
}

/** Whether the connection waits for the answer to this prompt now. */
function isPromptOf({ id, state, wallet }: Connection, record: PromptRecord): boolean {
  if (record.ownerId !== id) return false;
  return record.kind === 'find-wallets'
    ? state === 'looking' || state === 'choose-wallet'
    : state === 'waiting-for-wallet' && record.wallet === wallet;
}
