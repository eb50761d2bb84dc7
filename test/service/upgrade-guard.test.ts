// The guard of a runtime on the simulated chain: what breaks one row breaks that row alone, what is refused is not checked,
// and a second review reads nothing.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test, type TestContext } from 'node:test';
import type { GuardRecord } from '../../src/model/guard-record.ts';
import type { GuardRow } from '../../src/model/guard.ts';
import { createUpgradeGuard } from '../../src/service/upgrade-guard.ts';
import { readGuards } from '../../src/store/guards.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { BROKEN_RULES, BROKEN_RUNTIMES } from '../devnet/node/faults/breakages.ts';
import { RUNTIME_SPECS, type RuntimeSpec } from '../devnet/node/runtime/runtime-spec.ts';
import { isStruct } from '../devnet/node/scale/value.ts';
import { createTestClient } from '../fakes/test-client.ts';

afterEach(eraseStore);

const { live475, lending476, next } = RUNTIME_SPECS;

async function world(t: TestContext, spec: RuntimeSpec = live475, subnets = 6) {
  const net = await startDevnet({ subnets, spec });
  t.after(() => net.stop());
  net.produceBlocks(2);
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  let announced = 0;
  let now = 1_000_000;
  const guard = createUpgradeGuard({
    announce: () => {
      announced += 1;
    },
    now: () => now,
    report: (error) => {
      throw error;
    },
  });
  return {
    net,
    client,
    check: (isAgain = false): Promise<GuardRecord> =>
      guard.check(client, { specVersion: spec.specVersion, isAgain }),
    announced: () => announced,
    wait: (ms: number) => {
      now += ms;
    },
  };
}

const nameOf = ({ subject, name }: GuardRow): string => name ?? subject;
const inState = ({ rows }: GuardRecord, state: GuardRow['verdict']['state']): string[] =>
  rows.filter(({ verdict }) => verdict.state === state).map(nameOf);

type Breaking = { row: string; spec?: RuntimeSpec; lie?: (net: Devnet) => void };

/** One thing each that the next runtime may have otherwise. */
const breakings: readonly Breaking[] = [
  { row: 'spot', lie: ({ faults }) => void faults.tell('spot-price') },
  { row: 'simulation', lie: ({ faults }) => void faults.tell('simulated-buy') },
  { row: 'simulation', lie: ({ faults }) => void faults.tell('simulated-sale') },
  {
    // Only the sixth figure tells.
    row: 'simulation',
    lie: ({ faults }) =>
      void faults.lies.api('SwapRuntimeApi_sim_swap_tao_for_alpha', (sim) =>
        isStruct(sim) ? { ...sim, alpha_slippage: 1n } : sim,
      ),
  },
  { row: 'prune', lie: ({ faults }) => void faults.tell('prune-candidate') },
  {
    row: 'emission',
    lie: (net) => {
      net.setSettings(BROKEN_RULES['emission-split']);
      net.produceBlocks(2);
    },
  },
  {
    // A ten thousandth of one subnet's part; without the gate 2 rao would do (test/guard).
    row: 'emission',
    lie: ({ faults }) =>
      void faults.lies.storage('SubtensorModule.SubnetTaoInEmission', (value, [netuid]) =>
        netuid === 1 && typeof value === 'bigint' ? value + value / 10_000n : value,
      ),
  },
  { row: 'SubtensorModule.add_stake', spec: BROKEN_RUNTIMES['call-index'](live475) },
  { row: 'SubtensorModule.remove_stake_limit', spec: BROKEN_RUNTIMES['call-bytes'](live475) },
  { row: 'SubtensorModule.StakeAdded', spec: BROKEN_RUNTIMES['event-shape'](live475) },
];

/** Calls and events of claims, which runtimes without funds lack. */
const CLAIMS = [
  'SubtensorModule.claim_root_with_hotkey',
  'SubtensorModule.BasketClaimed',
  'SubtensorModule.BasketClaimDustSkipped',
];

test('on the chain of today every row agrees, on the next curve too', async (t) => {
  for (const spec of [live475, lending476, next]) {
    const { check } = await world(t, spec);
    const record = await check();
    const states = record.rows.map((row) => [nameOf(row), row.verdict]);
    assert.deepEqual(inState(record, 'disagrees'), [], JSON.stringify(states, spell));
    const absent = spec === next ? CLAIMS : [];
    assert.deepEqual(inState(record, 'not-checked'), absent, JSON.stringify(states, spell));
    assert.equal(record.specVersion, spec.specVersion);
    await eraseStore();
  }
});

const spell = (_name: string, part: unknown): unknown =>
  typeof part === 'bigint' ? `${part}` : part;

for (const [at, { row, spec, lie }] of breakings.entries()) {
  test(`variant ${at}: ${row} is otherwise, and that row alone disagrees`, async (t) => {
    const { net, check } = await world(t, spec);
    lie?.(net);
    const record = await check();
    assert.deepEqual(inState(record, 'disagrees'), [row]);
    assert.deepEqual(inState(record, 'not-checked'), []);
    const found = record.rows.find((one) => nameOf(one) === row);
    assert.ok(found?.verdict.state === 'disagrees');
    assert.notDeepEqual(found.verdict.ours, found.verdict.chain);
  });
}

/** What each row rests on and nothing else does. */
const refusals: readonly { row: string; what: string }[] = [
  { row: 'spot', what: 'SwapRuntimeApi_current_alpha_price_all' },
  { row: 'simulation', what: 'SwapRuntimeApi_sim_swap_alpha_for_tao' },
  { row: 'prune', what: 'SubnetInfoRuntimeApi_get_subnet_to_prune' },
  { row: 'emission', what: 'SubtensorModule.SubnetTaoInEmission' },
];

