// Rewards as rows of the list of what happened: which days one row is of, and that no reward is lost or counted twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noParts } from '../../../src/history/tally.ts';
import type { Column } from '../../../src/history/figures.ts';
import { foldedRewards, rewardsOf } from '../../../src/panel/request/rewards.ts';
import { toNetuid } from '../../../src/units.ts';

const DAY = 86_400_000;
const FIRST = Date.UTC(2026, 10, 1);
const dayAt = (index: number): number => FIRST + index * DAY;

function columnOf(index: number, earned: Readonly<Record<number, bigint>>): Column {
  const bySubnet = Object.entries(earned).map(([netuid, amount]) => ({
    subnet: { netuid: toNetuid(Number(netuid)), registeredAt: 1 },
    parts: { ...noParts(), earned: amount },
  }));
  const sum = Object.values(earned).reduce((all, one) => all + one, 0n);
  const parts = { ...noParts(), earned: sum, price: 7n };
  return { from: dayAt(index), end: 0n, opened: 0n, parts, bySubnet };
}

const columns = [
  columnOf(0, { 4: 10n }),
  columnOf(1, { 4: 20n, 64: 5n }),
  // Nothing was recorded on two days: what came then is told with the next.
  columnOf(4, { 64: 9n }),
  columnOf(5, {}),
  columnOf(6, { 4: 1n, 64: 2n }),
];
const total = (rows: readonly { earned: bigint }[]): bigint =>
  rows.reduce((sum, { earned }) => sum + earned, 0n);

test('each day is a row, the newest first, and one after days without a record is of those too', () => {
  const days = rewardsOf(columns, null);
  assert.deepEqual(
    days.map(({ first, last, earned }) => [(first - FIRST) / DAY, (last - FIRST) / DAY, earned]),
    [
      [6, 6, 3n],
      [2, 4, 9n],
      [1, 1, 25n],
      [0, 0, 10n],
    ],
  );
  assert.deepEqual(
    days[2]?.bySubnet.map(({ subnet, earned }) => [subnet.netuid, earned]),
    [
      [4, 20n],
      [64, 5n],
    ],
  );
});

test('of one subnet only its own rewards count', () => {
  const days = rewardsOf(columns, 64);
  assert.deepEqual(
    days.map(({ earned }) => earned),
    [2n, 9n, 5n],
  );
});

test('days on which nothing else happened are one row, and their rewards add up', () => {
  const days = rewardsOf(columns, null);
  const quiet = foldedRewards(days, () => false);
  assert.equal(quiet.length, 1);
  assert.deepEqual([quiet[0]?.first, quiet[0]?.last], [dayAt(0), dayAt(6)]);
  assert.equal(quiet[0]?.earned, total(days));
  assert.deepEqual(
    quiet[0]?.bySubnet.map(({ subnet, earned }) => [subnet.netuid, earned]),
    [
      [4, 31n],
      [64, 16n],
    ],
  );
  const around = foldedRewards(days, (day) => day === dayAt(4));
  assert.deepEqual(
    around.map(({ first, last, earned }) => [(first - FIRST) / DAY, (last - FIRST) / DAY, earned]),
    [
      [6, 6, 3n],
      [2, 4, 9n],
      [0, 1, 35n],
    ],
  );
  assert.equal(total(around), total(days));
});

test('a row is of one year', () => {
  const turn = (Date.UTC(2027, 0, 1) - FIRST) / DAY;
  const days = rewardsOf([columnOf(turn - 1, { 4: 1n }), columnOf(turn, { 4: 2n })], null);
  assert.equal(foldedRewards(days, () => false).length, 2);
});
