// What the lens reads, against the simulated chain's own books.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHex, toHex } from '../../src/chain/scale/hex.ts';
import { publicKeyOf } from '../../src/chain/scale/ss58.ts';
import { compareRecorded } from '../../src/emission/compare-recorded.ts';
import { removalLadder } from '../../src/emission/removal-ladder.ts';
import { removalOrder } from '../../src/emission/removal-order.ts';
import type { BlockRef } from '../../src/model/facts.ts';
import { toNetuid, type Ss58Address } from '../../src/units.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { hotkeyKey } from '../devnet/ledger/state/ledger-state.ts';
import { ledgerReads } from '../devnet/ledger/ledger.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import { createTestClient } from '../fakes/test-client.ts';

function headOf(net: Devnet): BlockRef {
  const { hash, number } = net.head();
  return { hash: parseHex(hash, 'block hash', 32), number };
}

const known = <T>(value: T) => ({ known: true, value });

const bookOf = ({ ledger: { state } }: Devnet) =>
  new Map(
    [...state.subnets.entries()].map(([netuid, subnet]) => [
      netuid,
      {
        reserve: subnet.taoReserve,
        stakers: known(subnet.taoFlow),
        protocol: known(subnet.protocolFlow),
        takenAt: known(subnet.flowTaken?.block ?? null),
      },
    ]),
  );

const idOf = (address: Ss58Address): string => toHex(publicKeyOf(address));

