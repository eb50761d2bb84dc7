// The books in the panel: followed while a screen shows them, read anew when they change, and how the loading of the past is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signal } from '@preact/signals';
import type { Book, BookEntry, Leg } from '../../../src/model/book.ts';
import type { AccountBook } from '../../../src/history/figures.ts';
import type { Change } from '../../../src/messages.ts';
import type { Call } from '../../../src/panel/core/panel-deps.ts';
import { createAccountBooks } from '../../../src/panel/books/account-books.ts';
import { createBooksModel } from '../../../src/panel/books/books-model.ts';
import { mergedStretches, reasonsOf, timeOfBlock } from '../../../src/panel/books/coverage.ts';
import { entrySubnets, flowsOf } from '../../../src/panel/books/entry-view.ts';
import { sendBook } from '../../../src/panel/books/send-book.ts';
import { paceName, reachFrom, runProgress } from '../../../src/panel/books/run-view.ts';
import { toNetuid } from '../../../src/units.ts';
import { settle } from '../fake-deps.ts';
import { booksOf, runOf } from '../../tools/pictures/books.ts';
import { genesisHash, HEAD, hotkeys } from '../../tools/pictures/chain.ts';
import { ledgerMain, savings, stored } from '../../tools/pictures/stored.ts';

const state = stored();
const steps = booksOf(state.snapshot ?? assert.fail());
const [first] = steps;
assert.ok(first);

function channel() {
  const listeners = new Set<(change: Change) => void>();
  return {
    tell: (change: Change) => {
      for (const listener of listeners) listener(change);
    },
    onChange: (listener: (change: Change) => void, closing: AbortSignal) => {
      listeners.add(listener);
      closing.addEventListener('abort', () => listeners.delete(listener));
    },
    listeners,
  };
}

test('books are read while they are followed, once for all followers, and again when they change', async () => {
  let reads = 0;
  const { onChange, tell, listeners } = channel();
  const network = signal(state.settings.networks[0] ?? assert.fail());
  const model = createBooksModel(
    {
      readBooks: async () => {
        reads += 1;
        return steps.map(({ book }) => book);
      },
      readBookRun: async () => runOf({}),
    },
    { onChange },
    { network },
  );
  const shown = (): readonly Book[] | null => model.books.value;
  assert.equal(shown(), null);
  const stops = [model.follow(), model.follow()];
  await settle();
  assert.equal(reads, 1);
  assert.equal(shown()?.length, 2);
  assert.equal(model.run.value?.state, 'running');
  tell('accounts');
  tell('books');
  await settle();
  assert.deepEqual([reads, model.changes.value], [2, 1]);
  network.value = { ...network.value, genesisHash: null };
  await settle();
  assert.deepEqual(shown(), [], 'of no network nothing is known');
  for (const stop of stops) stop();
  assert.equal(listeners.size, 0);
});

test('entries and points are of the accounts asked for; those of others are not shown meanwhile', async () => {
  const reader = {
    readBooks: async () => steps.map(({ book }) => book),
    readEntriesBetween: async ({ coldkey }: { coldkey: string }) => [
      ...(steps.find(({ book }) => book.coldkey === coldkey)?.entries ?? []),
    ],
    readPoints: async ({ coldkey }: { coldkey: string }) => [
      ...(steps.find(({ book }) => book.coldkey === coldkey)?.points ?? []),
    ],
  };
  const model = createAccountBooks(reader);
  const shown = (): readonly AccountBook[] | null => model.value.value;
  model.need({ genesisHash, coldkeys: [ledgerMain], from: 0 });
  assert.equal(shown(), null);
  await settle();
  assert.deepEqual(
    shown()?.map(({ book, points }) => [book.coldkey, points.length]),
    [[ledgerMain, first.points.length]],
  );
  model.need({ genesisHash, coldkeys: [savings], from: 0 });
  assert.equal(shown(), null);
  await settle();
  assert.equal(shown()?.[0]?.book.coldkey, savings);
});

test('a reading that fails is told, and what was read stays', async () => {
  let fails = false;
  const model = createAccountBooks({
    readBooks: async () => {
      if (fails) throw new Error('gone');
      return [];
    },
    readEntriesBetween: async () => [],
    readPoints: async () => [],
  });
  model.need({ genesisHash, coldkeys: [ledgerMain], from: 0 });
  await settle();
  fails = true;
  model.need({ genesisHash, coldkeys: [ledgerMain], from: 0 });
  await settle();
  assert.deepEqual(model.value.value, []);
  assert.equal(model.error.value?.code, 'INTERNAL');
});

