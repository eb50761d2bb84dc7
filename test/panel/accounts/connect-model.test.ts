import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { AppError, errorCodes, toWireError } from '../../../src/errors.ts';
import {
  failedTitle,
  whatFailed,
  windowHiddenText,
} from '../../../src/panel/accounts/connect-failed.tsx';
import {
  createConnectModel,
  knownSiteIn,
  otherWayFrom,
  stepOf,
  wayOnFrom,
} from '../../../src/panel/accounts/connect-model.ts';
import { placesBeside, reordered } from '../../../src/panel/accounts/account-order.ts';
import { onlyWallet } from '../../../src/panel/accounts/choose-wallet.tsx';
import { createStoreModel } from '../../../src/panel/core/store-model.ts';
import { defaultSettings } from '../../../src/store/settings.ts';
import type { Connection } from '../../../src/model/connection.ts';
import { fakeDeps, settle, type Answers } from '../fake-deps.ts';
import { sceneOf } from '../../tools/pictures/scenes.ts';
import { stored, type Stored } from '../../tools/pictures/stored.ts';

async function connectWith(state: Stored, answers: Answers = {}, grants = true) {
  const fake = fakeDeps(state, answers, { grants });
  const store = createStoreModel(fake.deps, defaultSettings);
  await store.load();
  return { ...fake, store, connect: createConnectModel(fake.deps, store) };
}

const connectionOf = (scene: string): Connection => {
  const { connection } = sceneOf(scene).stored();
  if (!connection) throw new RangeError('no connection');
  return connection;
};

test('one click saves the intent and asks the permission at once; the side panel opens when the intent is safe', async () => {
  const { connect, calls, did } = await connectWith(stored(), {
    startConnection: () => ({ id: 'c' }),
    permissionDecided: () => undefined,
  });
  connect.startAtSite('https://example.org');
  assert.deepEqual(
    calls.map(({ method }) => method),
    ['startConnection'],
  );
  assert.deepEqual(did, ['permission https://example.org']);
  await settle();
  assert.deepEqual(did, ['permission https://example.org', 'side panel', 'close']);
  assert.deepEqual(calls[1], { method: 'permissionDecided', body: { id: 'c', granted: true } });
});

test('connecting begins at once on a site of the short list, and on no other page', () => {
  const at = (origin: string | null) => knownSiteIn({ tabId: 7, origin });
  assert.deepEqual(at('https://taostats.io'), { tabId: 7, origin: 'https://taostats.io' });
  assert.equal(at('http://taostats.io'), null);
  assert.equal(at('https://taostats.io.example.org'), null);
  assert.equal(at(null), null);
  assert.equal(knownSiteIn(null), null);
});

test('a refused permission is told to the background', async () => {
  const { connect, calls } = await connectWith(
    stored(),
    { startConnection: () => ({ id: 'c' }), permissionDecided: () => undefined },
    false,
  );
  connect.startAtSite('https://example.org');
  await settle();
  assert.deepEqual(calls.at(-1)?.body, { id: 'c', granted: false });
});

test('the only wallet of a page is not asked about, unless it only looks like one', () => {
  const wallet = (name: string) => ({ name, version: '1.0.0' });
  assert.equal(onlyWallet({ wallets: [wallet('talisman')] }), 'talisman');
  assert.equal(onlyWallet({ wallets: [] }), null);
  assert.equal(onlyWallet({ wallets: [wallet('talisman'), wallet('subwallet-js')] }), null);
  assert.equal(onlyWallet({ wallets: [wallet('tаlisman')] }), null, 'with a Cyrillic letter');
});

test('an account put elsewhere moves those between, and nothing else is written', () => {
  const accounts = stored().accounts.map((account, order) => ({ ...account, order }));
  const [first, second] = accounts;
  assert.ok(first && second);
  const changed = reordered(accounts, first.coldkey, second.coldkey);
  assert.deepEqual(
    changed.map(({ coldkey, order }) => [coldkey, order]),
    [
      [second.coldkey, 0],
      [first.coldkey, 1],
    ],
  );
  assert.deepEqual(reordered(accounts, first.coldkey, first.coldkey), []);
  assert.deepEqual(reordered(accounts, 'nobody', first.coldkey), []);
});

test('an account changes places with its neighbour among its own kind', () => {
  const [one] = stored().accounts;
  assert.ok(one);
  const all = [true, false, true, false].map((isCounted, order) => ({ ...one, isCounted, order }));
  const beside = (at: number) => {
    const account = all[at];
    assert.ok(account);
    return placesBeside(all, account);
  };
  assert.deepEqual(beside(0), { above: null, below: 2 });
  assert.deepEqual(beside(2), { above: 0, below: null });
  assert.deepEqual(beside(1), { above: null, below: 3 });
});

