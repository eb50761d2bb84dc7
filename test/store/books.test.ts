import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import type { BookEntry, BookPoint } from '../../src/model/book.ts';
import * as reader from '../../src/store/book-reader.ts';
import type { EntryCursor, EntryFilter } from '../../src/store/book-entries.ts';
import { isBook, isBookEntry, isBookRun, isPointPack } from '../../src/store/book-shapes.ts';
import {
  addOwnEntries,
  forgetBooks,
  leaveOutOfRuns,
  readBook,
  saveSteps,
  writeBookRun,
} from '../../src/store/books.ts';
import { dumpStore } from '../../src/store/dump-store.ts';
import { writeFiatDays } from '../../src/store/fiat-days.ts';
import { eraseStore, openStore } from '../../src/store/open-store.ts';
import { addOwnPoints, dropOwnPoints, thinned } from '../../src/store/own-books.ts';
import { packPoints, unpackFirst, unpackPoints } from '../../src/store/pack-points.ts';
import { toAlphaRao, toNetuid, toRao, U64_MAX } from '../../src/units.ts';
import { atOf, bookOf, coldkeyOf, DAY, entryOf, genesisHash, pointOf } from './sample-books.ts';

afterEach(eraseStore);

const [alice, bob, carol] = [coldkeyOf(1), coldkeyOf(2), coldkeyOf(3)];
const ofAlice = { genesisHash, coldkey: alice };

const run = {
  genesisHash,
  coldkeys: [alice],
  from: 0,
  state: 'running',
  why: null,
  pace: 1000,
  questions: 0,
  bytes: 0,
  entriesFound: 0,
  blocksLeft: 10,
  msLeft: null,
  startedAt: 1,
  updatedAt: 1,
} as const;

async function save(
  coldkey: typeof alice,
  entries: readonly BookEntry[],
  points: readonly BookPoint[] = [],
  stretches: Parameters<typeof bookOf>[1] = [],
): Promise<void> {
  await saveSteps([{ book: bookOf(coldkey, stretches), entries, points }]);
}

test('a pack gives back every point as it was, whatever changes from one to the next', () => {
  const holding = pointOf(alice, 1).holdings[1];
  assert.ok(holding);
  const points: BookPoint[] = [
    pointOf(alice, 10, 3),
    pointOf(alice, 11, 3, { holdings: [], prices: [], nonce: 0, free: toRao(0n) }),
    pointOf(alice, 12, 25, { source: 'own', free: toRao(U64_MAX) }),
    pointOf(alice, 5_000_000, 2, {
      holdings: [{ ...holding, alpha: toAlphaRao(U64_MAX) }],
      prices: [{ netuid: toNetuid(9), registeredAt: 1, raoPerAlpha: 1n << 90n }],
      at: 5,
    }),
    pointOf(alice, 5_000_001, 2, {
      holdings: [
        { ...holding, registeredAt: holding.registeredAt + 1, alpha: toAlphaRao(1n) },
        { ...holding, alpha: toAlphaRao(0n) },
      ],
    }),
    pointOf(alice, 5_000_002, 2, { block: { number: 5_000_002, hash: '0x' } }),
  ];
  const pack = packPoints(points);
  assert.ok(isPointPack(pack));
  assert.deepEqual(unpackPoints(pack), points);
  assert.deepEqual(unpackFirst(pack), points[0]);
  assert.equal(pack.last, 5_000_002);
});

test('a pack whose bytes or numbers are spoiled has no points, and never others', () => {
  const points = Array.from({ length: 9 }, (_one, index) => pointOf(alice, index * DAY));
  const pack = packPoints(points);
  const spoiled = [
    { ...pack, bytes: pack.bytes.slice(0, -1) },
    { ...pack, bytes: new Uint8Array([...pack.bytes, 0]) },
    { ...pack, bytes: new Uint8Array(0) },
    { ...pack, count: pack.count - 1 },
    { ...pack, count: pack.count + 1 },
    { ...pack, first: 1 },
    { ...pack, last: 1 },
    { ...pack, holdings: pack.holdings.slice(1) },
    { ...pack, subnets: [] },
    { ...pack, bytes: new Uint8Array(pack.bytes.length).fill(255) },
  ];
  for (const one of spoiled) assert.deepEqual(unpackPoints(one), []);
  assert.equal(unpackFirst({ ...pack, bytes: new Uint8Array(0) }), null);
  assert.equal(isPointPack({ ...pack, bytes: [1, 2] }), false);
});

