// Deadlines and pauses of a connection as they are shipped, on a clock that the test moves.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { parseHeader } from '../../src/chain/rpc/block-header.ts';
import { createEndpointMemory, leftOf, noteLeft } from '../../src/chain/rpc/endpoint-list.ts';
import { DEFAULT_TIMING } from '../../src/chain/rpc/link-timing.ts';
import { createNodeLink } from '../../src/chain/rpc/node-link.ts';
import { createNodeAccess } from '../../src/chain/runtime/node-access.ts';
import { toHex } from '../../src/chain/scale/hex.ts';
import { littleEndian } from '../../src/chain/scale/scale-encoder.ts';
import { AppError } from '../../src/errors.ts';
import {
  dialling,
  SCRIPTED_GENESIS,
  ScriptedNode,
  scriptedHeader,
  SILENCE,
} from '../fakes/provider.ts';
import { createMemoryCache } from '../fakes/test-client.ts';

async function settle(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
}

function clockIn(t: TestContext): (ms: number) => Promise<void> {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  return async (ms) => {
    t.mock.timers.tick(ms);
    await settle();
  };
}

function linkOn(t: TestContext, nodes: Record<string, ScriptedNode>) {
  let now = 0;
  const link = createNodeLink({
    endpoints: Object.keys(nodes),
    genesisHash: SCRIPTED_GENESIS,
    openSocket: dialling(nodes),
    // The whole pause.
    random: () => 1,
    timing: DEFAULT_TIMING,
    memory: createEndpointMemory(() => now),
    onChange: () => undefined,
    onVerified: () => undefined,
    open: async () => null,
    isBrief: false,
  });
  t.after(link.close);
  const tick = clockIn(t);
  return {
    link,
    pass: async (ms: number) => {
      now += ms;
      await tick(ms);
    },
  };
}

test('a node is left after a minute without a new block, counted from its last one', async (t) => {
  const { link, pass } = linkOn(t, { a: new ScriptedNode(), b: new ScriptedNode() });
  await link.connect();
  await pass(59_999);
  link.noteHead();
  await pass(59_999);
  assert.equal(link.state().endpoint, 'a');
  await pass(1);
  assert.equal(link.state().endpoint, 'b');
});

test('a connection has six seconds to open, and then as long as its node answers', async (t) => {
  const slow = new ScriptedNode({ chain_getBlockHash: () => SILENCE });
  const { link, pass } = linkOn(t, { slow, b: new ScriptedNode() });
  const connecting = link.connect();
  await settle();
  await pass(5_999);
  assert.equal(link.state().endpoint, 'slow');
  await pass(1);
  await connecting;
  assert.deepEqual([link.state().endpoint, link.state().phase], ['b', 'connected']);
  await pass(30_000);
  assert.deepEqual([link.state().endpoint, link.state().phase], ['b', 'connected']);
});

test('a question has twelve seconds', async (t) => {
  const node = new ScriptedNode({ m: () => SILENCE });
  const { link, pass } = linkOn(t, { node });
  await link.connect();
  let code: unknown = null;
  void link.request('m', [], { isRepeatable: false }).catch((error: unknown) => {
    code = error instanceof AppError ? error.code : error;
  });
  await settle();
  await pass(11_999);
  assert.equal(code, null);
  await pass(1);
  assert.equal(code, 'NODE_TIMEOUT');
});

test('pauses grow with each round that failed, and begin anew after a node that answered', async (t) => {
  const node = new ScriptedNode();
  node.isReachable = false;
  const { link, pass } = linkOn(t, { node });
  const failing = link.connect().catch(() => undefined);
  await settle();
  await failing;
  const pausedFor = async (ms: number): Promise<void> => {
    const before = node.sockets.length;
    await pass(ms - 1);
    assert.equal(node.sockets.length, before, `no attempt before ${ms} ms`);
    await pass(1);
    assert.equal(node.sockets.length, before + 1, `an attempt after ${ms} ms`);
  };
  for (const ms of [500, 1_000, 2_000]) await pausedFor(ms);
  node.isReachable = true;
  await pausedFor(4_000);
  assert.equal(link.state().phase, 'connected');
  node.isReachable = false;
  node.last.hangUp();
  await settle();
  await pausedFor(500);
  await pausedFor(1_000);
  // Who closes and connects again waits for nothing.
  link.close();
  const before = node.sockets.length;
  const again = link.connect().catch(() => undefined);
  await settle();
  await again;
  assert.equal(node.sockets.length, before + 1);
  await pausedFor(500);
});

test('with several nodes one that was lost is followed by the next at once; a round of all by a pause', async (t) => {
  const nodes = { a: new ScriptedNode(), b: new ScriptedNode(), c: new ScriptedNode() };
  const { link, pass } = linkOn(t, nodes);
  await link.connect();
  nodes.b.isReachable = false;
  nodes.c.isReachable = false;
  nodes.a.last.hangUp();
  nodes.a.isReachable = false;
  await settle();
  const counts = () => Object.values(nodes).map(({ sockets }) => sockets.length);
  assert.deepEqual(counts(), [1, 1, 1]);
  assert.equal(link.state().phase, 'waiting');
  await pass(499);
  assert.deepEqual(counts(), [1, 1, 1]);
  await pass(1);
  assert.equal(counts().reduce((sum, count) => sum + count, 0) > 3, true);
});

test('an endpoint that gave nonsense is left for ten minutes, an unreachable one for twenty seconds, a busy one for a minute', () => {
  const lasting = (
    code: 'NODE_MALFORMED' | 'NODE_UNREACHABLE' | 'NODE_BUSY',
  ): number | undefined => {
    const memory = createEndpointMemory(() => 0);
    const reason = new AppError(code, { endpoint: 'a' });
    noteLeft(memory, DEFAULT_TIMING, 'a', reason);
    return leftOf(memory, ['a'])[0]?.waitMs;
  };
  assert.deepEqual(
    (['NODE_MALFORMED', 'NODE_UNREACHABLE', 'NODE_BUSY'] as const).map(lasting),
    [600_000, 20_000, 60_000],
  );
});