test('every error has exactly one way on', () => {
  for (const code of errorCodes) assert.equal(typeof wayOnFrom(code), 'string');
  assert.equal(wayOnFrom('WALLET_LOCKED'), 'ask-wallet-again');
  assert.equal(wayOnFrom('TAB_CLOSED'), 'start-again');
  assert.equal(wayOnFrom('TAB_UNREACHABLE'), 'ask-permission');
  for (const code of ['WALLET_BUSY', 'WALLET_GONE', 'WALLET_FAILED'] as const) {
    assert.equal(wayOnFrom(code), 'ask-wallet-again');
  }
  for (const code of ['WALLET_REJECTED', 'WALLET_BLOCKED', 'WALLET_NOT_SET_UP'] as const) {
    assert.equal(wayOnFrom(code), 'ask-wallet-again');
  }
  // Its sentence says to add an account there: then it is asked again.
  assert.equal(wayOnFrom('WALLET_ONLY_EVM'), 'ask-wallet-again');
  assert.equal(otherWayFrom('WALLET_REJECTED'), 'other-wallet');
  assert.equal(otherWayFrom('TAB_UNREACHABLE'), 'other-site');
  assert.equal(wayOnFrom('NO_WALLET_FOUND'), 'reload');
  assert.equal(otherWayFrom('NO_WALLET_FOUND'), 'other-site');
  // Its sentence names both: grant it, or use another site.
  assert.equal(otherWayFrom('PERMISSION_REFUSED'), 'other-site');
  for (const code of ['PAGE_INTERFERES', 'BAD_SITE'] as const) {
    assert.equal(wayOnFrom(code), 'other-site');
  }
});

test('the cross is at the step that failed', () => {
  const at = (scene: string) => stepOf(connectionOf(scene));
  assert.equal(at('connect-refused'), 'site');
  assert.equal(at('connect-interferes'), 'site');
  assert.equal(at('connect-no-wallet'), 'wallet', 'the site was opened');
  assert.equal(at('connect-pending'), 'approval');
  assert.equal(at('connect-only-evm'), 'accounts', 'the wallet’s approval was got');
  assert.equal(at('connect-looking'), 'wallet', 'the site is open');
  assert.equal(at('connect-wallets'), 'wallet');
  assert.equal(at('connect-done'), null);
});

test('a popup alone says that it may be closed, and a missing permission is no site out of reach', () => {
  assert.equal(windowHiddenText('popup'), 'lookForWindowHidden');
  assert.equal(windowHiddenText('tab'), 'lookForWindowIcon');
  assert.equal(windowHiddenText('side'), 'lookForWindowIcon');
  assert.equal(failedTitle(connectionOf('connect-unreachable')), 'connectTitleUnreachable');
  assert.equal(failedTitle(connectionOf('connect-wallet-failed')), 'connectTitleWalletFailed');
});

test('a failure names its wallet, and says of what was added or submitted only what is known', async () => {
  const messages: Record<string, { message: string }> = JSON.parse(
    await readFile('assets/_locales/en/messages.json', 'utf8'),
  );
  const names = { wallet: (id: string) => `Wallet ${id}` };
  const pending = connectionOf('connect-pending');
  const codes = errorCodes.filter((code) => code.startsWith('WALLET_'));
  assert.equal(codes.length, 15);
  for (const code of codes) {
    const said = whatFailed({ ...pending, error: { code, detail: {} } }, names);
    assert.match(said, /Wallet talisman.* connectNothingAdded$/, code);
    const [key = ''] = said.split(' ');
    assert.match(messages[key]?.message ?? '', /^\$WALLET\$/, key);
    assert.doesNotMatch(messages[key]?.message ?? '', /received|sent nothing|submitted/, key);
  }
});

test('a page without a wallet is loaded anew before it is looked at again', async () => {
  const connection = connectionOf('connect-no-wallet');
  const { connect, calls, did } = await connectWith(stored({ connection }), {
    startConnection: () => ({ id: 'c' }),
  });
  connect.goOn('reload');
  assert.deepEqual(calls, []);
  await settle();
  assert.deepEqual(did.slice(0, 1), ['reload 5']);
  assert.deepEqual(calls, [
    { method: 'startConnection', body: { tabId: 5, origin: connection.origin } },
  ]);
});

test('asking the wallet again asks the same wallet', async () => {
  const connection = {
    ...connectionOf('connect-pending'),
    error: toWireError(new AppError('WALLET_PENDING')),
  };
  const { connect, calls } = await connectWith(stored({ connection }), {
    chooseWallet: () => undefined,
  });
  connect.goOn('ask-wallet-again');
  await settle();
  assert.deepEqual(calls, [
    { method: 'chooseWallet', body: { id: connection.id, wallet: 'talisman' } },
  ]);
});

test('only accounts that are coldkeys can be kept, under the labels that were typed', async () => {
  const connection = connectionOf('connect-accounts');
  const { connect, calls } = await connectWith(stored({ connection }), {
    keepAccounts: () => undefined,
  });
  assert.equal(connect.choices.value.length, 2);
  assert.equal(connect.others.value.length, 1);
  const [first, second] = connect.choices.value;
  if (!first || !second) throw new RangeError('no choices');
  connect.change(first.coldkey, { label: ' Main ' });
  connect.change(second.coldkey, { isKept: false });
  connect.keep();
  await settle();
  assert.deepEqual(calls[0]?.body, {
    id: connection.id,
    kept: [{ coldkey: first.coldkey, label: 'Main' }],
  });
});

test('a name from a page is cleaned before it becomes a label', async () => {
  const shared = connectionOf('connect-accounts');
  const found = (shared.found ?? []).map((one) => ({ ...one, name: '\u202Esgnivas <b>x</b>' }));
  const { connect } = await connectWith(stored({ connection: { ...shared, found } }));
  assert.equal(connect.choices.value[1]?.label, 'sgnivas <b>x</b>');
});
