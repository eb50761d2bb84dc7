// An address counts as confirmed by its own key's signature of the text that was asked for, and by nothing that a page or
// another wallet can send instead.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, before, test } from 'node:test';
import { Keyring } from '@polkadot/keyring';
import type { KeyringPair } from '@polkadot/keyring/types';
import { hexToU8a, u8aToHex, u8aWrapBytes } from '@polkadot/util';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { toAppError } from '../../src/errors.ts';
import type { PageAnswer } from '../../src/bridge/envelope.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import { createConfirmations } from '../../src/service/confirm-address.ts';
import { changeAccount, readAccounts } from '../../src/store/accounts.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { createWalletBridge } from '../../src/wallet/wallet-bridge.ts';
import { createFakeForms, createFakePrompts, FakeTabs } from '../wallet/fake-bridge.ts';

const ORIGIN = 'https://taostats.io';
const WALLET = 'test-wallet';
const TAB = 1;
const NOW = 1_800_000_000_000;

before(() => cryptoWaitReady());
afterEach(eraseStore);

const pairOf = (type: 'sr25519' | 'ed25519' | 'ecdsa', name = 'Alice'): KeyringPair =>
  new Keyring({ type, ss58Format: 42 }).addFromUri(`//${name}`);

async function createWorld(pair: KeyringPair) {
  const coldkey = parseSs58(pair.address);
  const tabs = new FakeTabs();
  tabs.load(TAB, { origin: ORIGIN });
  const prompts = createFakePrompts();
  const time = { now: NOW };
  let ids = 0;
  const start = () => {
    const bridge = createWalletBridge({
      prompts,
      forms: createFakeForms(),
      tabs,
      now: () => time.now,
      newNonce: () => `nonce-of-load-${(ids += 1)}`,
    });
    const confirmations = createConfirmations({
      bridge,
      tabs,
      announce: () => undefined,
      now: () => time.now,
      newId: () => `prompt-${(ids += 1)}`,
      newNonce: () => `number-${(ids += 1)}`,
    });
    return { bridge, ...confirmations };
  };
  const seen = { wallet: WALLET, origin: ORIGIN, name: '', seenAt: 1, genesisHash: null };
  await changeAccount(coldkey, () => ({
    coldkey,
    label: 'A',
    order: 0,
    isHidden: false,
    isCounted: true,
    // As the page says: not believed.
    sources: [{ ...seen, keyType: 'sr25519' }],
    confirmedAt: null,
  }));
  const world = {
    coldkey,
    tabs,
    prompts,
    time,
    worker: start(),
    /** A worker that starts anew knows only what was stored. */
    killWorker: () => {
      world.worker = start();
    },
    ask: () => world.worker.confirmAddress({ coldkey, wallet: WALLET, origin: ORIGIN, tabId: TAB }),
    /** What the page was asked to sign, in the order of asking. */
    asked: () =>
      tabs.asked.map(({ command }) => (command.kind === 'sign-raw' ? command.bytes : '0x')),
    answer: (answer: PageAnswer, at = tabs.asked.length - 1) => {
      const { record } = tabs.asked[at] ?? {};
      assert.ok(record);
      const envelope = { promptId: record.promptId, answer };
      const sender = { tab: { id: record.tabId }, frameId: 0, origin: record.origin };
      return world.worker.bridge.takeAnswer({ loadNonce: record.loadNonce, envelope }, sender);
    },
    account: async () => {
      const [account] = await readAccounts();
      assert.ok(account);
      return account;
    },
  };
  return world;
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: unknown) => toAppError(error).code,
  );

const signed = (pair: KeyringPair, bytes: string, isWrapped = true): PageAnswer => {
  const message = isWrapped ? u8aWrapBytes(hexToU8a(bytes)) : hexToU8a(bytes);
  return { kind: 'sign-raw', signature: u8aToHex(pair.sign(message)) };
};

const refused = (text: string): PageAnswer => ({ kind: 'failed', reason: 'wallet-error', text });

