// The book as rows of a file: rewards between points that are wholly known, rows of entries, and the columns of each format.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BookEntry, BookPoint, Leg, Stretch } from '../../src/model/book.ts';
import { columnsOf, csvCell, csvLine } from '../../src/panel/books/file-formats.ts';
import { rowsOfEntry, rowsOfGrowth } from '../../src/history/file-rows.ts';
import { growthOf } from '../../src/history/growth.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import { addressOf, blockAt, genesisHash } from '../tools/pictures/chain.ts';

const coldkey = addressOf(1);
const hotkey = addressOf(2);
const HOUR = 3_600_000;
const MIDNIGHT = Date.UTC(2026, 10, 28);
const TAO = 1_000_000_000n;
const holding = { netuid: toNetuid(64), registeredAt: 7, hotkey };
const price = { netuid: toNetuid(64), registeredAt: 7, raoPerAlpha: TAO / 20n };

const pointAt = (block: number, alpha: bigint): BookPoint => ({
  genesisHash,
  coldkey,
  block: blockAt(block),
  at: MIDNIGHT + block * HOUR,
  nonce: 0,
  free: toRao(0n),
  holdings: [{ ...holding, alpha: toAlphaRao(alpha) }],
  prices: [price],
  source: 'archive',
});

const entryAt = (
  block: number,
  legs: readonly Leg[],
  part: Partial<BookEntry> = {},
): BookEntry => ({
  genesisHash,
  coldkey,
  block: blockAt(block),
  place: 0,
  at: MIDNIGHT + block * HOUR,
  kind: 'stake',
  by: 'self',
  extrinsic: { index: 3, hash: '0xab', call: 'SubtensorModule.add_stake', signer: coldkey },
  legs,
  fee: { of: 'free', change: -780_000n },
  poolFees: [],
  prices: [price],
  counterparty: null,
  error: null,
  source: 'archive',
  ...part,
});
const bought: readonly Leg[] = [
  { of: 'free', change: -12n * TAO },
  { ...holding, of: 'alpha', change: 194n * TAO },
];

test('growth is what an amount is more than the one before and the entries between, in stretches that are read alone', () => {
  const points = [pointAt(1, 100n), pointAt(5, 130n), pointAt(9, 140n), pointAt(12, 150n)];
  const entries = [entryAt(3, [{ ...holding, of: 'alpha', change: 20n }])];
  const stretches: readonly Stretch[] = [
    { from: 1, to: 9, state: 'read' },
    { from: 9, to: 12, state: 'open' },
  ];
  assert.deepEqual(
    growthOf({ stretches, entries, points }).map(({ alpha, block }) => [block, alpha]),
    [
      [5, 10n],
      [9, 10n],
    ],
  );
});

test('rewards are one row a day and subnet, worth what each was at its own price', () => {
  const grown = growthOf({
    stretches: [{ from: 1, to: 40, state: 'read' }],
    entries: [],
    points: [pointAt(1, 0n), pointAt(5, 20n * TAO), pointAt(9, 30n * TAO), pointAt(30, 40n * TAO)],
  });
  const rows = rowsOfGrowth(coldkey, grown);
  assert.deepEqual(
    rows.map(({ got, worth, at }) => [got?.amount, worth, new Date(at).getUTCDate()]),
    [
      [30n * TAO, (30n * TAO) / 20n, 28],
      [10n * TAO, (10n * TAO) / 20n, 29],
    ],
  );
});

test('a trade is one row; several things are several, with the fee once', () => {
  const [row] = rowsOfEntry(entryAt(3, bought));
  assert.deepEqual(row?.sent, { netuid: null, amount: 12n * TAO });
  assert.deepEqual(row?.got, { netuid: 64, amount: 194n * TAO });
  assert.equal(row?.worth, (194n * TAO) / 20n);
  const rows = rowsOfEntry(
    entryAt(3, [...bought, { ...holding, netuid: toNetuid(4), of: 'alpha', change: 5n }]),
  );
  assert.equal(rows.length, 2);
  assert.deepEqual(
    rows.map(({ fee, sent }) => [fee !== null, sent !== null]),
    [
      [true, true],
      [false, false],
    ],
  );
  assert.equal(rows[1]?.worth, null, 'no price is known of it');
});

test('each format has a cell for every column, in UTC and to the last digit', () => {
  const [row] = rowsOfEntry(entryAt(3, bought));
  const fiat = {
    currency: 'usd',
    microOf: (day: string) => (day === '2026-11-28' ? 400_000_000n : null),
  };
  assert.ok(row);
  for (const { head, cells } of Object.values(columnsOf)) {
    assert.equal(cells(row, { label: 'Main', fiat }).length, head.length);
  }
  const cell = (format: keyof typeof columnsOf, name: string, of = row): string | undefined =>
    columnsOf[format].cells(of, { label: 'Main', fiat })[columnsOf[format].head.indexOf(name)];
  assert.equal(cell('koinly', 'Date'), '2026-11-28 03:00:00 UTC');
  assert.equal(cell('koinly', 'Sent Amount'), '12');
  assert.equal(cell('koinly', 'Received Currency'), 'SN64');
  assert.equal(cell('koinly', 'Fee Amount'), '0.00078');
  assert.equal(cell('koinly', 'Net Worth Amount'), '3880');
  assert.equal(cell('koinly', 'Label'), '');
  assert.equal(cell('cointracking', 'Type'), 'Trade');
  assert.equal(cell('csv', 'Time (UTC)'), '2026-11-28T03:00:00Z');
  const [failed] = rowsOfEntry(entryAt(4, [], { kind: 'failed' }));
  assert.ok(failed);
  assert.equal(cell('koinly', 'Sent Amount', failed), '0.00078');
  assert.equal(cell('koinly', 'Fee Amount', failed), '');
  assert.equal(cell('koinly', 'Label', failed), 'cost');
  assert.equal(cell('cointracking', 'Type', failed), 'Other Fee');
  const reward = { ...row, kind: 'reward', sent: null } as const;
  assert.equal(cell('koinly', 'Label', reward), 'reward');
  assert.equal(cell('cointracking', 'Type', reward), 'Staking');
  const untold = columnsOf.koinly.cells(row, { label: '', fiat: null });
  assert.deepEqual(untold.slice(7, 9), ['', '']);
});

test('a cell is quoted where it must be, and no name becomes a formula', () => {
  assert.equal(csvLine(['a', 'b,c', 'd"e', '']), 'a,"b,c","d""e",\r\n');
  assert.equal(csvCell('=SUM(A1)'), "'=SUM(A1)");
  assert.equal(csvCell('-5'), '-5');
  assert.equal(csvCell('two\nlines'), '"two\nlines"');
});
