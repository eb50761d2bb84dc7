import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { ChainClient, ChainStatus } from '../../src/chain/chain-client.ts';
import { AppError } from '../../src/errors.ts';
import { NETWORKS } from '../../src/model/built-in-networks.ts';
import { addWatched, confirmAccount, saveAccount } from '../../src/service/accounts.ts';
import { changeSettings, learnGenesis } from '../../src/service/change-settings.ts';
import { createLiveNetwork } from '../../src/service/live-network.ts';
import { bodyParsers } from '../../src/service/parse-messages.ts';
import { readAccounts } from '../../src/store/accounts.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import type { Network } from '../../src/model/network.ts';
import { readSettings } from '../../src/store/settings.ts';

afterEach(eraseStore);

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
/** The same key in the generic prefix 0. */
const ALICE_IN_PREFIX_0 = '15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5';

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return 'none';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
};

test('a watched address is kept in prefix 42 whatever prefix it was typed in, once', async () => {
  await addWatched({ text: `  ${ALICE_IN_PREFIX_0} `, label: ' Alice ', isMine: false });
  await addWatched({ text: ALICE, label: '', isMine: true });
  const accounts = await readAccounts();
  assert.equal(accounts.length, 1);
  assert.equal(accounts[0]?.coldkey, ALICE);
  assert.equal(accounts[0]?.label, 'Alice');
  assert.equal(accounts[0]?.isCounted, true);
});

test("the form of another network is kept until the address is typed in this one's", async () => {
  const typedAs = async () => (await readAccounts())[0]?.typedAs;
  const add = (text: string) => addWatched({ text, label: '', isMine: false });
  await add(` ${ALICE_IN_PREFIX_0} `);
  assert.deepEqual(await typedAs(), { text: ALICE_IN_PREFIX_0, prefix: 0 });
  const [account] = await readAccounts();
  assert.ok(account);
  await saveAccount({ ...account, label: 'B' });
  assert.deepEqual(await typedAs(), { text: ALICE_IN_PREFIX_0, prefix: 0 });
  await add(ALICE);
  assert.equal(await typedAs(), undefined);
  await add(ALICE_IN_PREFIX_0);
  assert.equal(await typedAs(), undefined);
});

test('what is no coldkey is refused with a reason', async () => {
  const add = (text: string): Promise<unknown> => addWatched({ text, label: '', isMine: false });
  assert.equal(await codeOf(add(`${ALICE.slice(0, -1)}Z`)), 'BAD_ADDRESS');
  assert.equal(await codeOf(add('')), 'BAD_ADDRESS');
  assert.equal(await codeOf(add('hello')), 'BAD_ADDRESS');
  assert.equal(await codeOf(add('0x00000000219ab540356cBB839Cbe05303d7705Fa')), 'EVM_ADDRESS');
  assert.deepEqual(await readAccounts(), []);
});

test('an account is confirmed by its first verified signature only', async () => {
  const coldkey = await addWatched({ text: ALICE, label: 'A', isMine: true });
  const by = { wallet: 'first', origin: 'https://taostats.io' };
  await confirmAccount(coldkey, 5, by);
  await confirmAccount(coldkey, 9, { ...by, wallet: 'second' });
  const [first] = await readAccounts();
  assert.deepEqual([first?.confirmedAt, first?.confirmedBy], [5, by]);
  await saveAccount({ coldkey, label: 'B', order: 3, isHidden: true, isCounted: false });
  const [account] = await readAccounts();
  assert.equal(account?.confirmedAt, 5);
  assert.equal(account?.label, 'B');
});

const custom: Network = {
  id: 'mine',
  name: 'Mine',
  genesisHash: null,
  endpoints: ['wss://node.example'],
  operators: {},
  archive: null,
  isReal: true,
  explorer: null,
};

test('an endpoint that must not be dialled is refused before anything is stored', async () => {
  const rows = [
    'http://node.example',
    'ws://node.example',
    'javascript:alert(1)',
    'wss://u:p@x.example',
    '',
  ];
  for (const endpoint of rows) {
    const changed = changeSettings({ networks: [{ ...custom, endpoints: [endpoint] }] });
    assert.equal(await codeOf(changed), 'BAD_ENDPOINT', endpoint);
  }
  const explorer = changeSettings({ networks: [{ ...custom, explorer: 'javascript:alert(1)' }] });
  assert.equal(await codeOf(explorer), 'BAD_ENDPOINT');
  const settings = await changeSettings({ networks: [custom] });
  assert.deepEqual(settings.networks, [custom]);
});

