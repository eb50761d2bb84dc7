import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Stretch } from '../../src/model/book.ts';
import type { AccountBook } from '../../src/history/figures.ts';
import { mergeBooks } from '../../src/history/merge-books.ts';
import {
  accountOf,
  ALICE,
  BOB,
  bookOf,
  entry,
  free,
  point,
  randomBooks,
  T,
  timeOf,
} from './books.ts';

const merged = (a: AccountBook, b: AccountBook): AccountBook => mergeBooks(a, b).account;

/** Of one random book two parts that overlap, some of it as our own record. */
const halves: fc.Arbitrary<[AccountBook, AccountBook]> = fc
  .tuple(randomBooks, fc.array(fc.nat(3), { minLength: 60, maxLength: 60 }))
  .map(([[book], picks]) => {
    const whole = book ?? accountOf([], []);
    const part = (side: number): AccountBook => ({
      book: { ...whole.book, stretches: whole.book.stretches.slice(0, 1 + side) },
      entries: whole.entries.filter(({ block }) => picks[block.number % 60] !== side),
      points: whole.points.filter(({ block }) => picks[(block.number + 7) % 60] !== side),
    });
    return [part(0), part(1)];
  });

test('the order of the two does not matter, and once more changes nothing', () => {
  fc.assert(
    fc.property(halves, ([a, b]) => {
      const one = mergeBooks(a, b);
      assert.deepEqual(mergeBooks(b, a), one);
      assert.deepEqual(one.conflicts, []);
      assert.deepEqual(merged(one.account, a), one.account);
      assert.deepEqual(merged(one.account, one.account), one.account);
      const places = one.account.entries.map(({ block, place }) => `${block.number} ${place}`);
      assert.equal(new Set(places).size, places.length);
    }),
    { numRuns: 60 },
  );
});

test('what an archive says of a block goes before our own record of it', () => {
  const read = [
    entry(20, 'tao-in', [free(5n)], { by: 'other' }),
    entry(20, 'tao-out', [free(-T)], { place: 1 }),
  ];
  const own = [
    entry(20, 'tao-out', [free(-T)], { source: 'own' }),
    entry(20, 'tao-out', [free(-3n)], { source: 'own', place: 2 }),
    entry(21, 'tao-out', [free(-T)], { source: 'own' }),
  ];
  const points = [point(30, T, []), point(30, 2n * T, [], [], { source: 'own' })] as const;
  const both = mergeBooks(accountOf(read, [points[0]]), accountOf(own, [points[1]]));
  assert.deepEqual(both.account.entries, [...read, own[2]]);
  assert.deepEqual(both.account.points, [points[0]]);
  assert.deepEqual(both.conflicts, [
    { coldkey: ALICE, block: 20, place: 2, kept: 'archive' },
    { coldkey: ALICE, block: 30, place: null, kept: 'archive' },
  ]);
});

test('the same from both is no conflict; two of one source that differ are, and either order keeps one', () => {
  const one = entry(20, 'tao-out', [free(-T)]);
  const same = mergeBooks(accountOf([one], []), accountOf([{ ...one, source: 'own' }], []));
  assert.deepEqual(same.conflicts, []);
  assert.deepEqual(same.account.entries, [one]);
  const other = entry(20, 'tao-out', [free(-5n)]);
  const [ab, ba] = [
    mergeBooks(accountOf([one], []), accountOf([other], [])),
    mergeBooks(accountOf([other], []), accountOf([one], [])),
  ];
  assert.deepEqual(ab, ba);
  assert.equal(ab.account.entries.length, 1);
  assert.equal(ab.conflicts.length, 1);
});

test('stretches: read goes before tried, tried before open, the later try before the earlier', () => {
  const a: Stretch[] = [
    { from: 0, to: 10, state: 'read' },
    { from: 10, to: 20, state: 'unread', why: 'pruned', at: 5 },
    { from: 20, to: 30, state: 'open' },
  ];
  const b: Stretch[] = [
    { from: 5, to: 15, state: 'open' },
    { from: 15, to: 18, state: 'unread', why: 'refused', at: 6 },
    { from: 18, to: 40, state: 'read' },
  ];
  const book = merged(accountOf([], [], { stretches: a }), accountOf([], [], { stretches: b }));
  assert.deepEqual(book.book.stretches, [
    { from: 0, to: 10, state: 'read' },
    { from: 10, to: 15, state: 'unread', why: 'pruned', at: 5 },
    { from: 15, to: 18, state: 'unread', why: 'refused', at: 6 },
    { from: 18, to: 40, state: 'read' },
  ]);
});

test('own extrinsics are counted anew where blocks are read, also after a nonce that began anew', () => {
  const call = (block: number, index: number): ReturnType<typeof entry> => {
    const one = entry(block, 'fee', [], { fee: free(-1n) });
    return { ...one, extrinsic: { index, hash: '0x01', call: 'System.remark', signer: ALICE } };
  };
  const points = [
    point(10, T, [], [], { nonce: 7 }),
    point(20, T, [], [], { nonce: 9 }),
    point(30, T, [], [], { nonce: 1 }),
    point(40, T, [], [], { nonce: 5 }),
  ];
  const stretches: Stretch[] = [
    { from: 10, to: 30, state: 'read' },
    { from: 30, to: 40, state: 'open' },
  ];
  const entries = [
    call(15, 1),
    call(15, 2),
    { ...call(15, 2), place: 1 },
    call(25, 1),
    call(35, 1),
  ];
  const sorted = entries.map((one, place) => ({ ...one, place, at: timeOf(one.block.number) }));
  const { book } = merged(
    accountOf(sorted, points, { stretches }),
    accountOf([], [], { stretches }),
  );
  assert.deepEqual([book.extrinsicsFound, book.extrinsicsByNonce], [3, 3]);
});

test('books of two accounts are never merged', () => {
  const other = { ...accountOf([], []), book: bookOf({ coldkey: BOB }) };
  assert.throws(() => mergeBooks(accountOf([], []), other), RangeError);
});
