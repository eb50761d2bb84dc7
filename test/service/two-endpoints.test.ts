// Two endpoints, the first of which fails in turn in every way that one can while it looks connected: the user sees true
// figures with their age, or why there are none. Over simulated nodes and the background's own store.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { browser } from '../../src/browser.ts';
import { createChainClient, type ChainClient } from '../../src/chain/chain-client.ts';
import { createEndpointMemory } from '../../src/chain/rpc/endpoint-list.ts';
import { DEFAULT_TIMING } from '../../src/chain/rpc/link-timing.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import { AppError } from '../../src/errors.ts';
import type { Snapshot } from '../../src/model/facts.ts';
import type { NodeRecord } from '../../src/model/records.ts';
import type { Network } from '../../src/model/network.ts';
import { freshnessOf } from '../../src/panel/core/freshness.ts';
import { addWatched } from '../../src/service/accounts.ts';
import { setBadge } from '../../src/service/badge.ts';
import { changeSettings } from '../../src/service/change-settings.ts';
import { createReading, type NodeReading } from '../../src/service/create-reading.ts';
import { recallEndpoints } from '../../src/service/recall-endpoints.ts';
import { readNodeRecord, readSnapshotRecord } from '../../src/store/chain-cache.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { parseHex } from '../../src/chain/scale/hex.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import {
  createMemoryCache,
  createTestClient,
  IMPATIENT_TIMING,
  TEST_TIMING,
} from '../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const ID = 'two';

const badges: string[] = [];
// Before each: another file in this process may have taken it, and what it showed last is not shown again.
beforeEach(async () => {
  Object.assign(browser, {
    action: {
      setBadgeText: async ({ text }: { text: string }) => void badges.push(text),
      setBadgeBackgroundColor: async () => undefined,
    },
  });
  await setBadge('–');
  badges.length = 0;
});
afterEach(eraseStore);

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 2));
}

type World = { reading: NodeReading; nodes: Devnet[]; snapshot: () => Promise<Snapshot | null> };

type Setting = {
  count?: number;
  foreign?: boolean;
  /** Only where a node answers too slowly: on a busy machine a good answer may be as late. */
  isImpatient?: boolean;
  /** What goes wrong before anybody connects. */
  before?: (first: Devnet, second: Devnet) => void;
};

/** The chain's time is the last node's. */
async function world(
  t: TestContext,
  { count = 2, foreign = false, isImpatient = false, before = () => undefined }: Setting = {},
): Promise<World> {
  const nodes: Devnet[] = [];
  const clients: ChainClient[] = [];
  for (let i = 0; i < count; i += 1) {
    const chainSeed = foreign && i === 0 ? 'another chain' : 'the chain';
    nodes.push(await startDevnet({ subnets: 3, chainSeed }));
  }
  const [first] = nodes;
  const healthy = nodes.at(-1);
  assert.ok(first && healthy);
  before(first, healthy);
  const genesisHash = parseHex(healthy.genesisHash, 'genesis hash', 32);
  const network: Network = {
    id: ID,
    name: 'Two',
    genesisHash,
    endpoints: nodes.map(({ url }) => url),
    operators: {},
    archive: null,
    isReal: false,
    explorer: null,
  };
  await changeSettings({ networks: [network], networkId: ID, badge: 'sellable' });
  await addWatched({ text: ALICE, label: '', isMine: true });
  const reading = createReading(
    () => undefined,
    () => false,
    (chosen) => {
      const client = createChainClient({
        network: chosen,
        metadataCache: createMemoryCache(),
        openSocket: (endpoint) => new WebSocket(endpoint),
        timing: { ...(isImpatient ? IMPATIENT_TIMING : TEST_TIMING), oldMs: 180_000, gapMs: 20 },
        now: () => healthy.head().timestamp,
      });
      clients.push(client);
      return client;
    },
  );
  const release = reading.live.hold();
  t.after(async () => {
    release();
    for (const client of clients) client.close();
    await Promise.all(nodes.map((net) => net.stop()));
  });
  return {
    reading,
    nodes,
    snapshot: async () => (await readSnapshotRecord(genesisHash))?.snapshot ?? null,
  };
}

const money = ({ accounts, positions, unread }: Omit<Snapshot, 'unclaimed'>): unknown => ({
  accounts,
  positions,
  unread,
});

/** What the healthy node says of the same block, asked directly. */
async function requireTrue(t: TestContext, found: Snapshot, healthy: Devnet): Promise<void> {
  const client = createTestClient(healthy);
  t.after(client.close);
  await client.connect();
  const truth = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [], at: found.block });
  assert.ok(truth.positions.length > 0);
  assert.deepEqual(money(found), money(truth));
}

const FAILURES: readonly (readonly [string, (first: Devnet, second: Devnet) => void, string])[] = [
  [
    'limits requests',
    (first) => void first.faults.limitRate({ gapMs: 50, burst: 5, penaltyMs: 60_000 }),
    'NODE_BUSY',
  ],
  ['is 600 blocks behind', (_first, second) => void second.produceBlocks(600), 'NODE_BEHIND'],
  ['is still syncing', (first) => first.faults.syncTo(10_000), 'NODE_BEHIND'],
  [
    'refuses one method',
    (first) =>
      void first.faults.arm(
        { method: 'state_call' },
        { do: 'fail', code: -32601, message: 'Method not found' },
      ),
    'NODE_REFUSED',
  ],
  [
    'answers too slowly',
    (first) => void first.faults.arm({ method: 'state_call' }, { do: 'delay', ms: 5_000 }),
    'NODE_TIMEOUT',
  ],
];

