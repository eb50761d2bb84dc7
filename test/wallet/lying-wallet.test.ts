// The test wallet in a real browser, honest and lying, asked through our own bridge for what our own client
// prepared on the simulated chain: only what signs our own bytes is worth anything.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import type { Page } from 'puppeteer-core';
import type { ChainClient } from '../../src/chain/chain-client.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import { verifySignature } from '../../src/chain/extrinsic/verify-signature.ts';
import { AppError, type ErrorCode } from '../../src/errors.ts';
import type { KeyType } from '../../src/model/account.ts';
import type { PreparedExtrinsic } from '../../src/model/extrinsic.ts';
import { toRao, type Hex, type Ss58Address } from '../../src/units.ts';
import type { Outcome } from '../../src/wallet/wallet-bridge.ts';
import { HostileWorld, type Opened } from '../bridge/hostile-world.ts';
import { extensionPage, stopWorker, until } from '../tools/browser/launch-browser.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { createTestClient } from '../fakes/test-client.ts';
import { honest, type Behaviour } from '../tools/wallet/behaviour.ts';
import { buildWallet } from '../tools/wallet/build-wallet.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const BOB = parseSs58('5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty');
const WALLET = 'test-wallet';

let world: HostileWorld;
let net: Devnet;
let client: ChainClient;
let walletId: string;
let control: Page;
let folder: string;

test.before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'taubar-wallet-'));
  await buildWallet(folder, { lateName: 'late-wallet', posesAs: 'polkadot-js' });
  world = await HostileWorld.open([folder]);
  walletId = world.extensionIds[1] ?? '';
  control = await world.browser.newPage();
  await control.goto(`chrome-extension://${walletId}/control.html`);
  net = await startDevnet({ subnets: 4 });
  client = createTestClient(net);
  await client.connect();
});

