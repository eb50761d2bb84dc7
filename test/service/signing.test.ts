// The service's door to signing: when it is loaded, and where what a wallet answered goes.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { createLiveNetwork, type LiveNetwork } from '../../src/service/live-network.ts';
import { joinSigning } from '../../src/service/signing.ts';
import { eraseStore, openStore } from '../../src/store/open-store.ts';
import { readRequest } from '../../src/store/requests.ts';
import {
  createWalletBridge,
  type Outcome,
  type WalletBridge,
} from '../../src/wallet/wallet-bridge.ts';
import type { PromptRecord } from '../../src/wallet/prompt-store.ts';
import { changeProofs } from '../../src/store/proofs.ts';
import { startDevnet } from '../devnet/devnet.ts';
import { PERIOD, proofAnchor } from '../fakes/proof-anchor.ts';
import { createTestClient } from '../fakes/test-client.ts';
import { requestIn } from '../tools/pictures/requests.ts';
import { createFakeForms, createFakePrompts, FakeTabs } from '../wallet/fake-bridge.ts';

afterEach(eraseStore);

const neverConnected = createLiveNetwork({
  currentNetwork: async () => {
    throw new Error('no network is needed here');
  },
  createClient: () => {
    throw new Error('no client is needed here');
  },
  onHead: () => undefined,
  onStatus: () => undefined,
});

const world = (...requests: SigningRequest[]) => worldOn(neverConnected, ...requests);

async function worldOn(live: LiveNetwork, ...requests: SigningRequest[]) {
  for (const request of requests) await (await openStore()).put('requests', request);
  const tabs = new FakeTabs();
  const real = createWalletBridge({
    prompts: createFakePrompts(),
    forms: createFakeForms(),
    tabs,
    now: () => 0,
    newNonce: () => 'nonce-of-this-load',
  });
  const takers: Parameters<WalletBridge['onOutcome']>[1][] = [];
  const ended: string[] = [];
  let changes = 0;
  const signing = joinSigning({
    reading: {
      live,
      second: {
        with: () => Promise.reject(new AppError('NO_SECOND_SOURCE')),
        confirmDepth: () => Promise.reject(new AppError('NO_SECOND_SOURCE')),
      },
    },
    checkRuntime: () => Promise.reject(new AppError('NODE_UNREACHABLE', { what: 'test' })),
    bridge: { ...real, onOutcome: (_owner, taker) => void takers.push(taker) },
    tabs,
    offers: { ended: async ({ promptId }) => void ended.push(promptId) },
    requestsChanged: () => {
      changes += 1;
    },
  });
  const answer = async (part: Partial<PromptRecord>, outcome: Outcome): Promise<void> => {
    const record: PromptRecord = {
      promptId: 'prompt-0001',
      owner: 'signing',
      ownerId: 'x',
      kind: 'sign-payload',
      wallet: 'talisman',
      tabId: 1,
      origin: 'https://example.test',
      loadNonce: 'nonce-of-this-load',
      askedAt: 0,
      patienceMs: 1,
      isSuperseded: false,
      isPlain: false,
      ...part,
    };
    for (const take of takers) await take(record, outcome);
  };
  /** Whether the background's news reaches signing. */
  const isUsed = (): Promise<boolean> => signing.useIfAlive(false, async () => true);
  return { signing, answer, isUsed, ended, changes: () => changes };
}

const over = { askedAt: null, settledAt: 5 } as const;
const refused: Outcome = { ok: false, error: { code: 'WALLET_REJECTED', detail: {} } };
const waiting = requestIn('waiting-for-wallet', { promptId: 'prompt-0001', askedAt: 5 });

test('signing sleeps while no request is alive, and hears of every head once one is', async () => {
  const none = await world();
  assert.equal(await none.isUsed(), false);
  const ended = await world(requestIn('rejected', over), requestIn('finalized', { settledAt: 5 }));
  assert.equal(await ended.isUsed(), false);
  assert.equal(await (await world(requestIn('draft'))).isUsed(), true);
});

test('a request that is over but may still come in keeps signing awake', async () => {
  const { isUsed } = await world(requestIn('rejected', { askedAt: 5, settledAt: null }));
  assert.equal(await isUsed(), true);
});

test('once loaded, signing looks for itself whether there is anything to do', async () => {
  const { signing, isUsed } = await world();
  await signing.use(async () => undefined);
  assert.equal(await isUsed(), true);
  assert.equal(await signing.useIfAlive('nothing', (it) => it.need()), null);
});

test('what a wallet answered reaches the request that it was asked for, and is announced', async () => {
  const { answer, changes, ended } = await world(waiting);
  await answer({}, refused);
  const { state, promptId, error } = (await readRequest(waiting.id)) ?? {};
  assert.deepEqual([state, promptId, error?.code], ['rejected', null, 'WALLET_REJECTED']);
  assert.equal(changes(), 1);
  assert.deepEqual(ended, []);
});

test('the answer to a metadata offer goes to the offers and moves no request', async () => {
  const { answer, changes, ended } = await world(waiting);
  await answer({ kind: 'provide-metadata' }, refused);
  assert.deepEqual(ended, ['prompt-0001']);
  assert.equal((await readRequest(waiting.id))?.state, 'waiting-for-wallet');
  assert.equal(changes(), 0);
});

test('an answer of another kind than what was asked moves no request', async () => {
  const { answer, changes } = await world(waiting);
  await answer({}, { ok: true, answer: { kind: 'provide-metadata', isTaken: true } });
  assert.equal((await readRequest(waiting.id))?.state, 'waiting-for-wallet');
  assert.equal(changes(), 0);
});

test('receipts are looked at again once votes for a later block are proven', async () => {
  const devnet = await startDevnet({ subnets: 3, proofs: { justificationPeriod: PERIOD } });
  devnet.produceBlocks(20);
  const client = createTestClient(devnet);
  await client.connect();
  const genesisHash = client.genesisHash();
  assert.ok(genesisHash);
  const { votes, final } = await proofAnchor(devnet, client);
  assert.ok(votes);
  const number = final.number - 3;
  const hash = await client.blockHashAt(number);
  const { receipt } = requestIn('finalized');
  assert.ok(hash && receipt);
  const block = { hash, number };
  const made = requestIn('finalized', {
    genesisHash,
    receipt: { ...receipt, block },
    settledAt: 5,
  });
  const live: LiveNetwork = { ...neverConnected, withClient: (use) => use(client) };
  const { signing } = await worldOn(live, made);
  await signing.finalityProven();
  assert.equal((await readRequest(made.id))?.receipt?.proof, undefined, 'nothing is proven yet');
  await changeProofs(genesisHash, () => ({ newest: votes }));
  await signing.finalityProven();
  const proof = { events: 'not-asked', final: votes, gap: null, upTo: final.number };
  assert.deepEqual((await readRequest(made.id))?.receipt?.proof, proof);
  client.close();
  await devnet.stop();
});
