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
  /** For tabs.onUpdated, after the bridge's own. */
  tabChanged(tabId: number): Promise<void>;
  /** At start-up, and with the alarm. */
  resume(): Promise<void>;
};

/** Longer than the page script's own search (page-wallets.ts, LOOK_MS + SETTLE_MS). */
const LOOK_PATIENCE_MS = 5_000;
/** Time for people to read, to unlock and to find the wallet's window. */
const ENABLE_PATIENCE_MS = 300_000;

export function createConnector(parts: ConnectorParts): Connector {
  const { connections, accounts, bridge, tabs, announce, now, newId } = parts;

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
      // The tab may have loaded before it was stored: then no later event of the browser reports it.
      if (opened !== null) await lookWhenReady(opened);
    } else {
      await lookWhenReady(open);
    }
  }

  async function lookWhenReady({ id, tabId }: Connection): Promise<void> {
    if (tabId === null) return;
    const status = await tabs.status(tabId);
    if (status === 'gone') await advance(id, { kind: 'tab-closed', tabId });
    if (status !== 'complete') return;
    const looking = await advance(id, { kind: 'tab-ready' });
    if (looking !== null) await carryOut(looking);
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
      await advance(open.id, { kind: 'went-wrong', error: outcome.error });
      return;
    }
    const { answer } = outcome;
    if (answer.kind === 'find-wallets') {
      await advance(open.id, { kind: 'wallets-found', wallets: answer.wallets });
    } else if (answer.kind === 'list-accounts' && record.wallet !== null) {
      const found = toFoundAccounts(answer.accounts);
      await advance(open.id, { kind: 'accounts-found', wallet: record.wallet, found });
    }
  }

  bridge.onOutcome('connection', takeOutcome);

  // In order, so that two reports of one permission do not open two tabs. `resume` starts from the store.
  const inOrder = createInOrder();

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
      await advance(id, { kind: 'accounts-kept' });
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

    tabChanged: inOrder(async (tabId) => {
      const open = await connections.readConnection();
      if (open?.state === 'opening-tab' && open.tabId === tabId) await lookWhenReady(open);
    }),

    resume: inOrder<void, void>(async () => {
      const open = await connections.readConnection();
      if (open === null || (await bridge.isOwnerHeld(open.id))) return;
      await bridge.forgetOwner(open.id);
      await carryOut(open);
    }),
  };
}

/** Whether the connection waits for the answer to this prompt now. */
function isPromptOf({ id, state, wallet }: Connection, record: PromptRecord): boolean {
  if (record.ownerId !== id) return false;
  return record.kind === 'find-wallets'
    ? state === 'looking'
    : state === 'waiting-for-wallet' && record.wallet === wallet;
}
