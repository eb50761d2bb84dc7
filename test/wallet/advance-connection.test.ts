// The whole table: every state against every event, as where it leads or null.
import assert from 'node:assert/strict';
import test from 'node:test';
import type { ErrorCode } from '../../src/errors.ts';
import type { Connection, FoundAccount } from '../../src/model/connection.ts';
import {
  advanceConnection,
  connectionTable,
  type ConnectionEvent,
} from '../../src/wallet/advance-connection.ts';
import { toFoundAccount } from '../../src/wallet/found-account.ts';

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty';
const EVM = '0xf24FF3a9CF04c71Dbc94D0b566f7A27B94566cac';
const find = (address: string): FoundAccount =>
  toFoundAccount({ address, name: '', keyType: null, genesisHash: null, problem: null });

function connectionIn(state: Connection['state'], more: Partial<Connection> = {}): Connection {
  return {
    id: 'connection-1',
    startedAt: 0,
    state,
    tabId: 7,
    origin: 'https://taostats.io',
    wallets: [
      { name: 'talisman', version: '1' },
      { name: 'silent', version: '1' },
    ],
    wallet: 'talisman',
    found: [],
    error: state === 'failed' ? { code: 'WALLET_REJECTED', detail: {} } : null,
    ...more,
  };
}

const events: Record<string, ConnectionEvent> = {
  given: { kind: 'permission-given' },
  refused: { kind: 'permission-refused' },
  opened: { kind: 'tab-opened', tabId: 8 },
  ready: { kind: 'tab-ready' },
  wallets: { kind: 'wallets-found', wallets: [{ name: 'talisman', version: '1' }] },
  moreWallets: {
    kind: 'wallets-found',
    wallets: [
      { name: 'late', version: '1' },
      { name: 'talisman', version: '1' },
    ],
  },
  noWallets: { kind: 'wallets-found', wallets: [] },
  chosen: { kind: 'wallet-chosen', wallet: 'silent' },
  unknownChosen: { kind: 'wallet-chosen', wallet: 'never heard of' },
  accounts: {
    kind: 'accounts-found',
    wallet: 'talisman',
    found: [find(EVM), find(ALICE)],
    leftOut: 0,
  },
  otherAccounts: { kind: 'accounts-found', wallet: 'silent', found: [find(ALICE)], leftOut: 0 },
  noAccounts: { kind: 'accounts-found', wallet: 'talisman', found: [], leftOut: 0 },
  onlyForeign: {
    kind: 'accounts-found',
    wallet: 'talisman',
    found: [find(EVM), find('cosmos1fl48vsnmsdzcv85q5d2q4z5ajdha8yu34mf0eh')],
    leftOut: 0,
  },
  onlyEvm: { kind: 'accounts-found', wallet: 'talisman', found: [find(EVM)], leftOut: 0 },
  kept: { kind: 'accounts-kept', coldkeys: [ALICE] },
  closed: { kind: 'tab-closed', tabId: 7 },
  otherClosed: { kind: 'tab-closed', tabId: 9 },
  wrong: { kind: 'went-wrong', error: { code: 'WALLET_LOCKED', detail: {} } },
};

/** What is not named leads nowhere. */
const expected: Record<
  Connection['state'],
  Partial<Record<string, Connection['state'] | ErrorCode>>
> = {
  'opening-tab': {
    given: 'opening-tab',
    refused: 'PERMISSION_REFUSED',
    ready: 'looking',
    closed: 'TAB_CLOSED',
    wrong: 'WALLET_LOCKED',
  },
  looking: {
    wallets: 'choose-wallet',
    moreWallets: 'choose-wallet',
    noWallets: 'NO_WALLET_FOUND',
    closed: 'TAB_CLOSED',
    wrong: 'WALLET_LOCKED',
  },
  // Among the wallets found later is none that is new.
  'choose-wallet': {
    moreWallets: 'choose-wallet',
    chosen: 'waiting-for-wallet',
    closed: 'TAB_CLOSED',
    wrong: 'WALLET_LOCKED',
  },
  'waiting-for-wallet': {
    chosen: 'waiting-for-wallet',
    accounts: 'choose-accounts',
    noAccounts: 'WALLET_NO_ACCOUNTS',
    onlyEvm: 'WALLET_ONLY_EVM',
    onlyForeign: 'WALLET_ONLY_FOREIGN',
    closed: 'TAB_CLOSED',
    wrong: 'WALLET_LOCKED',
  },
  'choose-accounts': { chosen: 'waiting-for-wallet', kept: 'done' },
  done: {},
  failed: { chosen: 'waiting-for-wallet' },
};

const states = Object.keys(connectionTable).filter(
  (state): state is Connection['state'] => state in expected,
);

for (const state of states) {
  for (const [name, event] of Object.entries(events)) {
    const wanted = expected[state][name] ?? null;
    test(`${state}: ${name} leads to ${wanted ?? 'nothing'}`, () => {
      const next = advanceConnection(connectionIn(state), event);
      const reached =
        next === null ? null : next.state === 'failed' ? next.error?.code : next.state;
      assert.equal(reached, wanted);
    });
  }
}

test('a tab is taken over once', () => {
  const fresh = connectionIn('opening-tab', { tabId: null });
  assert.equal(advanceConnection(fresh, { kind: 'tab-opened', tabId: 8 })?.tabId, 8);
  assert.equal(advanceConnection(fresh, { kind: 'tab-ready' }), null);
});

test('choosing a wallet clears what another one said', () => {
  const failed = connectionIn('failed', { found: [find(ALICE)] });
  const next = advanceConnection(failed, { kind: 'wallet-chosen', wallet: 'silent' });
  assert.deepEqual([next?.wallet, next?.found, next?.error], ['silent', [], null]);
});

test('at the end only what was chosen is left of what was found', () => {
  const found = [find(ALICE), find(BOB), find(EVM)];
  const choosing = connectionIn('choose-accounts', { found });
  const next = advanceConnection(choosing, { kind: 'accounts-kept', coldkeys: [BOB] });
  assert.deepEqual(next?.found, [find(BOB)]);
});

test('a permission mends what its absence broke, and nothing else', () => {
  const codes: [ErrorCode, number | null, Connection['state'] | null][] = [
    ['PERMISSION_REFUSED', null, 'opening-tab'],
    ['PERMISSION_REFUSED', 7, 'looking'],
    ['TAB_UNREACHABLE', 7, 'looking'],
    ['WALLET_REJECTED', 7, null],
    ['TAB_CLOSED', 7, null],
  ];
  for (const [code, tabId, state] of codes) {
    const failed = connectionIn('failed', { tabId, error: { code, detail: {} } });
    assert.equal(
      advanceConnection(failed, { kind: 'permission-given' })?.state ?? null,
      state,
      code,
    );
  }
});

test('an only-ethereum wallet’s accounts stay to be shown', () => {
  const next = advanceConnection(connectionIn('waiting-for-wallet'), {
    kind: 'accounts-found',
    wallet: 'talisman',
    found: [find(EVM)],
    leftOut: 0,
  });
  assert.equal(next?.found[0]?.text, EVM);
});
