// Home by what the background worked out is home by the whole: every figure and every row, to the rao. And where what was worked
// out is of something else, the whole is read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { HomeRecord } from '../../../src/alerts/home-record.ts';
import type { AccountFacts, HeldLock, Position, Snapshot } from '../../../src/model/facts.ts';
import type { NewerRows } from '../../../src/model/rows.ts';
import { exitEverything, whoExits } from '../../../src/panel/home/exit-everything.ts';
import { createPanelModel, type PanelModel } from '../../../src/panel/panel-model.ts';
import { createValuer } from '../../../src/portfolio/value-again.ts';
import { valuePortfolio } from '../../../src/portfolio/value-portfolio.ts';
import { withNewerRows } from '../../../src/portfolio/with-newer-rows.ts';
import { defaultSettings } from '../../../src/store/settings.ts';
import { isHomeRecord } from '../../../src/store/read-home-record.ts';
import { toAlphaRao, toNetuid, toRao, type Ss58Address } from '../../../src/units.ts';
import { fakeDeps, settle } from '../fake-deps.ts';
import { addressOf, blockAt, HEAD, positionOf, subnets } from '../../tools/pictures/chain.ts';
import { emissionRecord } from '../../tools/pictures/emission.ts';
import {
  accountOf,
  homeOf,
  snapshotWith,
  stored,
  type Stored,
} from '../../tools/pictures/stored.ts';

const COLDKEYS = 5;
const coldkeys = Array.from({ length: COLDKEYS }, (_none, index) => addressOf(1 + index));
const coldkeyAt = (index: number): Ss58Address => coldkeys[index] ?? addressOf(1);

const anyPosition = fc
  .record({
    coldkey: fc.nat(COLDKEYS - 1),
    netuid: fc.nat(12),
    alpha: fc.oneof(fc.nat(3), fc.nat(4_000)),
    hotkey: fc.nat(3),
    isRegistered: fc.boolean(),
    dividends: fc.constantFrom<Position['hotkeyDividends']>(
      { known: true, value: toAlphaRao(0n) },
      { known: true, value: toAlphaRao(5n) },
      { known: false, reason: 'unreadable' },
    ),
  })
  .map(({ coldkey, netuid, alpha, hotkey, isRegistered, dividends }): Position => ({
    ...positionOf(coldkeyAt(coldkey), toNetuid(netuid), alpha / 1_000, hotkey),
    isRegistered,
    hotkeyDividends: dividends,
  }));

const anyAccount = fc.record({
  isHidden: fc.boolean(),
  isCounted: fc.boolean(),
  isRead: fc.boolean(),
  hasWallet: fc.boolean(),
  free: fc.nat(3),
  frozen: fc.nat(3),
  swapsAt: fc.option(fc.nat(500)),
  isDisputed: fc.boolean(),
});

const anyWorld = fc.record({
  held: fc.uniqueArray(anyPosition, {
    maxLength: 40,
    selector: ({ coldkey, netuid, hotkey }) => `${coldkey} ${netuid} ${hotkey}`,
  }),
  accounts: fc.array(anyAccount, { minLength: COLDKEYS, maxLength: COLDKEYS }),
  locked: fc.array(fc.nat(12), { maxLength: 4 }),
  locks: fc.array(fc.record({ coldkey: fc.nat(COLDKEYS - 1), netuid: fc.nat(12) }), {
    maxLength: 4,
  }),
  isAvailabilityKnown: fc.boolean(),
  toPrune: fc.option(fc.nat(12)),
  halted: fc.nat(12),
  newer: fc.option(fc.array(fc.nat(12), { maxLength: 5 })),
  hasEmission: fc.boolean(),
  sort: fc.constantFrom('sellable', 'spot', 'change', 'name'),
});
type World = typeof anyWorld extends fc.Arbitrary<infer W> ? W : never;