test('points come back by block and time however they were written, in packs half full at least', async () => {
  const blocks = Array.from({ length: 400 }, (_one, index) => 1000 + index * 10);
  // Backwards as the past is read, then some between, one of them twice.
  const order = [
    ...blocks.filter((block) => block % 30 !== 0).toReversed(),
    ...blocks.filter((block) => block % 30 === 0),
    2000,
  ];
  for (let at = 0; at < order.length; at += 7) {
    const part = order.slice(at, at + 7);
    await save(
      alice,
      [],
      part.map((block) => pointOf(alice, block)),
    );
  }
  await save(bob, [], [pointOf(bob, 1005)]);
  const all = await reader.readPoints(ofAlice, 0, 1e9);
  assert.deepEqual(
    all.map(({ block }) => block.number),
    blocks,
  );
  assert.deepEqual(all[7], pointOf(alice, 1070));
  const packs = (await (await openStore()).getAll('bookPoints')).filter(
    ({ coldkey }) => coldkey === alice,
  );
  assert.ok(packs.length <= 400 / 24 + 1, `${packs.length} packs`);
  assert.deepEqual(
    (await reader.readPoints(ofAlice, 1005, 1030)).map(({ block }) => block.number),
    [1010, 1020, 1030],
  );
  for (const [at, wanted] of [
    [atOf(999), null],
    [atOf(1000), 1000],
    [atOf(1479), 1470],
    [atOf(3333), 3330],
    [atOf(9999), 4990],
  ] as const) {
    const point = await reader.readPointBefore(ofAlice, at);
    assert.equal(point?.block.number ?? null, wanted);
  }
});

test('a series has both ends and is spread evenly, from few points and from many', async () => {
  const count = 3000;
  await save(
    alice,
    [],
    Array.from({ length: count }, (_one, index) => pointOf(alice, 100 + index * 10, 1)),
  );
  const until = atOf(100 + (count - 1) * 10);
  for (const wanted of [10, 40, 200]) {
    const series = await reader.readPointSeries(ofAlice, atOf(100), until, wanted);
    const numbers = series.map(({ block }) => block.number);
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(numbers).size, numbers.length);
    assert.equal(numbers[0], 100);
    assert.equal(numbers.at(-1), 100 + (count - 1) * 10);
    assert.ok(numbers.length >= wanted / 2 && numbers.length <= wanted + 2, `${numbers.length}`);
    const gaps = numbers.slice(1).map((one, index) => one - (numbers[index] ?? 0));
    assert.ok(Math.max(...gaps) <= (5 * count * 10) / wanted, `${Math.max(...gaps)}`);
  }
  const part = await reader.readPointSeries(ofAlice, atOf(5000), atOf(5055), 40);
  assert.deepEqual(
    part.map(({ block }) => block.number),
    [5000, 5010, 5020, 5030, 5040, 5050],
  );
  assert.deepEqual(await reader.readPointSeries(ofAlice, 0, atOf(99), 40), []);
  assert.deepEqual(
    (await reader.readPointSeries(ofAlice, 0, atOf(105), 40)).map(({ block }) => block.number),
    [100],
  );
});

/** Three accounts, 240 entries, some of them in one block and place. */
async function manyEntries(): Promise<BookEntry[]> {
  const all: BookEntry[] = [];
  for (let index = 0; index < 240; index += 1) {
    const coldkey = [alice, bob, carol][index % 3] ?? alice;
    const block = 1000 + Math.floor(index / 4) * 25 * DAY;
    const place = all.filter((one) => one.coldkey === coldkey && one.block.number === block).length;
    all.push(entryOf(coldkey, block, index, { place }));
  }
  for (const coldkey of [alice, bob, carol]) {
    await save(
      coldkey,
      all.filter((one) => one.coldkey === coldkey),
    );
  }
  return all;
}

const any: Omit<EntryFilter, 'coldkeys'> = {
  genesisHash,
  kinds: null,
  netuid: null,
  since: null,
  before: null,
};

const named = ({ block, place, coldkey }: BookEntry): string =>
  `${block.number} ${place} ${coldkey}`;

async function pagesOf(filter: EntryFilter, size: number): Promise<BookEntry[]> {
  const all: BookEntry[] = [];
  let after: EntryCursor | null = null;
  do {
    const page: { entries: BookEntry[]; next: EntryCursor | null } = await reader.readEntries(
      filter,
      after,
      size,
    );
    assert.ok(page.entries.length <= size);
    assert.ok(page.next === null || page.entries.length === size);
    all.push(...page.entries);
    after = page.next;
  } while (after !== null);
  return all;
}