test.after(async () => {
  client.close();
  await net.stop();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

async function behave(change: Partial<Behaviour>): Promise<void> {
  const behaviour: Behaviour = { ...honest, decision: 'approve', ...change };
  await control.evaluate(`chrome.storage.local.set(${JSON.stringify({ behaviour })})`);
}

const forgetAll = (): Promise<unknown> => control.evaluate('chrome.storage.local.clear()');

let visits = 0;
const visit = (): Promise<Opened> => world.visit(`wallet-page-${++visits}`, {});

/** The wallet knows the page and shares everything with it. */
async function enabled(): Promise<Opened> {
  await behave({});
  const opened = await visit();
  const connection = await world.lookAndChoose(opened, WALLET);
  assert.equal(connection.state, 'choose-accounts', JSON.stringify(connection.error));
  return opened;
}

function prepare(coldkey: Ss58Address = ALICE): Promise<PreparedExtrinsic> {
  const args = { hotkey: BOB, netuid: 1, amount_staked: 1_000_000_000n };
  const draft = { pallet: 'SubtensorModule', name: 'add_stake', args };
  return client.prepareExtrinsic({
    draft,
    coldkey,
    eraBlocks: 64,
    tip: toRao(0n),
    metadataHashMode: 0,
  });
}

function signatureOf(outcome: Outcome): { signature: Hex; signedTransaction: Hex | null } {
  assert.ok(outcome.ok, JSON.stringify(outcome));
  assert.equal(outcome.answer.kind, 'sign-payload');
  return outcome.answer.kind === 'sign-payload' ? outcome.answer : assert.fail();
}

function isTaken(
  prepared: PreparedExtrinsic,
  outcome: Outcome,
  keyType: KeyType = 'sr25519',
): boolean {
  const { signedBytes, payload } = prepared;
  const { signature } = signatureOf(outcome);
  const coldkey = parseSs58(payload.address);
  return verifySignature({ signedBytes, signature, coldkey, keyType });
}

const codeOf = (outcome: Outcome): ErrorCode | null => (outcome.ok ? null : outcome.error.code);

async function refusalOf(work: Promise<unknown>): Promise<ErrorCode | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

/** The ids of the requests that wait in the wallet for a person. */
async function openRequests(): Promise<string[]> {
  let ids: string[] = [];
  await until(async () => {
    const keys = await control.evaluate(async () =>
      Object.keys(await chrome.storage.local.get(null)),
    );
    ids = keys.filter((key) => key.startsWith('request:')).map((key) => key.slice(8));
    return ids.length > 0;
  }, 'the wallet has a request');
  return ids;
}

const windowOf = (): Promise<Page> => extensionPage(world.browser, walletId, 'window.html');

/** Decides in the wallet's window, which then closes: the next one that is looked for must be another. */
async function press(id: string): Promise<void> {
  const page = await windowOf();
  await page.waitForSelector('body[data-ready]');
  await page.evaluate(`document.querySelector(${JSON.stringify(id)}).click()`);
  await until(() => page.isClosed(), 'the window closes once it is decided');
}

/** Whatever a test left, should it have failed: its pages, the wallet's windows, and what the wallet remembers. */
test.afterEach(async () => {
  const prefixes = [world.origin, `chrome-extension://${walletId}/window.html`];
  for (const page of await world.browser.pages()) {
    if (prefixes.some((prefix) => page.url().startsWith(prefix))) await page.close();
  }
  await forgetAll();
});

test('an honest wallet lists every kind of account, and each that can be used here signs', async () => {
  const opened = await enabled();
  const connection = await world.connection();
  assert.deepEqual(
    connection?.found.map(({ name, keyType, coldkey }) => [name, keyType, coldkey !== null]),
    [
      ['Alice', 'sr25519', true],
      ['Bob', 'sr25519', true],
      ['Charlie', 'ed25519', true],
      ['Dave', 'ecdsa', true],
      ['Eve on Ethereum', 'ethereum', false],
    ],
  );
  for (const { coldkey, keyType } of connection?.found ?? []) {
    if (coldkey === null) continue;
    const prepared = await prepare(coldkey);
    const outcome = await world.sign(opened, WALLET, prepared.payload);
    assert.ok(isTaken(prepared, outcome, keyType), keyType);
  }
  await opened.page.close();
});

for (const lie of [
  'changed-call',
  'changed-nonce',
  'changed-tip',
  'other-account',
  'garbage',
  'replay',
] as const) {
  test(`a signature that lies is refused: ${lie}`, async () => {
    const opened = await enabled();
    // What is replayed must be a true signature of something.
    await world.sign(opened, WALLET, (await prepare(BOB)).payload);
    await behave({ lie });
    const prepared = await prepare();
    const outcome = await world.sign(opened, WALLET, prepared.payload);
    assert.equal(isTaken(prepared, outcome), false);
    await opened.page.close();
  });
}

test('a signature that is none is refused before anybody verifies it', async () => {
  const opened = await enabled();
  await behave({ lie: 'malformed' });
  const outcome = await world.sign(opened, WALLET, (await prepare()).payload);
  assert.equal(codeOf(outcome), 'WALLET_GARBAGE');
  await opened.page.close();
});

/** Wallets can put a whole transaction together only with the chain's metadata. */
async function provideMetadata(opened: Opened, prepared: PreparedExtrinsic): Promise<void> {
  const runtime = await client.runtimeOf(prepared);
  const definition = await client.metadataForWallet(runtime);
  const promptId = `metadata-ask-${opened.tabId}`;
  const target = {
    promptId,
    owner: 'signing',
    ownerId: 'metadata-request',
    tabId: opened.tabId,
    origin: world.origin,
    patienceMs: 30_000,
    wallet: WALLET,
  } as const;
  assert.equal(await world.obey({ fixture: 'metadata', target, definition }), null);
  const provided = await world.outcome(promptId);
  assert.deepEqual(provided, { ok: true, answer: { kind: 'provide-metadata', isTaken: true } });
}

test('a whole signed transaction is taken when it is what we prepared, and refused when it lies', async () => {
  const opened = await enabled();
  await provideMetadata(opened, await prepare());
  const cases: [Behaviour['lie'], ErrorCode | null][] = [
    ['none', null],
    ['changed-call', 'SIGNED_SOMETHING_ELSE'],
    ['changed-nonce', 'SIGNED_SOMETHING_ELSE'],
    ['changed-tip', 'SIGNED_SOMETHING_ELSE'],
    ['other-account', 'SIGNED_SOMETHING_ELSE'],
  ];
  for (const [lie, code] of cases) {
    await behave({ lie, returnsTransaction: true });
    const prepared = await prepare();
    const { signedTransaction } = signatureOf(await world.sign(opened, WALLET, prepared.payload));
    assert.ok(signedTransaction !== null);
    const taken = client.acceptSignedTransaction(prepared, signedTransaction, 'sr25519');
    assert.equal(await refusalOf(taken), code, lie);
  }
  await opened.page.close();
});

test('a wallet that was given the metadata shows the call, and hardware signs its hash as we compute it', async () => {
  const opened = await enabled();
  const prepared = await prepare();
  await provideMetadata(opened, prepared);

  await behave({ decision: 'ask' });
  const { promptId } = await world.ask(opened, WALLET, prepared.payload);
  const page = await windowOf();
  await page.waitForSelector('body[data-ready]');
  const shown = await page.evaluate(`document.querySelector('#call').textContent`);
  assert.match(String(shown), /subtensorModule\.addStake/i);
  await press('#approve');
  assert.ok(isTaken(prepared, await world.outcome(promptId)));

  await behave({ isLedger: true });
  const again = await prepare();
  const { signedTransaction } = signatureOf(await world.sign(opened, WALLET, again.payload));
  assert.ok(signedTransaction !== null);
  const accepted = await client.acceptSignedTransaction(again, signedTransaction, 'sr25519');
  assert.equal(accepted.prepared.payload.mode, 1);
  await opened.page.close();
});

test('a late answer is refused once the ask was taken back, and an answer never serves another request', async () => {
  const opened = await enabled();
  await behave({ delayMs: 300 });
  const first = await prepare(BOB);
  const { promptId } = await world.ask(opened, WALLET, first.payload);
  await world.obey({ fixture: 'forget', promptId });
  await behave({});
  const second = await prepare();
  const outcome = await world.sign(opened, WALLET, second.payload);
  assert.ok(isTaken(second, outcome));
  // The late answer's delay began before this one's, and answers travel in order.
  await behave({ delayMs: 300 });
  await world.sign(opened, WALLET, second.payload);
  assert.deepEqual(await world.outcomes(promptId), []);
  await opened.page.close();
});

test('each refusal of a wallet has its own code', async () => {
  const opened = await enabled();
  const { payload } = await prepare();
  await behave({ decision: 'reject' });
  assert.equal(codeOf(await world.sign(opened, WALLET, payload)), 'WALLET_REJECTED');
  await behave({ isLocked: true });
  assert.equal(codeOf(await world.sign(opened, WALLET, payload)), 'WALLET_LOCKED');
  await behave({ accounts: 'only-evm' });
  assert.equal(codeOf(await world.sign(opened, WALLET, payload)), 'WALLET_LOST_ACCOUNT');
  await behave({ rateLimitMs: 60_000 });
  assert.equal(codeOf(await world.sign(opened, WALLET, payload)), 'WALLET_BUSY');
  await opened.page.close();
});

test('connecting: rejected, pending, locked, no accounts, only ethereum accounts', async () => {
  const opened = await visit();
  const looked = await world.look(opened);
  assert.deepEqual(
    looked.wallets.map(({ name }) => name),
    [WALLET, 'silent'],
  );
  const cases: [Partial<Behaviour>, ErrorCode][] = [
    [{ decision: 'reject' }, 'WALLET_REJECTED'],
    [{ isLocked: true }, 'WALLET_LOCKED'],
    [{ accounts: 'none' }, 'WALLET_NO_ACCOUNTS'],
    [{ accounts: 'only-evm' }, 'WALLET_ONLY_EVM'],
  ];
  for (const [change, code] of cases) {
    await forgetAll();
    await behave(change);
    const { error } = await world.choose(looked, WALLET);
    assert.equal(error?.code, code);
  }

  // The window closed unanswered, the page reloaded: the wallet still waits for a person.
  await forgetAll();
  await behave({ decision: 'ask' });
  await world.call('chooseWallet', { id: looked.id, wallet: WALLET });
  await (await windowOf()).close();
  await opened.page.reload();
  const again = await world.lookAndChoose(opened, WALLET);
  assert.equal(again.error?.code, 'WALLET_PENDING');
  await forgetAll();
  await opened.page.close();
});

test('a wallet that grants everything and then shares nothing has refused, by its button or its closed window', async () => {
  const opened = await visit();
  const looked = await world.look(opened);
  await behave({ decision: 'reject', resolvesOnRefusal: true });
  assert.equal((await world.choose(looked, WALLET)).error?.code, 'WALLET_REJECTED');

  await behave({ decision: 'ask', resolvesOnRefusal: true });
  await world.call('chooseWallet', { id: looked.id, wallet: WALLET });
  await (await windowOf()).close();
  assert.equal((await world.settled(looked.id)).error?.code, 'WALLET_REJECTED');

  // Asked again and allowed, it is as any other.
  await behave({ resolvesOnRefusal: true });
  assert.equal((await world.choose(looked, WALLET)).state, 'choose-accounts');
  await opened.page.close();
});

test('asked again after its window was closed, the wallet shows the first request still, and its signature counts', async () => {
  const opened = await enabled();
  await behave({ decision: 'ask' });
  const prepared = await prepare();
  const target = {
    owner: 'signing',
    ownerId: 'request-asked-again',
    tabId: opened.tabId,
    origin: world.origin,
    patienceMs: 60_000,
    wallet: WALLET,
  } as const;
  const ask = (promptId: string) =>
    world.obey({ fixture: 'sign', target: { ...target, promptId }, payload: prepared.payload });
  assert.equal(await ask('asked-the-first-time'), null);
  await (await windowOf()).close();
  const [first] = await openRequests();
  assert.equal(await ask('asked-once-more'), null);
  await (await windowOf()).close();
  await control.evaluate((id) => chrome.windows.create({ url: `window.html?id=${id}` }), first);
  await press('#approve');
  assert.ok(isTaken(prepared, await world.outcome('asked-the-first-time')));
  await opened.page.close();
});

test('a wallet that lacks the metadata fails unheard; asked again it signs, and the next time at once', async () => {
  const opened = await enabled();
  await behave({ failsWithoutMetadata: true });
  const target = {
    owner: 'signing',
    tabId: opened.tabId,
    origin: world.origin,
    patienceMs: 60_000,
    wallet: WALLET,
  } as const;
  const ask = async (promptId: string, ownerId: string) => {
    const prepared = await prepare();
    const { payload } = prepared;
    await world.obey({ fixture: 'sign', target: { ...target, ownerId, promptId }, payload });
    return prepared;
  };
  await ask('unheard-0001', 'request-unheard-1');
  const second = await ask('unheard-0002', 'request-unheard-1');
  assert.ok(isTaken(second, await world.outcome('unheard-0002')));
  assert.deepEqual(await world.outcomes('unheard-0001'), []);
  const third = await ask('unheard-0003', 'request-unheard-2');
  assert.ok(isTaken(third, await world.outcome('unheard-0003')));
  await opened.page.close();
});

test('a wallet that asks a person each time it is enabled is enabled once a page load to sign', async () => {
  const opened = await enabled();
  // Whoever enabled it now would get its refusal.
  await behave({ asksAtEachEnable: true, decision: 'ask' });
  const prepared = await prepare();
  const { promptId } = await world.ask(opened, WALLET, prepared.payload);
  const page = await windowOf();
  await page.waitForSelector('body[data-ready]');
  assert.equal(await page.$eval('#kind', (node) => node.textContent), 'sign-payload');
  await press('#approve');
  assert.ok(isTaken(prepared, await world.outcome(promptId)));
  await opened.page.close();
});

test('our worker dies while the wallet’s window is open: the person’s answer arrives all the same, once', async () => {
  await forgetAll();
  await behave({ decision: 'ask' });
  const opened = await visit();
  const looked = await world.look(opened);
  await world.call('chooseWallet', { id: looked.id, wallet: WALLET });
  await windowOf();
  await stopWorker(world.browser, world.fixtureId);
  const page = await windowOf();
  await page.waitForSelector('body[data-ready]');
  // Shares the first account only.
  await page.evaluate(
    `document.querySelectorAll('input').forEach((box, i) => { box.checked = i === 0; })`,
  );
  await press('#approve');
  const connection = await world.settled(looked.id);
  assert.deepEqual(
    connection.found.map(({ name }) => name),
    ['Alice'],
  );

  const prepared = await prepare();
  const { promptId } = await world.ask(opened, WALLET, prepared.payload);
  await windowOf();
  await stopWorker(world.browser, world.fixtureId);
  await press('#approve');
  assert.ok(isTaken(prepared, await world.outcome(promptId)));
  // Answers travel in order: with another one here, a second of the first would have come.
  await behave({});
  const { payload } = await prepare(BOB);
  await world.sign(opened, WALLET, payload);
  assert.equal((await world.outcomes(promptId)).length, 1);
  await opened.page.close();
});

test('a wallet that comes into the page seconds later joins the list that is open', async () => {
  await behave({});
  const opened = await world.visit('late-wallet', {});
  const looked = await world.look(opened);
  assert.ok(!looked.wallets.some(({ name }) => name === 'late-wallet'));
  await until(
    async () =>
      (await world.connection())?.wallets.some(({ name }) => name === 'late-wallet') === true,
    'the late wallet is listed',
  );
  assert.equal((await world.choose(looked, 'late-wallet')).state, 'choose-accounts');
  await opened.page.close();
});

test('a wallet that poses as polkadot{.js} too is one row, under its own name', async () => {
  await behave({});
  const opened = await world.visit('posing', {});
  const poses = await opened.page.evaluate('Object.keys(injectedWeb3)');
  assert.deepEqual(poses, [WALLET, 'silent', 'polkadot-js']);
  const looked = await world.look(opened);
  assert.deepEqual(
    looked.wallets.map(({ name }) => name),
    [WALLET, 'silent'],
  );
  assert.equal((await world.choose(looked, WALLET)).state, 'choose-accounts');
  await opened.page.close();
});

test('a silent wallet beside it keeps nobody waiting', async () => {
  await behave({});
  const opened = await visit();
  const looked = await world.look(opened);
  await world.call('chooseWallet', { id: looked.id, wallet: 'silent' });
  const connection = await world.choose(looked, WALLET);
  assert.equal(connection.state, 'choose-accounts');
  await opened.page.close();
});

test('a raw message is signed in its wrapped form, and verified as such', async () => {
  const opened = await enabled();
  const bytes: Hex = '0x54617562617220636f6e6669726d73';
  const ask = (promptId: string) =>
    world.obey({
      fixture: 'sign-raw',
      target: {
        promptId,
        owner: 'signing',
        ownerId: 'raw-request',
        tabId: opened.tabId,
        origin: world.origin,
        patienceMs: 30_000,
        wallet: WALLET,
      },
      address: ALICE,
      bytes,
    });
  for (const [lie, isGood] of [
    ['none', true],
    ['changed-call', false],
  ] as const) {
    await behave({ lie });
    await ask(`raw-message-${lie}`);
    const outcome = await world.outcome(`raw-message-${lie}`);
    assert.ok(outcome.ok && outcome.answer.kind === 'sign-raw');
    const { signature } = outcome.answer;
    const verified = verifySignature({
      signedBytes: bytes,
      signature,
      coldkey: ALICE,
      keyType: 'sr25519',
      as: 'message',
    });
    assert.equal(verified, isGood);
  }
  await opened.page.close();
});