test('the stake behind validators is that of the books, at the block that was named', async (t) => {
  const net = await startDevnet({ subnets: 24 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  net.produceBlocks(2);
  await client.connect();
  const { state } = net.ledger;
  const netuids = [...state.subnets.keys()].map(toNetuid);
  const expected: string[] = [];
  for (const netuid of netuids) {
    const neurons = state.subnets.get(netuid)?.neurons ?? [];
    const hasAny = neurons.some(({ hasPermit }) => hasPermit);
    for (const { hotkey, hasPermit } of neurons) {
      const alpha = state.hotkeyAlpha.get(hotkeyKey(hotkey, netuid)) ?? 0n;
      if (alpha > 0n && (hasPermit || !hasAny)) expected.push(`${netuid} ${hotkey} ${alpha}`);
    }
  }
  const head = net.head();
  const first = await client.readValidatorStake({ netuids: netuids.slice(0, 10), isWhole: false });
  net.produceBlocks(3);
  const second = await client.readValidatorStake(
    { netuids: netuids.slice(10), isWhole: false },
    first.block,
  );
  assert.equal(first.block.hash, head.hash);
  assert.deepEqual(second.block, first.block);
  const stakes = [...first.stakes, ...second.stakes];
  assert.ok(expected.length > 50);
  assert.deepEqual(
    stakes.map(({ netuid, hotkey, alpha }) => `${netuid} ${idOf(hotkey)} ${alpha}`).sort(),
    expected.sort(),
  );
  for (const { hotkey, owner } of stakes) {
    assert.equal(owner === null ? undefined : idOf(owner), state.owners.get(idOf(hotkey)));
  }
});

test('locks of a subnet are those of the books, and a runtime without them says so', async (t) => {
  const net = await startDevnet({ subnets: 8 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  net.produceBlock();
  await client.connect();
  const { state } = net.ledger;
  let seen = 0;
  const whole = await client.readSubnetLocks(null);
  for (const netuid of [...state.subnets.keys()].filter((one) => one !== 0)) {
    const read = await client.readSubnetLocks(toNetuid(netuid));
    assert.ok(read.known && whole.known);
    const [one] = read.value.subnets;
    assert.ok(one);
    assert.deepEqual(
      whole.value.subnets.find((among) => among.netuid === netuid),
      one,
    );
    const expected: string[] = [];
    const add = (isPerpetual: boolean, lock?: { lockedMass: bigint; lastUpdate: number }) => {
      if (lock) expected.push(`${lock.lockedMass} ${lock.lastUpdate} ${isPerpetual}`);
    };
    for (const hotkey of state.owners.keys()) {
      add(true, state.hotkeyLocks.get(hotkeyKey(hotkey, netuid)));
      add(false, state.decayingHotkeyLocks.get(hotkeyKey(hotkey, netuid)));
    }
    add(true, state.ownerLocks.get(netuid));
    add(false, state.decayingOwnerLocks.get(netuid));
    seen += expected.length;
    assert.deepEqual(
      one.locks.map((lock) => `${lock.mass} ${lock.updatedAt} ${lock.isPerpetual}`).sort(),
      expected.sort(),
    );
    assert.equal(one.unlockRate, state.unlockRate);
    const owner = state.subnets.get(netuid)?.ownerHotkey ?? '';
    assert.deepEqual(one.ownerAlpha, known(state.hotkeyAlpha.get(hotkeyKey(owner, netuid)) ?? 0n));
  }
  assert.ok(seen > 0);
  assert.ok(whole.known);
  assert.equal(whole.value.subnets.length, state.subnets.size - 1);
  // However many subnets there are: two of which exist, one of owners, one a list of locks, one of values.
  assert.equal(whole.value.cost.questions, 6);
  assert.ok(whole.value.cost.bytes > 0);

  const { finney475 } = RUNTIME_SPECS;
  const absent = [...finney475.absent, 'SubtensorModule.DecayingHotkeyLock'];
  const old = await startDevnet({ spec: { ...finney475, absent }, subnets: 4 });
  t.after(() => old.stop());
  const older = createTestClient(old);
  t.after(older.close);
  await older.connect();
  assert.deepEqual(await older.readSubnetLocks(toNetuid(1)), {
    known: false,
    reason: 'not-on-this-runtime',
  });
});

test('two neighbouring blocks read from a node agree with our model, and so does the order of removal', async (t) => {
  const net = await startDevnet({ subnets: 24, hasTraders: true });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  net.produceBlocks(3);
  await client.connect();
  for (let turn = 0; turn < 5; turn += 1) {
    const parent = await client.readEmissionFacts(headOf(net));
    net.produceBlock();
    const facts = await client.readEmissionFacts(headOf(net));
    const check = compareRecorded(parent, facts);
    assert.ok(check.known && check.value.agrees, `block ${facts.block.number}`);
    const { state } = net.ledger;
    const order = removalOrder(facts, state.networkImmunityPeriod);
    assert.ok(order.known);
    const next = order.value.find(({ place }) => place === 1);
    assert.equal(next?.netuid ?? null, ledgerReads.subnetToPrune(state));
    const ladder = removalLadder(facts);
    assert.ok(ladder.known, 'the runtime names the same subnet at that block');
    assert.equal(ladder.value.rungs[0]?.netuid, next?.netuid);
  }
});

test('an archive tells what each subnet got in an earlier block', async (t) => {
  const net = await startDevnet({ subnets: 8, isArchive: true, hasTraders: true });
  t.after(() => net.stop());
  const early = net.produceBlock();
  const given = new Map(
    [...net.ledger.state.subnets.keys()].map((netuid) => {
      const subnet = net.ledger.state.subnets.get(netuid);
      return [netuid, (subnet?.taoInEmission ?? 0n) + (subnet?.excessTao ?? 0n)];
    }),
  );
  net.produceBlocks(5);
  const client = createTestClient(net, { archive: net.url });
  t.after(client.close);
  await client.connect();
  const prices = await client.readPricesAt(early.number);
  assert.ok(prices.known);
  assert.ok([...given.values()].some((tao) => tao > 0n));
  for (const { netuid, tao } of prices.prices) assert.equal(tao, given.get(netuid));
});

test('flows of a subnet are those of the books, now and at an archive’s block', async (t) => {
  const net = await startDevnet({ subnets: 8, isArchive: true, hasTraders: true });
  t.after(() => net.stop());
  const early = net.produceBlock();
  const counted = bookOf(net);
  net.produceBlocks(6);
  const client = createTestClient(net, { archive: net.url });
  t.after(client.close);
  await client.connect();
  const then = await client.readPricesAt(early.number);
  assert.ok(then.known);
  const facts = await client.readEmissionFacts(headOf(net));
  const now = bookOf(net);
  for (const { netuid, flow } of facts.subnets) assert.deepEqual(flow, now.get(netuid));
  for (const { netuid, flow } of then.prices) assert.deepEqual(flow, counted.get(netuid));
  assert.ok(
    [...now].some(([netuid, { stakers }]) => {
      return stakers.value !== counted.get(netuid)?.stakers.value;
    }),
  );
});

test('a runtime that takes its count names the block, and an old one says that it counts nothing', async (t) => {
  const settings = { isFlowTaken: true };
  const net = await startDevnet({ subnets: 4, settings });
  t.after(() => net.stop());
  net.produceBlocks(2);
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const facts = await client.readEmissionFacts();
  const first = facts.subnets.find(({ netuid }) => netuid === 1);
  assert.deepEqual(first?.flow.takenAt, { known: true, value: facts.block.number });

  const old = await startDevnet({ spec: RUNTIME_SPECS.old, subnets: 4 });
  t.after(() => old.stop());
  const older = createTestClient(old);
  t.after(older.close);
  await older.connect();
  const missing = { known: false, reason: 'not-on-this-runtime' };
  for (const { flow } of (await older.readEmissionFacts()).subnets) {
    assert.deepEqual(flow, {
      reserve: flow.reserve,
      stakers: missing,
      protocol: missing,
      takenAt: missing,
    });
  }
});
