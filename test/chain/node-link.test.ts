// One verified connection over several endpoints, on scripted nodes.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { DEFAULT_TIMING } from '../../src/chain/rpc/link-timing.ts';
import { createEndpointMemory } from '../../src/chain/rpc/endpoint-list.ts';
import { createNodeLink, type NodeLink } from '../../src/chain/rpc/node-link.ts';
import {
  dialling,
  ScriptedNode,
  SCRIPTED_GENESIS,
  SILENCE,
  type Answer,
} from '../fakes/provider.ts';

const GENESIS = SCRIPTED_GENESIS;

function linkTo(
  nodes: Record<string, ScriptedNode>,
  changes: { genesisHash?: `0x${string}` | null; timing?: Partial<typeof DEFAULT_TIMING> } = {},
): NodeLink {
  return createNodeLink({
    endpoints: Object.keys(nodes),
    genesisHash: changes.genesisHash === undefined ? GENESIS : changes.genesisHash,
    openSocket: dialling(nodes),
    random: () => 0.5,
    timing: { ...DEFAULT_TIMING, connectMs: 40, requestMs: 40, pauseMs: 5, ...changes.timing },
    memory: createEndpointMemory(),
    onChange: () => undefined,
    onVerified: () => undefined,
    open: async () => null,
    isBrief: false,
  });
}

const code = (wanted: string) => (error: unknown) =>
  error instanceof AppError && error.code === wanted;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Waits for what must come to pass; the test's own time limit says when it does not. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(1);
}
const silent: Answer = () => SILENCE;

function closing(t: TestContext, link: NodeLink): NodeLink {
  t.after(link.close);
  return link;
}

test('nothing is dialled before connect, and nothing is left after close', async () => {
  const node = new ScriptedNode();
  const link = linkTo({ a: node });
  assert.equal(node.sockets.length, 0);
  await assert.rejects(link.request('x', []), code('NODE_UNREACHABLE'));
  await link.connect();
  assert.equal(node.openSockets, 1);
  link.close();
  assert.equal(node.openSockets, 0);
  assert.equal(link.state().phase, 'idle');
  await pause(30);
  assert.equal(node.sockets.length, 1);
});

test('close ends what is pending, and connect may follow', async (t) => {
  const node = new ScriptedNode({ slow: silent, quick: () => 7 });
  const link = closing(t, linkTo({ a: node }, { timing: { requestMs: 5000 } }));
  await link.connect();
  const pending = link.request('slow', []);
  link.close();
  await assert.rejects(pending, code('NODE_UNREACHABLE'));
  await link.connect();
  assert.equal(await link.request('quick', []), 7);
});

test('closed at any moment of opening, no socket is left', async () => {
  for (let turns = 0; turns < 30; turns += 1) {
    const node = new ScriptedNode();
    const link = linkTo({ a: node });
    const opening = link.connect().catch((error: unknown) => error);
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
    link.close();
    await opening;
    await pause(1);
    assert.equal(node.openSockets, 0, `after ${turns} turns`);
  }
});

test('an endpoint of another chain is never believed', async (t) => {
  const foreign = new ScriptedNode({ chain_getBlockHash: () => `0x${'99'.repeat(32)}` });
  const link = closing(t, linkTo({ a: foreign }));
  await assert.rejects(link.connect(), code('WRONG_NETWORK'));
  assert.equal(foreign.openSockets, 0);
});

test('the next endpoint serves where the first is of another chain, dead or silent', async (t) => {
  const foreign = new ScriptedNode({ chain_getBlockHash: () => `0x${'99'.repeat(32)}` });
  const dead = new ScriptedNode();
  dead.isReachable = false;
  const mute = new ScriptedNode({ chain_getBlockHash: silent });
  const good = new ScriptedNode({ quick: () => 7 });
  const link = closing(t, linkTo({ foreign, dead, mute, good }));
  await link.connect();
  assert.equal(link.state().endpoint, 'good');
  assert.equal(await link.request('quick', []), 7);
});

test('without a known genesis hash the first one is taken over and then held to', async (t) => {
  let genesis = GENESIS;
  const node = new ScriptedNode({ chain_getBlockHash: () => genesis });
  const link = closing(t, linkTo({ a: node }, { genesisHash: null }));
  await link.connect();
  assert.equal(link.genesisHash(), GENESIS);
  genesis = `0x${'99'.repeat(32)}`;
  node.last.hangUp();
  await until(() => link.state().error?.code === 'WRONG_NETWORK');
  assert.notEqual(link.state().phase, 'connected');
});