test('entries come a page at a time, the newest of all accounts first, each once, those wanted alone', async () => {
  const all = await manyEntries();
  const isNewer = (a: BookEntry, b: BookEntry): number =>
    b.block.number - a.block.number || b.place - a.place || (a.coldkey < b.coldkey ? -1 : 1);
  const year = Date.UTC(2025, 0, 1);
  const filters: { filter: EntryFilter; isWanted: (entry: BookEntry) => boolean }[] = [
    { filter: { ...any, coldkeys: [alice, bob, carol] }, isWanted: () => true },
    { filter: { ...any, coldkeys: [bob] }, isWanted: ({ coldkey }) => coldkey === bob },
    { filter: { ...any, coldkeys: [] }, isWanted: () => false },
    {
      filter: { ...any, coldkeys: [alice, bob, carol], kinds: ['stake', 'failed'] },
      isWanted: ({ kind }) => kind === 'stake' || kind === 'failed',
    },
    {
      filter: { ...any, coldkeys: [alice, carol], netuid: toNetuid(3) },
      isWanted: ({ coldkey, legs }) =>
        coldkey !== bob && legs.some((leg) => leg.of === 'alpha' && leg.netuid === 3),
    },
    {
      filter: { ...any, coldkeys: [alice, bob, carol], since: year, before: Date.UTC(2026, 0, 1) },
      isWanted: ({ at }) => at >= year && at < Date.UTC(2026, 0, 1),
    },
  ];
  for (const { filter, isWanted } of filters) {
    const wanted = all.filter(isWanted).toSorted(isNewer).map(named);
    for (const size of [24, 1000]) {
      assert.deepEqual((await pagesOf(filter, size)).map(named), wanted);
    }
  }
  const fee = {
    of: 'alpha',
    netuid: toNetuid(77),
    registeredAt: 1,
    hotkey: bob,
    change: -1n,
  } as const;
  await save(alice, [entryOf(alice, 5, 3, { fee })]);
  assert.equal((await pagesOf({ ...any, coldkeys: [alice], netuid: toNetuid(77) }, 9)).length, 1);
});

test('entries are found by their blocks and by their extrinsic, and counted with their times', async () => {
  const all = await manyEntries();
  const whose = { genesisHash, coldkey: bob };
  const bobs = all.filter(({ coldkey }) => coldkey === bob);
  const [, second] = bobs;
  assert.ok(second);
  const { number } = second.block;
  const found = await reader.readEntriesBetween(whose, bobs[0]?.block.number ?? 0, number);
  assert.deepEqual(
    found.map(named),
    bobs.filter(({ block }) => block.number === number).map(named),
  );
  assert.equal((await reader.readEntriesOf(whose, number, 3)).length, found.length);
  assert.deepEqual(await reader.readEntriesOf(whose, number, 4), []);
  const spans = await reader.readBookSpans(genesisHash, [bob, coldkeyOf(9)]);
  assert.deepEqual(spans, [
    { coldkey: bob, entries: bobs.length, firstAt: bobs[0]?.at, lastAt: bobs.at(-1)?.at },
    { coldkey: coldkeyOf(9), entries: 0, firstAt: null, lastAt: null },
  ]);
});

test('a step is written whole or not at all', async () => {
  await save(
    alice,
    [entryOf(alice, 10)],
    [pointOf(alice, 10)],
    [{ from: 5, to: 10, state: 'read' }],
  );
  const spoiled = { ...entryOf(alice, 12), coldkey: 7 };
  await assert.rejects(
    saveSteps([
      {
        book: bookOf(alice, [{ from: 5, to: 12, state: 'read' }]),
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what no key can be made of
        entries: [entryOf(alice, 11), { ...spoiled, coldkey: null } as unknown as BookEntry],
        points: [pointOf(alice, 12)],
      },
    ]),
    { code: 'STORE_FAILED' },
  );
  assert.deepEqual((await readBook(ofAlice))?.stretches, [{ from: 5, to: 10, state: 'read' }]);
  assert.equal((await reader.readEntriesBetween(ofAlice, 0, 100)).length, 1);
  assert.equal((await reader.readPoints(ofAlice, 0, 100)).length, 1);
});