function accessOn(
  t: TestContext,
  offset: number,
  memory = createEndpointMemory(),
  answers: ConstructorParameters<typeof ScriptedNode>[0] = {},
) {
  const now = 1_700_000_000_000;
  const nodes = {
    a: new ScriptedNode({
      system_health: () => ({ isSyncing: false }),
      state_getStorage: () => toHex(littleEndian(BigInt(now + offset), 8)),
      ...answers,
    }),
    b: new ScriptedNode(),
  };
  const access = createNodeAccess({
    endpoints: ['a', 'b'],
    genesisHash: SCRIPTED_GENESIS,
    metadataCache: createMemoryCache(),
    openSocket: dialling(nodes),
    random: () => 1,
    memory,
    now: () => now,
  });
  t.after(access.link.close);
  return { access, nodes };
}

test('heads are used once a quarter of a second: the first, and then the newest', async (t) => {
  const tick = clockIn(t);
  const { access, nodes } = accessOn(t, 0);
  const heads: number[] = [];
  const given = new AbortController();
  access.onHead(({ number }) => void heads.push(number), given.signal);
  await access.link.connect();
  const tell = (number: number) =>
    nodes.a.last.notify('chain_newHead', 'heads', scriptedHeader(number));
  tell(7);
  tell(8);
  tell(9);
  assert.deepEqual(heads, [7]);
  await tick(249);
  assert.deepEqual(heads, [7]);
  await tick(1);
  assert.deepEqual(heads, [7, 9]);
  given.abort();
});

test('who listens hears of each change: the connection, its heads, and a node that is paced', async (t) => {
  const { access, nodes } = accessOn(t, 0);
  const heard: string[] = [];
  const given = new AbortController();
  access.onStatus(
    ({ state, head }) => void heard.push(`${state} ${head?.number ?? '–'}`),
    given.signal,
  );
  assert.deepEqual(heard, ['idle –']);
  await access.link.connect();
  assert.deepEqual([heard[1], heard.at(-1)], ['connecting –', 'connected –']);
  nodes.a.last.notify('chain_newHead', 'heads', scriptedHeader(7));
  assert.equal(heard.at(-1), 'connected 7');
  given.abort();
  const before = heard.length;
  nodes.a.last.hangUp();
  await settle();
  assert.equal(heard.length, before);
  assert.deepEqual(access.status().paced, []);
});

test('the final head is followed from when it is wanted, for as long as it is asked for', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const asked: string[] = [];
  const final = scriptedHeader(4);
  const { access, nodes } = accessOn(t, 0, undefined, {
    chain_subscribeFinalizedHeads: () => asked.push('follow') && 'finalized',
    chain_unsubscribeFinalizedHeads: () => asked.push('end') && true,
    chain_getFinalizedHead: () => asked.push('ask') && parseHeader(final).hash,
    chain_getHeader: () => final,
  });
  const tell = (kind: 'newHead' | 'finalizedHead', number: number): void => {
    const id = kind === 'newHead' ? 'heads' : 'finalized';
    nodes.a.last.notify(`chain_${kind}`, id, scriptedHeader(number));
    t.mock.timers.tick(250);
  };
  await access.link.connect();
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) tell('newHead', number);
  assert.equal(asked.length, 0, 'nobody needs it');
  // Asked for without warning: the first answer is a question, the next ones are known.
  assert.equal((await access.finalizedHead()).number, 4);
  assert.deepEqual(asked.toSorted(), ['ask', 'follow']);
  tell('finalizedHead', 5);
  assert.equal((await access.finalizedHead()).number, 5);
  assert.equal(asked.length, 2);
  for (const number of [9, 10, 11, 12, 13]) tell('newHead', number);
  assert.equal((await access.finalizedHead()).number, 5);
  // From then on nobody asks.
  for (const number of [14, 15, 16, 17, 18]) tell('newHead', number);
  assert.ok(!asked.includes('end'));
  tell('newHead', 19);
  await settle();
  assert.equal(asked.at(-1), 'end');
  // What was told before is not what is final now.
  access.followFinalHead();
  await settle();
  assert.equal((await access.finalizedHead()).number, 4);
  tell('finalizedHead', 8);
  assert.equal((await access.finalizedHead()).number, 8);
  assert.deepEqual(asked.slice(2).toSorted(), ['ask', 'end', 'follow']);
  // A lost connection takes it along.
  nodes.a.last.hangUp();
  await settle();
  access.link.close();
  await assert.rejects(access.finalizedHead(), { code: 'NODE_UNREACHABLE' });
});

test('an endpoint with any gap between two questions is one at a pace', (t) => {
  const memory = createEndpointMemory(() => 0);
  const { access } = accessOn(t, 0, memory);
  assert.deepEqual(access.status().paced, []);
  memory.paceOf('b').slowDown(1);
  assert.deepEqual(access.status().paced, ['b']);
});

test('a newest block more than three minutes off is looked for elsewhere', async (t) => {
  for (const [offset, endpoint] of [
    [-180_000, 'a'],
    [180_000, 'a'],
    [-180_001, 'b'],
    [180_001, 'b'],
  ] as const) {
    const { access, nodes } = accessOn(t, offset);
    await access.link.connect();
    nodes.a.last.notify('chain_newHead', 'heads', scriptedHeader(7));
    await settle();
    assert.equal(access.link.state().endpoint, endpoint, String(offset));
    access.link.close();
  }
});
