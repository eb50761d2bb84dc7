// What alert rules cost with no panel open: bytes and sockets, counted by the simulated node; and that nothing is asked
// where nothing is due. Its figures are the ones that a panel would show.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { factsOfSnapshot } from '../../src/alerts/facts-of-snapshot.ts';
import { factsOfWatched } from '../../src/alerts/facts-of-watched.ts';
import { needs } from '../../src/alerts/needs.ts';
import { noState } from '../../src/alerts/evaluate.ts';
import type { AlertFacts, AlertRule } from '../../src/model/alert.ts';
import { currentNetwork } from '../../src/model/built-in-networks.ts';
import { readAlertState, writeAlertRule } from '../../src/store/alerts.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { readSettings } from '../../src/store/settings.ts';
import { giveFund } from '../devnet/ledger/baskets/give-fund.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import type { Netuid } from '../../src/units.ts';
import { alertsWorld, ALICE, alice, HOUR, ruleOf, type AlertsWorld } from './alerts-world.ts';

afterEach(eraseStore);

const QUARTER = 15 * 60_000;
const noSwap = ruleOf('coldkey-swap', { isEnabled: false });

type Cost = { bytes: number; sockets: number };

async function costOf(world: AlertsWorld, work: () => Promise<void>): Promise<Cost> {
  const { traffic } = world.net;
  const [bytes, sockets] = [traffic.bytesIn + traffic.bytesOut, world.net.accepted()];
  await work();
  return {
    bytes: traffic.bytesIn + traffic.bytesOut - bytes,
    sockets: world.net.accepted() - sockets,
  };
}

/** A quarter of an hour after the last look: what changes slowly is not due. */
const quarter = async (world: AlertsWorld): Promise<void> => {
  world.clock.at += QUARTER;
  world.net.produceBlock();
  await world.live().rang();
};

const exitOf = (netuid: Netuid): AlertRule =>
  ruleOf('exit-value', { id: `exit-${netuid}`, scope: { of: 'subnet', netuid }, value: 1n });

test('a quarter of an hour costs 3 KB and 0.6 KB a position at most, over one socket; without rules nothing', async (t) => {
  const world = await alertsWorld(t, () => [noSwap], { subnets: 128 });
  const netuids = [...new Set(world.snapshot.positions.map(({ netuid }) => netuid))].filter(
    (netuid) => netuid !== 0,
  );
  assert.deepEqual(await costOf(world, () => world.pass()), { bytes: 0, sockets: 0 });
  assert.equal(await world.live().minutes(), null);

  await writeAlertRule(ruleOf('coldkey-swap'));
  // With the metadata, which is loaded once for a runtime.
  await world.pass();
  const one = await costOf(world, () => quarter(world));
  assert.equal(one.sockets, 1);
  assert.ok(one.bytes <= 3_072, `${one.bytes} bytes for one account`);

  for (const netuid of netuids) await writeAlertRule(exitOf(netuid));
  await world.pass();
  const many = await costOf(world, () => quarter(world));
  assert.equal(many.sockets, 1);
  const count = netuids.length;
  const most = 3_072 + 614 * count;
  assert.ok(many.bytes <= most, `${many.bytes} bytes for ${count} positions, ${most} at most`);

  const slowly = [
    'validator-idle',
    'validator-unregistered',
    'take-raised',
    'subnet-gone',
  ] as const;
  for (const kind of slowly) await writeAlertRule(ruleOf(kind));
  await world.pass();
  const hourOf = () =>
    costOf(world, async () => {
      await world.pass();
      for (let i = 0; i < 3; i += 1) await quarter(world);
    });
  const both = await hourOf();
  assert.ok(
    both.bytes <= 4 * most,
    `${both.bytes} bytes for values and validators, ${4 * most} at most`,
  );
  for (const netuid of netuids) await writeAlertRule({ ...exitOf(netuid), isEnabled: false });
  const hour = await hourOf();
  assert.equal(hour.sockets, 4);
  assert.ok(hour.bytes / 4 <= most, `${hour.bytes} bytes an hour, ${4 * most} at most`);
  t.diagnostic(
    `a quarter: ${one.bytes} B for 1 rule, ${many.bytes} B for ${count} values; an hour: ${hour.bytes} B for validators, ${both.bytes} B for both`,
  );
});

test('the lean reading says what a picture of the same block says, to the parts in a million', async (t) => {
  const rules = (
    ['coldkey-swap', 'subnet-gone', 'immunity-ending', 'validator-idle', 'lock-ended'] as const
  ).map((kind) => ruleOf(kind));
  const world = await alertsWorld(t, () => [], { subnets: 40 });
  const { snapshot } = world;
  const held = [...new Set(snapshot.positions.map(({ netuid }) => netuid))];
  const query = needs([...rules, ruleOf('exit-value')], {
    coldkeys: [ALICE],
    held,
    netuids: [],
    state: noState(world.genesisHash),
    isSlowDue: true,
    isDailyDue: true,
  });
  assert.ok(query);
  assert.equal(query.wantsPriceMap, true, 'of so many pools');
  const network = currentNetwork(await readSettings());
  const beside = { coldkeys: [ALICE], requests: [] };
  const readBy = async (wantsPriceMap: boolean) => {
    const watched = await world.ask(network, { ...query, wantsPriceMap });
    assert.deepEqual(watched.block, snapshot.block);
    return factsOfWatched(watched, { ...beside, held, generations: [], sales: null });
  };
  for (const lean of [await readBy(false), await readBy(true)]) assertSame(world, lean, held);
});