test('a file goes in parts, each after the one before was taken', async () => {
  const parts: { part: number; length: number; isLast: boolean }[] = [];
  const call = async (_method: string, body: { part: number; text: string; isLast: boolean }) => {
    parts.push({ part: body.part, length: body.text.length, isLast: body.isLast });
    return body.isLast ? { entries: 3, points: 4 } : null;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one method of all
  const taken = await sendBook(call as Call, 'x'.repeat(600_000));
  assert.deepEqual(taken, { entries: 3, points: 4 });
  const size = 262_144;
  assert.deepEqual(parts, [
    { part: 0, length: size, isLast: false },
    { part: 1, length: size, isLast: false },
    { part: 2, length: 600_000 - 2 * size, isLast: true },
  ]);
  parts.length = 0;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one method of all
  await sendBook(call as Call, 'y'.repeat(size));
  assert.deepEqual(parts, [{ part: 0, length: size, isLast: true }]);
});

test('progress is the blocks that are no longer open, of those wanted', () => {
  const book = (to: number): Book => ({
    ...first.book,
    stretches: [{ from: to - 1_000, to, state: 'open' }],
  });
  const run = runOf({ coldkeys: [ledgerMain], from: 9_001, blocksLeft: 250 });
  assert.equal(runProgress(run, [book(10_000)]), 750);
  assert.equal(runProgress({ ...run, blocksLeft: 5_000 }, [book(10_000)]), 0);
  assert.equal(runProgress({ ...run, coldkeys: [savings] }, [book(10_000)]), null);
  assert.equal(reachFrom('quarter', HEAD), HEAD - 90 * 7_200);
  assert.equal(reachFrom('year', 100), 1);
  assert.equal(reachFrom('whole', HEAD), 1);
  assert.deepEqual([5_000, 3_000, 1_500, 1_000, 400, 100].map(paceName), [
    'slow',
    'slow',
    'usual',
    'usual',
    'fast',
    'fast',
  ]);
});

test('neighbours of one state and reason are one stretch, the newest first', () => {
  const merged = mergedStretches([
    { from: 0, to: 5, state: 'open' },
    { from: 5, to: 9, state: 'unread', why: 'pruned', at: 1 },
    { from: 9, to: 12, state: 'unread', why: 'refused', at: 1 },
    { from: 12, to: 20, state: 'read' },
    { from: 20, to: 30, state: 'read' },
    { from: 30, to: 40, state: 'read', byNonce: true },
  ]);
  assert.deepEqual(
    merged.map(({ state: one, from, to }) => [one, from, to]),
    [
      ['read', 30, 40],
      ['read', 12, 30],
      ['unread', 9, 12],
      ['unread', 5, 9],
      ['open', 0, 5],
    ],
  );
  const gaps = [
    { stretches: [{ from: 0, to: 5, state: 'unread', why: 'pruned', at: 1 } as const] },
    { stretches: [{ from: 0, to: 9, state: 'unread', why: 'pruned', at: 2 } as const] },
    { stretches: [{ from: 0, to: 9, state: 'read' } as const] },
  ];
  assert.deepEqual(reasonsOf(gaps), ['pruned']);
  assert.equal(timeOfBlock(90, { block: 100, at: 200_000 }), 80_000);
});

test('an entry shows what went and what came, each thing once, and a fee alone where nothing else changed', () => {
  const hotkey = hotkeys[0] ?? assert.fail();
  const alpha = (netuid: number, change: bigint): Leg => ({
    of: 'alpha',
    netuid: toNetuid(netuid),
    registeredAt: 5,
    hotkey,
    change,
  });
  const entry = (legs: readonly Leg[], fee: Leg | null): Pick<BookEntry, 'legs' | 'fee'> => ({
    legs,
    fee,
  });
  const swap = entry([alpha(4, -5n), alpha(4, -2n), alpha(64, 9n)], { of: 'free', change: -1n });
  assert.deepEqual(flowsOf(swap), {
    given: [{ unit: 'alpha', netuid: 4, amount: 7n }],
    got: [{ unit: 'alpha', netuid: 64, amount: 9n }],
  });
  assert.deepEqual(entrySubnets(swap), [4, 64]);
  const failed = entry([], { of: 'free', change: -78n });
  assert.deepEqual(flowsOf(failed), { given: [{ unit: 'rao', amount: 78n }], got: [] });
  const moved = entry([alpha(4, -5n), alpha(4, 5n)], null);
  assert.deepEqual([flowsOf(moved).given.length, flowsOf(moved).got.length], [1, 1]);
});