test('the archive’s word replaces our own of a block and of a stretch that is read; our own replaces none', async () => {
  const own = { source: 'own' } as const;
  assert.equal(await addOwnEntries([entryOf(alice, 20, 0, own), entryOf(alice, 30, 1, own)]), true);
  assert.equal(await addOwnEntries([entryOf(alice, 20, 0, own)]), false);
  await addOwnPoints([pointOf(alice, 20, 3, own), pointOf(alice, 40, 3, own)]);
  await save(
    alice,
    [entryOf(alice, 20, 0, { place: 2 })],
    [pointOf(alice, 40, 2)],
    [{ from: 5, to: 32, state: 'read' }],
  );
  const entries = await reader.readEntriesBetween(ofAlice, 0, 100);
  assert.deepEqual(
    entries.map(({ block, place, source }) => [block.number, place, source]),
    [[20, 2, 'archive']],
  );
  // What came of our own meanwhile is still to be read.
  assert.deepEqual((await readBook(ofAlice))?.stretches, [
    { from: 5, to: 32, state: 'read' },
    { from: 32, to: 40, state: 'open' },
  ]);
  assert.equal(await addOwnEntries([entryOf(alice, 20, 0, { ...own, place: 0 })]), false);
  await addOwnPoints([pointOf(alice, 40, 5, own)]);
  const points = await reader.readPoints(ofAlice, 0, 100);
  assert.deepEqual(
    points.map(({ block, source }) => [block.number, source]),
    [
      [20, 'own'],
      [40, 'archive'],
    ],
  );
});

test('entries of a file in blocks that nobody had read give way to what the archive tells of them', async () => {
  await save(
    alice,
    [entryOf(alice, 20), entryOf(alice, 20, 1, { place: 1 }), entryOf(alice, 25)],
    [],
    [{ from: 5, to: 40, state: 'open' }],
  );
  await save(
    alice,
    [entryOf(alice, 20)],
    [],
    [
      { from: 5, to: 10, state: 'open' },
      { from: 10, to: 40, state: 'read' },
    ],
  );
  const entries = await reader.readEntriesBetween(ofAlice, 0, 100);
  assert.deepEqual(
    entries.map(({ block, place }) => [block.number, place]),
    [[20, 0]],
  );
});

test('own points leave what lies between open, whatever the book says before them', async () => {
  const own = { source: 'own' } as const;
  await addOwnPoints([pointOf(alice, 100, 3, own)]);
  assert.equal(await readBook(ofAlice), null);
  await addOwnPoints([pointOf(alice, 200, 3, own)]);
  assert.deepEqual((await readBook(ofAlice))?.stretches, [{ from: 100, to: 200, state: 'open' }]);
  await save(alice, [], [], [{ from: 0, to: 200, state: 'read' }]);
  // A month later.
  await addOwnPoints([pointOf(alice, 200 + 30 * DAY, 3, own)]);
  await addOwnPoints([pointOf(alice, 300 + 30 * DAY, 3, own), pointOf(alice, 250, 3, own)]);
  assert.deepEqual((await readBook(ofAlice))?.stretches, [
    { from: 0, to: 200, state: 'read' },
    { from: 200, to: 300 + 30 * DAY, state: 'open' },
  ]);
  const last = pointOf(alice, 300 + 30 * DAY, 3, own);
  await dropOwnPoints([{ ...last, block: { ...last.block, hash: '0x00' } }]);
  assert.equal((await reader.readPoints(ofAlice, 0, 1e9)).length, 4);
  await dropOwnPoints([last]);
  assert.equal((await reader.readPoints(ofAlice, 0, 1e9)).length, 3);
});

test('own points thin with age to the last of each day, and keep those beside a change or an entry', async () => {
  const own = { source: 'own' } as const;
  const every = DAY / 6;
  const points = Array.from({ length: 120 }, (_one, index) => {
    const nonce = index < 33 ? 7 : 8;
    return pointOf(alice, index * every, 3, { ...own, nonce, free: toRao(BigInt(nonce)) });
  });
  const now = atOf(20 * DAY);
  const kept = thinned(points, [50 * every - 5], now);
  const places = kept.map(({ block }) => block.number / every);
  assert.deepEqual(
    places.filter((one) => one < 60),
    // First, last of each day, both sides of the nonce's step and of the entry.
    [0, 5, 11, 17, 23, 29, 32, 33, 35, 41, 47, 49, 50, 53, 59],
  );
  assert.deepEqual(
    places.filter((one) => one > 72),
    Array.from({ length: 47 }, (_one, index) => 73 + index),
  );
  assert.equal(thinned(kept, [50 * every - 5], now).length, kept.length);
  const told = points.map((point): BookPoint => ({ ...point, source: 'archive' }));
  assert.equal(thinned(told, [], now).length, told.length);

  for (const point of points) await addOwnPoints([point]);
  const days = new Set(points.map(({ at }) => Math.floor(at / 86_400_000)));
  const stored = await reader.readPoints(ofAlice, 0, 1e9);
  assert.equal(new Set(stored.map(({ at }) => Math.floor(at / 86_400_000))).size, days.size);
  assert.ok(stored.length < 75, `${stored.length}`);
});