test('what is refused of a network is told with the field it stands in', async () => {
  const fieldOf = async (network: Network): Promise<unknown> => {
    try {
      await changeSettings({ networks: [network] });
      return null;
    } catch (error) {
      return error instanceof AppError ? [error.detail['field'], error.detail['reason']] : error;
    }
  };
  const endpoints = ['wss://node.example', 'ws://node.example'];
  assert.deepEqual(await fieldOf({ ...custom, endpoints }), ['endpoint-1', 'plain-ws']);
  assert.deepEqual(await fieldOf({ ...custom, archive: 'archive' }), ['archive', 'no-url']);
  const explorer = 'http://explorer.example';
  assert.deepEqual(await fieldOf({ ...custom, explorer }), ['explorer', 'explorer']);
});

test('a network is real until its genesis says otherwise, and finney is real under any name', async () => {
  const [finney] = NETWORKS;
  assert.ok(finney?.genesisHash);
  const isReal = async (): Promise<boolean | undefined> =>
    (await readSettings()).networks.find(({ id }) => id === custom.id)?.isReal;
  await changeSettings({ networks: [{ ...custom, isReal: false }] });
  assert.equal(await isReal(), true);
  await learnGenesis(custom.id, `0x${'11'.repeat(32)}`);
  assert.equal(await isReal(), false);
  await changeSettings({ networks: [custom] });
  await learnGenesis(custom.id, finney.genesisHash);
  assert.equal(await isReal(), true);
});

test('a genesis that is known is never overwritten, and that of a removed network is not learned', async () => {
  const first = `0x${'11'.repeat(32)}` as const;
  await changeSettings({ networks: [{ ...custom, genesisHash: null }] });
  assert.equal(await learnGenesis(custom.id, first), true);
  assert.equal(await learnGenesis(custom.id, `0x${'22'.repeat(32)}`), false);
  const kept = async () => (await readSettings()).networks.find(({ id }) => id === custom.id);
  assert.equal((await kept())?.genesisHash, first);
  await changeSettings({ networks: [] });
  assert.equal(await learnGenesis(custom.id, first), false);
  assert.equal(await kept(), undefined);
});

test('settings cannot make another chain look like finney', async () => {
  const [finney] = NETWORKS;
  assert.ok(finney);
  const settings = await changeSettings({
    networks: [
      { ...finney, genesisHash: `0x${'11'.repeat(32)}`, name: 'Bittensor!', isReal: false },
    ],
  });
  assert.equal(settings.networks[0]?.genesisHash, finney.genesisHash);
  assert.equal(settings.networks[0]?.isReal, true);
});

test('asks are parsed field by field; a strange one is refused by name of method and place', () => {
  const good = {
    move: { kind: 'stake', coldkey: ALICE, hotkey: ALICE, netuid: 1, amount: 5n },
    terms: { toleranceBps: 50, allowPartial: false, eraBlocks: 64 },
    wallet: 'talisman',
    genesisHash: `0x${'ab'.repeat(32)}`,
    minimum: { unit: 'alpha', netuid: 1, amount: 1n },
    floor: null,
    worstPrice: null,
    accepted: ['no-minimum', 'typed-impact:12'],
    reviewed: null,
    askOnTab: null,
  };
  assert.equal(bodyParsers.requestSignature(good).move.kind, 'stake');
  const refuse = (change: object): void => {
    assert.throws(
      () => bodyParsers.requestSignature({ ...good, ...change }),
      (error) => error instanceof AppError && error.code === 'BAD_MESSAGE',
    );
  };
  refuse({ move: { ...good.move, amount: -1n } });
  refuse({ move: { ...good.move, amount: 5 } });
  refuse({ move: { ...good.move, amount: 1n << 64n } });
  refuse({ move: { ...good.move, netuid: 70_000 } });
  refuse({ move: { ...good.move, more: 1 } });
  refuse({ move: { ...good.move, kind: 'drain' } });
  refuse({ terms: { ...good.terms, toleranceBps: 10_000 } });
  assert.throws(() => bodyParsers.saveSettings({ toleranceBps: { stake: 10_000 } }), AppError);
  assert.equal(
    bodyParsers.requestSignature({ ...good, terms: { ...good.terms, toleranceBps: 9_999 } }).terms
      .toleranceBps,
    9_999,
  );
  refuse({ wallet: undefined });
  refuse({ genesisHash: 'finney' });
  refuse({ accepted: true });
  refuse({ accepted: [1] });
  refuse({ minimum: 1n });
  refuse({ minimum: { unit: 'rao', netuid: 1, amount: 1n } });
  const left = { hotkey: ALICE, netuid: 1 };
  const exits = { genesisHash: good.genesisHash, coldkey: ALICE, items: [left] };
  assert.deepEqual(bodyParsers.keepExits(exits), exits);
  const strange = { ...exits, items: [{ ...left, amount: 1n }] };
  assert.throws(() => bodyParsers.keepExits(strange), AppError);
  assert.throws(() => bodyParsers.addWatched(null), AppError);
  assert.throws(() => bodyParsers.saveSettings({ networkId: 'x', isAdmin: true }), AppError);
  assert.deepEqual(bodyParsers.saveSettings({ toleranceBps: { stake: 20 } }), {
    toleranceBps: { stake: 20 },
  });
});

