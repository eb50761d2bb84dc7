import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvRow, textCell } from '../../src/history/export/csv-row.ts';
import { booksJson } from '../../src/history/export/books-json.ts';
import { cointrackingCsv } from '../../src/history/export/cointracking.ts';
import { koinlyCsv } from '../../src/history/export/koinly.ts';
import { movementsOf } from '../../src/history/export/movements.ts';
import { ownCsv } from '../../src/history/export/own-csv.ts';
import { readBooks } from '../../src/history/export/read-books.ts';
import { readPrices } from '../../src/history/export/read-prices.ts';
import type { AccountBook } from '../../src/history/figures.ts';
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

const again = (file: string): readonly AccountBook[] => {
  const read = readBooks([file]);
  if (!read.ok) throw new Error(`${read.line} ${read.problem} ${read.where}`);
  return read.books;
};

test('out, in and out again is the same to the byte, whole or of a period', () => {
  fc.assert(
    fc.property(randomBooks, fc.nat(40_000), fc.nat(40_000), (books, a, b) => {
      const whole = fileOf(booksJson(books, ALWAYS));
      assert.equal(fileOf(booksJson(again(whole), ALWAYS)), whole);
      const period = { from: timeOf(Math.min(a, b)), to: timeOf(Math.max(a, b)) };
      const part = fileOf(booksJson(books, period));
      assert.equal(fileOf(booksJson(again(part), ALWAYS)), part);
    }),
    { numRuns: 60 },
  );
});

test('a period has the point before it and only stretches between its points', () => {
  const file = fileOf(booksJson([book], { from: timeOf(40), to: timeOf(50) }));
  const [cut] = again(file);
  assert.deepEqual(cut?.book.stretches, [{ from: 40, to: 41, state: 'read' }]);
  assert.deepEqual(
    cut?.points.map(({ block }) => block.number),
    [40, 41],
  );
  assert.deepEqual(cut?.entries, []);
});

test('a file in pieces is the same file', () => {
  const file = fileOf(booksJson([book], ALWAYS));
  const pieces = file.match(/[\s\S]{1,7}/g) ?? [];
  assert.deepEqual(readBooks(pieces), readBooks([file]));
});

test('the line that is wrong is named, and why', () => {
  const lines = fileOf(booksJson([book], ALWAYS))
    .trimEnd()
    .split('\n');
  const withLine = (at: number, line: string): string =>
    lines.map((old, place) => (place === at - 1 ? line : old)).join('\n');
  const swapped = (at: number): string => {
    const [one = '', two = ''] = lines.slice(at - 1, at + 1);
    return [...lines.slice(0, at - 1), two, one, ...lines.slice(at + 1)].join('\n');
  };
  const edited = (at: number, from: string, to: string): string =>
    withLine(at, (lines[at - 1] ?? '').replace(from, to));
  const cases: [file: string, line: number, problem: string, where?: string][] = [
    ['', 0, 'cut-off'],
    ['[]', 1, 'wrong-shape'],
    ['{"format":"other","version":1}', 1, 'no-books'],
    ['{"format":"taubar-books","version":2}', 1, 'newer'],
    [withLine(4, '{'), 4, 'no-json'],
    [withLine(4, ''), 4, 'no-json'],
    [withLine(4, '{"note":1}'), 4, 'wrong-shape', 'note'],
    [edited(3, '"stake"', '"steak"'), 3, 'wrong-shape', 'entry.kind'],
    [edited(3, '"-2000000000n"', '"-2e9"'), 3, 'wrong-shape', 'entry.legs.0.change'],
    [edited(3, '"-1000n"', '"1000n"'), 3, 'wrong-shape', 'entry.fee.change'],
    [edited(3, '"by"', '"for":1,"by"'), 3, 'wrong-shape', 'entry.for'],
    [edited(7, '"free":"', '"free":"-'), 7, 'wrong-shape', 'point.free'],
    [edited(3, ALICE, BOB), 3, 'wrong-account'],
    [swapped(3), 4, 'out-of-order'],
    [swapped(7), 8, 'out-of-order'],
    [swapped(6), 7, 'out-of-order'],
    [withLine(4, lines[2] ?? ''), 4, 'out-of-order'],
    [edited(2, '"from":0', '"from":10000000'), 2, 'wrong-shape', 'book.stretches.0'],
    [lines.slice(0, -1).join('\n'), lines.length - 1, 'cut-off'],
    [lines.filter((_line, at) => at !== 3).join('\n'), lines.length - 1, 'wrong-count'],
    [`${lines.join('\n')}\n${lines[0] ?? ''}`, lines.length + 1, 'wrong-shape'],
  ];
  for (const [file, line, problem, where = ''] of cases) {
    assert.deepEqual(readBooks([file]), { ok: false, line, problem, where }, `${problem} ${line}`);
  }
});

test('daily prices are taken exactly, or the wrong line is named', () => {
  const read = readPrices(
    '\uFEFFdate,price\r\n2026-11-28,412.5\r\n"2026-11-29","0.125"\r\n',
    'usd',
    'f',
  );
  assert.deepEqual(read, {
    ok: true,
    prices: {
      currency: 'usd',
      source: 'f',
      scale: 3,
      days: new Map([
        ['2026-11-28', 412_500n],
        ['2026-11-29', 125n],
      ]),
    },
  });
  const cases: [text: string, line: number, problem: string][] = [
    ['', 1, 'empty'],
    ['date,price\n', 1, 'empty'],
    ['2026-11-28,1\n2026-11-28,1', 2, 'twice'],
    ['2026-11-28,1\n\n2026-02-30,1', 3, 'wrong-date'],
    ['2026-11-28,1e3', 1, 'wrong-price'],
    ['2026-11-28,0.00', 1, 'wrong-price'],
    ['2026-11-28,-1', 1, 'wrong-price'],
    ['2026-11-28,1,5', 1, 'wrong-columns'],
    ['2026-11-28', 1, 'wrong-columns'],
  ];
  for (const [text, line, problem] of cases) {
    assert.deepEqual(readPrices(text, 'usd', 'f'), { ok: false, line, problem }, text);
  }
});
