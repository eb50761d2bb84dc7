import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { createChainClient, type ChainClient } from '../../src/chain/chain-client.ts';
import { AppError } from '../../src/errors.ts';
import { endpointsOfOthers, operatorOf } from '../../src/model/operators.ts';
import type { Network } from '../../src/model/network.ts';
import { createLiveNetwork } from '../../src/service/live-network.ts';
import { metadataCache } from '../../src/service/metadata-cache.ts';
import { createSecondSource } from '../../src/service/second-source.ts';
import { readMetadataRecords } from '../../src/store/chain-cache.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { toNetuid, toRao } from '../../src/units.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { TEST_TIMING } from '../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');

let devnet: Devnet;
before(async () => {
  devnet = await startDevnet({ subnets: 3 });
});
after(() => devnet.stop());
afterEach(eraseStore);

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** `second`: what the second operator's client answers otherwise. */
async function sources(others: Partial<Network> = {}, second: Partial<ChainClient> = {}) {
  const other = devnet.url.replace('127.0.0.1', 'localhost');
  const network: Network = {
    id: 'local',
    name: 'Local',
    genesisHash: null,
    endpoints: [devnet.url, other],
    operators: { [other]: 'Second' },
    archive: null,
    isReal: false,
    explorer: null,
    ...others,
  };
  const clientOf = ({ endpoints }: Network): ChainClient =>
    createChainClient({
      network: { id: 'local', isReal: false, genesisHash: null, endpoints, archive: null },
      metadataCache,
      openSocket: (endpoint) => new WebSocket(endpoint),
      timing: TEST_TIMING,
    });
  const parts = { onHead: () => undefined, onStatus: () => undefined, lingerMs: 0 };
  const currentNetwork = async (): Promise<Network> => network;
  const first = createLiveNetwork({ ...parts, currentNetwork, createClient: clientOf });
  stops.push(first.hold());
  const source = createSecondSource({
    network: currentNetwork,
    createClient: (chosen) => ({ ...clientOf(chosen), ...second }),
    first,
    lingerMs: 0,
    blockWaitMs: 1,
  });
  const query = {
    coldkey: ALICE,
    netuids: [toNetuid(1)],
    hotkeys: [],
    destination: null,
    calls: [],
  };
  const facts = await first.withClient((client) => client.readMoveFacts(query));
  return { source, query, facts };
}

test('the operator of an endpoint: shipped, named, this computer, or the end of the host', () => {
  const operators = { 'wss://node.example.org': 'Example', 'wss://x.opentensor.ai': 'Mine' };
  const of = (endpoint: string): string => operatorOf({ operators }, endpoint);
  assert.equal(of('wss://entrypoint-finney.opentensor.ai:443'), of('wss://x.opentensor.ai'));
  assert.notEqual(of('wss://lite.sub.latent.to:443'), of('wss://x.opentensor.ai'));
  assert.equal(of('wss://node.example.org'), 'Example');
  assert.equal(of('wss://a.some.net'), of('wss://b.some.net:9944'));
  assert.equal(of('ws://127.0.0.1:9944'), of('ws://localhost:1'));
  assert.equal(of('wss://opentensor.ai.evil.net'), 'evil.net');
  assert.notEqual(of('wss://10.0.0.1'), of('wss://11.0.0.1'));
  for (const local of ['localhost.', 'a.localhost', '0.0.0.0', '[::]', '[::ffff:127.0.0.1]']) {
    assert.equal(of(`wss://${local}:1`), of('ws://127.0.0.1:9944'), local);
  }
  assert.equal(of('wss://lite.sub.latent.to.'), of('wss://lite.sub.latent.to'));
  assert.equal(of('wss://node.io.'), of('wss://a.node.io'));
  assert.notEqual(of('wss://notlocalhost'), of('ws://127.0.0.1:9944'));
});

test('the endpoints of others leave out every address of that operator', () => {
  const network = {
    endpoints: ['wss://a.one.io', 'wss://b.one.io', 'wss://two.io'],
    operators: {},
  };
  assert.deepEqual(endpointsOfOthers(network, 'wss://b.one.io'), ['wss://two.io']);
});

test('two operators that read the same pools at the same block confirm their depth', async () => {
  const { source, facts, query } = await sources();
  assert.equal(facts.depth, 'one-source');
  assert.deepEqual(await source.confirmDepth(facts, query), { ...facts, depth: 'two-sources' });
});

test('a pool that the second operator reads otherwise confirms nothing', async () => {
  const { facts, query } = await sources();
  const [subnet] = facts.subnets;
  assert.ok(subnet?.pool && 'taoReserve' in subnet.pool);
  const pool = { ...subnet.pool, taoReserve: subnet.pool.taoReserve + 1n };
  const lied = { ...facts, subnets: [{ ...subnet, pool }] };
  const { source } = await sources();
  await assert.rejects(source.confirmDepth(lied, query), { code: 'NODES_DISAGREE' });
});

