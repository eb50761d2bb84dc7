import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError, toWireError } from '../../src/errors.ts';
import { startOf } from '../../src/panel/core/router.ts';
import { defaultSettings } from '../../src/store/settings.ts';
import { createPanelModel } from '../../src/panel/panel-model.ts';
import { toNetuid } from '../../src/units.ts';
import { fakeDeps, settle } from './fake-deps.ts';
import { requestIn, stakeMove } from '../tools/pictures/requests.ts';
import {
  ledgerMain,
  watched,
  savings,
  snapshotWith,
  stored,
  positions,
} from '../tools/pictures/stored.ts';
import { sceneOf } from '../tools/pictures/scenes.ts';
import { blockAt, genesisHash, HEAD, validatorsOf } from '../tools/pictures/chain.ts';

test('the first paint comes from the store alone', async () => {
  const { deps, calls } = fakeDeps(stored());
  const panel = createPanelModel(deps, defaultSettings);
  await panel.load();
  assert.ok((panel.portfolio.value.value?.spot ?? 0n) > 0n);
  assert.equal(panel.router.route.value.name, 'home');
  assert.deepEqual(calls, []);
});

test('opening lands on the request that waits, and home is behind it', async () => {
  const { deps } = fakeDeps(stored({ requests: [requestIn('waiting-for-wallet')] }));
  const panel = createPanelModel(deps, defaultSettings);
  await panel.load();
  assert.deepEqual(panel.router.route.value, { name: 'request', id: 'request-waiting-for-wallet' });
  panel.router.back();
  assert.equal(panel.router.route.value.name, 'home');
});

test('a side panel that is here before the connection is stored goes on with it, and takes nobody back to it', async () => {
  const { connection } = sceneOf('connect-wallets').stored();
  assert.ok(connection);
  const fake = fakeDeps(stored({ accounts: [], snapshot: null }));
  const panel = createPanelModel({ ...fake.deps, surface: 'side' }, defaultSettings);
  const closing = new AbortController();
  const shown = (): string => panel.router.route.value.name;
  await panel.load();
  panel.follow(closing.signal);
  assert.equal(shown(), 'home');
  fake.stored.connection = connection;
  await panel.store.changed('connection');
  assert.equal(shown(), 'connect');
  panel.router.home();
  fake.stored.connection = { ...connection, state: 'choose-accounts' };
  await panel.store.changed('connection');
  assert.equal(shown(), 'home');
  closing.abort();
});

test('a finished request is pinned until it is put away, and opening does not land on it', async () => {
  const fake = fakeDeps(stored({ requests: [requestIn('finalized')] }));
  const panel = createPanelModel(fake.deps, defaultSettings);
  await panel.load();
  assert.equal(panel.router.route.value.name, 'home');
  assert.equal(panel.pinnedRequest.value?.state, 'finalized');
  fake.stored.requests = [requestIn('finalized', { dismissedAt: 1 })];
  await panel.store.changed('requests');
  assert.equal(panel.pinnedRequest.value, null);
});

test('what failed after its window closed is told until it is put away', async () => {
  const error = toWireError(new AppError('PLAN_CHANGED'));
  const fake = fakeDeps(stored({ notice: { at: 1, error, move: stakeMove } }), {
    dismissNotice: () => undefined,
  });
  const panel = createPanelModel(fake.deps, defaultSettings);
  await panel.load();
  assert.equal(panel.store.notice.value?.error.code, 'PLAN_CHANGED');
  assert.deepEqual(startOf(stakeMove), {
    kind: 'stake',
    coldkey: ledgerMain,
    hotkey: stakeMove.kind === 'stake' ? stakeMove.hotkey : null,
    netuid: toNetuid(64),
    amountText: '12',
  });
  panel.dismissNotice();
  await settle();
  assert.deepEqual(fake.calls, [{ method: 'dismissNotice', body: null }]);
  fake.stored.notice = null;
  await panel.store.changed('notice');
  assert.equal(panel.store.notice.value, null);
});

test('watched addresses count only when marked as mine, hidden ones not at all', async () => {
  const fake = fakeDeps(stored());
  const panel = createPanelModel(fake.deps, defaultSettings);
  await panel.load();
  assert.deepEqual(panel.portfolio.coldkeys.value, [ledgerMain, savings]);
  const whose = () => panel.portfolio.only.value?.coldkey ?? null;
  assert.equal(whose(), null);
  fake.stored.accounts = fake.stored.accounts.map((account) => ({
    ...account,
    isHidden: account.coldkey === savings,
  }));
  await panel.store.changed('accounts');
  assert.deepEqual(panel.portfolio.coldkeys.value, [ledgerMain]);
  // Of one alone home says whose it is.
  assert.equal(whose(), ledgerMain);
});

