import assert from 'node:assert/strict';
import test from 'node:test';
import type { PageAnswer } from '../../src/bridge/envelope.ts';
import { AppError, type ErrorCode } from '../../src/errors.ts';
import type { SignerPayload } from '../../src/model/extrinsic.ts';
import {
  createWalletBridge,
  type Outcome,
  type WalletBridge,
} from '../../src/wallet/wallet-bridge.ts';
import type { AnswerSender } from '../../src/wallet/answer-sender.ts';
import { createFakeForms, createFakePrompts, FakeTabs } from './fake-bridge.ts';

const ORIGIN = 'https://taostats.io';
const signature = `0x01${'ab'.repeat(64)}` as const;
const signed = { kind: 'sign-raw', signature } as const;

function makeBridge() {
  const tabs = new FakeTabs();
  tabs.load(1, { origin: ORIGIN });
  const prompts = createFakePrompts();
  const forms = createFakeForms();
  const clock = { now: 1_000 };
  const outcomes: { promptId: string; outcome: Outcome }[] = [];
  let nonces = 0;
  const start = (): WalletBridge => {
    const bridge = createWalletBridge({
      prompts,
      forms,
      tabs,
      now: () => clock.now,
      newNonce: () => `nonce-${++nonces}-of-load`,
    });
    bridge.onOutcome(
      'signing',
      async ({ promptId }, outcome) => void outcomes.push({ promptId, outcome }),
    );
    return bridge;
  };
  return { tabs, prompts, forms, clock, outcomes, start, bridge: start() };
}

const target = (promptId = 'ask-00000001') => ({
  promptId,
  owner: 'signing' as const,
  ownerId: `request-of-${promptId}`,
  tabId: 1,
  origin: ORIGIN,
  patienceMs: 60_000,
  wallet: 'talisman',
});
const raw = (promptId?: string) => ({
  ...target(promptId),
  address: '5Grw',
  bytes: '0x00' as const,
});

const withCode = (code: ErrorCode) => (error: unknown) =>
  error instanceof AppError && error.code === code;

test('an ask resolves when the page has it, and its answer reaches the owner once', async () => {
  const { bridge, tabs, outcomes, prompts } = makeBridge();
  await bridge.askForRawSignature(raw());
  assert.equal(await bridge.isHeld('ask-00000001'), true);
  const { body, sender } = tabs.answerOf(signed);
  await bridge.takeAnswer(body, sender);
  assert.deepEqual(outcomes, [{ promptId: 'ask-00000001', outcome: { ok: true, answer: signed } }]);
  assert.equal(prompts.kept.size, 0);
  await assert.rejects(bridge.takeAnswer(body, sender), withCode('REQUEST_UNKNOWN'));
});

test('an answer is taken by a worker that was not there when the ask was made', async () => {
  const { bridge, start, tabs, outcomes } = makeBridge();
  await bridge.askForRawSignature(raw());
  const { body, sender } = tabs.answerOf(signed);
  await start().takeAnswer(body, sender);
  assert.equal(outcomes.length, 1);
});

test('an answer counts only from the tab, frame, origin and load that was asked', async () => {
  const { bridge, tabs, outcomes } = makeBridge();
  await bridge.askForRawSignature(raw());
  const { body, sender } = tabs.answerOf(signed);
  const wrong: AnswerSender[] = [
    { ...sender, tab: { id: 2 } },
    { ...sender, tab: undefined },
    { ...sender, frameId: 3 },
    { ...sender, frameId: undefined },
    { ...sender, origin: 'https://taostats.io.evil.example' },
    { ...sender, origin: 'null' },
    { frameId: 0, tab: sender.tab },
    { frameId: 0, tab: sender.tab, url: 'https://evil.example/taostats.io' },
  ];
  for (const from of wrong)
    await assert.rejects(bridge.takeAnswer(body, from), withCode('NOT_ALLOWED'));
  const stale = { ...body, loadNonce: 'nonce-of-another-load' };
  await assert.rejects(bridge.takeAnswer(stale, sender), withCode('NOT_ALLOWED'));
  assert.equal(outcomes.length, 0);
  // Firefox gives the address where Chromium gives the origin.
  await bridge.takeAnswer(body, { frameId: 0, tab: sender.tab, url: `${ORIGIN}/account` });
  assert.equal(outcomes.length, 1);
});