function snapshotOf(world: World): Partial<Snapshot> {
  const { isAvailabilityKnown, toPrune, halted, locks } = world;
  const base = snapshotWith(world.held, world.locked).snapshot;
  const accounts = base.accounts.map((account, index): AccountFacts => {
    const {
      free = 0,
      frozen = 0,
      swapsAt = null,
      isDisputed = false,
    } = world.accounts[index] ?? {};
    return {
      ...account,
      free: toRao(BigInt(free) * 1_000_000_007n),
      reserved: toRao(BigInt(free) * 3n),
      frozen: toRao(BigInt(frozen) * 400_000_003n),
      swapAnnouncedFor: { known: true, value: swapsAt === null ? null : HEAD + swapsAt },
      isSwapDisputed: { known: true, value: isDisputed },
    };
  });
  return {
    accounts,
    unread: accounts.flatMap(({ coldkey }, index) =>
      world.accounts[index]?.isRead === false ? [coldkey] : [],
    ),
    ...(isAvailabilityKnown ? {} : { availability: { known: false, reason: 'unreadable' } }),
    locks: {
      known: true,
      value: locks.map(({ coldkey, netuid }): HeldLock => ({
        coldkey: coldkeyAt(coldkey),
        netuid: toNetuid(netuid),
        hotkey: null,
        locked: toAlphaRao(7_000_000_000n),
        isPerpetual: { known: true, value: false },
        unlockRate: { known: true, value: toAlphaRao(934_866n) },
      })),
    },
    subnets: subnets.map((subnet) =>
      subnet.netuid === halted && halted !== 0
        ? { ...subnet, isSubtokenEnabled: { known: true, value: false } }
        : subnet,
    ),
    rules: {
      ...base.rules,
      subnetToPrune: { known: true, value: toPrune === null ? null : toNetuid(toPrune) },
    },
  };
}

/** Each pool of these with a little less alpha in it. */
function rowsOf(netuids: readonly number[], moved: bigint): NewerRows {
  const block = blockAt(HEAD + 3);
  return {
    of: blockAt(HEAD).hash,
    block,
    blockTime: Date.now(),
    rows: [...new Set(netuids)].flatMap((netuid) => {
      const subnet = subnets.find((one) => one.netuid === netuid);
      if (subnet?.pool === undefined || subnet.pool === null || subnet.pool.kind === 'stable')
        return [];
      const pool = { ...subnet.pool, alphaReserve: subnet.pool.alphaReserve - moved };
      return [{ netuid: subnet.netuid, curve: subnet.curve, pool, at: block.number }];
    }),
  };
}

function sceneOf(world: World): Stored {
  const scene = stored();
  const accounts = coldkeys.map((coldkey, index) => {
    const { isHidden, isCounted, hasWallet } = world.accounts[index] ?? {};
    return accountOf(coldkey, `Account ${index}`, index, {
      isHidden: isHidden === true,
      isCounted: isCounted === true,
      ...(hasWallet === true ? {} : { sources: [] }),
    });
  });
  const node =
    scene.node === null || world.newer === null
      ? scene.node
      : { ...scene.node, rows: rowsOf(world.newer, 1_000_003n) };
  return stored({
    accounts,
    node,
    snapshot: snapshotWith(world.held, world.locked, snapshotOf(world)),
    emission: world.hasEmission ? emissionRecord() : null,
    settings: { ...scene.settings, sort: world.sort },
  });
}

async function openOn(scene: Stored, home: HomeRecord | null): Promise<PanelModel> {
  const { deps } = fakeDeps(scene);
  const { emission } = scene;
  const reader = { ...deps.reader, readHome: async () => home, readEmission: async () => emission };
  const panel = createPanelModel({ ...deps, reader }, defaultSettings);
  await panel.load();
  return panel;
}

/** All that home draws of holdings. */
function shownBy({ store, portfolio, freshness }: PanelModel) {
  const signing = portfolio.shownAccounts.value
    .filter(({ sources }) => sources.length > 0)
    .map(({ coldkey }) => coldkey);
  const { genesisHash, block, blockTime, proof } = store.head.value ?? {};
  const { subnets: held, ...sums } = portfolio.sums.value ?? { subnets: [] };
  const rowOf = ({ value, ...row }: (typeof portfolio.rows.value)[number]) => ({
    ...row,
    spot: value.spot,
    sellable: value.sellable,
    positions: value.positionCount,
  });
  return {
    sums,
    subnets: held.map((subnet) => ({ ...subnet, positions: undefined })),
    rows: portfolio.rows.value.map(rowOf),
    small: portfolio.smallRows.value.map(rowOf),
    attention: portfolio.attention.value,
    elsewhere: portfolio.elsewhere.value.map(({ coldkey }) => coldkey),
    changes: portfolio.changes.value.map(({ change, horizon }) => ({ change, horizon })),
    exits: whoExits(portfolio.leaving.value, null, signing),
    freshness: { ...freshness.value, age: 0 },
    head: [genesisHash, block, blockTime, proof],
  };
}

