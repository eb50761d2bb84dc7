// Performance without a browser: periods and columns, sums that are seen to add up, subnets by size, and marks of a chart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  Column,
  Coverage,
  Figures,
  FlowMark,
  Parts,
  Results,
} from '../../../src/history/figures.ts';
import { resultsOf } from '../../../src/history/results.ts';
import {
  bucketOf,
  columnName,
  filledColumns,
  isOngoing,
  periodOf,
  resultRanges,
} from '../../../src/panel/performance/period.ts';
import { spanOfCoverage } from '../../../src/panel/performance/result-card.tsx';
import { seriesSums, subnetSeries } from '../../../src/panel/performance/subnet-series.ts';
import {
  newestGenerations,
  sortedSubnets,
} from '../../../src/panel/performance/subnet-results.tsx';
import { costsOf, returnPpm, shownSums, sumLines } from '../../../src/panel/performance/sums.ts';
import { explained } from '../../../src/panel/performance/use-earned.ts';
import { flowMarks } from '../../../src/panel/performance/worth-chart.tsx';
import { ROOT_NETUID, toNetuid } from '../../../src/units.ts';
import { booksOf, withGap } from '../../tools/pictures/books.ts';
import { ledgerMain, stored } from '../../tools/pictures/stored.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const CENT = 10_000_000n;
const NOW = Date.UTC(2026, 10, 29, 12);
const none: Parts = {
  flows: 0n,
  earned: 0n,
  price: 0n,
  networkFees: 0n,
  failed: 0n,
  poolFees: 0n,
  slippage: 0n,
  unexplained: 0n,
};
const columnAt = (from: number, bySubnet: Column['bySubnet'] = []): Column => ({
  from,
  end: 0n,
  opened: 0n,
  parts: none,
  bySubnet,
});

test('the sum goes from the start to the end; what is not explained is said where there is any', () => {
  const parts = { ...none, flows: 5n * CENT, earned: 3n * CENT, price: -2n * CENT, failed: -CENT };
  const lines = sumLines({ start: 100n * CENT, end: 105n * CENT, parts });
  assert.deepEqual(
    lines.map(({ key, shown }) => [key, shown / CENT]),
    [
      ['start', 100n],
      ['flows', 5n],
      ['earned', 3n],
      ['price', -2n],
      ['costs', -1n],
      ['end', 105n],
    ],
  );
  assert.deepEqual(shownSums(lines), { result: 0n, end: 105n * CENT });
  // Cut alone, the result would be −0.01 here; both ends are printed as they are everywhere.
  const halves = { ...none, price: -(8n * CENT) / 5n };
  const [from, to] = [(12n * CENT) / 5n, (4n * CENT) / 5n];
  const uneven = sumLines({ start: from, end: to, parts: halves });
  assert.deepEqual(shownSums(uneven), { result: -2n * CENT, end: 0n });
  // Rewards stand on home too, and are cut as there: the price makes up the last digit.
  const ninths = { ...none, earned: (29n * CENT) / 10n, price: (29n * CENT) / 10n };
  const rewarded = sumLines({ start: 0n, end: (58n * CENT) / 10n, parts: ninths });
  assert.deepEqual(
    rewarded.map(({ key, shown }) => [key, shown / CENT]),
    [
      ['start', 0n],
      ['flows', 0n],
      ['earned', 2n],
      ['price', 3n],
      ['costs', 0n],
      ['end', 5n],
    ],
  );
  const odd = sumLines({ start: 0n, end: CENT, parts: { ...none, unexplained: CENT } });
  assert.ok(odd.some(({ key }) => key === 'unexplained'));
  assert.equal(
    costsOf({ ...none, networkFees: -1n, failed: -2n, poolFees: -4n, slippage: -8n }),
    -15n,
  );
  assert.equal(returnPpm(10n ** 18n + 31n * 10n ** 15n), 31_000n);
});

test('columns are days, weeks or months by the length of the record; a day alone has none', () => {
  assert.deepEqual([DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY, 900 * DAY].map(bucketOf), [
    null,
    'day',
    'day',
    'week',
    'month',
    'month',
  ]);
  assert.deepEqual(
    resultRanges.map((range) => periodOf(range, NOW).from),
    [NOW - DAY, NOW - 7 * DAY, NOW - 30 * DAY, NOW - 365 * DAY, 0],
  );
});

