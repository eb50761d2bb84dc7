// A node that refuses: what is never there, what is refused for now and what was asked wrongly are told apart, and the
// other node is asked where it can help.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { toRefusal } from '../../src/chain/rpc/refusal.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import type { ChainClient, ReadSnapshot } from '../../src/chain/chain-client.ts';
import { toNetuid } from '../../src/units.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { createTestClient, TEST_TIMING } from '../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const QUERY = { coldkeys: [ALICE], lookedAt: [toNetuid(1)] };

async function pair(t: TestContext, timing: Partial<typeof TEST_TIMING & { busyMs: number }> = {}) {
  const first = await startDevnet({ subnets: 3 });
  const second = await startDevnet({ subnets: 3 });
  t.after(() => Promise.all([first.stop(), second.stop()]));
  const client = createTestClient([first, second], { timing: { ...TEST_TIMING, ...timing } });
  t.after(client.close);
  await client.connect();
  const truth = await client.readSnapshot(QUERY);
  assert.ok(truth.positions.length > 0);
  return { first, second, client, truth };
}

const money = ({ accounts, positions }: ReadSnapshot): unknown => ({ accounts, positions });

const NOT_NOW: readonly (readonly [number, string, unknown])[] = [
  [-32005, 'Request limit exceeded', undefined],
  [-32999, 'RPC rate limit exceeded', undefined],
  [-32000, 'HTTP 429: Too Many Requests', undefined],
  [-32603, 'Too many requests', { retry_after_seconds: 60 }],
];

for (const [code, message, data] of NOT_NOW) {
  for (const method of ['state_call', 'state_queryStorageAt', 'chain_getHeader']) {
    test(`${code} “${message}” on ${method}: the other node is asked, and the reason is kept`, async (t) => {
      const { first, second, client, truth } = await pair(t);
      first.faults.arm({ method }, { do: 'fail', code, message, data });
      if (method === 'chain_getHeader') await client.finalizedHead();
      const again = await client.readSnapshot({ ...QUERY, at: truth.block });
      assert.deepEqual(money(again), money(truth));
      if (method === 'chain_getHeader') return;
      assert.equal(client.status().endpoint, second.url);
      const [left] = client.status().left;
      assert.deepEqual([left?.endpoint, left?.error.code], [first.url, 'NODE_BUSY']);
    });
  }
}

test('a node without a method that is needed is left for one that has it; alone, it says what it refused', async (t) => {
  const { first, second, client, truth } = await pair(t);
  first.faults.arm(
    { method: 'state_call' },
    { do: 'fail', code: -32601, message: 'Method not found' },
  );
  assert.deepEqual(money(await client.readSnapshot(QUERY)), money(truth));
  assert.equal(client.status().endpoint, second.url);
  const alone = createTestClient(first);
  t.after(alone.close);
  await alone.connect();
  await assert.rejects(alone.readSnapshot(QUERY), { code: 'NODE_REFUSED' });
});

test('a wrong question is wrong everywhere: nobody is left for it', async (t) => {
  const { first, client } = await pair(t);
  first.faults.arm(
    { method: 'state_call' },
    { do: 'fail', code: -32602, message: 'Invalid params' },
  );
  await assert.rejects(client.readSnapshot(QUERY), { code: 'NODE_REFUSED' });
  assert.equal(client.status().endpoint, first.url);
});

test('positions that the runtime stops at are unread, of that coldkey, and never none', async (t) => {
  const { first, second, client } = await pair(t);
  for (const { faults } of [first, second]) {
    faults.arm(
      { method: 'state_call' },
      { do: 'fail', code: 4003, message: 'Client error: Execution failed: wasm trap: unreachable' },
    );
  }
  const snapshot = await client.readSnapshot(QUERY);
  assert.deepEqual([snapshot.unread, snapshot.accounts], [[ALICE], []]);
});

test('a single node that says “not now” is waited for, as long as it asks, and it is said', async (t) => {
  const net = await startDevnet({ subnets: 3 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const disarm = net.faults.arm(
    { method: 'state_call' },
    { do: 'fail', code: -32005, message: 'Too many requests', data: { retry_after_seconds: 0.2 } },
  );
  const refused = await client.readSnapshot(QUERY).then(
    () => null,
    (error: unknown) => error,
  );
  assert.ok(refused instanceof AppError && refused.code === 'NODE_BUSY');
  assert.equal(client.status().state, 'waiting');
  assert.equal(client.status().error?.code, 'NODE_BUSY');
  const accepted = net.accepted();
  await assert.rejects(client.readSnapshot(QUERY), { code: 'NODE_BUSY' });
  assert.equal(net.accepted(), accepted);
  disarm();
  await until(() => client.status().state === 'connected');
  assert.ok((await client.readSnapshot(QUERY)).positions.length > 0);
});

/** A public entry point: so many requests in so much time, and a penalty beyond. */
async function publicNode(t: TestContext): Promise<{ net: Devnet; client: ChainClient }> {
  const net = await startDevnet({ subnets: 3 });
  t.after(() => net.stop());
  const timing = { ...TEST_TIMING, connectMs: 5_000, requestMs: 5_000, gapMs: 20 };
  const client = createTestClient(net, { timing });
  t.after(client.close);
  return { net, client };
}

test('on a public entry point everything is read after one lesson: snapshot and a ticket’s facts', async (t) => {
  const { net, client } = await publicNode(t);
  const limit = net.faults.limitRate({ gapMs: 60, burst: 4, penaltyMs: 60 });
  await client.connect().catch(() => undefined);
  await until(() => client.status().state === 'connected');
  const read = async <T>(reading: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await reading();
      } catch (error) {
        assert.ok(error instanceof AppError && error.code === 'NODE_BUSY');
        await until(() => client.status().state === 'connected');
      }
    }
  };
  assert.ok((await read(() => client.readSnapshot(QUERY))).positions.length > 0);
  const lessons = limit.refused;
  const facts = await read(() =>
    client.readMoveFacts({
      coldkey: ALICE,
      netuids: [toNetuid(1)],
      hotkeys: [],
      destination: null,
      calls: ['SubtensorModule.add_stake_limit'],
    }),
  );
  assert.equal(facts.subnets.length, 1);
  assert.ok((await read(() => client.readSnapshot(QUERY))).positions.length > 0);
  assert.ok(lessons > 0);
});

const WAITS: readonly (readonly [string, unknown])[] = [
  ['{"retry_after_seconds":60}', 60_000],
  ['{"retry_after_ms":1500}', 1_500],
  ['Retry-After: 30', 30_000],
  ['try again in 2 minutes', 120_000],
  ['{"retry_after_seconds":86400}', 600_000],
  ['', undefined],
];
for (const [data, waitMs] of WAITS) {
  test(`the pause asked for in “${data}” is ${String(waitMs)} ms`, () => {
    const refusal = toRefusal('state_call', { code: -32005, message: 'Too many requests', data });
    assert.equal(refusal.detail['waitMs'], waitMs);
  });
}

test('what the transaction pool says is no word about the node', () => {
  const text = 'Immediately dropped: too many requests of this account';
  assert.equal(toRefusal('x', { code: 1016, message: text, data: '' }).code, 'NODE_REFUSED');
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}
