// A runtime that changes under the client: in the middle of anything, without a wrong figure or a wrong signature.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { parseHex } from '../../src/chain/scale/hex.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import type { ChainClient, ReadSnapshot, SnapshotWanted } from '../../src/chain/chain-client.ts';
import { createEndpointMemory } from '../../src/chain/rpc/endpoint-list.ts';
import { toNetuid, toRao } from '../../src/units.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { ledgerReads } from '../devnet/ledger/ledger.ts';
import {
  RUNTIME_SPECS,
  withLayout,
  without,
  type LayoutEdit,
  type RuntimeSpec,
} from '../devnet/node/runtime/runtime-spec.ts';
import { bool, compact, u128, u64, u8 } from '../devnet/node/scale/type.ts';
import { createMemoryCache, createTestClient } from '../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const NETUIDS = [1, 2].map(toNetuid);
const { finney475, next } = RUNTIME_SPECS;
const absent = { known: false, reason: 'not-on-this-runtime' } as const;
const ALL_PRICES = 'SwapRuntimeApi.current_alpha_price_all';

async function connected(
  t: TestContext,
  spec: RuntimeSpec = finney475,
): Promise<{ net: Devnet; client: ChainClient }> {
  const net = await startDevnet({ subnets: 6, spec });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  return { net, client };
}

const refresh = (client: ChainClient) =>
  client.readSnapshot({ coldkeys: [ALICE], lookedAt: NETUIDS });

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

test('between two refreshes: the second is decoded by the new runtime', async (t) => {
  const { net, client } = await connected(t);
  const before = await refresh(client);
  net.faults.upgradeAt(net.head().number + 1, next);
  net.produceBlock();
  await until(() => client.status().head?.hash === net.head().hash);
  const after = await refresh(client);
  assert.deepEqual([before.runtime.specVersion, after.runtime.specVersion], [475, 476]);
  assert.deepEqual(
    after.positions.map(({ hotkey, netuid }) => `${netuid} ${hotkey}`).sort(),
    before.positions.map(({ hotkey, netuid }) => `${netuid} ${hotkey}`).sort(),
  );
  assert.equal(after.subnets.find(({ netuid }) => netuid === 1)?.curve, 'superellipse');
});

test('blocks before and after are each read by their own runtime', async (t) => {
  const { net, client } = await connected(t);
  const old = await client.head();
  net.faults.upgradeAt(net.head().number + 1, next);
  net.produceBlocks(2);
  await until(() => client.status().head?.hash === net.head().hash);
  const now = await refresh(client);
  const then = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: NETUIDS, at: old });
  assert.deepEqual([then.runtime.specVersion, now.runtime.specVersion], [475, 476]);
  assert.equal(then.subnets.find(({ netuid }) => netuid === 1)?.curve, 'balancer');
});

test('during a refresh: it stays with its block, at any moment of the upgrade', async (t) => {
  for (let skip = 0; skip < 8; skip += 1) {
    const { net, client } = await connected(t);
    await refresh(client);
    net.faults.upgradeAt(net.head().number + 1, next);
    let isDone = false;
    net.faults.arm(
      { method: /^state_/, skip, times: 1 },
      {
        do: 'replace',
        change: (result) => {
          if (!isDone) net.produceBlock();
          isDone = true;
          return result;
        },
      },
    );
    const block = await client.head();
    const snapshot = await refresh(client);
    const isOld = snapshot.block.hash === block.hash;
    assert.equal(snapshot.runtime.specVersion, isOld ? 475 : 476, `at message ${skip}`);
    assert.equal(
      snapshot.subnets.find(({ netuid }) => netuid === 1)?.curve,
      isOld ? 'balancer' : 'superellipse',
    );
    client.close();
  }
});

for (const [what, blocks] of [
  ['no upgrade', 0],
  ['the block that sets the new code', 1],
  ['the first block of the new runtime', 2],
  ['an upgrade of long ago', 20],
] as const) {
  const name = 'what is shown first of a node that limits requests is of the block’s own runtime';
  const story = (t: TestContext, isExpected: boolean) => firstShown(t, blocks, isExpected);
  test(`${name}: ${what}`, (t) => story(t, false));
  test(`${name}, asked for with the first question: ${what}`, (t) => story(t, true));
}

