import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { ChainClient } from '../../src/chain/chain-client.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import { AppError } from '../../src/errors.ts';
import type { MoveFacts } from '../../src/model/facts.ts';
import { patchSettings } from '../../src/store/settings.ts';
import { changeProofs } from '../../src/store/proofs.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { readProofRecord } from '../../src/store/read-proof-record.ts';
import { createSigningProofs } from '../../src/service/signing-proofs.ts';
import { toNetuid } from '../../src/units.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { createTestClient } from '../fakes/test-client.ts';
import { PERIOD, proofAnchor } from '../fakes/proof-anchor.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const QUERY = {
  coldkey: ALICE,
  netuids: [toNetuid(1), toNetuid(0)],
  hotkeys: [],
  destination: null,
  calls: [],
};

let devnet: Devnet;
let client: ChainClient;
let anchor: Awaited<ReturnType<typeof proofAnchor>>;
before(async () => {
  devnet = await startDevnet({ subnets: 8, proofs: { justificationPeriod: PERIOD } });
  devnet.produceBlocks(30);
  client = createTestClient(devnet);
  await client.connect();
  anchor = await proofAnchor(devnet, client);
});
after(async () => {
  client.close();
  await devnet.stop();
});
let undo = (): void => undefined;
afterEach(() => undo());

/** At the newest block by the node's word. */
async function facts(): Promise<MoveFacts> {
  const { number } = devnet.head();
  const hash = await client.blockHashAt(number);
  assert.ok(hash);
  return client.readMoveFacts(QUERY, { hash, number });
}
const accused: AppError[] = [];
const proofs = () =>
  createSigningProofs({
    client: async () => ({
      ...client,
      proofs: { ...client.proofs, accuse: (error) => accused.push(error) > 0 },
    }),
    mayAsk: async () => true,
    anchor: async () => anchor,
    deadlineMs: 20_000,
  });

test('at the head of an honest node the inputs stand on the authors, for few bytes', async () => {
  const read = await facts();
  let bytes = 0;
  const { proofs: door } = client;
  const metered = createSigningProofs({
    client: async () => ({
      ...client,
      proofs: {
        ...door,
        headers: () => new Map(),
        async ask(...question) {
          const answer = await door.ask(...question);
          bytes += JSON.stringify(answer).length;
          return answer;
        },
      },
    }),
    mayAsk: async () => true,
    anchor: async () => anchor,
    deadlineMs: 20_000,
  });
  const proven = await metered.proveInputs(read);
  assert.equal(proven?.by, 'authors');
  assert.ok(proven.base.number < read.block.number && proven.base.number >= anchor.final.number);
  assert.deepEqual(
    proven.pools.map(({ netuid }) => netuid),
    [1],
  );
  assert.ok(bytes < 60_000, `${bytes} bytes`);
});

test('a block that is final proves them by its votes', async () => {
  const read = await client.readMoveFacts(QUERY, anchor.final);
  assert.deepEqual(await proofs().proveInputs(read), { by: 'votes' });
});

/** Of what is signed from; and the ways to tell one of them wrongly. */
const INPUTS = [
  'tao-reserve',
  'alpha-reserve',
  'pool-weight',
  'fee-rate',
  'mechanism',
  'free-balance',
  'nonce',
] as const;
const WAYS = [
  'value',
  'value-forged-nodes',
  'value-forged-root',
  'seal-forged',
  'seal-missing',
  'seal-of-stranger',
  'seal-out-of-turn',
] as const;
const OTHERS = [
  'absence',
  'absence-cut-nodes',
  'absence-forged-nodes',
  'nodes-missing',
  'nodes-none',
  'nodes-turned',
  'nodes-of-other-block',
  'header-parent',
  'header-number',
  'header-state-root',
  'header-extrinsics-root',
  'header-digest',
] as const;

async function requireCaught(): Promise<void> {
  const already = accused.length;
  const { proveInputs } = proofs();
  const read = await facts();
  await assert.rejects(proveInputs(read), (error) => {
    assert.ok(error instanceof AppError && error.code === 'PROOF_INVALID');
    assert.equal(error.detail['endpoint'], devnet.url, 'by its name');
    return true;
  });
  assert.equal(accused.length, already + 1, 'and it is left');
  const { lie } = (await readProofRecord(read.runtime.genesisHash)) ?? {};
  assert.equal(lie?.endpoint, devnet.url, 'and kept as a liar');
  assert.equal(lie.isOfSigning, true, 'that runs over home’s figures do not clear');
}

for (const way of WAYS) {
  test(`a node that tells an input wrongly is caught: ${way}`, async () => {
    for (const of of INPUTS) {
      undo = devnet.faults.proofs.tell(way, { of });
      await requireCaught();
    }
  });
}

