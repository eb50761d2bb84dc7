// The file of our own: written from the store, read back, merged. Nothing is lost, nothing doubles, a wrong line is named.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { bookLine, entryLine, fileHead, pointLine } from '../../src/history/book-lines.ts';
import type { AccountBook } from '../../src/history/figures.ts';
import { mergeBook, mergeStretches } from '../../src/history/merge-book.ts';
import type { BookEntry, Stretch } from '../../src/model/book.ts';
import { readBookFile } from '../../src/service/read-book-file.ts';
import * as reader from '../../src/store/book-reader.ts';
import { saveSteps } from '../../src/store/books.ts';
import { mergeBooks } from '../../src/store/merge-books.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { toNetuid } from '../../src/units.ts';
import { bookOf, coldkeyOf, entryOf, genesisHash, pointOf } from '../store/sample-books.ts';

afterEach(eraseStore);

const [alice, bob] = [coldkeyOf(1), coldkeyOf(2)];

/** Entries and points every ten blocks of that span, all of it read. */
function accountOf(coldkey: typeof alice, from: number, to: number): AccountBook {
  const blocks = Array.from({ length: (to - from) / 10 }, (_one, index) => from + 10 + index * 10);
  const entries = blocks.flatMap((block) => {
    const index = block / 10;
    const first = entryOf(coldkey, block, index);
    return index % 3 === 0 ? [first, entryOf(coldkey, block, index + 1, { place: 1 })] : [first];
  });
  const own = new Set(entries.map(({ block }) => block.number)).size;
  return {
    book: {
      ...bookOf(coldkey, [{ from, to, state: 'read' }]),
      extrinsicsFound: own,
      extrinsicsByNonce: own,
    },
    entries,
    points: blocks.map((block) => pointOf(coldkey, block)),
  };
}

async function written(): Promise<string> {
  const lines = [fileHead()];
  for (const book of await reader.readBooks(genesisHash)) {
    lines.push(bookLine(book));
    for await (const entries of reader.streamEntries(book, 0, 1e9))
      lines.push(...entries.map(entryLine));
    for await (const points of reader.streamPoints(book, 0, 1e9))
      lines.push(...points.map(pointLine));
  }
  return lines.join('');
}

async function takeIn(text: string): Promise<void> {
  const read = readBookFile(text);
  assert.ok(read.ok, read.ok ? '' : `line ${read.line}`);
  await mergeBooks(read.accounts, mergeBook);
}

test('written, taken in elsewhere and written again, the file has the same bytes; taken in twice, too', async () => {
  const one = accountOf(alice, 0, 300);
  const two = accountOf(bob, 100, 400);
  const fee = {
    of: 'alpha',
    netuid: toNetuid(3),
    registeredAt: 9,
    hotkey: bob,
    change: -3n,
  } as const;
  const odd = entryOf(bob, 405, 2, {
    fee,
    extrinsic: null,
    by: 'chain',
    counterparty: alice,
    error: 'A.B',
    source: 'own',
    legs: [
      { ...fee, change: -(2n ** 63n) },
      { of: 'free', change: 0n },
    ],
  });
  await saveSteps([
    {
      ...one,
      book: {
        ...one.book,
        stretches: [
          { from: 0, to: 200, state: 'read', byNonce: true },
          { from: 200, to: 600, state: 'read' },
          { from: 600, to: 700, state: 'unread', why: 'pruned', at: 5 },
          { from: 700, to: 800, state: 'open' },
        ],
        marks: [{ block: 650, digest: '0x0102' }],
        places: [{ hotkey: bob, netuid: toNetuid(5) }],
      },
    },
    { ...two, entries: [...two.entries, odd] },
  ]);
  const text = await written();
  await eraseStore();
  await takeIn(text);
  assert.equal(await written(), text);
  await takeIn(text);
  assert.equal(await written(), text);
  assert.deepEqual(readBookFile(fileHead()), { ok: true, accounts: [] });
});