test('a question lost with its connection is asked again on the next endpoint', async (t) => {
  const first = new ScriptedNode({ quick: silent });
  const second = new ScriptedNode({ quick: () => 7 });
  const link = closing(t, linkTo({ first, second }, { timing: { requestMs: 5000 } }));
  await link.connect();
  const answer = link.request('quick', []);
  await until(() => first.last.requests.at(-1)?.method !== 'state_getRuntimeVersion');
  first.last.hangUp();
  assert.equal(await answer, 7);
  assert.equal(link.state().endpoint, 'second');
});

test('a question that may not be repeated fails with its connection', async (t) => {
  const first = new ScriptedNode({ once: silent });
  const second = new ScriptedNode({ once: () => 7 });
  const link = closing(t, linkTo({ first, second }, { timing: { requestMs: 5000 } }));
  await link.connect();
  const answer = link.request('once', [], { isRepeatable: false });
  await until(() => first.last.requests.at(-1)?.method !== 'state_getRuntimeVersion');
  first.last.hangUp();
  await assert.rejects(answer, code('NODE_UNREACHABLE'));
});

test('a node that never answers is left after the deadline, and the question ends with NODE_TIMEOUT', async (t) => {
  const node = new ScriptedNode({ slow: silent });
  const link = closing(t, linkTo({ a: node }));
  await link.connect();
  await assert.rejects(link.request('slow', []), code('NODE_TIMEOUT'));
  assert.ok(node.sockets.length > 1);
});

test('an aborted question ends at once, with the reason of who aborted it', async (t) => {
  const link = closing(t, linkTo({ a: new ScriptedNode({ slow: silent }) }));
  await link.connect();
  const abort = new AbortController();
  const pending = link.request('slow', [], { signal: abort.signal });
  abort.abort(new AppError('REQUEST_EXPIRED'));
  await assert.rejects(pending, code('REQUEST_EXPIRED'));
});

test('answers out of order, twice and for ids nobody waits for do no harm', async (t) => {
  const node = new ScriptedNode({ first: silent, second: silent });
  const link = closing(t, linkTo({ a: node }));
  await link.connect();
  const first = link.request('first', []);
  const second = link.request('second', []);
  await pause(1);
  const [a, b] = node.last.requests.slice(-2);
  assert.ok(a && b);
  node.last.reply(b.id, 'b');
  node.last.reply(b.id, 'again');
  node.last.reply(999, 'foreign');
  node.last.reply(a.id, 'a');
  assert.deepEqual(await Promise.all([first, second]), ['a', 'b']);
});

test('a text that is no JSON or far too long ends the connection, and the question is asked again', async (t) => {
  for (const text of ['{"id":', `"${'x'.repeat(16_000_001)}"`]) {
    const first = new ScriptedNode({ quick: silent });
    const second = new ScriptedNode({ quick: () => 7 });
    const link = closing(t, linkTo({ first, second }));
    await link.connect();
    const answer = link.request('quick', []);
    await pause(1);
    first.last.say(text);
    assert.equal(await answer, 7);
    link.close();
  }
});

test('subscriptions are restored on the next connection and end with their signal', async (t) => {
  const nodes = {
    a: new ScriptedNode({ sub: () => 's1' }),
    b: new ScriptedNode({ sub: () => 's2' }),
  };
  const link = closing(t, linkTo(nodes));
  const heard: unknown[] = [];
  const stop = new AbortController();
  const subscription = {
    subscribe: 'sub',
    unsubscribe: 'unsub',
    params: [],
    onItem: (item: unknown) => heard.push(item),
  };
  link.follow(subscription, stop.signal);
  await link.connect();
  nodes.a.last.notify('n', 's1', 1);
  nodes.a.last.notify('n', 'other', 'foreign');
  nodes.a.last.hangUp();
  await until(() => link.state().endpoint === 'b' && link.state().phase === 'connected');
  nodes.b.last.notify('n', 's2', 2);
  stop.abort();
  nodes.b.last.notify('n', 's2', 3);
  assert.deepEqual(heard, [1, 2]);
  assert.equal(nodes.b.last.requests.at(-1)?.method, 'unsub');
});