for (const [what, fail, code] of FAILURES) {
  test(`where the first ${what}, the figures are the second’s, and why is kept`, async (t) => {
    const { nodes, snapshot } = await world(t, {
      before: fail,
      isImpatient: code === 'NODE_TIMEOUT',
    });
    const [first, second] = nodes;
    assert.ok(first && second);
    await until(async () => (await snapshot())?.block.hash === second.head().hash);
    await until(async () => (await readNodeRecord(ID))?.endpoint === second.url);
    const found = await snapshot();
    assert.ok(found);
    await requireTrue(t, found, second);
    const node = await readNodeRecord(ID);
    const left = node?.left.find(({ endpoint }) => endpoint === first.url);
    assert.equal(left?.error.code, code);
    const freshness = freshnessOf(found, node, second.head().timestamp + 2_000);
    assert.ok(freshness.state === 'live' && freshness.age === 2_000);
  });
}

test('where the first serves another chain, nothing of it is shown', async (t) => {
  const { nodes, snapshot } = await world(t, { foreign: true });
  const [first, second] = nodes;
  assert.ok(first && second);
  await until(async () => (await snapshot())?.block.hash === second.head().hash);
  const found = await snapshot();
  assert.ok(found);
  await requireTrue(t, found, second);
  const left = (await readNodeRecord(ID))?.left.find(({ endpoint }) => endpoint === first.url);
  assert.equal(left?.error.code, 'WRONG_NETWORK');
});

test('where the only node limits requests, the last picture stays, with its age, its badge and the reason', async (t) => {
  const { reading, nodes, snapshot } = await world(t, { count: 1 });
  const [only] = nodes;
  assert.ok(only);
  await until(async () => (await snapshot())?.block.hash === only.head().hash);
  await until(() => (badges.at(-1) ?? '') !== '');
  const before = await snapshot();
  const badge = badges.at(-1);
  assert.match(badge ?? '', /^[1-9]/);
  only.faults.arm(
    { method: /^state_/ },
    { do: 'fail', code: -32005, message: 'Too many requests', data: { retry_after_seconds: 60 } },
  );
  // Of fewer blocks it may be told all that is shown, and is asked nothing.
  only.produceBlocks(30);
  await until(async () => (await readNodeRecord(ID))?.error?.code === 'NODE_BUSY');
  await assert.rejects(
    reading.refreshNow(),
    (error) => error instanceof AppError && error.code === 'NODE_BUSY',
  );
  assert.deepEqual(await snapshot(), before);
  assert.equal(badges.at(-1), badge);
  const node = await readNodeRecord(ID);
  assert.ok(before && node);
  const freshness = freshnessOf(before, node, before.blockTime + 90_000);
  assert.ok(freshness.state === 'offline' && freshness.age === 90_000);
  assert.equal(freshness.error?.code, 'NODE_BUSY');
  // The next life of the worker does not ask before the pause is over, and keeps a pace afterwards.
  const memory = createEndpointMemory();
  recallEndpoints(memory, node, node.at + 1_000);
  const [left] = memory.left();
  assert.equal(left?.endpoint, only.url);
  assert.ok(memory.paceOf(only.url).gapMs() > 0);
});

test('what was learned of endpoints is forgotten after a day, and never believed of another clock', () => {
  const node = {
    networkId: ID,
    state: 'connected',
    endpoint: 'wss://a.example',
    error: null,
    left: [{ endpoint: 'wss://a.example', error: { code: 'NODE_BUSY', detail: {} }, until: 9e12 }],
    paced: ['wss://a.example'],
    clockOffset: null,
    at: 1_000,
  } as const;
  const memory = createEndpointMemory();
  recallEndpoints(memory, node, 1_000 + 25 * 3_600_000);
  recallEndpoints(memory, node, 1_000 - 3_600_000);
  assert.equal(memory.paceOf('wss://a.example').gapMs(), 0);
  recallEndpoints(memory, node, 2_000);
  assert.deepEqual(memory.left(), []);
});

test('a life that ended in the middle may have asked a moment ago; one that closed its connection rested since', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const endpoint = 'wss://a.example';
  const at = 1_000;
  const node = { networkId: ID, state: 'connected', endpoint, error: null, left: [] } as const;
  const ended = { ...node, paced: [endpoint], clockOffset: null, at };
  const waits = (record: NodeRecord): number => {
    let now = 0;
    const memory = createEndpointMemory(() => now);
    recallEndpoints(memory, record, at + 60_000);
    const sent: number[] = [];
    memory.paceOf(endpoint).take({ isWanted: () => true, send: () => void sent.push(now) });
    for (; sent.length === 0; now += 1) t.mock.timers.tick(1);
    return sent[0] ?? 0;
  };
  const { gapMs } = DEFAULT_TIMING;
  assert.equal(waits(ended), gapMs);
  assert.equal(waits({ ...ended, closedAt: at + 60_000 - 50 }), gapMs - 50);
  assert.equal(waits({ ...ended, closedAt: at + 50_000 }), 0);
  assert.equal(waits({ ...ended, closedAt: at + 70_000 }), gapMs, 'by a clock that ran ahead');
});
