// Connecting a wallet: sites, the open step, and the way on from each error. The state itself is in the store.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { ErrorCode } from '../../errors.ts';
import type { Connection, FoundAccount } from '../../model/connection.ts';
import type { Ss58Address } from '../../units.ts';
import { cleanName } from '../core/text.ts';
import { createAction, type Action } from '../core/action.ts';
import { openSidePanelFor } from '../core/open-side-panel.ts';
import type { Page, PanelDeps } from '../core/panel-deps.ts';
import type { StoreModel } from '../core/store-model.ts';

/** Sites where Bittensor users already have their wallets, the recommended one first; any other can be typed. */
export const walletSites: readonly string[] = [
  'https://taostats.io',
  'https://www.tao.app',
  'https://polkadot.js.org',
];

/**
 * The page in front, where it is one of the short list: connecting may begin there at once. On any other page the
 * person chooses first, since a wallet's approval shows the accounts to that page too.
 */
export function knownSiteIn(page: Page | null): { tabId: number; origin: string } | null {
  const origin = page?.origin ?? null;
  if (page === null || origin === null || !walletSites.includes(origin)) return null;
  return { tabId: page.tabId, origin };
}

export type WayOn =
  | 'ask-permission'
  | 'ask-wallet-again'
  | 'other-wallet'
  | 'look-again'
  | 'reload'
  | 'start-again'
  | 'other-site'
  | 'watch-instead';

const waysOn: Partial<Record<ErrorCode, WayOn>> = {
  PERMISSION_REFUSED: 'ask-permission',
  TAB_UNREACHABLE: 'ask-permission',
  NO_WALLET_FOUND: 'reload',
  PAGE_INTERFERES: 'other-site',
  BAD_SITE: 'other-site',
  WALLET_LOCKED: 'ask-wallet-again',
  WALLET_PENDING: 'ask-wallet-again',
  WALLET_BLOCKED: 'ask-wallet-again',
  WALLET_NOT_SET_UP: 'ask-wallet-again',
  WALLET_REJECTED: 'ask-wallet-again',
  WALLET_SILENT: 'ask-wallet-again',
  WALLET_NO_ACCOUNTS: 'ask-wallet-again',
  WALLET_GARBAGE: 'ask-wallet-again',
  WALLET_BUSY: 'ask-wallet-again',
  WALLET_GONE: 'ask-wallet-again',
  WALLET_FAILED: 'ask-wallet-again',
  WALLET_ONLY_EVM: 'ask-wallet-again',
  WALLET_ONLY_FOREIGN: 'ask-wallet-again',
};

export function wayOnFrom(code: ErrorCode): WayOn {
  return waysOn[code] ?? 'start-again';
}

/** A second way: the page's wallets are looked for anew, where another one may serve; or another site is chosen. */
export function otherWayFrom(code: ErrorCode): WayOn | null {
  const way = wayOnFrom(code);
  if (way === 'reload' || way === 'ask-permission') return 'other-site';
  return way === 'ask-wallet-again' ? 'other-wallet' : null;
}

/** The steps, in their order; each has one name on every screen. */
export const connectSteps = ['site', 'wallet', 'approval', 'accounts'] as const;

export type ConnectStep = (typeof connectSteps)[number];

/** What the wallet shared is no use: its approval was got. */
const unusable: readonly ErrorCode[] = ['WALLET_ONLY_EVM', 'WALLET_ONLY_FOREIGN'];

/** The step that is open, or at which it failed; null: all are done. */
export function stepOf({ state, wallet, error }: Connection): ConnectStep | null {
  if (state === 'failed') {
    if (error?.code === 'NO_WALLET_FOUND') return 'wallet';
    if (wallet === null) return 'site';
    return error !== null && unusable.includes(error.code) ? 'accounts' : 'approval';
  }
  if (state === 'opening-tab') return 'site';
  if (state === 'looking' || state === 'choose-wallet') return 'wallet';
  if (state === 'waiting-for-wallet') return 'approval';
  return state === 'choose-accounts' ? 'accounts' : null;
}

export type KeptAccount = { coldkey: Ss58Address; name: string; label: string; isKept: boolean };