async function firstShown(t: TestContext, blocks: number, isExpected: boolean): Promise<void> {
  const net = await startDevnet({ subnets: 6 });
  t.after(() => net.stop());
  const [metadataCache, memory] = [createMemoryCache(), createEndpointMemory()];
  const genesisHash = parseHex(net.genesisHash, 'genesis hash', 32);
  let expected: SnapshotWanted | null = null;
  const life = async () => {
    const client = createTestClient(net, { metadataCache, memory, genesisHash });
    t.after(client.close);
    client.expectSnapshot(async () => expected);
    await client.connect();
    return client;
  };
  const earlier = await life();
  const before = { ...(await refresh(earlier)), unclaimed: absent };
  await until(() => metadataCache.facts.size > 0);
  earlier.close();
  if (blocks > 0) net.faults.upgradeAt(net.head().number + 1, next);
  net.produceBlocks(blocks);
  memory.paceOf(net.url).recall(20, 20);
  const wanted = { coldkeys: [ALICE], lookedAt: NETUIDS, before };
  if (isExpected) expected = wanted;
  const client = await life();
  const shown: ReadSnapshot[] = [];
  const read = await client.readSnapshot({
    ...wanted,
    onFirst: (first) => void shown.push(first),
  });
  assert.equal(read.runtime.specVersion, blocks === 0 ? 475 : 476);
  assert.ok(shown.length <= 1);
  for (const { runtime, subnets, positions, availability } of shown)
    assert.deepEqual(
      { runtime, subnets, positions, availability },
      {
        runtime: read.runtime,
        subnets: read.subnets,
        positions: read.positions,
        availability: read.availability,
      },
    );
  client.close();
}

test('nor is what is shown first of the runtime before, at a connection that stays', async (t) => {
  const { net, client } = await connected(t);
  const before = { ...(await refresh(client)), unclaimed: absent };
  // All of it decodes by either.
  net.faults.upgradeAt(net.head().number + 1, { ...finney475, specVersion: 476 });
  for (const expected of [476, 476]) {
    net.produceBlock();
    await until(() => client.status().head?.hash === net.head().hash);
    const shown: number[] = [];
    const onFirst = ({ runtime }: ReadSnapshot) => void shown.push(runtime.specVersion);
    await client.readSnapshot({ coldkeys: [ALICE], lookedAt: NETUIDS, before, onFirst });
    assert.deepEqual(shown, [expected]);
  }
});

test('heads go on over an upgrade, and status tells the new runtime after the next read', async (t) => {
  const { net, client } = await connected(t);
  const heard: number[] = [];
  client.onHead(({ number }) => heard.push(number), new AbortController().signal);
  const start = net.head().number;
  net.faults.upgradeAt(start + 2, next);
  net.produceBlocks(4);
  await until(() => heard.length === 5);
  assert.deepEqual(
    heard,
    [0, 1, 2, 3, 4].map((i) => start + i),
  );
  await refresh(client);
  assert.equal(client.status().runtime?.specVersion, 476);
});

test('between quote and signature: what was prepared is refused as RUNTIME_CHANGED', async (t) => {
  const { net, client } = await connected(t);
  const { positions } = await refresh(client);
  const [held] = positions;
  assert.ok(held);
  const args = { hotkey: held.hotkey, netuid: 1, amount_staked: 1_000_000_000n };
  const draft = { pallet: 'SubtensorModule', name: 'add_stake', args };
  const terms = { coldkey: ALICE, eraBlocks: 64, tip: toRao(0n), metadataHashMode: 0 } as const;
  const prepared = await client.prepareExtrinsic({ draft, ...terms });
  assert.equal((await client.runtimeOf(prepared)).ref.specVersion, 475);
  net.faults.upgradeAt(net.head().number + 1, next);
  net.produceBlock();
  await until(() => client.status().head?.hash === net.head().hash);
  await assert.rejects(client.runtimeOf(prepared), { code: 'RUNTIME_CHANGED' });
  await assert.rejects(client.withMetadataHash(prepared, 1), { code: 'RUNTIME_CHANGED' });
  await assert.rejects(client.acceptSignedTransaction(prepared, '0x00', 'sr25519'), {
    code: 'RUNTIME_CHANGED',
  });
});

const LAYOUTS: readonly (readonly [string, string, readonly LayoutEdit[]])[] = [
  [
    'a field inserted',
    'StakeInfo',
    [{ edit: 'insert', field: 'extra', type: u8, before: 'stake', value: 9 }],
  ],
  ['fields reordered', 'StakeInfo', [{ edit: 'move', field: 'stake', before: 'hotkey' }]],
  ['a field we can do without removed', 'StakeInfo', [{ edit: 'remove', field: 'emission' }]],
  ['a field widened', 'StakeInfo', [{ edit: 'widen', field: 'stake', type: compact(u128) }]],
  ['prices widened', 'SubnetPrice', [{ edit: 'widen', field: 'price', type: u128 }]],
  [
    'availability reordered',
    'StakeAvailability',
    [{ edit: 'move', field: 'locked', before: 'total' }],
  ],
  [
    'simulation with more fields',
    'SimSwapResult',
    [
      { edit: 'insert', field: 'is_partial', type: bool, before: 'tao_amount', value: false },
      { edit: 'insert', field: 'more', type: u64, before: null, value: 1n },
    ],
  ],
];