for (const way of OTHERS) {
  test(`a node that sends what does not hold is caught: ${way}`, async () => {
    undo = devnet.faults.proofs.tell(way);
    await requireCaught();
  });
}

test('what one author sealed with a made-up price is told with the true one before it', async () => {
  undo = devnet.faults.proofs.tell('seal-of-one-author', { of: 'tao-reserve' });
  const read = await facts();
  const proven = await proofs().proveInputs(read);
  assert.ok(proven?.by === 'authors');
  assert.notDeepEqual(proven.pools[0]?.pool, read.subnets[0]?.pool);
  undo();
  const truth = await client.readMoveFacts(QUERY, proven.base);
  assert.deepEqual(proven.pools[0]?.pool, truth.subnets[0]?.pool);
});

test('more blocks of that one author are no more than one', async () => {
  const since = devnet.head().number - 12;
  undo = devnet.faults.proofs.tell('seal-of-one-author', { of: 'tao-reserve', since });
  const proven = await proofs().proveInputs(await facts());
  assert.ok(proven === null || (proven.by === 'authors' && proven.base.number < since));
});

test('a lie of a node that is not the one connected, or that leaves meanwhile, names nobody', async () => {
  const already = accused.length;
  undo = devnet.faults.proofs.tell('value', { of: 'free-balance' });
  const told = await facts();
  assert.equal(told.from, devnet.url);
  const { from: _from, ...untold } = told;
  for (const one of [untold, { ...told, from: 'ws://hung.up' }]) {
    assert.equal(await proofs().proveInputs(one), null);
  }
  // The questions are answered by whoever is connected next.
  let asked = 0;
  const leaving = createSigningProofs({
    client: async () => ({
      ...client,
      status: () => ({ ...client.status(), endpoint: asked > 0 ? 'ws://next' : devnet.url }),
      proofs: {
        ...client.proofs,
        accuse: (error) => accused.push(error) > 0,
        ask(...question) {
          asked += 1;
          return client.proofs.ask(...question);
        },
      },
    }),
    mayAsk: async () => true,
    anchor: async () => anchor,
    deadlineMs: 20_000,
  });
  assert.equal(await leaving.proveInputs(told), null);
  undo();
  undo = devnet.faults.proofs.tell('nodes-none');
  asked = 0;
  assert.deepEqual(await leaving.proveEvents(told.block), { kind: 'not-served' });
  assert.equal(asked > 0, true);
  assert.equal(accused.length, already);
  assert.equal(
    (await readProofRecord(told.runtime.genesisHash))?.lie?.endpoint === 'ws://next',
    false,
  );
});

test('a fork of the final block shows nothing, and new authors are no lie', async () => {
  const { hash } = await client.head();
  const made = { ...anchor, final: { ...anchor.final, hash } };
  const elsewhere = createSigningProofs({ client: async () => client, anchor: async () => made });
  assert.equal(await elsewhere.proveInputs(await facts()), null);
  const others = { ...anchor, authors: (anchor.authors ?? []).toReversed() };
  const already = accused.length;
  const changed = createSigningProofs({ client: async () => client, anchor: async () => others });
  assert.equal(await changed.proveInputs(await facts()), null);
  assert.equal(accused.length, already);
});

test('what runs over home’s figures proved is gone on from, unless proofs are off or paused', async () => {
  const read = await facts();
  const { genesisHash } = read.runtime;
  const { proveInputs } = createSigningProofs({ client: async () => client, deadlineMs: 20_000 });
  const { final, authors, votes } = anchor;
  const record = { newest: votes, authors: { block: final, keys: authors ?? [] } };
  await changeProofs(genesisHash, () => record);
  assert.equal((await proveInputs(read))?.by, 'authors');
  await changeProofs(genesisHash, () => ({ pauses: { [devnet.url]: Date.now() + 3_000_000 } }));
  assert.equal(await proveInputs(read), null);
  // A pause longer than any that is made is by another clock.
  await changeProofs(genesisHash, () => ({ pauses: { [devnet.url]: Date.now() + 90_000_000 } }));
  assert.equal((await proveInputs(read))?.by, 'authors');
  await changeProofs(genesisHash, () => ({ pauses: { [devnet.url]: 0 } }));
  await patchSettings({ checksAnswers: false });
  assert.equal(await proveInputs(read), null);
  await eraseStore();
});

test('without proofs, or without a start, nothing is shown', async () => {
  const { proveInputs } = createSigningProofs({
    client: async () => client,
    anchor: async () => null,
  });
  assert.equal(await proveInputs(await facts()), null);
  assert.equal(
    await createSigningProofs({ client: async () => client }).proveInputs(await facts()),
    null,
  );
});