for (const { row, what } of refusals) {
  test(`${row}: a refused reading is not checked, and is asked again after a minute`, async (t) => {
    const { net, check, wait } = await world(t);
    const allow = net.faults.refuse(what);
    const record = await check();
    assert.deepEqual(inState(record, 'not-checked'), [row]);
    assert.deepEqual(inState(record, 'disagrees'), []);
    allow();
    assert.equal((await check()).readAt, record.readAt, 'not within the minute');
    wait(60_001);
    assert.deepEqual(inState(await check(), 'not-checked'), []);
  });
}

test('pools that are refused leave everything that rests on them not checked', async (t) => {
  const { net, check } = await world(t);
  net.faults.arm({ method: 'state_queryStorageAt' }, refusal);
  const record = await check();
  assert.deepEqual(inState(record, 'not-checked'), ['spot', 'simulation', 'prune', 'emission']);
});

const refusal = { do: 'fail', code: -32000, message: 'Not for you' } as const;

test('kept by the hash of the code: a second review reads nothing, another life only the hash', async (t) => {
  const { net, client, check, announced } = await world(t);
  const first = await check();
  assert.equal(announced(), 1);
  const { messagesIn } = net.traffic;
  assert.deepEqual(await check(), first);
  assert.equal(net.traffic.messagesIn, messagesIn);
  const later = createUpgradeGuard({
    announce: () => undefined,
    now: () => 1,
    report: () => undefined,
  });
  assert.deepEqual(await later.check(client, { specVersion: 475, isAgain: false }), first);
  assert.equal(net.traffic.messagesIn, messagesIn + 1);
  assert.deepEqual(await readGuards(first.genesisHash), [first]);
  assert.notEqual((await check(true)).cost.bytes, 0, 'again where the user asks for it');
  assert.ok(net.traffic.messagesIn > messagesIn + 5);
});

test('what differed is compared again after ten minutes, or at once on another node', async (t) => {
  const { net, check, wait } = await world(t);
  const truth = net.faults.tell('spot-price');
  const record = await check();
  assert.deepEqual(inState(record, 'disagrees'), ['spot']);
  truth();
  wait(599_000);
  assert.deepEqual(await check(), record);
  wait(2_000);
  assert.deepEqual(inState(await check(), 'disagrees'), []);

  const lie = net.faults.tell('spot-price');
  assert.deepEqual(inState(await check(true), 'disagrees'), ['spot']);
  lie();
  // The same chain behind another name.
  const other = createTestClient(net, { endpoints: [`${net.url}/`] });
  t.after(other.close);
  await other.connect();
  const guard = createUpgradeGuard({
    announce: () => undefined,
    now: () => 0,
    report: () => undefined,
  });
  const again = await guard.check(other, { specVersion: 475, isAgain: false });
  assert.deepEqual(inState(again, 'disagrees'), []);
});

test('an upgrade is another code: read anew, beside what was kept', async (t) => {
  const { net, client, check } = await world(t);
  const before = await check();
  net.faults.upgradeAt(net.head().number + 1, next);
  net.produceBlocks(2);
  while (client.status().head?.hash !== net.head().hash) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const guard = createUpgradeGuard({
    announce: () => undefined,
    now: () => 1,
    report: () => undefined,
  });
  const after = await guard.check(client, { specVersion: 476, isAgain: false });
  assert.deepEqual([before.specVersion, after.specVersion], [475, 476]);
  assert.notEqual(after.code, before.code);
  assert.equal((await readGuards(before.genesisHash)).length, 2);
});

test('in the first block of a new runtime nothing is compared with what the old one recorded', async (t) => {
  const { net, client, check } = await world(t);
  await check();
  net.faults.upgradeAt(net.head().number + 1, next);
  net.produceBlock();
  while (client.status().head?.hash !== net.head().hash) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const guard = createUpgradeGuard({
    announce: () => undefined,
    now: () => 1,
    report: () => undefined,
  });
  const record = await guard.check(client, { specVersion: 476, isAgain: false });
  assert.deepEqual(inState(record, 'not-checked'), ['emission', ...CLAIMS]);
  assert.deepEqual(inState(record, 'disagrees'), []);
});

test('a node that does not tell the hash of the code is known by its metadata', async (t) => {
  const { net, check } = await world(t);
  net.faults.arm({ method: 'state_getStorageHash' }, { ...refusal, code: -32601 });
  const record = await check();
  assert.match(record.code, /^0x[0-9a-f]{64}$/);
  assert.deepEqual(await check(), record);
});

test('128 subnets on either curve: at most 200 KB of answers, frames included', async (t) => {
  for (const spec of [live475, lending476]) {
    const { net, client, check } = await world(t, spec, 128);
    await client.readSnapshot({ coldkeys: [], lookedAt: [] });
    const before = net.traffic.bytesOut;
    const record = await check();
    const bytes = net.traffic.bytesOut - before;
    t.diagnostic(
      `spec ${spec.specVersion}: ${bytes} bytes, ${record.cost.questions} questions, counted ${record.cost.bytes}`,
    );
    assert.ok(bytes <= 200_000, `${bytes}`);
    assert.deepEqual(inState(record, 'disagrees'), []);
    assert.deepEqual(inState(record, 'not-checked'), []);
    await eraseStore();
  }
});
