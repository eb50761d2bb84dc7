// A book that was rebuilt from an archive equals what the maker of that past wrote down, entry by entry.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startPast, type Past } from '../devnet/past/past.ts';
import { addressOf, createMemoryBooks, readerOf, type MemoryBooks } from '../fakes/memory-books.ts';
import { compare, lively, since, unreadIn } from '../fakes/past-book.ts';
import { entriesOf } from '../fakes/same-amounts.ts';

const IS_DEEP = process.env['TAUBAR_DEEP'] === '1';
const PACE = 1_000;
const DAYS_90 = 90 * 7_200;

let past: Past;
before(async () => {
  past = await startPast({ coldkeys: IS_DEEP ? 40 : 12 });
});
after(() => past.stop());

test('the rebuilt book is the record of three years', async (t) => {
  const coldkeys = IS_DEEP ? past.coldkeys : past.coldkeys.slice(0, 1);
  const { rebuild, store, genesisHash, clock } = readerOf(past);
  past.resetCounters();
  await rebuild.start({ genesisHash, coldkeys: coldkeys.map(addressOf), from: 0, pace: PACE });
  await rebuild.settled();
  const run = store.run();
  assert.equal(run?.state, 'done');
  assert.equal(run.blocksLeft, 0);
  assert.deepEqual(unreadIn(store), []);
  for (const coldkey of coldkeys) compare(past, store, coldkey, 0);
  for (const { extrinsicsFound, extrinsicsByNonce } of store.books.values()) {
    assert.equal(extrinsicsFound, extrinsicsByNonce);
  }
  const blocks = new Set([...store.entries.values()].map(({ block }) => block.number)).size;
  const most = Math.floor(blocks * (Math.log2(past.head / blocks) + 8) + 64);
  const { questions, bytesOut } = past.counters;
  const minutes = Math.round(clock() / 60_000);
  t.diagnostic(
    `${coldkeys.length} accounts, ${blocks} blocks: ${questions} questions (at most ${most}), ` +
      `${(bytesOut / 1e6).toFixed(1)} MB, ${minutes} min at one a second`,
  );
  assert.ok(questions <= most, `${questions} questions, at most ${most}`);
});

test('points say what the account had then', async () => {
  const from = past.head - 200_000;
  const { coldkey } = lively(past, from);
  const { rebuild, store, genesisHash } = readerOf(past);
  await rebuild.start({ genesisHash, coldkeys: [addressOf(coldkey)], from, pace: 0 });
  await rebuild.settled();
  const points = [...store.points.values()].toSorted((a, b) => a.block.number - b.block.number);
  assert.equal(points[0]?.block.number, from);
  assert.equal(points.at(-1)?.block.number, past.head);
  assert.ok(points.length >= 7);
  for (const point of points) {
    const wanted = past.point(coldkey, point.block.number);
    assert.equal(point.free, wanted.free);
    assert.equal(point.nonce, wanted.nonce);
    assert.equal(point.at, wanted.at);
    const text = (held: { netuid: number; registeredAt: number; hotkey: string; alpha: bigint }) =>
      `${held.netuid} ${held.registeredAt} ${addressOf(held.hotkey)} ${held.alpha}`;
    assert.deepEqual(
      point.holdings
        .map((held) => `${held.netuid} ${held.registeredAt} ${held.hotkey} ${held.alpha}`)
        .toSorted(),
      wanted.holdings.map(text).toSorted(),
    );
    const price = (one: { netuid: number; raoPerAlpha: bigint }) =>
      `${one.netuid} ${one.raoPerAlpha}`;
    assert.deepEqual(point.prices.map(price).toSorted(), wanted.prices.map(price).toSorted());
  }
});

test('the last 90 days with 20 entries take at most 480 questions, newest first', async (t) => {
  const from = past.head - DAYS_90;
  const coldkeys: string[] = [];
  let entries = 0;
  // The last account took another one's stake over, and lost the list of its own with it.
  for (const coldkey of past.coldkeys.slice(0, -1)) {
    const count = since(past, coldkey, from).length;
    if (entries + count > 20 || count === 0) continue;
    coldkeys.push(coldkey);
    entries += count;
  }
  const { rebuild, store, genesisHash } = readerOf(past);
  past.resetCounters();
  await rebuild.start({ genesisHash, coldkeys: coldkeys.map(addressOf), from, pace: PACE });
  await rebuild.settled();
  for (const coldkey of coldkeys) compare(past, store, coldkey, from);
  t.diagnostic(`${entries} entries: ${past.counters.questions} questions`);
  assert.ok(past.counters.questions <= 480, `${past.counters.questions}`);
  const order = [...store.entries.values()].map(({ block }) => block.number);
  assert.deepEqual(
    order,
    order.toSorted((a, b) => b - a),
  );
});

test('interrupted at random points it ends the same', async () => {
  const from = past.head - (IS_DEEP ? DAYS_90 * 4 : 300_000);
  const { coldkey } = lively(past, from);
  const wanted = { coldkeys: [addressOf(coldkey)], from, pace: 0 };
  const whole = readerOf(past);
  await whole.rebuild.start({ genesisHash: whole.genesisHash, ...wanted });
  await whole.rebuild.settled();
  const store = createMemoryBooks();
  let seed = 7;
  for (let stop = 0; stop < (IS_DEEP ? 100 : 6); stop += 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    let left = 3 + (seed % 23);
    const broken = readerOf(past, store, () => {
      left -= 1;
      if (left === 0) void broken.rebuild.pause();
    });
    const { genesisHash, rebuild } = broken;
    if (stop === 0) await rebuild.start({ genesisHash, ...wanted });
    else await rebuild.resume(genesisHash, true);
    await rebuild.settled();
    if (store.run()?.state === 'done') break;
  }
  const last = readerOf(past, store);
  await last.rebuild.resume(last.genesisHash, true);
  await last.rebuild.settled();
  assert.equal(store.run()?.state, 'done');
  assert.deepEqual(entriesOf(store, coldkey), entriesOf(whole.store, coldkey));
  const stretches = (from_: MemoryBooks) => [...from_.books.values()].map((book) => book.stretches);
  assert.deepEqual(stretches(store), stretches(whole.store));
  assert.deepEqual([...store.points.keys()].toSorted(), [...whole.store.points.keys()].toSorted());
});