test('a wrong line is named by its number, whatever is wrong with it', () => {
  const lines = [
    fileHead(),
    ...[accountOf(alice, 0, 300), accountOf(bob, 0, 30)].flatMap(({ book, entries, points }) => [
      bookLine(book),
      ...entries.map(entryLine),
      ...points.map(pointLine),
    ]),
  ];
  assert.ok(readBookFile(lines.join('')).ok);
  assert.ok(readBookFile(lines.join('').slice(0, -1)).ok, 'the last line feed may be missing');
  const entryAt =
    1 + lines.findIndex((line) => line.includes('"is":"entry"') && line.includes('hotkey'));
  const pointAt = lines.findIndex((line) => line.includes('"is":"point"'));
  const changed: readonly [line: number, change: (line: string) => string][] = [
    [1, () => '{"form":"taubar-books","version":2}\n'],
    [1, () => '\n'],
    [2, (line) => line.replace('"from":0', '"from":300')],
    [2, (line) => line.replace('"is":"book"', '"is":"other"')],
    [entryAt, (line) => line.slice(0, -3)],
    [entryAt, () => '\n'],
    [entryAt, () => lines[entryAt - 2] ?? ''],
    [entryAt, (line) => line.replace('"kind":', '"kin":')],
    [entryAt, (line) => line.replace('"place":', '"more":1,"place":')],
    [entryAt, (line) => line.replace(/"change":"-?\d+"/, '"change":"1.5"')],
    [entryAt, (line) => line.replace(/"change":"-?\d+"/, '"change":5')],
    [entryAt, (line) => line.replace(/"change":"-?\d+"/, `"change":"-${2n ** 64n}"`)],
    [entryAt, (line) => line.replace(/"amount":"\d+"/, '"amount":"-1"')],
    [entryAt, (line) => line.replace(/"raoPerAlpha":"\d+"/, '"raoPerAlpha":"-1"')],
    [entryAt, (line) => line.replace(/"at":\d+/, '"at":8640000000000001')],
    [pointAt + 2, (line) => line.replace(/"at":\d+/, '"at":1.5')],
    [entryAt, (line) => line.replace(/"hotkey":"5/, '"hotkey":"6')],
    [entryAt, (line) => line.replace('"hash":"0x', '"hash":"0X')],
    [pointAt + 2, (line) => line.replace(/"free":"/, '"free":"-')],
    [pointAt + 2, (line) => line.replace(/"alpha":"\d+"/, `"alpha":"${2n ** 64n}"`)],
    [pointAt + 2, () => lines[pointAt] ?? ''],
    [lines.length + 1, () => bookLine(bookOf(alice, []))],
  ];
  for (const [line, change] of changed) {
    const copy = [...lines];
    const before = copy[line - 1] ?? '';
    const after = change(before);
    assert.notEqual(after, before);
    copy[line - 1] = after;
    assert.deepEqual(readBookFile(copy.join('')), { ok: false, line }, after.slice(0, 80));
  }
  for (const line of lines.slice(1)) {
    if (!line.includes('"is":"book"')) assert.equal(readBookFile(fileHead() + line).ok, false);
  }
  assert.deepEqual(readBookFile(''), { ok: false, line: 1 });
  assert.deepEqual(readBookFile('PK\u0003\u0004'), { ok: false, line: 1 });
});

test('two parts of a book make the whole, in either order and where they overlap', () => {
  const whole = accountOf(alice, 0, 600);
  const [early, late] = [accountOf(alice, 0, 400), accountOf(alice, 200, 600)];
  for (const [stored, given] of [
    [early, late],
    [late, early],
    [whole, early],
    [early, whole],
    [whole, whole],
  ] as const) {
    assert.deepEqual(mergeBook(stored, given), whole);
  }
  const apart = mergeBook(accountOf(alice, 0, 100), accountOf(alice, 500, 600));
  assert.deepEqual(apart.book.stretches, [
    { from: 0, to: 100, state: 'read' },
    { from: 100, to: 500, state: 'open' },
    { from: 500, to: 600, state: 'read' },
  ]);
  assert.deepEqual([apart.book.extrinsicsFound, apart.book.extrinsicsByNonce], [20, 20]);
  const lacking = accountOf(alice, 500, 600);
  const { book } = mergeBook(accountOf(alice, 0, 100), {
    ...lacking,
    book: { ...lacking.book, extrinsicsByNonce: 12 },
  });
  assert.deepEqual([book.extrinsicsFound, book.extrinsicsByNonce], [20, 22]);
});

test('of one block one side is believed: who read it, then whom an archive told, then our own', () => {
  const nothing = { book: bookOf(alice, []), entries: [], points: [] };
  const own = { source: 'own', place: 3 } as const;
  const of = (more: Partial<AccountBook>): AccountBook => ({ ...nothing, ...more });
  const read = of({ book: bookOf(alice, [{ from: 0, to: 100, state: 'read' }]) });
  const told = of({ entries: [entryOf(alice, 50)] });
  const ours = of({
    entries: [entryOf(alice, 50, 0, own)],
    points: [pointOf(alice, 50, 3, { source: 'own' })],
  });
  const placesOf = (entries: readonly BookEntry[]) =>
    entries.map(({ place, source }) => `${place} ${source}`);
  for (const [stored, given, wanted] of [
    [ours, told, ['0 archive']],
    [told, ours, ['0 archive']],
    [ours, nothing, ['3 own']],
    [nothing, ours, ['3 own']],
    [read, ours, []],
    [ours, read, []],
  ] as const) {
    assert.deepEqual(placesOf(mergeBook(stored, given).entries), wanted);
  }
  const point = of({ points: [pointOf(alice, 50, 2)] });
  for (const [stored, given] of [
    [ours, point],
    [point, ours],
  ] as const) {
    assert.deepEqual(mergeBook(stored, given).points, point.points);
  }
});

test('stretches are one line of blocks: read before tried before open, and by shares before by nonce', () => {
  const part = (from: number, to: number, state: 'read' | 'open'): Stretch => ({ from, to, state });
  const tried = { from: 20, to: 60, state: 'unread', why: 'pruned', at: 1 } as const;
  const byNonce = { from: 0, to: 50, state: 'read', byNonce: true } as const;
  assert.deepEqual(mergeStretches([part(0, 100, 'open')], [tried]), [
    part(0, 20, 'open'),
    tried,
    part(60, 100, 'open'),
  ]);
  assert.deepEqual(mergeStretches([byNonce], [part(20, 30, 'read')]), [
    { ...byNonce, to: 20 },
    part(20, 30, 'read'),
    { ...byNonce, from: 30 },
  ]);
  assert.deepEqual(mergeStretches([part(0, 10, 'read')], [part(10, 20, 'read')]), [
    part(0, 20, 'read'),
  ]);
  assert.deepEqual(mergeStretches([tried], [{ ...tried, to: 40 }, part(40, 60, 'open')]), [tried]);
  assert.deepEqual(mergeStretches([], [tried]), [tried]);
  assert.deepEqual(mergeStretches([], []), []);
});
