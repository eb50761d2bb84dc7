import assert from 'node:assert/strict';
import test from 'node:test';
import type { PageAnswer } from '../../src/bridge/envelope.ts';
import { AppError, type ErrorCode } from '../../src/errors.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import { createConnector, type Connector } from '../../src/wallet/connector.ts';
import { createWalletBridge, type WalletBridge } from '../../src/wallet/wallet-bridge.ts';
import { createFakeForms, createFakePrompts, createFakeStores, FakeTabs } from './fake-bridge.ts';

const ORIGIN = 'https://taostats.io';
const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const wallets: PageAnswer = {
  kind: 'find-wallets',
  wallets: [
    { name: 'talisman', version: '2' },
    { name: 'silent', version: '1' },
  ],
};
const accounts: PageAnswer = {
  kind: 'list-accounts',
  accounts: [
    { address: ALICE, name: 'Alice', keyType: 'sr25519', genesisHash: null, problem: null },
  ],
  leftOut: 0,
};

/** A browser whose worker can be replaced at any moment: only tabs and stores go on. */
function makeWorld() {
  const tabs = new FakeTabs();
  tabs.load(1, { origin: ORIGIN });
  const prompts = createFakePrompts();
  const forms = createFakeForms();
  const stores = createFakeStores();
  const announced: string[] = [];
  let ids = 0;
  /** Ends a pause: each stands for as long as the connector chose. */
  let elapse: () => void = () => undefined;
  const pause = (): Promise<void> => new Promise((resolve) => void (elapse = resolve));
  const newId = (): string => `id-${String(++ids).padStart(8, '0')}`;
  function startParts(): { bridge: WalletBridge; connector: Connector } {
    const bridge = createWalletBridge({ prompts, forms, tabs, now: () => 0, newNonce: newId });
    const connector = createConnector({
      connections: stores,
      accounts: stores,
      bridge,
      tabs,
      announce: (change) => announced.push(change),
      now: () => 5,
      newId,
      pause,
    });
    return { bridge, connector };
  }
  const world = {
    tabs,
    prompts,
    stores,
    announced,
    ...startParts(),
    startWorker() {
      Object.assign(world, startParts());
    },
    async answer(answer: PageAnswer): Promise<void> {
      const { body, sender } = tabs.answerOf(answer);
      await world.bridge.takeAnswer(body, sender);
    },
    /** The connector looks at the tab that it opened once more. */
    async lookAtTab(): Promise<void> {
      elapse();
      for (let i = 0; i < 50; i += 1) await Promise.resolve();
    },
    state: () => stores.connection?.state,
    code: () => stores.connection?.error?.code,
    here: () => world.connector.startConnection({ tabId: 1, origin: ORIGIN }),
    async asked(): Promise<{ id: string }> {
      const started = await world.here();
      await world.answer(wallets);
      await world.connector.chooseWallet({ id: started.id, wallet: 'talisman' });
      return started;
    },
  };
  return world;
}

test('from the tab the user is on to a kept account', async () => {
  const world = makeWorld();
  const { id } = await world.here();
  assert.equal(world.state(), 'looking');
  await world.answer(wallets);
  assert.equal(world.state(), 'choose-wallet');
  await world.connector.chooseWallet({ id, wallet: 'talisman' });
  assert.equal(world.state(), 'waiting-for-wallet');
  await world.answer(accounts);
  assert.equal(world.state(), 'choose-accounts');
  await world.connector.keepAccounts({ id, kept: [{ coldkey: ALICE, label: 'Main' }] });
  assert.equal(world.state(), 'done');
  const kept = world.stores.accounts.get(ALICE);
  assert.equal(kept?.label, 'Main');
  assert.deepEqual(kept?.sources, [
    {
      wallet: 'talisman',
      origin: ORIGIN,
      keyType: 'sr25519',
      name: 'Alice',
      seenAt: 5,
      genesisHash: null,
    },
  ]);
  assert.ok(world.announced.includes('accounts'));
});

test('a worker that dies after any step is followed by one that goes on from there', async () => {
  const world = makeWorld();
  const { id } = await world.here();
  const reborn = async (): Promise<void> => {
    world.startWorker();
    await world.connector.resume();
  };
  await reborn();
  assert.equal(world.tabs.asked.length, 1, 'what a page still holds is not asked again');
  await world.answer(wallets);
  await reborn();
  await world.connector.chooseWallet({ id, wallet: 'talisman' });
  await reborn();
  assert.equal(world.tabs.asked.length, 2);
  await world.answer(accounts);
  await reborn();
  await world.connector.keepAccounts({ id, kept: [{ coldkey: ALICE, label: '' }] });
  await reborn();
  assert.equal(world.state(), 'done');
});

test('a worker that died between storing a step and doing it does it when it comes back', async () => {
  const world = makeWorld();
  await world.asked();
  // The step is stored, the page never got it.
  world.tabs.pages.get(1)?.held.clear();
  world.prompts.kept.clear();
  world.startWorker();
  await world.connector.resume();
  assert.equal(world.tabs.asked.length, 3);
  await world.answer(accounts);
  assert.equal(world.state(), 'choose-accounts');
});