test('a day, week or month without a record has a column of its own that says nothing', () => {
  const days = filledColumns([columnAt(0), columnAt(3 * DAY)], 'day');
  assert.deepEqual(
    days.map(({ from, column }) => [from / DAY, column === null]),
    [
      [0, false],
      [1, true],
      [2, true],
      [3, false],
    ],
  );
  const [march, may] = [Date.UTC(2026, 2, 1), Date.UTC(2026, 4, 1)];
  const months = filledColumns([columnAt(march), columnAt(may)], 'month');
  assert.deepEqual(
    months.map(({ from }) => new Date(from).getUTCMonth()),
    [2, 3, 4],
  );
  assert.equal(filledColumns([columnAt(0), columnAt(14 * DAY)], 'week').length, 3);
  assert.deepEqual(filledColumns([], 'day'), []);
  assert.equal(columnName(march, 'month', 'en'), 'Mar 2026');
  assert.equal(columnName(march, 'day', 'en'), 'Mar 1');
});

test('the subnets that moved most have a name, the others are one; unknown columns stay unknown', () => {
  const of = (sizes: Record<number, bigint>): Column =>
    columnAt(0, [
      ...Object.entries(sizes).map(([netuid, price]) => ({
        subnet: { netuid: toNetuid(Number(netuid)), registeredAt: 1 },
        parts: { ...none, price },
      })),
      { subnet: null, parts: { ...none, networkFees: -1n } },
    ]);
  const series = subnetSeries([
    of({ 1: 10n, 2: -90n, 3: 30n, 4: 40n, 5: 50n, 6: 5n, 7: 6n }),
    null,
  ]);
  assert.deepEqual(
    series.map(({ netuid, values }) => [netuid, values[0], values[1]]),
    [
      [2, -90n, null],
      [5, 50n, null],
      [4, 40n, null],
      [3, 30n, null],
      [1, 10n, null],
      [null, 10n, null],
    ],
  );
  assert.deepEqual(
    subnetSeries([of({ 1: 10n })]).map(({ netuid }) => netuid),
    [1, null],
  );
});

test('until a column is chosen each series tells its sum: as the list has it, the others what is left of the whole', () => {
  const figuresOf = (price: bigint) =>
    ({ start: 0n, end: price, parts: { ...none, price } }) as Figures;
  const of = (netuid: number, registeredAt: number, price: bigint | null) => ({
    subnet: { netuid: toNetuid(netuid), registeredAt },
    figures:
      price === null
        ? ({ known: false, why: 'no-point' } as const)
        : ({ known: true, value: figuresOf(price) } as const),
  });
  const series = [{ netuid: 1 }, { netuid: 2 }, { netuid: null }];
  const list = [of(1, 1, 3n * CENT), of(1, 9, 4n * CENT), of(2, 1, -CENT), of(3, 1, 5n * CENT)];
  assert.deepEqual(seriesSums(series, list, 11n * CENT), [7n * CENT, -CENT, 5n * CENT]);
  assert.deepEqual(
    seriesSums(series, [...list, of(2, 9, null)], 11n * CENT),
    [7n * CENT, null, null],
    'of what is not known there is no sum',
  );
  assert.deepEqual(seriesSums([{ netuid: 5 }], [], CENT), [CENT], 'of one subnet it is the whole');
});

test('a result is of all where the books explain all; with blocks unread rewards are at least those that were read', () => {
  const at = { block: 1, at: NOW };
  const coverage = (unreadBlocks: number, extrinsicsMissing = 0): Coverage => ({
    coldkey: ledgerMain,
    first: at,
    last: at,
    parts: [],
    readBlocks: 9,
    openBlocks: 0,
    unreadBlocks,
    extrinsicsMissing,
  });
  const total = (unexplained: bigint): Pick<Results, 'total'> => ({
    total: { known: true, value: { parts: { ...none, unexplained } } as Figures },
  });
  const of = (unexplained: bigint, ...all: readonly Coverage[]) =>
    explained({ ...total(unexplained), coverage: all });
  assert.deepEqual(of(0n, coverage(0)), { isWhole: true, isLeast: false });
  assert.deepEqual(of(300n, coverage(0)), { isWhole: false, isLeast: true });
  assert.deepEqual(of(-1n, coverage(0)), { isWhole: false, isLeast: true });
  assert.deepEqual(of(0n, coverage(0), coverage(1)), { isWhole: false, isLeast: true });
  // A stake that is not known of looks like a reward: then there may be less, too.
  assert.deepEqual(of(0n, coverage(0, 1)), { isWhole: false, isLeast: false });
  assert.deepEqual(of(300n, coverage(7, 1)), { isWhole: false, isLeast: false });
});

