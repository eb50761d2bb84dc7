// Whatever an archive does wrong is named for the stretch that it spoils; the rest of the book is read, and the stretch later.
import { setTimeout } from 'node:timers/promises';
import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { createPast } from '../../src/chain/past.ts';
import { parseHex } from '../../src/chain/scale/hex.ts';
import { AppError } from '../../src/errors.ts';
import type { Unread } from '../../src/model/book.ts';
import { startPast, type Past } from '../devnet/past/past.ts';
import { addressOf, createMemoryBooks, readerOf } from '../fakes/memory-books.ts';
import { compare, lively, unreadIn } from '../fakes/past-book.ts';
import { createMemoryCache, TEST_TIMING } from '../fakes/test-client.ts';

const PACE = 1_000;

let past: Past;
before(async () => {
  past = await startPast({ coldkeys: 12 });
});
after(() => past.stop());

/** Reads with a fault, says what is not known and why, takes the fault back, and reads on to the whole. */
async function withFault(
  t: TestContext,
  span: number,
  make: (block: number) => void,
  expected: (block: number, from: number) => readonly { from: number; to: number; why: Unread }[],
): Promise<void> {
  const from = past.head - span;
  const { coldkey, records } = lively(past, from);
  const block = records[1]?.block ?? 0;
  t.after(() => past.faults.clear());
  make(block);
  const { rebuild, store, genesisHash } = readerOf(past);
  const wanted = { genesisHash, coldkeys: [addressOf(coldkey)], from, pace: 0 };
  await rebuild.start(wanted);
  await rebuild.settled();
  assert.equal(store.run()?.state, 'done');
  const unread = unreadIn(store).map((one) => ({
    from: one.from,
    to: one.to,
    why: one.state === 'unread' ? one.why : null,
  }));
  assert.deepEqual(unread, expected(block, from));
  past.faults.clear();
  await rebuild.start(wanted);
  await rebuild.settled();
  assert.deepEqual(unreadIn(store), []);
  compare(past, store, coldkey, from);
}

const SPAN = 500_000;

for (const lie of ['lieParent', 'lieBranch', 'lieExtrinsics'] as const) {
  test(`a lie about one block is named for it alone (${lie})`, (t) =>
    withFault(
      t,
      SPAN,
      (block) => past.faults[lie](block),
      (block) => [{ from: block - 1, to: block, why: 'wrong-parent' }],
    ));
}

test('an archive that lags leaves the newest blocks unread', (t) =>
  withFault(
    t,
    SPAN,
    () => past.faults.lag(50_000),
    () => [{ from: past.head - 50_000, to: past.head, why: 'lagging' }],
  ));

test('what an archive pruned is named to the block, and what it keeps is read', (t) =>
  withFault(
    t,
    SPAN,
    () => past.faults.prune(past.head - 300_000),
    (_block, from) => [{ from, to: past.head - 300_000, why: 'pruned' }],
  ));

test('without the metadata of a runtime its changes are not guessed', async (t) => {
  const from = past.head - 200_000;
  const { coldkey, records } = lively(past, from);
  t.after(() => past.faults.clear());
  past.faults.noMetadata(475);
  const { rebuild, store, genesisHash } = readerOf(past);
  await rebuild.start({ genesisHash, coldkeys: [addressOf(coldkey)], from, pace: 0 });
  await rebuild.settled();
  assert.equal(store.entries.size, 0);
  const unread = unreadIn(store);
  for (const { block } of records) {
    assert.ok(
      unread.some(({ from: low, to }) => low < block && block <= to),
      `${block}`,
    );
  }
  for (const one of unread) assert.equal(one.state === 'unread' && one.why, 'no-metadata');
});

test('an archive that limits, and one that hangs up, are read to the end', async (t) => {
  const from = past.head - 120_000;
  const { coldkey } = lively(past, past.head - 200_000);
  t.after(() => past.faults.clear());
  for (const make of [
    () => void past.faults.limit({ gapMs: 2, burst: 10, penaltyMs: 20 }),
    () => past.faults.hangUpAfter(25),
  ]) {
    make();
    // It turns away by the real clock: whoever asks again at once only hears that it still rests.
    const rest = (): Promise<void> => setTimeout(25);
    const { rebuild, store, genesisHash } = readerOf(past, createMemoryBooks(), undefined, rest);
    await rebuild.start({ genesisHash, coldkeys: [addressOf(coldkey)], from, pace: 0 });
    await rebuild.settled();
    past.faults.clear();
    assert.equal(store.run()?.state, 'done');
    assert.deepEqual(unreadIn(store), []);
    compare(past, store, coldkey, from);
  }
});