test('what is forgotten is gone of one account or of all, and the rest stays', async () => {
  await manyEntries();
  await save(alice, [], [pointOf(alice, 5)]);
  await writeBookRun({ ...run, coldkeys: [alice, bob] });
  await writeFiatDays([{ currency: 'usd', day: '2024-01-01', microPerTao: 5n, source: 'file' }]);
  const other = { genesisHash: `0x${'11'.repeat(32)}` } as const;
  await saveSteps([
    {
      book: { ...bookOf(alice, []), ...other },
      entries: [entryOf(alice, 3, 0, other)],
      points: [pointOf(alice, 3, 1, other)],
    },
  ]);
  const before = await reader.readBookSizes();
  assert.equal(before.entries, 241);
  assert.equal(before.points, 2);
  await forgetBooks(alice);
  const after = await reader.readBookSizes();
  assert.deepEqual(
    after.accounts.map(({ coldkey }) => coldkey).toSorted(),
    [bob, carol].toSorted(),
  );
  assert.ok(after.bytes > 0 && after.bytes < before.bytes);
  assert.equal((await reader.readBooks(genesisHash)).length, 2);
  assert.deepEqual((await reader.readBookRun(genesisHash))?.coldkeys, [bob]);
  await leaveOutOfRuns(carol);
  assert.deepEqual((await reader.readBookRun(genesisHash))?.coldkeys, [bob]);
  await leaveOutOfRuns(bob);
  assert.equal(await reader.readBookRun(genesisHash), null);
  await writeBookRun(run);
  await forgetBooks(null);
  assert.deepEqual(await reader.readBookSizes(), { bytes: 0, entries: 0, points: 0, accounts: [] });
  assert.deepEqual(await reader.readBooks(genesisHash), []);
  assert.equal(await reader.readBookRun(genesisHash), null);
  assert.equal((await reader.readFiatDays('usd')).length, 1);
});

test('streams give every entry and point of the blocks once, in order', async () => {
  const entries = Array.from({ length: 1203 }, (_one, index) => entryOf(alice, index * 3, index));
  const points = Array.from({ length: 1203 }, (_one, index) => pointOf(alice, index * 3, 2));
  await save(alice, entries, points);
  await save(bob, [entryOf(bob, 5)], [pointOf(bob, 5)]);
  const got: BookEntry[] = [];
  for await (const page of reader.streamEntries(ofAlice, 3, 3600)) got.push(...page);
  assert.deepEqual(got, entries.slice(1, 1201));
  const there: BookPoint[] = [];
  for await (const page of reader.streamPoints(ofAlice, 31, 3600)) there.push(...page);
  assert.deepEqual(there, points.slice(11, 1201));
});

test('records that do not fit count as missing, and the dump has what no node tells', async () => {
  await save(alice, [entryOf(alice, 10), entryOf(alice, 11, 1)], [pointOf(alice, 10)]);
  await writeBookRun(run);
  const store = await openStore();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what no type allows
  const putAny = store.put.bind(store) as unknown as (name: string, value: object) => Promise<void>;
  await putAny('bookEntries', { ...entryOf(alice, 11, 1), legs: [{ of: 'free' }] });
  await putAny('bookPoints', { genesisHash, coldkey: alice, first: 10, bytes: 'x' });
  await putAny('books', { genesisHash, coldkey: alice, stretches: [{ state: 'read' }] });
  await putAny('bookRuns', { genesisHash, state: 'running' });
  await putAny('fiatDays', { currency: 'usd', day: '2024-01-01' });
  const page = await reader.readEntries({ ...any, coldkeys: [alice] }, null, 10);
  assert.deepEqual(page.entries.map(named), [named(entryOf(alice, 10))]);
  assert.deepEqual(await reader.readPoints(ofAlice, 0, 100), []);
  assert.equal(await reader.readPointBefore(ofAlice, atOf(10)), null);
  assert.deepEqual(await reader.readPointSeries(ofAlice, 0, atOf(99), 9), []);
  assert.deepEqual(await reader.readBooks(genesisHash), []);
  assert.equal(await reader.readBookRun(genesisHash), null);
  assert.deepEqual(await reader.readFiatDays('usd'), []);
  // They can be written over.
  await save(alice, [], [pointOf(alice, 12)], [{ from: 1, to: 12, state: 'read' }]);
  assert.equal((await reader.readPoints(ofAlice, 0, 100)).length, 1);
  const dump = await dumpStore();
  assert.match(dump, /add_stake_limit/);
  assert.doesNotMatch(dump, /"bookPoints"|"bookRuns"/);
  assert.ok([run].every(isBookRun) && isBook(bookOf(alice, [])) && isBookEntry(entryOf(alice, 1)));
});