test('home by its record is home by the whole, to the rao', async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, async (world) => {
      const scene = sceneOf(world);
      const home = structuredClone(homeOf(scene));
      assert.ok(isHomeRecord(home));
      const [byRecord, byWhole] = [await openOn(scene, home), await openOn(scene, null)];
      assert.equal(byRecord.store.isSnapshotRead.value, false);
      assert.equal(byWhole.store.isSnapshotRead.value, true);
      assert.deepEqual(shownBy(byRecord), shownBy(byWhole));
      // Read in the end, the whole says nothing else either, and leads to the same ticket.
      const value = await byRecord.portfolio.whole();
      assert.ok(value);
      assert.deepEqual(value, byWhole.portfolio.value.value);
      assert.deepEqual(shownBy(byRecord), shownBy(byWhole));
      const signing = scene.accounts.flatMap((one) => (one.sources.length > 0 ? one.coldkey : []));
      const start = exitEverything(value, null, signing);
      assert.equal(start?.coldkey ?? null, whoExits(home.leaving, null, signing));
    }),
    { numRuns: 60 },
  );
});

test('a portfolio valued again with newer prices is worth what it is valued anew', () => {
  fc.assert(
    fc.property(anyWorld, fc.array(fc.array(fc.nat(12), { maxLength: 4 })), (world, blocks) => {
      const { snapshot } = snapshotWith(world.held, world.locked, snapshotOf(world));
      const value = createValuer();
      for (const [index, netuids] of blocks.entries()) {
        const now = withNewerRows(snapshot, rowsOf(netuids, BigInt(1 + (index % 3))));
        const whose = coldkeys.slice(0, 1 + (index % COLDKEYS));
        assert.deepEqual(value(now, whose), valuePortfolio(now, whose));
      }
      const other = { ...snapshot, positions: snapshot.positions.slice(1) };
      assert.deepEqual(value(other, coldkeys), valuePortfolio(other, coldkeys));
    }),
    { numRuns: 60 },
  );
});

const ordinary = (): Stored =>
  stored({ snapshot: snapshotWith([positionOf(coldkeyAt(0), toNetuid(64), 9, 0)], []) });

test('what is of another choice, another block of prices or another chain is not shown', async () => {
  const scene = ordinary();
  const home = homeOf(scene);
  assert.ok(home);
  assert.equal((await openOn(scene, home)).store.isSnapshotRead.value, false);
  const [first, ...rest] = home.coldkeys;
  assert.ok(first);
  const others: HomeRecord[] = [
    { ...home, coldkeys: rest },
    { ...home, coldkeys: [...rest, first] },
    { ...home, smallUnderRao: toRao(home.smallUnderRao + 1n) },
    { ...home, rows: '0xaa' },
    { ...home, genesisHash: '0xbb' },
  ];
  for (const other of others) {
    const panel = await openOn(scene, other);
    assert.equal(panel.store.home.value, null);
    assert.deepEqual(panel.portfolio.sums.value, panel.portfolio.value.value);
  }
});

test('beside a snapshot of another block its figures are not shown', async () => {
  const scene = ordinary();
  const home = homeOf(scene);
  assert.ok(home);
  const panel = await openOn(scene, { ...home, block: blockAt(HEAD - 9) });
  assert.equal(panel.store.head.value?.block.number, HEAD - 9);
  await panel.store.readSnapshot();
  assert.equal(panel.store.head.value?.block.number, HEAD);
  assert.deepEqual(panel.portfolio.sums.value, panel.portfolio.value.value);
});

/** A panel that opened on home's figures, and how often it read the snapshot. */
async function openCounted() {
  const scene = ordinary();
  const { deps } = fakeDeps(scene);
  const counts = { read: 0 };
  const reader = {
    ...deps.reader,
    readHome: async () => homeOf(scene),
    readSnapshot: async () => {
      counts.read += 1;
      return scene.snapshot;
    },
  };
  const panel = createPanelModel({ ...deps, reader }, defaultSettings);
  await panel.load();
  return { scene, panel, counts };
}