test('it ends at once, keeps what it found, and goes on only where it was going', async () => {
  const from = past.head - 300_000;
  const { coldkey } = lively(past, from);
  const store = createMemoryBooks();
  let asked = 0;
  const first = readerOf(past, store, () => {
    asked += 1;
    if (asked === 20) void first.rebuild.cancel();
  });
  const { genesisHash } = first;
  await first.rebuild.start({ genesisHash, coldkeys: [addressOf(coldkey)], from, pace: PACE });
  await first.rebuild.settled();
  await first.rebuild.cancel();
  assert.equal(store.run()?.state, 'stopped');
  assert.ok(asked <= 21, `${asked}`);
  const second = readerOf(past, store);
  await second.rebuild.resume(genesisHash, false);
  await second.rebuild.settled();
  assert.equal(store.run()?.state, 'stopped', 'the user ended it');
  const run = store.run();
  assert.ok(run);
  // As a browser leaves it that was closed.
  await store.writeRun({ ...run, state: 'running' });
  await second.rebuild.resume(genesisHash, false);
  await second.rebuild.settled();
  assert.equal(store.run()?.state, 'done');
  compare(past, store, coldkey, from);
});

test('what a store did not take in is not said to be read', async () => {
  const from = past.head - 120_000;
  const { coldkey } = lively(past, past.head - 200_000);
  const store = createMemoryBooks();
  const { saveSteps } = store;
  let isFull = false;
  store.saveSteps = async (steps) => {
    const isFirst = !isFull && steps.some(({ entries }) => entries.length > 0);
    if (isFirst) {
      isFull = true;
      throw new AppError('STORE_FULL');
    }
    await saveSteps(steps);
  };
  const { rebuild, genesisHash } = readerOf(past, store);
  await rebuild.start({ genesisHash, coldkeys: [addressOf(coldkey)], from, pace: 0 });
  await rebuild.settled();
  assert.deepEqual([isFull, store.run()?.state, store.run()?.why], [true, 'stopped', 'store']);
  await rebuild.resume(genesisHash, true);
  await rebuild.settled();
  assert.equal(store.run()?.state, 'done');
  compare(past, store, coldkey, from);
});

test('a run that ends in a way nobody thought of has stopped, and another one can begin', async () => {
  const from = past.head - 20_000;
  const { coldkey } = lively(past, past.head - 200_000);
  const store = createMemoryBooks();
  const { saveSteps, writeRun } = store;
  store.saveSteps = () => Promise.reject(new TypeError('no store'));
  const { rebuild, genesisHash, reported } = readerOf(past, store);
  const wanted = { genesisHash, coldkeys: [addressOf(coldkey)], from, pace: 0 };
  await rebuild.start(wanted);
  await rebuild.settled();
  assert.deepEqual([store.run()?.state, store.run()?.why], ['stopped', 'fault']);
  assert.ok(reported[0] instanceof TypeError, 'and somebody hears of it');
  store.writeRun = async (run) => {
    if (run.state === 'stopped') throw new AppError('STORE_FULL');
    await writeRun(run);
  };
  await rebuild.start(wanted);
  await assert.rejects(rebuild.settled(), { code: 'STORE_FULL' });
  store.saveSteps = saveSteps;
  store.writeRun = writeRun;
  await rebuild.start(wanted);
  await rebuild.settled();
  assert.equal(store.run()?.state, 'done');
});

test('an archive is asked for each hash once, and those in use are not forgotten', async () => {
  const genesisHash = parseHex(past.genesisHash, 'genesis', 32);
  const reader = createPast({
    endpoint: past.url,
    genesisHash,
    metadataCache: createMemoryCache(),
    openSocket: (url) => new WebSocket(url),
    random: () => 0.5,
    timing: TEST_TIMING,
    turn: async () => {},
  });
  const signal = new AbortController().signal;
  await reader.connect(signal);
  const inUse = past.head - 1;
  await reader.hashes([inUse], signal);
  for (let first = 1; first < 10_000; first += 600) {
    const ahead = Array.from({ length: 600 }, (_one, index) => first + index);
    await reader.hashes([inUse, ...ahead], signal);
    assert.notEqual(reader.hashOf(inUse), null);
    assert.notEqual(reader.hashOf(first), null);
  }
  assert.equal(reader.hashOf(2), null, 'memory is bounded');
  reader.close();
});

test('an archive of another network is said to be that, not to refuse', async () => {
  const from = past.head - 20_000;
  const { coldkey } = lively(past, past.head - 200_000);
  const { rebuild, store } = readerOf(past);
  const genesisHash = `0x${'11'.repeat(32)}` as const;
  await rebuild.start({ genesisHash, coldkeys: [addressOf(coldkey)], from, pace: 0 });
  await rebuild.settled();
  assert.equal(store.run()?.why, 'wrong-network');
});