/** What the lean reading says, and what the picture does. */
function assertSame({ snapshot }: AlertsWorld, lean: AlertFacts, held: readonly Netuid[]): void {
  const beside = { coldkeys: [ALICE], requests: [] };
  const whole = factsOfSnapshot(snapshot, {
    ...beside,
    emission: null,
    rootClaims: null,
    takes: new Map(),
  });
  const close = (a: bigint, b: bigint): boolean => (a > b ? a - b : b - a) * 100_000n <= b;
  assert.ok(lean.everything.exit.known && whole.everything.exit.known);
  assert.ok(close(lean.everything.exit.value, whole.everything.exit.value));
  assert.deepEqual(lean.everything.spot.known, true);
  for (const netuid of held) {
    const [a, b] = [lean, whole].map(({ subnets }) => subnets.find((one) => one.netuid === netuid));
    assert.ok(a && b);
    if (netuid !== 0) assert.deepEqual(a.registeredAt, b.registeredAt);
    assert.deepEqual(a.price, b.price);
    assert.ok(a.exit.known && b.exit.known && close(a.exit.value, b.exit.value), String(netuid));
    if (netuid !== 0) assert.deepEqual(a.immuneUntil, b.immuneUntil);
  }
  assert.ok(lean.positions.known && whole.positions.known);
  assert.deepEqual(
    lean.positions.value.map(({ dividends, isRegistered, alpha }) => ({
      dividends,
      isRegistered,
      alpha,
    })),
    whole.positions.value.map(({ dividends, isRegistered, alpha }) => ({
      dividends,
      isRegistered,
      alpha,
    })),
  );
}

test('claimable root rewards above the line fire once', async (t) => {
  const world = await alertsWorld(t, () => [noSwap, ruleOf('root-dividends')], {
    subnets: 12,
    spec: RUNTIME_SPECS.live475,
  });
  await world.pass();
  const before = (await world.kinds()).length;
  const { state } = world.net.ledger;
  for (const hotkey of state.basketShares.keys())
    giveFund(state, hotkey, [[0, 5_000_000_000_000n]]);
  await world.pass();
  await world.pass();
  assert.deepEqual(before, 0);
  assert.deepEqual(await world.kinds(), ['root-dividends']);
});

test('a node that is away: nothing fires and nothing is forgotten; back again, what happened is told once', async (t) => {
  const world = await alertsWorld(t, () => []);
  await world.pass();
  const before = await readAlertState(world.genesisHash);
  world.net.ledger.state.swapAnnouncements.set(alice, {
    firstBlock: world.net.head().number + 100,
    newColdkeyHash: `0x${'00'.repeat(32)}`,
  });
  const away = async (): Promise<never> => {
    throw new Error('no node');
  };
  for (let i = 0; i < 3; i += 1) await assert.rejects(world.pass({ ask: away }), /no node/);
  assert.deepEqual(await readAlertState(world.genesisHash), before);
  await world.pass();
  await world.pass();
  assert.deepEqual(await world.kinds(), ['coldkey-swap']);
  assert.equal(world.told.length, 1);
});

test('a clock that jumps: back or far ahead, the rules are looked after and nothing is told twice', async (t) => {
  const world = await alertsWorld(t, () => []);
  await world.pass();
  const asked = async (): Promise<number> => (await readAlertState(world.genesisHash))?.block ?? 0;
  const first = await asked();
  world.clock.at -= 20 * HOUR;
  await world.pass();
  assert.ok((await asked()) > first, 'an earlier time does not hold them up');
  const second = await asked();
  world.clock.at += 400 * 24 * HOUR;
  await world.pass();
  assert.ok((await asked()) > second);
  assert.deepEqual(await world.kinds(), []);
});

test('while a panel is open the node is not asked: its pictures serve, and tell the same once', async (t) => {
  const world = await alertsWorld(t, () => []);
  const open = world.live({ isPanelOpen: true });
  world.clock.at += HOUR;
  assert.deepEqual(await costOf(world, () => open.rang()), { bytes: 0, sockets: 0 });
  const announced = {
    ...world.snapshot,
    accounts: world.snapshot.accounts.map((one) => ({
      ...one,
      swapAnnouncedFor: { known: true, value: world.snapshot.block.number + 100 } as const,
    })),
  };
  await open.snapshotRead(announced);
  await open.snapshotRead(announced);
  assert.deepEqual(await world.kinds(), ['coldkey-swap']);
});

test('nothing is asked twice in one interval, however often the worker is woken', async (t) => {
  const world = await alertsWorld(t, () => []);
  await world.pass();
  for (let i = 0; i < 3; i += 1) {
    assert.equal((await costOf(world, () => world.live().rang())).sockets, 0);
  }
});
