import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { createMetadataOffers } from '../../src/service/metadata-offers.ts';
import { readOffers } from '../../src/store/offers.ts';
import { eraseStore, openStore } from '../../src/store/open-store.ts';
import { createWalletBridge, type Outcome } from '../../src/wallet/wallet-bridge.ts';
import { requestIn } from '../tools/pictures/requests.ts';
import { createFakeForms, createFakePrompts, FakeTabs } from '../wallet/fake-bridge.ts';

afterEach(eraseStore);

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
const request = requestIn('draft');
const { id } = request;

async function world(describe?: () => Promise<never>) {
  const tabs = new FakeTabs();
  tabs.load(1, { origin: request.origin });
  const bridge = createWalletBridge({
    prompts: createFakePrompts(),
    forms: createFakeForms(),
    tabs,
    now: () => 0,
    newNonce: () => 'nonce-of-this-load',
  });
  const offers = createMetadataOffers({
    bridge,
    tabs,
    describeChain: describe ?? (async () => ({ definition, operators: ['One', 'Two'] })),
    announce: () => undefined,
    newId: () => 'ask-00000001',
  });
  bridge.onOutcome('signing', (record, outcome) => offers.ended(record, outcome));
  await (await openStore()).put('requests', request);
  const end = async (outcome: Outcome): Promise<void> => {
    const record = tabs.asked[0]?.record;
    assert.ok(record);
    await offers.ended(record, outcome);
  };
  return { offers, tabs, end };
}

const last = async () => {
  const [offer] = await readOffers();
  return { state: offer?.state, code: offer?.error?.code };
};

test('an offer is kept from the asking to what the wallet made of it', async () => {
  const { offers, end } = await world();
  await offers.offer({ id, tabId: 1 });
  assert.deepEqual(await last(), { state: 'asked', code: undefined });
  await end({ ok: true, answer: { kind: 'provide-metadata', isTaken: true } });
  assert.deepEqual(await last(), { state: 'taken', code: undefined });
  await end({ ok: true, answer: { kind: 'provide-metadata', isTaken: false } });
  assert.deepEqual(await last(), { state: 'declined', code: undefined });
});

test('a wallet that cannot take it is remembered as such', async () => {
  const { offers, end } = await world();
  await offers.offer({ id, tabId: 1 });
  await end({ ok: false, error: { code: 'WALLET_CANNOT', detail: {} } });
  assert.deepEqual(await last(), { state: 'failed', code: 'WALLET_CANNOT' });
});

test('an offer that reached no page is a failed one, told to whoever made it', async () => {
  const { offers } = await world();
  const isUnreachable = (error: unknown) =>
    error instanceof AppError && error.code === 'TAB_UNREACHABLE';
  await assert.rejects(offers.offer({ id, tabId: null }), isUnreachable);
  assert.deepEqual(await last(), { state: 'failed', code: 'TAB_UNREACHABLE' });
});

test('with one operator nothing is offered, and the reason is kept', async () => {
  const { offers, tabs } = await world(async () => {
    throw new AppError('NO_SECOND_SOURCE');
  });
  await assert.rejects(offers.offer({ id, tabId: 1 }), { code: 'NO_SECOND_SOURCE' });
  assert.deepEqual(await last(), { state: 'failed', code: 'NO_SECOND_SOURCE' });
  assert.equal(tabs.asked.length, 0);
});

test('an offer is kept with the operators that gave the metadata alike', async () => {
  const { offers } = await world();
  await offers.offer({ id, tabId: 1 });
  const [offer] = await readOffers();
  assert.deepEqual(offer?.operators, ['One', 'Two']);
});