test('a nonce or a free balance that the second operator reads otherwise confirms nothing', async () => {
  const { source, facts, query } = await sources();
  const { coldkey } = facts;
  for (const told of [{ nonce: coldkey.nonce + 1 }, { free: toRao(coldkey.free + 1n) }]) {
    const lied = { ...facts, coldkey: { ...coldkey, ...told } };
    await assert.rejects(source.confirmDepth(lied, query), {
      code: 'NODES_DISAGREE',
      detail: { what: 'account', second: devnet.url.replace('127.0.0.1', 'localhost') },
    });
  }
});

test('a block that reaches the second operator a moment later is waited for, one that never does is not', async () => {
  let absent = 3;
  const { source, facts, query } = await sources(
    {},
    {
      readMoveFacts: async () => {
        absent -= 1;
        if (absent >= 0) throw new AppError('BLOCK_PRUNED');
        return facts;
      },
    },
  );
  assert.equal((await source.confirmDepth(facts, query)).depth, 'two-sources');
  absent = 100;
  await assert.rejects(source.confirmDepth(facts, query), { code: 'BLOCK_PRUNED' });
});

test('who told the facts is not their own second source, whoever is connected by now', async () => {
  const { source, facts, query } = await sources();
  assert.equal(facts.from, devnet.url);
  const other = devnet.url.replace('127.0.0.1', 'localhost');
  // As if the other one had told them and hung up: whoever is connected now may be asked, and the teller may not.
  const hungUp = await source
    .confirmDepth({ ...facts, from: other }, query)
    .then(({ depth }) => depth);
  assert.equal(hungUp, 'two-sources');
  const second: string[] = [];
  const told = await sources({}, { readMoveFacts: async () => ({ ...facts, subnets: [] }) });
  for (const from of [devnet.url, other]) {
    await assert.rejects(told.source.confirmDepth({ ...facts, from }, query), (error) => {
      assert.ok(error instanceof AppError && error.code === 'NODES_DISAGREE');
      second.push(String(error.detail['second']));
      return true;
    });
  }
  assert.deepEqual(second, [other, devnet.url]);
});

test('facts of more than one teller, or of one that the network has no more, are confirmed by nobody', async () => {
  const { source, facts, query } = await sources();
  const { from: _from, ...untold } = facts;
  await assert.rejects(source.confirmDepth(untold, query), { code: 'NODE_UNREACHABLE' });
  const gone = { ...facts, from: 'ws://gone.example' };
  await assert.rejects(source.confirmDepth(gone, query), { code: 'NODE_UNREACHABLE' });
});

test('facts that are confirmed at the same time have each their own second source', async () => {
  const { source, facts, query } = await sources();
  const other = devnet.url.replace('127.0.0.1', 'localhost');
  const both = [facts, { ...facts, from: other }];
  const lied = both.map((one) => ({ ...one, coldkey: { ...one.coldkey, nonce: 99 } }));
  const done = await Promise.allSettled(lied.map((one) => source.confirmDepth(one, query)));
  for (const [i, one] of done.entries()) {
    assert.ok(one.status === 'rejected' && one.reason instanceof AppError);
    const { code, detail } = one.reason;
    assert.ok(code !== 'NODES_DISAGREE' || detail['second'] !== lied[i]?.from, code);
  }
});

test('one operator alone is no second source, by however many addresses', async () => {
  const { source, facts, query } = await sources({ operators: {} });
  await assert.rejects(source.confirmDepth(facts, query), { code: 'NO_SECOND_SOURCE' });
  await assert.rejects(source.agreedRuntime(), { code: 'NO_SECOND_SOURCE' });
});

test('a second operator that does not answer is named as away', async () => {
  const away = 'ws://127.0.0.1:1';
  const { source, facts, query } = await sources({
    endpoints: [devnet.url, away],
    operators: { [away]: 'Second' },
  });
  await assert.rejects(source.confirmDepth(facts, query), { code: 'SECOND_SOURCE_AWAY' });
});

test('metadata that two operators gave alike is kept as agreed, and serves a third node', async () => {
  const { source } = await sources();
  const { runtime, operators } = await source.agreedRuntime();
  assert.deepEqual(operators, ['this computer', 'Second']);
  const { genesisHash, specVersion } = runtime.ref;
  const records = await readMetadataRecords(genesisHash, specVersion);
  assert.equal(records.length, 2);
  assert.ok(records.some((record) => record.operators.length === 2));
  const third = { genesisHash, specVersion, endpoint: 'wss://third.io' };
  assert.deepEqual(await metadataCache.read(third), runtime.metadata);
});

test('metadata of one node alone is not used for another', async () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const key = { genesisHash: '0xaa', specVersion: 1, endpoint: 'wss://one.io' } as const;
  await metadataCache.write(key, bytes);
  assert.deepEqual(await metadataCache.read(key), bytes);
  assert.equal(await metadataCache.read({ ...key, endpoint: 'wss://two.io' }), null);
});

test('metadata that the second operator gave otherwise is refused by name', async () => {
  const { source } = await sources(
    {},
    {
      runtimeAt: async () => {
        const { runtime } = await (await sources()).source.agreedRuntime();
        return { ...runtime, metadata: Uint8Array.of(...runtime.metadata, 0) };
      },
    },
  );
  await assert.rejects(source.agreedRuntime(), { code: 'NODES_DISAGREE' });
});