test('what is no envelope, and an answer to something never asked, is refused', async () => {
  const { bridge, tabs } = makeBridge();
  await bridge.askForRawSignature(raw());
  const { body, sender } = tabs.answerOf(signed);
  for (const envelope of [
    null,
    7,
    {},
    { promptId: 'ask-00000001' },
    { promptId: 'x', answer: signed },
  ]) {
    await assert.rejects(bridge.takeAnswer({ ...body, envelope }, sender), withCode('BAD_MESSAGE'));
  }
  const other = { ...body, envelope: { promptId: 'ask-00000002', answer: signed } };
  await assert.rejects(bridge.takeAnswer(other, sender), withCode('REQUEST_UNKNOWN'));
});

test('an answer of another kind than was asked is garbage', async () => {
  const { bridge, tabs, outcomes } = makeBridge();
  await bridge.askForRawSignature(raw());
  const { body, sender } = tabs.answerOf({ kind: 'find-wallets', wallets: [] });
  await bridge.takeAnswer(body, sender);
  const [first] = outcomes;
  assert.ok(first !== undefined && !first.outcome.ok);
  assert.equal(first.outcome.error.code, 'WALLET_GARBAGE');
});

test('a taker that fails leaves the ask outstanding, so that the answer can come again', async () => {
  const { bridge, tabs, outcomes, prompts } = makeBridge();
  let isBroken = true;
  bridge.onOutcome('signing', async ({ promptId }, outcome) => {
    if (isBroken) throw new AppError('NODE_UNREACHABLE', { what: 'test' });
    outcomes.push({ promptId, outcome });
  });
  await bridge.askForRawSignature(raw());
  const { body, sender } = tabs.answerOf(signed);
  await assert.rejects(bridge.takeAnswer(body, sender), withCode('NODE_UNREACHABLE'));
  assert.equal(prompts.kept.size, 1);
  isBroken = false;
  await bridge.takeAnswer(body, sender);
  assert.equal(outcomes.length, 1);
});

test('two ends of one ask at the same moment are heard as one', async () => {
  const { bridge, tabs, outcomes } = makeBridge();
  await bridge.askForRawSignature(raw());
  const { body, sender } = tabs.answerOf(signed);
  await Promise.allSettled([
    bridge.takeAnswer(body, sender),
    bridge.tabClosed(1),
    bridge.tabClosed(1),
  ]);
  assert.equal(outcomes.length, 1);
});

test('scripts are put in once a load, and again with a new nonce after the page went elsewhere', async () => {
  const { bridge, tabs } = makeBridge();
  await bridge.askForRawSignature(raw('ask-00000001'));
  await bridge.forget('ask-00000001');
  await bridge.askForRawSignature(raw('ask-00000002'));
  await bridge.forget('ask-00000002');
  tabs.load(1, { origin: ORIGIN });
  await bridge.askForRawSignature(raw('ask-00000003'));
  const nonces = tabs.asked.map(({ record }) => record.loadNonce);
  assert.equal(nonces[0], nonces[1]);
  assert.notEqual(nonces[1], nonces[2]);
});

test('a tab that is shut, elsewhere, gone or broken is said, and leaves no ask behind', async () => {
  const table: [ErrorCode, (tabs: FakeTabs) => void][] = [
    ['TAB_UNREACHABLE', (tabs) => tabs.load(1, { origin: ORIGIN, isForbidden: true })],
    ['TAB_NAVIGATED', (tabs) => tabs.load(1, { origin: 'https://elsewhere.example' })],
    ['TAB_CLOSED', (tabs) => tabs.pages.clear()],
    ['PAGE_INTERFERES', (tabs) => tabs.load(1, { origin: ORIGIN, isBroken: true })],
  ];
  for (const [code, arrange] of table) {
    const { bridge, tabs, prompts } = makeBridge();
    arrange(tabs);
    await assert.rejects(bridge.askForRawSignature(raw()), withCode(code), code);
    assert.equal(prompts.kept.size, 0);
  }
});

test('a wallet that is being asked is not asked twice on one tab; another one is', async () => {
  const { bridge } = makeBridge();
  await bridge.askForRawSignature(raw('ask-00000001'));
  await assert.rejects(bridge.askForRawSignature(raw('ask-00000002')), withCode('REQUEST_PENDING'));
  await bridge.askForRawSignature({ ...raw('ask-00000003'), wallet: 'subwallet-js' });
});