test('who only follows others sees what they hold, and stake elsewhere is never called none', async () => {
  const fake = fakeDeps(stored());
  fake.stored.accounts = fake.stored.accounts.map((one) => ({
    ...one,
    isCounted: one.coldkey === watched,
  }));
  const panel = createPanelModel(fake.deps, defaultSettings);
  await panel.load();
  const { portfolio } = panel;
  assert.deepEqual(portfolio.coldkeys.value, [watched]);
  assert.deepEqual(
    portfolio.elsewhere.value.map(({ coldkey }) => coldkey),
    [ledgerMain, savings],
  );
  fake.stored.accounts = fake.stored.accounts.map((one) => ({ ...one, isCounted: false }));
  await panel.store.changed('accounts');
  assert.deepEqual(portfolio.coldkeys.value, [ledgerMain, savings, watched]);
  assert.ok(portfolio.rows.value.length > 0);
  assert.deepEqual(portfolio.elsewhere.value, []);
});

test('one account alone can be looked at, counted or not', async () => {
  const { deps } = fakeDeps(stored());
  const panel = createPanelModel(deps, defaultSettings);
  await panel.load();
  panel.portfolio.choose(savings);
  assert.deepEqual(panel.portfolio.coldkeys.value, [savings]);
  assert.ok(
    panel.portfolio.value.value?.subnets.every((subnet) =>
      subnet.positions.every(({ coldkey }) => coldkey === savings),
    ),
  );
});

test('small rows are folded and nothing is lost between the two lists', async () => {
  const { deps } = fakeDeps(stored());
  const panel = createPanelModel(deps, defaultSettings);
  await panel.load();
  const { rows, smallRows, value } = panel.portfolio;
  assert.equal(rows.value.length + smallRows.value.length, value.value?.subnets.length);
  assert.ok(smallRows.value.length > 0);
  assert.ok(smallRows.value.every((row) => row.value.spot < defaultSettings.smallUnderRao));
});

test('a newer snapshot is shown when it is announced', async () => {
  const fake = fakeDeps(stored(), { refresh: () => undefined, readNames: () => undefined });
  const panel = createPanelModel(fake.deps, defaultSettings);
  const closing = new AbortController();
  panel.listen(closing.signal);
  await panel.load();
  panel.follow(closing.signal);
  const record = snapshotWith(positions.slice(0, 1), []);
  fake.stored.snapshot = {
    ...record,
    snapshot: { ...record.snapshot, block: { ...record.snapshot.block, number: HEAD + 1 } },
  };
  fake.announce('snapshot');
  await settle(5);
  assert.equal(panel.portfolio.value.value?.block.number, HEAD + 1);
  assert.deepEqual(
    panel.portfolio.rows.value.map(({ value }) => value.netuid),
    [toNetuid(64)],
  );
  closing.abort();
});

test('a refresh that fails is told and changes nothing that is shown', async () => {
  const fake = fakeDeps(stored());
  const panel = createPanelModel(fake.deps, defaultSettings);
  await panel.load();
  const before = panel.portfolio.value.value;
  const closing = new AbortController();
  panel.follow(closing.signal);
  await settle(5);
  assert.equal(panel.refreshing.error.value?.code, 'NOT_ALLOWED');
  assert.equal(panel.portfolio.value.value, before);
  closing.abort();
});

test('an archive is asked once for what our own record cannot tell, and not at all without one', async () => {
  const state = stored();
  const queriesOf = async (archive: string | null) => {
    const networks = state.settings.networks.map((network) => ({ ...network, archive }));
    const fake = fakeDeps({ ...state, settings: { ...state.settings, networks } });
    const panel = createPanelModel(fake.deps, defaultSettings);
    await panel.load();
    const closing = new AbortController();
    panel.follow(closing.signal);
    await settle(5);
    panel.clock.tick();
    await panel.store.changed('snapshot');
    closing.abort();
    return fake.calls.filter(({ method }) => method === 'readEarlierPrices');
  };
  assert.deepEqual(await queriesOf(null), []);
  // Two days are recorded: a day back is known, a week and a month are not.
  assert.deepEqual(
    (await queriesOf('wss://archive.example.org')).map(({ body }) => body),
    [{ blocksAgo: [50_400, 216_000] }],
  );
});

test('a store that cannot be read is an error of its own', async () => {
  const fake = fakeDeps(stored());
  fake.deps.reader.readAccounts = () => Promise.reject(new Error('disk'));
  const panel = createPanelModel(fake.deps, defaultSettings);
  await panel.load();
  assert.equal(panel.store.error.value?.code, 'INTERNAL');
});

test('validators of one chain are not shown under another, whose subnets have the same numbers', async () => {
  const other = `0x${'77'.repeat(32)}` as const;
  const fake = fakeDeps(stored());
  const netuid = toNetuid(1);
  const validators = validatorsOf(netuid);
  fake.deps.reader.readValidators = async (of) =>
    of === genesisHash
      ? { genesisHash, netuid, block: blockAt(HEAD), readAt: fake.deps.now(), validators }
      : null;
  const panel = createPanelModel(fake.deps, defaultSettings);
  await panel.load();
  await panel.names.recall([netuid]);
  assert.equal(panel.names.validators(netuid)?.length, validators.length);
  const network = { ...panel.store.network.value, id: 'other', name: 'Other', genesisHash: other };
  fake.stored.settings = { ...fake.stored.settings, networkId: 'other', networks: [network] };
  await panel.store.changed('settings');
  assert.equal(panel.store.network.value.id, 'other');
  assert.equal(panel.names.validators(netuid), null);
});