test('a few of the largest flows are named, none beside a larger one, each on the line after it; those of a minute are one', () => {
  const samples = Array.from({ length: 11 }, (_one, at) => ({
    at: at * 10 * MINUTE,
    value: BigInt(at),
  }));
  const flow = (at: number, amount: bigint): FlowMark => ({
    at: at * MINUTE,
    block: at,
    coldkey: ledgerMain,
    amount,
  });
  const known = (value: readonly FlowMark[]) => ({ known: true, value }) as const;
  const marks = flowMarks(
    known([
      flow(5, 10n),
      flow(12, 90n),
      flow(50, -40n),
      flow(96, 30n),
      flow(70, 1n),
      flow(-9, 99n),
    ]),
    samples,
    String,
  );
  assert.deepEqual(
    marks.map(({ value, text }) => [value, text]),
    // The largest first, which has its place beside others of as many.
    [
      [2n, '90'],
      [5n, '-40'],
      [10n, '30'],
      [1n, ''],
      [7n, ''],
    ],
  );
  const minute = flowMarks(
    known([flow(5, 10n), flow(5, 20n), flow(12, 7n), flow(12, -7n)]),
    samples,
    String,
  );
  assert.deepEqual(
    minute.map(({ text }) => text),
    ['30'],
  );
  assert.deepEqual(flowMarks(known([flow(1, 1n)]), [], String), []);
  assert.deepEqual(flowMarks({ known: false, why: 'no-price' }, samples, String), []);
  assert.deepEqual(flowMarks(null, samples, String), []);
});

test('the largest gain or loss comes first, what is not known last', () => {
  const figures = (result: bigint): Figures => ({
    start: 0n,
    end: 0n,
    parts: none,
    putIn: { tao: 0n, moved: 0n, others: 0n },
    takenOut: { tao: 0n, moved: 0n, others: 0n },
    between: 0n,
    result,
    lots: {
      bases: { bought: 0n, earned: 0n, received: 0n, unexplained: 0n, opening: 0n, moved: 0n },
      taken: 0n,
      left: 0n,
      proceeds: 0n,
      realised: 0n,
      realisedThen: 0n,
      unrealised: 0n,
    },
    timeWeighted: { known: false, why: 'no-stake' },
    heldTao: 0n,
    onRoot: { known: false, why: 'no-root-growth' },
  });
  const subnet = (netuid: number) => ({ netuid: toNetuid(netuid), registeredAt: 0 });
  const sorted = sortedSubnets([
    { subnet: subnet(1), figures: { known: false, why: 'no-price' } },
    { subnet: subnet(2), figures: { known: true, value: figures(5n) } },
    { subnet: subnet(3), figures: { known: true, value: figures(-9n) } },
  ]);
  assert.deepEqual(
    sorted.map(({ subnet: { netuid } }) => netuid),
    [3, 2, 1],
  );
  const best = sortedSubnets(sorted, 'result');
  assert.deepEqual(
    best.map(({ subnet: { netuid } }) => netuid),
    [2, 3, 1],
  );
});

test('a number that another subnet has now is not called by its name, held there or not', () => {
  const [gone, other] = [toNetuid(51), toNetuid(8)];
  const newest = newestGenerations(
    [
      { netuid: gone, registeredAt: 100 },
      { netuid: other, registeredAt: 50 },
      // Root, whatever is told of it, was never another one.
      { netuid: ROOT_NETUID, registeredAt: 0 },
    ],
    [
      { netuid: gone, registeredAt: 900 },
      { netuid: ROOT_NETUID, registeredAt: 700 },
    ],
  );
  assert.deepEqual(
    [...newest],
    [
      [51, 900],
      [8, 50],
    ],
  );
});

test('of a year of two accounts the sum adds up to the rao, and a book with a gap begins after it', () => {
  const snapshot = stored().snapshot ?? assert.fail();
  const ask = (books: ReturnType<typeof booksOf>) =>
    resultsOf({
      books,
      period: periodOf('year', Date.now()),
      scope: { of: 'accounts' },
      method: 'fifo',
      bucket: 'week',
      samples: 50,
      rootGrowth: null,
      fiat: null,
    });
  const whole = ask(booksOf(snapshot));
  assert.ok(whole.total.known);
  const { start, end, parts, result } = whole.total.value;
  assert.equal(
    end - start,
    Object.values(parts).reduce((a, b) => a + b, 0n),
  );
  assert.equal(result, parts.earned + parts.price + costsOf(parts));
  assert.equal(parts.unexplained, 0n);
  assert.ok(parts.earned > 0n && costsOf(parts) < 0n);
  const short = ask(booksOf(snapshot, withGap(24)));
  const span = spanOfCoverage(short.coverage) ?? assert.fail();
  const days = (Date.now() - span.first) / DAY;
  assert.ok(days > 23 && days < 26, String(days));
  assert.equal(spanOfCoverage([]), null);
});

test('the column of a day, a week or a month is not over before its end in UTC', () => {
  const at = Date.UTC(2026, 10, 30);
  assert.equal(isOngoing(at, 'day', at + 86_399_999), true);
  assert.equal(isOngoing(at, 'day', at + 86_400_000), false);
  assert.equal(isOngoing(at, 'week', at + 6 * 86_400_000), true);
  assert.equal(isOngoing(Date.UTC(2026, 10, 1), 'month', at), true);
  assert.equal(isOngoing(Date.UTC(2026, 10, 1), 'month', at + 86_400_000), false);
});
