// A node that is behind: by another node's blocks, by its own word, or by the time of its newest block. And a computer
// whose clock is wrong, which is not the nodes' fault.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { readBriefly } from '../../src/chain/brief-client.ts';
import { parseHex } from '../../src/chain/scale/hex.ts';
import type { AlertQuery } from '../../src/model/watched.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { createMemoryCache, createTestClient, TEST_TIMING } from '../fakes/test-client.ts';

const MINUTE = 60_000;
const BLOCK = 12_000;

async function two(t: TestContext): Promise<[Devnet, Devnet]> {
  const first = await startDevnet({ subnets: 1 });
  const second = await startDevnet({ subnets: 1 });
  t.after(() => Promise.all([first.stop(), second.stop()]));
  return [first, second];
}

function on(t: TestContext, nodes: readonly Devnet[], now: () => number) {
  const timing = { ...TEST_TIMING, oldMs: 3 * MINUTE };
  const client = createTestClient(nodes, { timing, now });
  t.after(client.close);
  return client;
}

/** Milliseconds of the newest block. */
const timeOf = (net: Devnet): number => net.head().timestamp;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

test('a node 600 blocks behind a healthy second one is left, and why is kept', async (t) => {
  const [behind, healthy] = await two(t);
  healthy.produceBlocks(600);
  const client = on(t, [behind, healthy], () => timeOf(healthy));
  await client.connect();
  await until(() => client.status().endpoint === healthy.url);
  await until(() => client.status().head?.number === healthy.head().number);
  const [left] = client.status().left;
  assert.deepEqual([left?.endpoint, left?.error.code], [behind.url, 'NODE_BEHIND']);
  assert.equal(client.status().clockOffset, null);
});

test('a node that still fetches blocks is left, whether or not its newest block looks young', async (t) => {
  const [syncing, healthy] = await two(t);
  syncing.faults.syncTo(5_000);
  const client = on(t, [syncing, healthy], () => timeOf(healthy));
  await client.connect();
  await until(
    () => client.status().endpoint === healthy.url && client.status().state === 'connected',
  );
});

test('where every node is as old, the client stays with one; a chain that stands still is no wrong clock', async (t) => {
  const [first, second] = await two(t);
  const client = on(t, [first, second], () => timeOf(first) + 90 * MINUTE);
  await client.connect();
  await until(() => client.status().endpoint === second.url);
  await until(() => client.status().head !== null);
  await client.head();
  assert.equal(client.status().clockOffset, null);
  assert.equal(client.status().state, 'connected');
});

for (const [what, minutes] of [
  ['ahead', 90],
  ['behind', -90],
] as const) {
  test(`a clock that is ${what} is told from a node that is not: two operators agree, and blocks go on`, async (t) => {
    const nodes = await two(t);
    const [, second] = nodes;
    const client = on(t, nodes, () => timeOf(second) + minutes * MINUTE);
    await client.connect();
    await until(() => client.status().endpoint === second.url && client.status().head !== null);
    while (client.status().clockOffset === null) {
      for (const net of nodes) net.produceBlock();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    // Blocks may come between the answer and the look at the clock, on a busy machine several.
    const off = (client.status().clockOffset ?? NaN) + minutes * MINUTE;
    assert.ok(off % BLOCK === 0 && Math.abs(off) < MINUTE, `${off} ms off`);
    assert.equal(client.status().endpoint, second.url);
    assert.equal(client.status().state, 'connected');
  });
}

test('one operator’s word about the clock is not enough, by however many addresses', async (t) => {
  const nodes = await two(t);
  const [, second] = nodes;
  const client = createTestClient(nodes, {
    timing: { ...TEST_TIMING, oldMs: 3 * MINUTE },
    now: () => timeOf(second) + 90 * MINUTE,
    operatorOf: () => 'the same',
  });
  t.after(client.close);
  await client.connect();
  await until(() => client.status().endpoint === second.url && client.status().head !== null);
  for (let i = 0; i < 5; i += 1) {
    for (const net of nodes) net.produceBlock();
    await client.blockHashAt(0);
  }
  assert.equal(client.status().clockOffset, null);
});

test('a node that will not say how it fares is judged by its blocks alone', async (t) => {
  const [first, second] = await two(t);
  for (const method of ['system_health', 'system_syncState']) {
    first.faults.arm({ method }, { do: 'fail', code: -32601, message: 'Method not found' });
  }
  const client = on(t, [first, second], () => timeOf(first));
  await client.connect();
  await until(() => client.status().head !== null);
  first.produceBlock();
  await until(() => client.status().head?.number === first.head().number);
  assert.equal(client.status().endpoint, first.url);
});

const nothing: AlertQuery = {
  accounts: [],
  sales: null,
  prices: [],
  shares: [],
  lives: [],
  livesIfLeft: [],
  wantsPriceMap: false,
  positions: [],
  wantsTakes: false,
  wantsNextRemoved: false,
  ladder: [],
  wantsImmunity: false,
  wantsHolds: false,
  wantsRootClaims: false,
  feeRates: {},
};

test('a brief question goes to the next node where the first one stands still, and the newer answer counts', async (t) => {
  const [still, healthy] = await two(t);
  healthy.produceBlocks(60);
  const ask = async (nodes: readonly Devnet[], now: number): Promise<number> => {
    const facts = await readBriefly(
      {
        network: {
          id: 'brief',
          isReal: false,
          genesisHash: parseHex(healthy.genesisHash, 'genesis hash', 32),
          endpoints: nodes.map(({ url }) => url),
          archive: null,
        },
        metadataCache: createMemoryCache(),
        openSocket: (endpoint) => new WebSocket(endpoint),
        timing: { ...TEST_TIMING, oldMs: 3 * MINUTE },
        random: () => 0.5,
        now: () => now,
      },
      nothing,
      AbortSignal.timeout(20_000),
    );
    return facts.block.number;
  };
  const [old, young] = [still.head().number, healthy.head().number];
  assert.equal(await ask([still, healthy], timeOf(healthy)), young);
  assert.equal(await ask([healthy, still], timeOf(healthy)), young);
  // A wrong clock, or a chain that stands still: none is better, and there is an answer.
  assert.equal(await ask([healthy, still], timeOf(healthy) + 90 * MINUTE), young);
  assert.equal(await ask([still], timeOf(healthy)), old);
  await healthy.stop();
  assert.equal(await ask([still, healthy], timeOf(still) + 90 * MINUTE).catch(() => -1), old);
});
