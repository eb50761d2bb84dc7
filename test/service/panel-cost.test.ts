// What an open panel costs its line: bytes and requests of each block and of an hour, counted by the simulated node, with
// 25 subnets held. And that what is pushed is what the node answers, at the same block.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test, type TestContext } from 'node:test';
import { browser } from '../../src/browser.ts';
import type { BlockRef } from '../../src/model/facts.ts';
import type { NodeRecord, SnapshotRecord } from '../../src/model/records.ts';
import { createReading } from '../../src/service/create-reading.ts';
import { readNodeRecord, readSnapshotRecord } from '../../src/store/chain-cache.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { toNetuid, type Netuid } from '../../src/units.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { credit } from '../devnet/ledger/state/share-pool.ts';
import { createMemoryCache, createTestClient } from '../fakes/test-client.ts';
import { ALICE, followHolder } from './follow-holder.ts';

afterEach(eraseStore);
Object.assign(browser, {
  action: { setBadgeText: async () => undefined, setBadgeBackgroundColor: async () => undefined },
});

const HELD = 25;
const KB = 1_000;
const IN_SIGHT = [1, 2, 3, 4, 5, 6, 7].map(toNetuid);

type Cost = { bytes: number; received: number; requests: number };

/** An account with a position in each of 25 subnets, and a panel on it. */
async function openPanel(
  t: TestContext,
  subnets: number,
  before: (net: Devnet) => void = () => undefined,
) {
  const net = await startDevnet({ subnets });
  before(net);
  const { network, alice, hotkey } = await followHolder(net, HELD);
  const { genesisHash } = network;
  const metadataCache = createMemoryCache();
  const watched = { isOpen: true };
  const reading = createReading(
    () => undefined,
    () => watched.isOpen,
    () => createTestClient(net, { metadataCache, genesisHash }),
  );
  const release = reading.live.hold();
  t.after(async () => {
    hide();
    // A client that lingers would write of a lost node into the next test's store.
    await closed();
    await net.stop();
  });
  const hide = (): void => {
    watched.isOpen = false;
    release();
  };
  const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const closed = () => until(() => net.connections() === 0);
  const connectedAgain = () => until(async () => (await shown())?.node.state === 'connected');
  const shown = async (): Promise<{ snapshot: SnapshotRecord; node: NodeRecord } | null> => {
    const [snapshot, node] = [await readSnapshotRecord(genesisHash), await readNodeRecord('test')];
    return snapshot === null || node === null ? null : { snapshot, node };
  };
  /** Until the newest block is shown: by its rows or as a whole. */
  const caughtUp = async (): Promise<void> => {
    const { hash } = net.head();
    for (;;) {
      const now = await shown();
      const isShown = now?.snapshot.snapshot.block.hash === hash;
      if (isShown || now?.node.rows?.block.hash === hash) break;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await untilQuiet(net);
  };
  await caughtUp();
  reading.watchRows(IN_SIGHT);
  const settled = () => untilQuiet(net);
  return {
    net,
    genesisHash,
    alice,
    hotkey,
    shown,
    caughtUp,
    settled,
    hide,
    closed,
    connectedAgain,
  };
}

type Panel = Awaited<ReturnType<typeof openPanel>>;

/** What a block started has been answered. */
async function untilQuiet({ traffic }: Devnet): Promise<void> {
  let seen = -1;
  // Node and background share this process: several rounds of it without a word are silence on a busy machine too.
  for (let quiet = 0; quiet < 5; quiet += 1) {
    const now = traffic.messagesIn + traffic.messagesOut;
    if (now !== seen) quiet = 0;
    seen = now;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function costOf({ traffic }: Devnet, work: () => Promise<void>): Promise<Cost> {
  const before = { ...traffic };
  await work();
  const sent = traffic.bytesIn - before.bytesIn;
  const received = traffic.bytesOut - before.bytesOut;
  return { bytes: sent + received, received, requests: traffic.messagesIn - before.messagesIn };
}

/** A block, and all that it starts. */
const blockCost = (panel: Panel): Promise<Cost> =>
  costOf(panel.net, async () => {
    panel.net.produceBlock();
    await panel.caughtUp();
  });

test('a block costs 4 KB and no request, an hour 2.5 MB; hidden it costs nothing', async (t) => {
  const panel = await openPanel(t, 128);
  // The first blocks carry what is read once: names, earnings, the proof of the model.
  for (let i = 0; i < 3; i += 1) await blockCost(panel);
  const costs: Cost[] = [];
  for (let i = 0; i < 25; i += 1) costs.push(await blockCost(panel));
  const free = costs.filter(({ requests }) => requests === 0);
  assert.equal(
    free.length,
    20,
    'each fifth block asks for all rows, each twenty-fifth for the whole',
  );
  for (const { bytes } of free) assert.ok(bytes <= 4 * KB, `${bytes} bytes a block`);
  const asked = costs.filter(({ requests }) => requests > 0);
  // All rows, and whether there is stake in a subnet where there was none.
  const rows = asked.filter(({ requests }) => requests === 2);
  assert.equal(rows.length, 4);
  for (const { bytes } of rows) assert.ok(bytes <= 16 * KB, `${bytes} bytes for all rows`);
  for (const { bytes, requests } of asked)
    assert.ok(bytes <= 62 * KB && requests <= 14, `${bytes} bytes, ${requests} requests`);
  const hour = (costs.reduce((sum, { bytes }) => sum + bytes, 0) / costs.length) * 300;
  assert.ok(hour <= 2_500 * KB, `${hour} bytes an hour`);

  panel.hide();
  await panel.closed();
  const hidden = await costOf(panel.net, async () => void panel.net.produceBlocks(5));
  assert.deepEqual(hidden, { bytes: 0, received: 0, requests: 0 });
});

/** What a client that asks for everything reads at a block. */
async function pools({ net, genesisHash }: Panel, block: BlockRef, netuids: readonly Netuid[]) {
  const client = createTestClient(net, { genesisHash });
  await client.connect();
  const read = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: netuids, at: block });
  client.close();
  return read;
}

/** Each row of the newest block is what a client that asks for everything reads there, and so is the whole. */
async function requireExact(panel: Panel): Promise<void> {
  const now = await panel.shown();
  assert.ok(now !== null);
  const { snapshot } = now.snapshot;
  const whole = await pools(panel, snapshot.block, IN_SIGHT);
  const { networkFees: _fees, ...facts } = whole;
  for (const [name, value] of Object.entries(facts))
    if (name !== 'subnets') assert.deepEqual(Reflect.get(snapshot, name), value, name);
  const known = new Map(whole.subnets.map((subnet) => [subnet.netuid, subnet]));
  for (const subnet of snapshot.subnets)
    if (known.has(subnet.netuid)) assert.deepEqual(subnet, known.get(subnet.netuid));
  const { rows } = now.node;
  if (rows === undefined || rows.of !== snapshot.block.hash) return;
  const there = await pools(panel, rows.block, IN_SIGHT);
  const newest = rows.rows.filter(({ at }) => at === rows.block.number);
  assert.ok(newest.length > 0);
  assert.equal(rows.blockTime, there.blockTime);
  for (const { netuid, pool } of newest)
    assert.deepEqual(pool, there.subnets.find((one) => one.netuid === netuid)?.pool);
}

test('what is pushed is what the node answers at that block: own changes, forks, lost connections', async (t) => {
  const panel = await openPanel(t, HELD);
  const { net } = panel;
  const wholeAt = async (): Promise<number> =>
    (await panel.shown())?.snapshot.snapshot.block.number ?? 0;
  for (let i = 0; i < 3; i += 1) {
    await blockCost(panel);
    await requireExact(panel);
  }
  assert.ok((await wholeAt()) < net.head().number);

  // The account itself changed: everything is read in that block.
  credit(net.ledger.state, panel.hotkey, panel.alice, 12, 7_000_000_000n);
  await blockCost(panel);
  assert.equal(await wholeAt(), net.head().number);
  await requireExact(panel);

  await blockCost(panel);
  net.faults.reorganise(2);
  await panel.caughtUp();
  assert.equal(await wholeAt(), net.head().number, 'another branch is read whole');
  await requireExact(panel);
  await blockCost(panel);
  await requireExact(panel);

  net.faults.hangUp();
  await panel.connectedAgain();
  await blockCost(panel);
  await requireExact(panel);
  const { requests } = await blockCost(panel);
  assert.equal(requests, 0, 'the new connection is subscribed');
  await requireExact(panel);
});

test('stake that arrives under a known validator, in a subnet without a position, is noticed within five blocks', async (t) => {
  const panel = await openPanel(t, HELD + 5);
  const { net } = panel;
  for (let i = 0; i < 3; i += 1) await blockCost(panel);
  const wholeOf = async () => (await panel.shown())?.snapshot.snapshot;
  const before = await wholeOf();
  credit(net.ledger.state, panel.hotkey, panel.alice, HELD + 2, 7_000_000_000n);
  for (let i = 0; i < 5; i += 1) await blockCost(panel);
  const after = await wholeOf();
  assert.ok(before && after && after.block.number > before.block.number);
  assert.ok(after.positions.some(({ netuid }) => netuid === HELD + 2));
  assert.ok(!before.positions.some(({ netuid }) => netuid === HELD + 2));
  // And once: what is known is not looked into again.
  for (let i = 0; i < 6; i += 1) await blockCost(panel);
  assert.equal((await wholeOf())?.block.number, after.block.number);
});

test('a node that refuses the subscription, or never pushes, is asked: for the same bytes, and nothing wrong is said', async (t) => {
  const silent = { match: { method: 'state_storage' }, action: { do: 'ignore' } } as const;
  const refusing = {
    match: { method: 'state_subscribeStorage' },
    action: { do: 'fail', code: -32601, message: 'Method not found' },
  } as const;
  for (const { match, action, shownFirst } of [
    { ...refusing, shownFirst: 0 },
    { ...silent, shownFirst: 3 },
  ]) {
    const panel = await openPanel(t, HELD, (net) => void net.faults.arm(match, action));
    // Blocks that nothing is said of are read whole, until the node counts as one that never pushes.
    for (let i = 0; i < shownFirst; i += 1) await blockCost(panel);
    const costs: Cost[] = [];
    for (let i = 0; i < 9; i += 1) {
      const work = async () => {
        panel.net.produceBlock();
        await panel.settled();
      };
      costs.push(await costOf(panel.net, work));
    }
    // The first one asked for the subscription. Of the others the rows in sight in every third, all rows in every fifth.
    const later = costs.slice(1);
    assert.ok(later.every(({ requests }) => requests <= 2));
    const sight = later.filter(({ bytes }) => bytes <= 12 * KB);
    const sizes = sight.map(({ bytes }) => bytes);
    const mean = (Math.max(...sizes) + 2 * Math.min(...sizes)) / 3;
    assert.ok(sight.length >= 6 && mean <= 4 * KB, `${mean} bytes a block`);
    await requireExact(panel);
    const now = await panel.shown();
    assert.deepEqual([now?.node.state, now?.node.error], ['connected', null]);
    panel.hide();
    await panel.closed();
    await eraseStore();
  }
});

test('a subnet that is removed is never shown as one that trades one to one, by a node that pushes nothing', async (t) => {
  const panel = await openPanel(t, HELD, (net) =>
    net.faults.arm(
      { method: 'state_subscribeStorage' },
      { do: 'fail', code: -32601, message: 'Method not found' },
    ),
  );
  const gone = toNetuid(3);
  panel.net.ledger.dissolveNext(gone, { payAfter: 17, reuseAfter: 25 });
  for (let i = 0; i < 6; i += 1) {
    panel.net.produceBlock();
    await panel.settled();
    const rows = (await panel.shown())?.node.rows?.rows ?? [];
    assert.ok(rows.every(({ netuid, curve }) => netuid !== gone || curve !== 'stable'));
  }
  const { subnets } = (await panel.shown())?.snapshot.snapshot ?? { subnets: [] };
  assert.ok(!subnets.some(({ netuid, exists }) => netuid === gone && exists), 'read whole');
});