test('the text is the address, the site, the time and a number of its own, and says that it moves nothing', async () => {
  const world = await createWorld(pairOf('sr25519'));
  await world.ask();
  const text = Buffer.from(hexToU8a(world.asked()[0])).toString();
  assert.equal((await world.account()).confirmation?.text, text);
  assert.ok(text.includes(world.coldkey) && text.includes(ORIGIN) && /number-\d/.test(text), text);
  const messages: Record<string, { message: string }> = JSON.parse(
    readFileSync('assets/_locales/en/messages.json', 'utf8'),
  );
  const sentence = messages['confirmAddressText']?.message ?? '';
  assert.match(sentence, /not a transaction.*moves nothing and costs nothing/);
  assert.match(sentence, /^[\n\x20-\x7e]+$/, 'wallets show other text as hex');
});

for (const type of ['sr25519', 'ed25519', 'ecdsa'] as const) {
  for (const isWrapped of [true, false]) {
    const how = isWrapped ? 'wrapped by the wallet' : 'as it was sent';
    test(`${type}, ${how}: the key's own signature confirms, and when and by which wallet is kept`, async () => {
      const pair = pairOf(type);
      const world = await createWorld(pair);
      await world.ask();
      assert.equal((await world.account()).confirmation?.state, 'asked');
      assert.equal(await world.worker.isWaiting(), true);
      world.time.now += 5_000;
      await world.answer(signed(pair, world.asked()[0] ?? '', isWrapped));
      const account = await world.account();
      assert.equal(account.confirmedAt, NOW + 5_000);
      assert.deepEqual(account.confirmedBy, { wallet: WALLET, origin: ORIGIN });
      assert.equal(account.confirmation, undefined);
      assert.equal(await world.worker.isWaiting(), false);
    });
  }
}

/** What a page or another wallet can send instead of the key's signature of this very text. */
const forgeries: { what: string; answer: (world: Asked) => PageAnswer }[] = [
  { what: 'another key', answer: ({ bytes }) => signed(pairOf('sr25519', 'Bob'), bytes) },
  {
    what: 'the same seed as a key of another kind',
    answer: ({ bytes }) => signed(pairOf('ed25519'), bytes),
  },
  { what: 'the key, over another text', answer: ({ pair }) => signed(pair, '0x1234') },
  {
    what: 'the key, over an earlier text with an old nonce',
    answer: ({ pair, old }) => signed(pair, old),
  },
  {
    what: 'no signature at all',
    answer: () => ({ kind: 'sign-raw', signature: `0x01${'00'.repeat(64)}` }),
  },
];
type Asked = { pair: KeyringPair; bytes: string; old: string };

for (const { what, answer } of forgeries) {
  test(`${what}: the address stays unconfirmed, and that is said`, async () => {
    const pair = pairOf('sr25519');
    const world = await createWorld(pair);
    await world.ask();
    await world.ask();
    const [old = '', bytes = ''] = world.asked();
    assert.notEqual(old, bytes);
    await world.answer(answer({ pair, bytes, old }));
    const { confirmedAt, confirmation } = await world.account();
    assert.equal(confirmedAt, null);
    assert.deepEqual([confirmation?.state, confirmation?.error?.code], ['failed', 'NOT_CONFIRMED']);
    // It can be asked again, and then counts.
    await world.ask();
    await world.answer(signed(pair, world.asked()[2] ?? ''));
    assert.notEqual((await world.account()).confirmedAt, null);
  });
}

test('an answer to what was never asked, is over, was taken back or comes from elsewhere counts for nothing', async () => {
  const pair = pairOf('sr25519');
  const world = await createWorld(pair);
  await world.ask();
  const [first = ''] = world.asked();
  const { record } = world.tabs.asked[0] ?? {};
  assert.ok(record);
  const good = signed(pair, first);
  const take = (promptId: string, tab: number, origin = ORIGIN) =>
    codeOf(
      world.worker.bridge.takeAnswer(
        { loadNonce: record.loadNonce, envelope: { promptId, answer: good } },
        { tab: { id: tab }, frameId: 0, origin },
      ),
    );
  assert.equal(await take('prompt-never-asked', TAB), 'REQUEST_UNKNOWN');
  assert.equal(await take(record.promptId, TAB + 1), 'NOT_ALLOWED');
  assert.equal(await take(record.promptId, TAB, 'https://evil.example'), 'NOT_ALLOWED');
  await world.ask();
  assert.equal(await codeOf(world.answer(good, 0)), 'REQUEST_UNKNOWN', 'the earlier ask is over');
  await world.worker.cancelConfirmation({ coldkey: world.coldkey });
  assert.equal(await codeOf(world.answer(signed(pair, world.asked()[1] ?? ''))), 'REQUEST_UNKNOWN');
  const { confirmedAt, confirmation } = await world.account();
  assert.deepEqual([confirmedAt, confirmation], [null, undefined]);
});

