// The states of a connection as a table: the next state for each event. Pure: no store, no tab.
import type { ErrorCode, WireError } from '../errors.ts';
import type { Connection, FoundAccount } from '../model/connection.ts';
import { isUsable } from './merge-account.ts';

export type ConnectionEvent =
  | { kind: 'permission-given' }
  | { kind: 'permission-refused' }
  | { kind: 'tab-opened'; tabId: number }
  | { kind: 'tab-ready' }
  | { kind: 'wallets-found'; wallets: { name: string; version: string }[] }
  | { kind: 'wallet-chosen'; wallet: string }
  | { kind: 'accounts-found'; wallet: string; found: FoundAccount[]; leftOut: number }
  | { kind: 'accounts-kept'; coldkeys: readonly string[] }
  | { kind: 'tab-closed'; tabId: number }
  | { kind: 'went-wrong'; error: WireError };

type ConnectionEventKind = ConnectionEvent['kind'];

/** null: the event does not apply in that state (late, or repeated) and changes nothing. */
type Row = {
  [K in ConnectionEventKind]?: (
    now: Connection,
    event: Extract<ConnectionEvent, { kind: K }>,
  ) => Connection | null;
};

/** Failures that a granted permission repairs. */
const mendable: readonly ErrorCode[] = ['PERMISSION_REFUSED', 'TAB_UNREACHABLE'];

function fail(now: Connection, error: WireError): Connection {
  return { ...now, state: 'failed', error };
}

function failWith(now: Connection, code: ErrorCode): Connection {
  return fail(now, { code, detail: { wallet: now.wallet ?? '', origin: now.origin } });
}

const wentWrong: NonNullable<Row['went-wrong']> = (now, { error }) => fail(now, error);

const tabClosed: NonNullable<Row['tab-closed']> = (now, { tabId }) =>
  now.tabId === tabId ? failWith(now, 'TAB_CLOSED') : null;

/** Wallets come into a page when they like: the list grows by those that were not there before, and loses none. */
const walletsCame: NonNullable<Row['wallets-found']> = (now, { wallets }) => {
  const known = new Set(now.wallets.map(({ name }) => name));
  const fresh = wallets.filter(({ name }) => !known.has(name));
  return fresh.length === 0 ? null : { ...now, wallets: [...now.wallets, ...fresh] };
};

const walletChosen: NonNullable<Row['wallet-chosen']> = (now, { wallet }) =>
  now.tabId !== null && now.wallets.some(({ name }) => name === wallet)
    ? { ...now, state: 'waiting-for-wallet', wallet, found: [], leftOut: 0, error: null }
    : null;

const accountsFound: NonNullable<Row['accounts-found']> = (now, { wallet, found, leftOut }) => {
  if (wallet !== now.wallet) return null;
  if (found.length === 0) return failWith(now, 'WALLET_NO_ACCOUNTS');
  const next: Connection = { ...now, found, leftOut };
  if (!found.some(isUsable)) {
    const isEvm = found.every(({ unusable }) => unusable === 'ethereum');
    return failWith(next, isEvm ? 'WALLET_ONLY_EVM' : 'WALLET_ONLY_FOREIGN');
  }
  return { ...next, state: 'choose-accounts' };
};

export const connectionTable: Readonly<Record<Connection['state'], Row>> = {
  'opening-tab': {
    'permission-given': (now) => now,
    'permission-refused': (now) => failWith(now, 'PERMISSION_REFUSED'),
    'tab-opened': (now, { tabId }) => (now.tabId === null ? { ...now, tabId } : null),
    'tab-ready': (now) => (now.tabId === null ? null : { ...now, state: 'looking' }),
    'tab-closed': tabClosed,
    'went-wrong': wentWrong,
  },
  looking: {
    'wallets-found': (now, { wallets }) =>
      wallets.length === 0
        ? failWith(now, 'NO_WALLET_FOUND')
        : { ...now, state: 'choose-wallet', wallets },
    'tab-closed': tabClosed,
    'went-wrong': wentWrong,
  },
  'choose-wallet': {
    'wallets-found': walletsCame,
    'wallet-chosen': walletChosen,
    'tab-closed': tabClosed,
    'went-wrong': wentWrong,
  },
  'waiting-for-wallet': {
    'wallet-chosen': walletChosen,
    'accounts-found': accountsFound,
    'tab-closed': tabClosed,
    'went-wrong': wentWrong,
  },
  'choose-accounts': {
    'wallet-chosen': walletChosen,
    'accounts-kept': (now, { coldkeys }) => ({
      ...now,
      state: 'done',
      // Of what was found, that which was chosen is said at the end.
      found: now.found.filter(({ coldkey }) => coldkey !== null && coldkeys.includes(coldkey)),
    }),
  },
  done: {},
  failed: {
    'wallet-chosen': walletChosen,
    'permission-given': (now) => {
      if (now.error === null || !mendable.includes(now.error.code)) return null;
      return { ...now, state: now.tabId === null ? 'opening-tab' : 'looking', error: null };
    },
  },
};

/** The row's cell for an event of that kind. */
function cellOf<K extends ConnectionEventKind>(row: Row, kind: K): Row[K] {
  return row[kind];
}

/** The connection after the event, or null when the event does not apply in its state. */
export function advanceConnection<K extends ConnectionEventKind>(
  now: Connection,
  event: Extract<ConnectionEvent, { kind: K }>,
): Connection | null {
  return cellOf(connectionTable[now.state], event.kind)?.(now, event) ?? null;
}