test('without the snapshot, a block brings home’s new figures alone', async () => {
  const { scene, panel, counts } = await openCounted();
  const before = panel.portfolio.sums.value?.free;
  scene.snapshot = snapshotWith([positionOf(coldkeyAt(0), toNetuid(1), 2, 0)], [], {
    block: blockAt(HEAD + 1),
  });
  await panel.store.changed('snapshot');
  assert.equal(counts.read, 0);
  assert.deepEqual(
    panel.portfolio.rows.value.map(({ value }) => Number(value.netuid)),
    [1],
  );
  assert.equal(panel.portfolio.sums.value?.free, before);
  // At rest the rest is read.
  await settle(20);
  assert.equal(counts.read, 1);
  assert.equal(panel.store.snapshot.value, scene.snapshot);
});

test('newer prices are shown by home’s new figures: the positions are neither read nor valued again', async () => {
  const { scene, panel, counts } = await openCounted();
  await panel.store.readSnapshot();
  const before = panel.portfolio.sums.value?.sellable;
  const block = panel.store.head.value?.block;
  assert.ok(scene.node);
  scene.node = { ...scene.node, rows: rowsOf([64], 5_000_000_003n) };
  const seen: unknown[] = [];
  const stop = panel.portfolio.sums.subscribe((sums) => seen.push(sums?.sellable));
  await panel.store.changed('rows');
  stop();
  assert.equal(counts.read, 1);
  assert.equal(seen.length, 2, 'in one moment: no figure is drawn of one without the other');
  assert.notEqual(panel.portfolio.sums.value?.sellable, before);
  assert.deepEqual(panel.store.home.value, homeOf(scene));
  assert.deepEqual(panel.store.head.value?.block, block);
  const { freshness } = panel;
  assert.equal('prices' in freshness.value && freshness.value.prices, HEAD + 3);
  // The whole says the same.
  const { positions: _none, ...subnet } = panel.portfolio.value.value?.subnets[0] ?? {};
  assert.deepEqual(panel.portfolio.sums.value?.subnets[0], subnet);
});

test('one account alone is shown once its positions are read', async () => {
  const scene = ordinary();
  const panel = await openOn(scene, homeOf(scene));
  panel.portfolio.choose(coldkeyAt(1));
  assert.equal(panel.portfolio.chosen.value, null);
  await panel.store.readSnapshot();
  await settle();
  assert.equal(panel.portfolio.chosen.value, coldkeyAt(1));
  assert.deepEqual(panel.portfolio.sums.value, panel.portfolio.value.value);
});

test('a change of accounts reads the whole before it is shown', async () => {
  const scene = ordinary();
  const panel = await openOn(scene, homeOf(scene));
  const seen: boolean[] = [];
  const stop = panel.portfolio.sums.subscribe((sums) => seen.push(sums === null));
  scene.accounts = scene.accounts.slice(1);
  await panel.store.changed('accounts');
  stop();
  assert.deepEqual(seen.filter(Boolean), []);
  assert.deepEqual(
    panel.portfolio.coldkeys.value,
    panel.portfolio.counted.value.map(({ coldkey }) => coldkey),
  );
  assert.equal(panel.store.home.value, null);
});

test('while another network is read, nothing is shown of the one before', async () => {
  const scene = ordinary();
  for (const home of [homeOf(scene), null]) {
    const { deps } = fakeDeps(scene);
    const kept = { ...scene };
    const reader = {
      ...deps.reader,
      readHome: async (of: string) => (of === home?.genesisHash ? home : null),
      readSettings: async () => kept.settings,
      readSnapshot: async (of: string) =>
        of === scene.snapshot?.genesisHash ? scene.snapshot : null,
    };
    const panel = createPanelModel({ ...deps, reader }, defaultSettings);
    await panel.load();
    assert.notEqual(panel.portfolio.sums.value, null);
    const wrong: string[] = [];
    const stop = panel.store.network.subscribe(({ id, genesisHash }) => {
      const { store, portfolio } = panel;
      const isOurs = store.head.peek() === null || store.head.peek()?.genesisHash === genesisHash;
      if (!isOurs || (id === 'test' && portfolio.sums.peek() !== null)) wrong.push(id);
    });
    kept.settings = { ...scene.settings, networkId: 'test' };
    await panel.store.changed('settings');
    stop();
    assert.equal(panel.store.network.value.id, 'test');
    assert.deepEqual(wrong, []);
  }
});