test('only a wallet that showed the account there is asked', async () => {
  const world = await createWorld(pairOf('sr25519'));
  const { coldkey } = world;
  const ask = (wallet: string, origin: string) =>
    codeOf(world.worker.confirmAddress({ coldkey, wallet, origin, tabId: TAB }));
  assert.equal(await ask('another', ORIGIN), 'BAD_ADDRESS');
  assert.equal(await ask(WALLET, 'https://evil.example'), 'BAD_ADDRESS');
  assert.deepEqual(world.asked(), []);
});

const endings: { what: string; code: string; happen: (world: World) => Promise<unknown> }[] = [
  { what: 'refused', code: 'WALLET_REJECTED', happen: (it) => it.answer(refused('Cancelled')) },
  {
    what: 'locked',
    code: 'WALLET_LOCKED',
    happen: (it) => it.answer(refused('The wallet is locked')),
  },
  {
    what: 'a wallet that cannot',
    code: 'WALLET_CANNOT',
    happen: (it) => it.answer({ kind: 'failed', reason: 'unsupported', text: 'signRaw' }),
  },
  {
    what: 'the tab closed',
    code: 'TAB_CLOSED',
    happen: async (it) => {
      it.tabs.pages.delete(TAB);
      await it.worker.bridge.tabClosed(TAB);
    },
  },
  {
    what: 'silence',
    code: 'WALLET_SILENT',
    happen: async (it) => {
      it.time.now += 600_000;
      await it.worker.bridge.endLost();
    },
  },
  {
    what: 'the browser ended, and with it the page',
    code: 'WALLET_SILENT',
    happen: async (it) => {
      it.prompts.kept.clear();
      it.killWorker();
      await it.worker.resume();
    },
  },
];
type World = Awaited<ReturnType<typeof createWorld>>;

for (const { what, code, happen } of endings) {
  test(`${what}: kept with the account as ${code}, and the address stays unconfirmed`, async () => {
    const world = await createWorld(pairOf('sr25519'));
    await world.ask();
    await happen(world);
    const { confirmedAt, confirmation } = await world.account();
    assert.deepEqual([confirmedAt, confirmation?.state], [null, 'failed']);
    assert.equal(confirmation?.error?.code, code);
    assert.equal(await world.worker.isWaiting(), false);
  });
}

test('a page that cannot be reached is an ending too, and nothing was asked', async () => {
  const world = await createWorld(pairOf('sr25519'));
  world.tabs.load(TAB, { origin: ORIGIN, isForbidden: true });
  await world.ask();
  assert.equal((await world.account()).confirmation?.error?.code, 'TAB_UNREACHABLE');
  assert.deepEqual(world.asked(), []);
});

test('the site allowed after the click: the ask goes on, be the panel that asked gone by then', async () => {
  const world = await createWorld(pairOf('sr25519'));
  const { coldkey } = world;
  await world.worker.confirmAddress({ coldkey, wallet: WALLET, origin: ORIGIN, tabId: null });
  assert.equal((await world.account()).confirmation?.error?.code, 'TAB_UNREACHABLE');
  await world.worker.permissionAdded();
  assert.deepEqual(world.asked(), []);
  world.tabs.permissions.add(ORIGIN);
  world.killWorker();
  await world.worker.permissionAdded();
  assert.equal((await world.account()).confirmation?.state, 'asked');
  assert.equal(world.asked().length, 1);
});

test('the worker killed while the wallet’s window is open: the page is still waited for, and its answer counts', async () => {
  const pair = pairOf('sr25519');
  const world = await createWorld(pair);
  await world.ask();
  world.killWorker();
  await world.worker.resume();
  assert.equal((await world.account()).confirmation?.state, 'asked');
  await world.answer(signed(pair, world.asked()[0] ?? ''));
  assert.notEqual((await world.account()).confirmedAt, null);
});
