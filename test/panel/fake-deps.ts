// The outside of the panel for model tests: a store in memory, calls that a test answers, no browser.
import { AppError } from '../../src/errors.ts';
import { networksOf } from '../../src/model/built-in-networks.ts';
import type { BackgroundMethods, Change } from '../../src/messages.ts';
import type { Call, Page, PanelDeps, Reader } from '../../src/panel/core/panel-deps.ts';
import { checkedRuntime } from '../fakes/checked-runtime.ts';
import { blockAt, genesisHash, HEAD, names } from '../tools/pictures/chain.ts';
import type { Stored } from '../tools/pictures/stored.ts';

export type Answers = {
  [M in keyof BackgroundMethods]?: (
    body: Parameters<BackgroundMethods[M]>[0],
  ) => ReturnType<BackgroundMethods[M]> | Promise<ReturnType<BackgroundMethods[M]>>;
};

export type SentCall = { method: string; body: unknown };

export type Fake = {
  deps: PanelDeps;
  calls: SentCall[];
  /** Calls of browser functions, in order. */
  did: string[];
  stored: Stored;
  announce(change: Change): void;
  /** The window is hidden. */
  hide(): void;
};

export function readerOf(stored: Stored): Reader {
  return {
    readAccounts: async () => stored.accounts,
    readSettings: async () => stored.settings,
    readConnection: async () => stored.connection,
    readRequests: async () => stored.requests,
    readRequestsPage: async (from, size, isWanted) => {
      const newest = stored.requests.toSorted((a, b) => b.createdAt - a.createdAt);
      const older = from === null ? newest : newest.filter((one) => one.createdAt < from.createdAt);
      const page = older.slice(0, size);
      const last = page.length < older.length ? page.at(-1) : undefined;
      const next = last === undefined ? null : { createdAt: last.createdAt, id: last.id };
      return { requests: page.filter(isWanted), next };
    },
    readRequest: async (id) => stored.requests.find((one) => one.id === id) ?? null,
    readNotice: async () => stored.notice,
    readOffers: async () => stored.offers,
    readExits: async () => stored.exits,
    readDrafts: async () => stored.drafts,
    readChanges: async () => stored.changes,
    readSnapshot: async () => stored.snapshot,
    readHome: async () => null,
    readNames: async () =>
      stored.hasNames ? { genesisHash, block: blockAt(HEAD), readAt: 0, names: [...names] } : null,
    readValidators: async () => null,
    readHistory: async () => stored.history,
    readLastPoint: async (_genesisHash, { from, to }) =>
      stored.history.findLast(({ at }) => from <= at && at <= to) ?? null,
    readLastPrices: async () => null,
    readEmission: async () => null,
    readProofs: async () => stored.proofs,
    readGuards: async () => [],
    readSurvey: async () => null,
    readRootClaims: async () => stored.rootClaims,
    readAlerts: async () => stored.alerts,
    readFiat: async () => stored.fiat,
    readSetAside: async () => [],
    readRequestsSetAside: async () => [],
    dumpStore: async () => '{}',
    readNode: async () => stored.node,
    readPrices: async () => [],
    readEpochs: async () => stored.epochs,
    networksOf,
  };
}

/** What a test need not say: the runtime was checked, and everything agreed. */
const unlessAnswered: Answers = {
  checkRuntime: ({ specVersion }) => checkedRuntime({ genesisHash, specVersion }),
};

export function fakeDeps(
  stored: Stored,
  answers: Answers = {},
  options: { page?: Page | null; grants?: boolean; surface?: PanelDeps['surface'] } = {},
): Fake {
  const calls: SentCall[] = [];
  const did: string[] = [];
  const hiding: (() => void)[] = [];
  const listeners: ((change: Change) => void)[] = [];
  const answer = async (method: keyof BackgroundMethods, body: unknown): Promise<unknown> => {
    calls.push({ method, body });
    const found: unknown = answers[method] ?? unlessAnswered[method];
    if (typeof found !== 'function') throw new AppError('NOT_ALLOWED', { method });
    const reply: unknown = await found(body);
    return reply;
  };
  return {
    calls,
    did,
    stored,
    hide: () => {
      for (const callback of hiding) callback();
    },
    announce: (change) => {
      for (const listener of listeners) listener(change);
    },
    deps: {
      surface: options.surface ?? 'popup',
      window: 'w1',
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the answers are typed one by one
      call: answer as Call,
      onChange: (callback) => void listeners.push(callback),
      reader: readerOf(stored),
      browser: {
        askForOrigin: async (origin) => {
          did.push(`permission ${origin}`);
          return options.grants ?? true;
        },
        askToNotify: async () => {
          did.push('notify?');
          return options.grants ?? true;
        },
        mayNotify: async () => options.grants ?? true,
        openSidePanel: async (after) => {
          await after;
          did.push('side panel');
          return true;
        },
        currentPage: async () => options.page ?? null,
        reloadTab: async (tabId) => void did.push(`reload ${tabId}`),
        openLink: (url) => void did.push(`link ${url}`),
        openFullTab: () => void did.push('tab'),
        shortcut: async () => 'Alt+Shift+U',
        version: '0.1.0',
        closeWindow: () => void did.push('close'),
        copy: async (text) => void did.push(`copy ${text}`),
        paste: async () => '',
        onHide: (callback) => void hiding.push(callback),
        saveFile: (name) => void did.push(`save ${name}`),
      },
      now: () => Date.now(),
    },
  };
}

/** Lets everything that is due run. */
export async function settle(milliseconds = 0): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