export type ConnectModel = {
  open: ReadonlySignal<Connection | null>;
  action: Action;
  /** Call in the click: starts at a site, whose permission is requested now. */
  startAtSite: (origin: string) => void;
  /** Call in the click: starts at the page in front of the user. */
  startHere: (page: { tabId: number; origin: string }) => void;
  chooseWallet: (wallet: string) => void;
  choices: ReadonlySignal<readonly KeptAccount[]>;
  others: ReadonlySignal<readonly FoundAccount[]>;
  change: (coldkey: Ss58Address, part: Partial<Pick<KeptAccount, 'label' | 'isKept'>>) => void;
  keep: () => void;
  cancel: () => void;
  goOn: (way: WayOn) => void;
};

export function createConnectModel(deps: PanelDeps, store: StoreModel): ConnectModel {
  const { call, browser } = deps;
  const action = createAction();
  const edits = signal<ReadonlyMap<string, Partial<Pick<KeptAccount, 'label' | 'isKept'>>>>(
    new Map(),
  );
  const open = computed(() => store.connection.value);

  const choices = computed<readonly KeptAccount[]>(() =>
    (open.value?.found ?? []).flatMap(({ coldkey, name }) =>
      coldkey === null
        ? []
        : [{ coldkey, name, label: cleanName(name), isKept: true, ...edits.value.get(coldkey) }],
    ),
  );

  function startAtSite(origin: string): void {
    // Both in the same click: the browser requires it, so nothing is awaited before.
    const started = call('startConnection', { site: origin });
    const decided = browser.askForOrigin(origin);
    const decidedSent = Promise.all([started, decided]).then(([{ id }, granted]) =>
      call('permissionDecided', { id, granted }),
    );
    // A popup that closes earlier could not report a refused permission.
    openSidePanelFor(deps, started, decidedSent);
    void action.run(() => decidedSent);
  }

  function startHere(at: { tabId: number; origin: string }): void {
    void action.run(async () => {
      const started = call('startConnection', at);
      openSidePanelFor(deps, started);
      await started;
    });
  }

  function withOpen(work: (connection: Connection) => Promise<void>): void {
    const connection = open.peek();
    if (connection) void action.run(() => work(connection));
  }

  return {
    open,
    action,
    choices,
    others: computed(() => (open.value?.found ?? []).filter(({ coldkey }) => coldkey === null)),

    startAtSite,
    startHere,

    chooseWallet(wallet) {
      withOpen(async ({ id }) => {
        const chosen = call('chooseWallet', { id, wallet });
        openSidePanelFor(deps, chosen);
        await chosen;
      });
    },

    change(coldkey, part) {
      const before = edits.peek().get(coldkey);
      edits.value = new Map(edits.peek()).set(coldkey, { ...before, ...part });
    },

    keep() {
      const kept = choices
        .peek()
        .filter(({ isKept }) => isKept)
        .map(({ coldkey, label }) => ({ coldkey, label: label.trim() }));
      withOpen(({ id }) => call('keepAccounts', { id, kept }));
    },

    cancel() {
      edits.value = new Map();
      withOpen(({ id }) => call('cancelConnection', { id }));
    },

    goOn(way) {
      const connection = open.peek();
      if (!connection) return;
      const { id, origin, wallet, tabId } = connection;
      if (way === 'ask-permission') {
        const decided = browser.askForOrigin(origin);
        void action.run(async () => call('permissionDecided', { id, granted: await decided }));
      } else if (way === 'ask-wallet-again' && wallet !== null) {
        withOpen(() => call('chooseWallet', { id, wallet }));
      } else if (way === 'other-site' || way === 'watch-instead') {
        withOpen(() => call('cancelConnection', { id }));
      } else if (way === 'reload' && tabId !== null) {
        const started = browser
          .reloadTab(tabId)
          .then(() => call('startConnection', { tabId, origin }));
        openSidePanelFor(deps, started);
        void action.run(async () => void (await started));
      } else if (tabId !== null && connection.error?.code !== 'TAB_CLOSED') {
        startHere({ tabId, origin });
      } else {
        startAtSite(origin);
      }
    },
  };
}