test('a request that is asked for again is answered by whichever ask its wallet still shows', async () => {
  const { bridge, tabs, outcomes, prompts } = makeBridge();
  const again = (promptId: string) => ({ ...raw(promptId), ownerId: 'request-0001' });
  await bridge.askForRawSignature(again('ask-00000001'));
  const first = tabs.answerOf(signed);
  await bridge.askForRawSignature(again('ask-00000002'));
  // The earlier one stands in nobody's way; the newest does.
  await assert.rejects(bridge.askForRawSignature(raw('ask-00000003')), withCode('REQUEST_PENDING'));
  await bridge.takeAnswer(first.body, first.sender);
  assert.deepEqual(
    outcomes.map(({ promptId }) => promptId),
    ['ask-00000001'],
  );
  await bridge.forgetSigning('request-0001');
  assert.equal(prompts.kept.size, 0);
  await bridge.askForRawSignature(raw('ask-00000004'));
});

const payload = {
  address: '5Grw',
  withSignedTransaction: true,
  // The rest goes through as it is.
} as SignerPayload;

/** How the newest prompt asks the wallet for the signature. */
function askedFor(tabs: FakeTabs) {
  const command = tabs.asked.at(-1)?.command;
  assert.ok(command?.kind === 'sign-payload');
  return { whole: command.payload.withSignedTransaction, plainFor: command.plainFor };
}

test('a wallet that brings nothing is asked for less the next time, and its version remembered', async () => {
  const { bridge, tabs, forms } = makeBridge();
  const ask = (promptId: string, ownerId: string) =>
    bridge.askForSignature({ ...target(promptId), ownerId, payload });
  const done = (version: string): PageAnswer => ({
    kind: 'sign-payload',
    signature,
    signedTransaction: null,
    version,
  });
  await ask('ask-00000001', 'request-0001');
  assert.deepEqual(askedFor(tabs), { whole: true, plainFor: null });
  await ask('ask-00000002', 'request-0001');
  assert.deepEqual(askedFor(tabs), { whole: false, plainFor: null });
  const { body, sender } = tabs.answerOf(done('1.0.18'));
  await bridge.takeAnswer(body, sender);
  await bridge.forgetSigning('request-0001');
  await ask('ask-00000003', 'request-0002');
  assert.deepEqual(askedFor(tabs), { whole: true, plainFor: '1.0.18' });
  // Nothing came of that either: then the other form, whatever is remembered.
  await ask('ask-00000004', 'request-0002');
  assert.deepEqual(askedFor(tabs), { whole: true, plainFor: null });
  const whole = tabs.answerOf(done('1.0.18'));
  await bridge.takeAnswer(whole.body, whole.sender);
  assert.equal(forms.kept.size, 0);
});

test('a failure that may lie in the form changes it for the next ask; a refusal or a lock does not', async () => {
  const cases: [string, boolean][] = [
    ['Failed to approve sign request', false],
    ['Signing is not supported', false],
    ['Wallet is locked', true],
    ['Rate limit exceeded', true],
  ];
  for (const [text, whole] of cases) {
    const { bridge, tabs } = makeBridge();
    await bridge.askForSignature({ ...target('ask-00000001'), ownerId: 'request-0001', payload });
    const { body, sender } = tabs.answerOf({ kind: 'failed', reason: 'wallet-error', text });
    await bridge.takeAnswer(body, sender);
    await bridge.askForSignature({ ...target('ask-00000002'), ownerId: 'request-0001', payload });
    assert.equal(askedFor(tabs).whole, whole, text);
  }
});

test('of many asks of one request only the last ones are kept', async () => {
  const { bridge, tabs, prompts, clock } = makeBridge();
  for (let i = 10; i < 30; i += 1) {
    clock.now += 1;
    await bridge.askForRawSignature({ ...raw(`ask-000000${i}`), ownerId: 'request-0001' });
  }
  assert.equal(prompts.kept.size, 9);
  assert.ok(prompts.kept.has('ask-00000029') && !prompts.kept.has('ask-00000010'));
  assert.equal(tabs.pages.get(1)?.held.size, 9);
});

const definition = {
  chain: 'Bittensor',
  genesisHash: '0x00',
  icon: 'substrate',
  ss58Format: 42,
  chainType: 'substrate',
  specVersion: 1,
  tokenDecimals: 9,
  tokenSymbol: 'TAO',
  types: {},
  metaCalls: '',
  rawMetadata: '0x00',
} as const;

test('an offer of metadata stands in the way of another offer, not of a signature', async () => {
  const { bridge } = makeBridge();
  const offer = (promptId: string) => {
    const { bytes: _bytes, address: _address, ...rest } = raw(promptId);
    return bridge.provideMetadata({ ...rest, definition });
  };
  await bridge.askForRawSignature(raw('ask-00000001'));
  await offer('ask-00000002');
  await assert.rejects(offer('ask-00000003'), withCode('REQUEST_PENDING'));
  await bridge.forget('ask-00000001');
  await bridge.askForRawSignature(raw('ask-00000004'));
});