test('each way to fail ends in its own code', async () => {
  const failed = (text: string): PageAnswer => ({ kind: 'failed', reason: 'wallet-error', text });
  const evm = {
    address: '0xf24FF3a9CF04c71Dbc94D0b566f7A27B94566cac',
    name: '',
    keyType: null,
    genesisHash: null,
    problem: null,
  };
  const table: [PageAnswer, ErrorCode][] = [
    [failed('Rejected'), 'WALLET_REJECTED'],
    [failed('Wallet is locked'), 'WALLET_LOCKED'],
    [failed('The source has a pending authorization request'), 'WALLET_PENDING'],
    [{ kind: 'failed', reason: 'silent', text: '' }, 'WALLET_SILENT'],
    [{ kind: 'failed', reason: 'garbage', text: '' }, 'WALLET_GARBAGE'],
    [{ kind: 'list-accounts', accounts: [], leftOut: 0 }, 'WALLET_NO_ACCOUNTS'],
    [{ kind: 'list-accounts', accounts: [evm], leftOut: 0 }, 'WALLET_ONLY_EVM'],
    [{ kind: 'sign-raw', signature: `0x${'11'.repeat(64)}` }, 'WALLET_GARBAGE'],
  ];
  for (const [answer, code] of table) {
    const world = makeWorld();
    const { id } = await world.asked();
    await world.answer(answer);
    assert.equal(world.state(), 'failed');
    assert.equal(world.code(), code);
    // One way on: the same wallet, asked again.
    await world.connector.chooseWallet({ id, wallet: 'talisman' });
    assert.equal(world.state(), 'waiting-for-wallet', code);
  }
});

test('a page without wallets, a closed tab and a page that went elsewhere are said', async () => {
  const none = makeWorld();
  await none.here();
  await none.answer({ kind: 'find-wallets', wallets: [] });
  assert.equal(none.code(), 'NO_WALLET_FOUND');

  const closed = makeWorld();
  await closed.asked();
  closed.tabs.pages.delete(1);
  await closed.bridge.tabClosed(1);
  await closed.connector.tabClosed(1);
  assert.equal(closed.code(), 'TAB_CLOSED');

  const moved = makeWorld();
  await moved.asked();
  const { body, sender } = moved.tabs.answerOf(accounts);
  moved.tabs.load(1, { origin: 'https://elsewhere.example' });
  await moved.bridge.pageLeft({ loadNonce: body.loadNonce }, sender);
  assert.equal(moved.code(), 'TAB_NAVIGATED');
});

test('a page that no wallet can reach, and one that we may not touch, are said', async () => {
  const world = makeWorld();
  await world.connector.startConnection({ tabId: 1, origin: 'chrome://newtab' });
  assert.equal(world.code(), 'TAB_UNREACHABLE');
  world.tabs.load(1, { origin: ORIGIN, isForbidden: true });
  const { id } = await world.here();
  assert.equal(world.code(), 'TAB_UNREACHABLE');
  world.tabs.load(1, { origin: ORIGIN });
  await world.connector.permissionDecided({ id, granted: true });
  assert.equal(world.state(), 'looking');
});

test('a chosen site waits for the permission, opens one tab, and looks when it has loaded', async () => {
  const world = makeWorld();
  const { id } = await world.connector.startConnection({ site: 'taostats.io' });
  assert.equal(world.state(), 'opening-tab');
  assert.equal(world.tabs.opened, 0);
  world.tabs.permissions.add(ORIGIN);
  // The panel and the browser both tell.
  await Promise.all([
    world.connector.permissionDecided({ id, granted: true }),
    world.connector.permissionAdded(),
  ]);
  assert.equal(world.tabs.opened, 1);
  assert.equal(world.state(), 'opening-tab');
  assert.equal(await world.connector.isWaiting(), true);
  await world.lookAtTab();
  assert.equal(world.state(), 'opening-tab');
  world.tabs.load(101, { origin: ORIGIN });
  await world.lookAtTab();
  assert.equal(world.state(), 'looking');
});

/** A connection whose tab has just been opened and loads. */
async function opening() {
  const world = makeWorld();
  world.tabs.permissions.add(ORIGIN);
  const { id } = await world.connector.startConnection({ site: 'taostats.io' });
  await world.connector.permissionDecided({ id, granted: true });
  assert.equal(world.state(), 'opening-tab');
  return { world, id };
}

test('a tab that loads is looked for by the next worker too, at start and not by any event of a page', async () => {
  const { world } = await opening();
  world.startWorker();
  await world.connector.resume();
  world.tabs.load(101, { origin: ORIGIN });
  await world.lookAtTab();
  assert.equal(world.state(), 'looking');
  assert.equal(world.tabs.opened, 1);
});

test('a tab that is shut while it loads, and a connection that is cancelled meanwhile, are looked at no more', async () => {
  const shut = await opening();
  shut.world.tabs.pages.delete(101);
  await shut.world.lookAtTab();
  assert.equal(shut.world.code(), 'TAB_CLOSED');
  const cancelled = await opening();
  await cancelled.world.connector.cancelConnection({ id: cancelled.id });
  cancelled.world.tabs.load(101, { origin: ORIGIN });
  await cancelled.world.lookAtTab();
  assert.equal(cancelled.world.stores.connection, null);
});

