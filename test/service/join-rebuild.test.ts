// The past read from an archive into the real store, over several lives of the worker: the same as read at once into memory.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createBookRunner, type BookRunner } from '../../src/service/book-runner.ts';
import { bookStore } from '../../src/service/join-rebuild.ts';
import { readBookRun, writeBookRun } from '../../src/store/books.ts';
import { readEntriesBetween } from '../../src/store/book-entries.ts';
import { readPoints } from '../../src/store/book-points.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { startPast, type Past } from '../devnet/past/past.ts';
import { addressOf, createMemoryBooks, readerOf } from '../fakes/memory-books.ts';

let past: Past;
before(async () => {
  past = await startPast({ coldkeys: 12 });
});
after(async () => {
  await past.stop();
  await eraseStore();
});

test('read in four lives of the worker, each ended somewhere, the books are those that one life reads', async () => {
  const coldkeys = past.coldkeys.slice(0, 1).map(addressOf);
  // The newest months: their entries come first, and are enough to be ended among.
  const from = past.head - 400_000;
  const atOnce = readerOf(past);
  const { genesisHash } = atOnce;
  await atOnce.rebuild.start({ genesisHash, coldkeys, from, pace: 1_000 });
  await atOnce.rebuild.settled();
  assert.equal(atOnce.store.run()?.state, 'done');

  /** The worker is ended after so many questions. */
  async function life(
    questions: number,
    order: (runner: BookRunner) => Promise<void>,
  ): Promise<void> {
    let left = questions;
    const ended: Promise<void>[] = [];
    const store = { ...createMemoryBooks(), ...bookStore };
    const { rebuild } = readerOf(past, store, () => {
      left -= 1;
      if (left === 0) ended.push(rebuild.cancel());
    });
    const runner = createBookRunner({
      rebuild: async () => rebuild,
      network: async () => ({ genesisHash, archive: past.url }),
      stayAwake: () => () => undefined,
      ended: () => undefined,
    });
    await order(runner);
    await rebuild.settled();
    await Promise.all(ended);
    const run = await readBookRun(genesisHash);
    // A worker that is ended writes no more: the run is as it was.
    if (ended.length > 0 && run !== null) await writeBookRun({ ...run, state: 'running' });
  }
  await life(20, (runner) => runner.start({ coldkeys, from, pace: 1_000 }));
  await life(30, (runner) => runner.goOn());
  await life(15, (runner) => runner.goOn());
  await life(Number.POSITIVE_INFINITY, (runner) => runner.goOn());
  assert.equal((await readBookRun(genesisHash))?.state, 'done');

  for (const coldkey of coldkeys) {
    const whose = { genesisHash, coldkey };
    const { entries, books } = atOnce.store;
    const wanted = [...entries.values()]
      .filter((entry) => entry.coldkey === coldkey)
      .toSorted((a, b) => a.block.number - b.block.number || a.place - b.place);
    assert.ok(wanted.length > 2);
    assert.deepEqual(await readEntriesBetween(whose, -1, 1e9), wanted);
    const book = await bookStore.readBook(genesisHash, coldkey);
    assert.deepEqual(book?.stretches, books.get(coldkey)?.stretches);
    const points = await readPoints(whose, 0, 1e9);
    assert.ok(points.length > 0);
  }
});
