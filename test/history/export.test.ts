import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvRow, textCell } from '../../src/history/export/csv-row.ts';
import { cointrackingCsv } from '../../src/history/export/cointracking.ts';
import { koinlyCsv } from '../../src/history/export/koinly.ts';
import { movementsOf } from '../../src/history/export/movements.ts';
import { ownCsv } from '../../src/history/export/own-csv.ts';
import {
  accountOf,
  ALICE,
  alpha,
  BOB,
  entry,
  free,
  H2,
  holding,
  point,
  price,
  randomBooks,
  T,
  timeOf,
} from './books.ts';

const SN64 = holding(64);
const ALWAYS = { from: 0, to: Number.MAX_SAFE_INTEGER };

const book = accountOf(
  [
    entry(20, 'stake', [free(-2n * T), alpha(40n * T, SN64)], {
      fee: free(-1000n),
      poolFees: [{ unit: 'rao', netuid: SN64.netuid, amount: 5n }],
      prices: [price(SN64, 50_000_000n)],
    }),
    entry(25, 'move', [alpha(-40n * T, SN64), alpha(40n * T, holding(64, H2))], {
      prices: [price(SN64, 50_000_000n)],
    }),
    entry(26, 'failed', [], { fee: free(-500n), error: '=cmd|calc' }),
    entry(30, 'tao-in', [free(T)], { counterparty: BOB, by: 'other', extrinsic: null }),
  ],
  [
    point(10, 10n * T, []),
    point(40, 9n * T - 1500n, [{ ...holding(64, H2), alpha: 41n * T }], [price(SN64, 60_000_000n)]),
    point(41, 9n * T - 1500n, [{ ...holding(64, H2), alpha: 42n * T }], [price(SN64, 60_000_000n)]),
  ],
);

const fileOf = (chunks: Iterable<string>): string => [...chunks].join('');
const rowsOf = (file: string): string[] => file.trimEnd().split('\r\n');

test('a cell of words is no formula and keeps its commas, quotes and lines', () => {
  assert.equal(textCell('=1+1'), "'=1+1");
  for (const text of ['+1', '-1', '@x', '\tx', '\rx']) assert.match(textCell(text), /^"?'/);
  assert.equal(textCell('a,"b"\nc'), '"a,""b""\nc"');
  assert.equal(csvRow(['-1', textCell('x')]), '-1,x\r\n');
});

const time = (block: number): string =>
  new Date(timeOf(block)).toISOString().slice(0, 19).replace('T', ' ');

test('Koinly: trades, a reward a day, costs; a move between validators is nothing', () => {
  const prices = {
    currency: 'usd',
    source: 's',
    scale: 2,
    days: new Map([['2025-06-15', 40_000n]]),
  };
  const rows = rowsOf(fileOf(koinlyCsv([book], ALWAYS, prices)));
  assert.deepEqual(
    rows.map((row) => row.split(',').slice(0, 10).join(',')),
    [
      'Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,Net Worth Amount,Net Worth Currency,Label',
      `${time(10)} UTC,,,10,TAO,,,4000,USD,`,
      `${time(20)} UTC,2,TAO,40,SN64,0.000001,TAO,800,USD,`,
      `${time(26)} UTC,0.0000005,TAO,,,,,0,USD,cost`,
      `${time(30)} UTC,,,1,TAO,,,400,USD,`,
      `${time(41)} UTC,,,2,SN64,,,48,USD,reward`,
    ],
  );
  assert.match(rows[2] ?? '', /,0x000f4254$/);
});

test('CoinTracking: a fee is a row of its own and each row has an id of its own', () => {
  const rows = rowsOf(fileOf(cointrackingCsv([book], ALWAYS)));
  const cells = rows.map((row) => row.split(','));
  assert.deepEqual(
    cells.slice(1).map((row) => row.slice(0, 5).join(',')),
    [
      'Deposit,10,TAO,,',
      'Trade,40,SN64,2,TAO',
      'Other Fee,,,0.000001,TAO',
      'Other Fee,,,0.0000005,TAO',
      'Deposit,1,TAO,,',
      'Staking,2,SN64,,',
    ],
  );
  assert.equal(new Set(cells.map((row) => row.at(-1))).size, rows.length);
});

test('our own columns: a row for each subnet of each entry, words made harmless', () => {
  const rows = rowsOf(fileOf(ownCsv([book], ALWAYS, null)));
  const [head = '', ...others] = rows;
  const width = head.split(',').length;
  for (const row of others) assert.equal(row.split(',').length, width);
  const kinds = others.map((row) => row.split(',')[4]);
  assert.deepEqual(kinds, ['opening', 'stake', 'move', 'failed', 'tao-in', 'reward']);
  assert.ok(rows.some((row) => row.includes(",'=cmd|calc,")));
  assert.match(
    others[1] ?? '',
    new RegExp(`^${time(20)},20,2,0,stake,self,${ALICE},64,6400,40,-2,0.000001,TAO,`),
  );
});

test('only the period goes out', () => {
  const period = { from: timeOf(20), to: timeOf(26) };
  assert.deepEqual(
    [...movementsOf([book], period)].map(({ kind }) => kind),
    ['cost'],
  );
  assert.equal(rowsOf(fileOf(ownCsv([book], period, null))).length, 3);
});

test('what tax tools are told sums up to what the account has', () => {
  fc.assert(
    fc.property(randomBooks, ([random]) => {
      if (random === undefined) return;
      const last = random.points.at(-1);
      const known = {
        ...random,
        entries: random.entries.filter(({ block }) => block.number <= (last?.block.number ?? 0)),
      };
      const sums = new Map<string, bigint>();
      const add = (currency: string, units: bigint): void => {
        sums.set(currency, (sums.get(currency) ?? 0n) + units);
      };
      const ids = new Set<string>();
      for (const { sent, received, fee, id } of movementsOf([known], ALWAYS)) {
        if (received !== null) add(received.currency, received.units);
        if (sent !== null) add(sent.currency, -sent.units);
        if (fee !== null) add(fee.currency, -fee.units);
        assert.ok(!ids.has(id), id);
        ids.add(id);
      }
      if (last === undefined) return;
      add('TAO', 0n - last.free);
      for (const { netuid, alpha: units } of last.holdings) {
        add(netuid === 0 ? 'TAO' : `SN${netuid}`, 0n - units);
      }
      assert.deepEqual(
        [...sums].filter(([, units]) => units !== 0n),
        [],
      );
    }),
    { numRuns: 100 },
  );
});