/** A client that only counts being opened and closed. */
function countingClients(): {
  create: (network: Network) => ChainClient;
  open: () => number;
  made: () => number;
} {
  let open = 0;
  let made = 0;
  const idle: ChainStatus = {
    state: 'idle',
    endpoint: null,
    head: null,
    runtime: null,
    error: null,
    left: [],
    paced: [],
    clockOffset: null,
  };
  const create = (): ChainClient => {
    made += 1;
    const client: Partial<ChainClient> = {
      network: { id: 'custom', isReal: true },
      connect: async () => {
        open += 1;
      },
      close: () => {
        open -= 1;
      },
      status: () => idle,
      onStatus: () => undefined,
      onHead: () => undefined,
    };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is called is there
    return client as ChainClient;
  };
  return { create, open: () => open, made: () => made };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

test('a reading that is under way when the last holder goes is ended, for fifteen seconds at most', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const clients = countingClients();
  let isReading = true;
  const live = createLiveNetwork({
    currentNetwork: async () => custom,
    createClient: clients.create,
    onHead: () => undefined,
    onStatus: () => undefined,
    isReading: () => isReading,
  });
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 500) {
      t.mock.timers.tick(500);
      await turns();
    }
  };
  const opened = async (): Promise<() => void> => {
    const release = live.hold();
    await live.withClient(async () => undefined);
    return release;
  };
  (await opened())();
  await pass(5_500);
  assert.equal(clients.open(), 1);
  isReading = false;
  await pass(500);
  assert.equal(clients.open(), 0, 'it has ended');

  isReading = true;
  (await opened())();
  await pass(19_500);
  assert.equal(clients.open(), 1);
  await pass(500);
  assert.equal(clients.open(), 0, 'however long it takes');

  (await opened())();
  await pass(6_000);
  const again = await opened();
  await pass(30_000);
  assert.equal(clients.open(), 1, 'somebody holds it again');
  isReading = false;
  again();
  await pass(4_500);
  assert.equal(clients.open(), 1);
  await pass(500);
  assert.equal(clients.open(), 0);
});

test('the node is connected while somebody holds it, and silent otherwise', async () => {
  const clients = countingClients();
  let network = custom;
  const live = createLiveNetwork({
    currentNetwork: async () => network,
    createClient: clients.create,
    onHead: () => undefined,
    onStatus: () => undefined,
    lingerMs: 0,
  });
  const releaseFirst = live.hold();
  const releaseSecond = live.hold();
  await live.withClient(async () => undefined);
  assert.equal(clients.open(), 1);
  releaseFirst();
  releaseFirst();
  await settled();
  assert.equal(clients.open(), 1);
  network = { ...custom, endpoints: ['wss://other.example'] };
  await live.networkChanged();
  await live.withClient(async () => undefined);
  assert.equal(clients.open(), 1);
  assert.equal(clients.made(), 2);
  await live.networkChanged();
  assert.equal(clients.made(), 2);
  releaseSecond();
  await settled();
  assert.equal(clients.open(), 0);
  assert.equal(live.isHeld(), false);
});