test('an item that arrives before its subscription is confirmed is heard, but never from a foreign chain', async (t) => {
  const early = (genesis: string) => {
    const node = new ScriptedNode({
      chain_getBlockHash: () => genesis,
      sub: (_params, request) => {
        node.last.notify('n', 's1', 'early');
        queueMicrotask(() => node.last.reply(request.id, 's1'));
        return SILENCE;
      },
    });
    return node;
  };
  for (const [genesis, expected] of [
    [GENESIS, ['early']],
    [`0x${'99'.repeat(32)}`, []],
  ] as const) {
    const link = closing(t, linkTo({ a: early(genesis) }));
    const heard: unknown[] = [];
    const subscription = { subscribe: 'sub', unsubscribe: 'unsub', params: [] };
    const signal = new AbortController().signal;
    link.follow({ ...subscription, onItem: (item) => heard.push(item) }, signal);
    await link.connect().catch(() => undefined);
    assert.deepEqual(heard, expected);
    link.close();
  }
});

test('what comes for no subscription is not kept where it is long', async (t) => {
  const heard: unknown[] = [];
  const node = new ScriptedNode({
    sub: (_params, request) => {
      node.last.notify('n', 's1', 'x'.repeat(70_000));
      node.last.notify('n', 's1', 'short');
      queueMicrotask(() => node.last.reply(request.id, 's1'));
      return SILENCE;
    },
  });
  const link = closing(t, linkTo({ a: node }));
  const subscription = { subscribe: 'sub', unsubscribe: 'unsub', params: [] };
  const signal = new AbortController().signal;
  link.follow({ ...subscription, onItem: (item) => heard.push(item) }, signal);
  await link.connect();
  assert.deepEqual(heard, ['short']);
});

test('what is said of a node that hung up moves nobody else, and that one is not come back to', async (t) => {
  const nodes = { a: new ScriptedNode(), b: new ScriptedNode(), c: new ScriptedNode() };
  const link = closing(t, linkTo(nodes));
  const lie = (endpoint: string) => new AppError('PROOF_INVALID', { about: 'a seal', endpoint });
  const isAt = (endpoint: string) => () =>
    link.state().endpoint === endpoint && link.state().phase === 'connected';
  await link.connect();
  nodes.a.last.hangUp();
  await until(isAt('b'));
  assert.equal(link.leave(lie('a')), false);
  assert.equal(link.leave(lie('elsewhere')), false);
  assert.equal(nodes.b.openSockets, 1);
  assert.equal(link.state().endpoint, 'b');
  assert.equal(link.leave(lie('b')), true);
  await until(isAt('c'));
  nodes.c.last.hangUp();
  await until(() => nodes.a.sockets.length + nodes.c.sockets.length > 2);
  assert.deepEqual([nodes.a.sockets.length, nodes.c.sockets.length], [1, 2]);
});

test('a node without new blocks is taken for hung and left', async (t) => {
  const nodes = { a: new ScriptedNode(), b: new ScriptedNode() };
  const link = closing(t, linkTo(nodes, { timing: { staleMs: 15 } }));
  await link.connect();
  assert.equal(link.state().endpoint, 'a');
  await until(() => link.state().endpoint === 'b');
});

test('a chain without new blocks keeps its only node as long as that one answers', async (t) => {
  let isAlive = true;
  const node = new ScriptedNode({ system_chain: () => (isAlive ? 'chain' : SILENCE) });
  const link = closing(t, linkTo({ a: node }, { timing: { staleMs: 5 } }));
  await link.connect();
  await until(
    () => node.last.requests.filter(({ method }) => method === 'system_chain').length > 2,
  );
  assert.equal(node.sockets.length, 1);
  isAlive = false;
  await until(() => node.sockets.length > 1);
});

test('pauses between attempts grow, and nothing is dialled during them', async (t) => {
  const node = new ScriptedNode();
  node.isReachable = false;
  const link = closing(t, linkTo({ a: node }, { timing: { pauseMs: 20 } }));
  await assert.rejects(link.connect(), code('NODE_UNREACHABLE'));
  assert.equal(link.state().phase, 'waiting');
  await pause(170);
  // Pauses of 15, 30, 60, 120 ms: at most four further attempts in that time.
  assert.ok(node.sockets.length >= 3 && node.sockets.length <= 5, String(node.sockets.length));
});
