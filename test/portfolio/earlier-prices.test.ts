import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  blocksAgo,
  earlierPrices,
  isClose,
  isWorthReading,
  type ArchivedPrices,
  type RecordedPrices,
} from '../../src/portfolio/earlier-prices.ts';
import { BLOCK_MS, toNetuid, toRao } from '../../src/units.ts';

const HOUR = 3_600_000;
const now = { at: 1_000 * HOUR, block: 1_000_000 };
const unknown = { known: false, reason: 'not-on-this-runtime' } as const;
const held = [{ netuid: 1, registeredAt: 500 }];

const own = (hours: number, netuids = [1]): RecordedPrices => ({
  at: now.at - hours * HOUR,
  block: now.block - hours * 300,
  prices: netuids.map((netuid) => ({ netuid, registeredAt: 500, raoPerAlpha: BigInt(hours) })),
});
const archive = (blocks: number, netuids = [1]): ArchivedPrices => ({
  known: true,
  block: { hash: '0xaa', number: now.block - blocks },
  prices: netuids.map((netuid) => ({
    netuid: toNetuid(netuid),
    raoPerAlpha: BigInt(blocks),
    tao: null,
    flow: { reserve: toRao(0n), stakers: unknown, protocol: unknown, takenAt: unknown },
  })),
});

test('the closest own point at or before the horizon is taken, with its real age', () => {
  const points = [own(40), own(25), own(23), own(1)];
  const found = earlierPrices(now, 'day', points, [archive(7_200)], held);
  assert.equal(found?.from, 'own');
  assert.equal(found?.age, 25 * HOUR);
  assert.equal(found?.priceThen({ netuid: 1, registeredAt: 500 }), 25n);
});

test('where our own record has a gap the archive is closer, and without one the gap is told', () => {
  const points = [own(35), own(1)];
  assert.equal(earlierPrices(now, 'day', points, [archive(7_230)], held)?.from, 'archive');
  assert.equal(earlierPrices(now, 'day', points, [], held)?.age, 35 * HOUR);
});

test('what is younger than the horizon, or far older, is not called by its name', () => {
  assert.equal(earlierPrices(now, 'day', [own(23), own(37)], [archive(7_100)], held), null);
  assert.equal(earlierPrices(now, 'week', [own(24)], [archive(7_200)], held), null);
  assert.equal(earlierPrices(now, 'month', [], [archive(blocksAgo.month)], held)?.from, 'archive');
});

test('a source that knows what is held goes before a closer one that does not', () => {
  const found = earlierPrices(now, 'day', [own(24, [2])], [archive(7_900)], held);
  assert.equal(found?.from, 'archive');
  assert.equal(found?.age, 7_900 * 12_000);
});

test('an archive’s price belongs to a subnet only if it was registered by that block', () => {
  const found = earlierPrices(now, 'day', [], [archive(7_200)], held);
  const then = now.block - 7_200;
  assert.equal(found?.priceThen({ netuid: 1, registeredAt: then }), 7_200n);
  assert.equal(found?.priceThen({ netuid: 1, registeredAt: then + 1 }), null);
});

test('an archive is worth asking for what is unknown, far off or incomplete', () => {
  const of = (points: RecordedPrices[], told: ArchivedPrices[]) =>
    isWorthReading(earlierPrices(now, 'day', points, told, held), 'day', held);
  assert.equal(of([], []), true);
  assert.equal(of([own(25)], []), false);
  assert.equal(of([own(35)], []), true);
  assert.equal(of([own(25, [2])], []), true);
  assert.equal(of([], [archive(7_300)]), false);
  // What the archive did not tell then it will not tell now.
  assert.equal(of([], [archive(7_300, [2])]), false);
});

test('a day, a week, a month; close is a twelfth more, and what is half as much further is no longer near', () => {
  assert.deepEqual(blocksAgo, { day: 7_200, week: 50_400, month: 216_000 });
  const close = (age: number) =>
    isClose({ from: 'own', block: 1, age, priceThen: () => null }, 7_200);
  const day = 7_200 * BLOCK_MS;
  assert.deepEqual([day, day * (13 / 12), day * (13 / 12) + 1].map(close), [true, true, false]);
  const pointOf = (age: number): RecordedPrices => ({ ...own(24), at: now.at - age });
  const ageOf = (...ages: number[]) =>
    earlierPrices(now, 'day', ages.map(pointOf), [], held)?.age ?? null;
  assert.deepEqual(
    [day - 1, day, day * 1.5, day * 1.5 + 1].map((age) => ageOf(age)),
    [null, day, day * 1.5, null],
  );
  const told = (blocks: number) =>
    earlierPrices(now, 'day', [], [archive(blocks)], held)?.age ?? null;
  assert.deepEqual([7_149, 7_150, 10_800, 10_801].map(told), [
    null,
    7_150 * BLOCK_MS,
    10_800 * BLOCK_MS,
    null,
  ]);
  // Of two answers the younger; our own while it is close, however exact the other is.
  assert.equal(
    earlierPrices(now, 'day', [], [archive(7_300), archive(7_200)], held)?.block,
    992_800,
  );
  assert.equal(
    earlierPrices(now, 'day', [], [archive(7_200), archive(7_300)], held)?.block,
    992_800,
  );
  const choice = (age: number) =>
    earlierPrices(now, 'day', [pointOf(age)], [archive(7_201)], held)?.from;
  assert.deepEqual([day * (13 / 12), day * (13 / 12) + 1].map(choice), ['own', 'archive']);
});

test('one subnet of several without a price makes the archive worth asking; root never does', () => {
  const [found] = [earlierPrices(now, 'day', [own(24)], [], held)];
  const worth = (...netuids: number[]) =>
    isWorthReading(
      found ?? null,
      'day',
      netuids.map((netuid) => ({ netuid, registeredAt: 500 })),
    );
  assert.deepEqual(
    [worth(), worth(1), worth(1, 2), worth(0, 1), worth(0)],
    [false, false, true, false, false],
  );
});