test('an ask taken back is refused when it is answered', async () => {
  const { bridge, tabs, outcomes } = makeBridge();
  await bridge.askForRawSignature(raw());
  const { body, sender } = tabs.answerOf(signed);
  await bridge.forgetOwner('request-of-ask-00000001');
  await assert.rejects(bridge.takeAnswer(body, sender), withCode('REQUEST_UNKNOWN'));
  assert.equal(outcomes.length, 0);
  assert.equal(await bridge.isHeld('ask-00000001'), false);
});

test('a closed tab and a new page end what was asked there; a page that is still there does not', async () => {
  const closed = makeBridge();
  await closed.bridge.askForRawSignature(raw());
  await closed.bridge.endLost();
  assert.equal(closed.outcomes.length, 0);
  await closed.bridge.tabClosed(1);
  assert.deepEqual(
    closed.outcomes.map(({ outcome }) => !outcome.ok && outcome.error.code),
    ['TAB_CLOSED'],
  );

  const moved = makeBridge();
  await moved.bridge.askForRawSignature(raw());
  moved.tabs.load(1, { origin: ORIGIN });
  await moved.bridge.endLost();
  assert.deepEqual(
    moved.outcomes.map(({ outcome }) => !outcome.ok && outcome.error.code),
    ['TAB_NAVIGATED'],
  );
});

test('a page says itself that it is left, and ends what that load of it was asked, and nothing else', async () => {
  const { bridge, tabs, outcomes, prompts } = makeBridge();
  await bridge.askForRawSignature(raw());
  const { body, sender } = tabs.answerOf(signed);
  const left = { loadNonce: body.loadNonce };
  const strangers: AnswerSender[] = [
    { ...sender, tab: { id: 2 } },
    { ...sender, frameId: 3 },
    { ...sender, origin: 'https://evil.example' },
  ];
  for (const stranger of strangers) await bridge.pageLeft(left, stranger);
  await bridge.pageLeft({ loadNonce: 'nonce-of-another-load' }, sender);
  assert.equal(outcomes.length, 0);
  assert.equal(prompts.kept.size, 1);
  await bridge.pageLeft(left, sender);
  await bridge.pageLeft(left, sender);
  assert.deepEqual(
    outcomes.map(({ outcome }) => !outcome.ok && outcome.error.code),
    ['TAB_NAVIGATED'],
  );

  const shut = makeBridge();
  await shut.bridge.askForRawSignature(raw());
  const { body: last, sender: from } = shut.tabs.answerOf(signed);
  shut.tabs.pages.delete(1);
  await shut.bridge.pageLeft({ loadNonce: last.loadNonce }, from);
  assert.deepEqual(
    shut.outcomes.map(({ outcome }) => !outcome.ok && outcome.error.code),
    ['TAB_CLOSED'],
    'a closing tab hides its page first',
  );
});

test('an ask that a frozen page never answers ends with its deadline and a grace', async () => {
  const { bridge, clock, outcomes } = makeBridge();
  await bridge.askForRawSignature(raw());
  clock.now += 60_000;
  await bridge.endLost();
  assert.equal(outcomes.length, 0);
  clock.now += 60_000;
  await bridge.endLost();
  assert.deepEqual(
    outcomes.map(({ outcome }) => !outcome.ok && outcome.error.code),
    ['WALLET_SILENT'],
  );
});

test('a frozen page is not waited for: it is asked nothing, loses nothing, and its answer counts when it thaws', async () => {
  const { bridge, tabs, outcomes } = makeBridge();
  await bridge.askForRawSignature(raw());
  const { body, sender } = tabs.answerOf(signed);
  tabs.frozen.add(1);
  assert.equal(await bridge.isHeld('ask-00000001'), false, 'it cannot be heard');
  await bridge.endLost();
  assert.deepEqual(outcomes, [], 'freezing is no navigation');
  await assert.rejects(
    bridge.askForRawSignature(raw('ask-00000002')),
    withCode('TAB_UNREACHABLE'),
    'nothing more is asked there',
  );
  tabs.frozen.delete(1);
  assert.equal(await bridge.isHeld('ask-00000001'), true);
  await bridge.takeAnswer(body, sender);
  assert.deepEqual(outcomes, [{ promptId: 'ask-00000001', outcome: { ok: true, answer: signed } }]);
});