test('a tab that never ends loading is looked at as it is', async () => {
  const { world } = await opening();
  for (let i = 0; i < 1_000 && world.state() === 'opening-tab'; i += 1) await world.lookAtTab();
  assert.equal(world.state(), 'looking');
});

test('a page whose leaving was not told is found out, before its wallet would be asked again', async () => {
  const world = makeWorld();
  await world.asked();
  world.tabs.load(1, { origin: ORIGIN });
  const { length } = world.tabs.asked;
  world.startWorker();
  await world.bridge.endLost();
  await world.connector.resume();
  assert.equal(world.code(), 'TAB_NAVIGATED');
  assert.equal(world.tabs.asked.length, length);
});

test('a frozen page may still answer: its wallet is not asked again', async () => {
  const world = makeWorld();
  await world.asked();
  const answer = world.tabs.answerOf(accounts);
  world.tabs.frozen.add(1);
  world.startWorker();
  await world.bridge.endLost();
  await world.connector.resume();
  assert.equal(world.state(), 'waiting-for-wallet');
  await world.bridge.takeAnswer(answer.body, answer.sender);
  assert.equal(world.state(), 'choose-accounts');
});

test('a refused permission is said, and asking again goes on', async () => {
  const world = makeWorld();
  const { id } = await world.connector.startConnection({ site: 'taostats.io' });
  await world.connector.permissionDecided({ id, granted: false });
  assert.equal(world.code(), 'PERMISSION_REFUSED');
  world.tabs.permissions.add(ORIGIN);
  await world.connector.permissionDecided({ id, granted: true });
  assert.equal(world.tabs.opened, 1);
});

test('a refused offer to remember a site does not disturb a connection that works', async () => {
  const world = makeWorld();
  const { id } = await world.asked();
  await world.connector.permissionDecided({ id, granted: false });
  assert.equal(world.state(), 'waiting-for-wallet');
});

test('a wallet that comes into the page late joins the open list, which loses none', async () => {
  const world = makeWorld();
  const { id } = await world.here();
  await world.answer(wallets);
  await world.lookAtTab();
  await world.answer({ kind: 'find-wallets', wallets: [{ name: 'late', version: '1' }] });
  assert.deepEqual(
    world.stores.connection?.wallets.map(({ name }) => name),
    ['talisman', 'silent', 'late'],
  );
  // A later look that fails takes nothing away.
  await world.lookAtTab();
  await world.answer({ kind: 'failed', reason: 'silent', text: '' });
  assert.equal(world.state(), 'choose-wallet');
  await world.connector.chooseWallet({ id, wallet: 'late' });
  const { length } = world.tabs.asked;
  await world.lookAtTab();
  assert.equal(world.tabs.asked.length, length, 'nobody looks any more once one is chosen');
});

test('a wallet that never answers blocks no other, and its late answer means nothing', async () => {
  const world = makeWorld();
  const { id } = await world.here();
  await world.answer(wallets);
  await world.connector.chooseWallet({ id, wallet: 'silent' });
  const late = world.tabs.answerOf(accounts);
  await world.connector.chooseWallet({ id, wallet: 'talisman' });
  await assert.rejects(
    world.bridge.takeAnswer(late.body, late.sender),
    (error) => error instanceof AppError && error.code === 'REQUEST_UNKNOWN',
  );
  await world.answer(accounts);
  assert.equal(world.stores.connection?.wallet, 'talisman');
  assert.equal(world.state(), 'choose-accounts');
});

test('a wallet whose window is open is not asked a second time', async () => {
  const world = makeWorld();
  const { id } = await world.asked();
  const before = world.tabs.asked.length;
  await world.connector.chooseWallet({ id, wallet: 'talisman' });
  assert.equal(world.tabs.asked.length, before);
});

test('a new connection takes the place of the old one, whose answers mean nothing', async () => {
  const world = makeWorld();
  await world.here();
  const old = world.tabs.answerOf(wallets);
  const { id } = await world.here();
  await assert.rejects(world.bridge.takeAnswer(old.body, old.sender));
  assert.equal(world.stores.connection?.id, id);
  assert.equal(world.state(), 'looking');
});

test('only accounts that the wallet listed can be kept', async () => {
  const world = makeWorld();
  const { id } = await world.asked();
  await world.answer(accounts);
  const stranger = parseSs58('5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty');
  await assert.rejects(
    world.connector.keepAccounts({ id, kept: [{ coldkey: stranger, label: '' }] }),
    (error) => error instanceof AppError && error.code === 'BAD_ADDRESS',
  );
  assert.equal(world.stores.accounts.size, 0);
});

test('a cancelled connection is gone, with what it asked', async () => {
  const world = makeWorld();
  const { id } = await world.asked();
  await world.connector.cancelConnection({ id });
  assert.equal(world.stores.connection, null);
  assert.equal(world.prompts.kept.size, 0);
  await assert.rejects(world.connector.chooseWallet({ id, wallet: 'talisman' }));
});