for (const [what, struct, edits] of LAYOUTS) {
  test(`${what}: every figure is the same`, async (t) => {
    const plain = await connected(t);
    const truth = await refresh(plain.client);
    const { net, client } = await connected(t, withLayout(finney475, struct, edits));
    const snapshot = await refresh(client);
    const withoutDividends = ({ positions }: typeof snapshot) =>
      positions.map((position) => ({ ...position, hotkeyDividends: null }));
    assert.deepEqual(withoutDividends(snapshot), withoutDividends(truth));
    assert.deepEqual(snapshot.availability, truth.availability);
    assert.deepEqual(snapshot.subnets, truth.subnets);
    const ask = { netuid: toNetuid(1), side: 'buy', amount: 1_000_000_000n } as const;
    const [sim] = await client.simulate((await client.head()).hash, [ask]);
    const books = ledgerReads.simSwapTaoForAlpha(net.ledger.state, 1, 1_000_000_000n);
    assert.ok(sim?.known);
    assert.equal(sim.value.alphaAmount, books.alphaAmount);
  });
}

for (const names of [['Swap.SwapBalancer'], ['Swap.SwapBalancer', ALL_PRICES]]) {
  test(`a runtime without ${names.join(' and ')} has no pools of ours, and the node’s prices`, async (t) => {
    const { net, client } = await connected(t, without(finney475, ...names));
    const { subnets } = await refresh(client);
    for (const { netuid, pool, nodePrice } of subnets.filter((one) => one.netuid !== 0)) {
      const value = ledgerReads.currentAlphaPrice(net.ledger.state, netuid);
      assert.deepEqual([pool, nodePrice], [null, { known: true, value }]);
    }
  });
}

const LACKS: readonly (readonly [string, string])[] = [
  ['StakeInfoRuntimeApi.get_stake_availability_for_coldkeys', 'availability'],
  ['SwapRuntimeApi', 'simulation'],
  ['SubnetInfoRuntimeApi.get_subnet_to_prune', 'pruning'],
  ['SubtensorModule.TransferToggle', 'transfers'],
  ['SubtensorModule.SubnetExcessTao', 'injections'],
  ['SubtensorModule.ColdkeySwapAnnouncements', 'swaps'],
];

for (const [name, what] of LACKS) {
  test(`a runtime without ${name} gives everything else, and says that ${what} are not on it`, async (t) => {
    const plain = await connected(t);
    const truth = await refresh(plain.client);
    const { client } = await connected(t, without(finney475, name));
    const snapshot = await refresh(client);
    assert.deepEqual(snapshot.positions, truth.positions);
    const subnet = snapshot.subnets.find(({ netuid }) => netuid === 1);
    assert.deepEqual(subnet?.pool, truth.subnets.find(({ netuid }) => netuid === 1)?.pool);
    if (what === 'availability') assert.deepEqual(snapshot.availability, absent);
    if (what === 'simulation') assert.equal(snapshot.rules.hasSimulation, false);
    if (what === 'pruning') assert.deepEqual(snapshot.rules.subnetToPrune, absent);
    if (what === 'transfers') assert.deepEqual(subnet?.isTransferEnabled, absent);
    if (what === 'injections') assert.deepEqual(subnet?.injection, absent);
    if (what === 'swaps') assert.deepEqual(snapshot.accounts[0]?.swapAnnouncedFor, absent);
  });
}

test('a spec is fetched once, and on the next start not at all', async (t) => {
  const net = await startDevnet({ subnets: 6 });
  t.after(() => net.stop());
  let fetched = 0;
  net.faults.arm(
    { method: 'state_call' },
    {
      do: 'replace',
      change: (result) => {
        // Nothing else is nearly as long.
        if (typeof result === 'string' && result.length > 60_000) fetched += 1;
        return result;
      },
    },
  );
  const metadataCache = createMemoryCache();
  for (let start = 0; start < 2; start += 1) {
    const client = createTestClient(net, { metadataCache });
    await client.connect();
    await refresh(client);
    net.produceBlock();
    await refresh(client);
    client.close();
  }
  assert.equal(fetched, 1);
});
