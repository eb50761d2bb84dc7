// What all positions in one subnet earn in a day: the sum of the rows, and nothing where one of them is not known.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayRewards } from '../../../src/panel/subnet/day-rewards.ts';
import { samplesOf } from '../../../src/panel/subnet/earnings.ts';
import { positionYield } from '../../../src/portfolio/position-yield.ts';
import { valuePortfolio } from '../../../src/portfolio/value-portfolio.ts';
import { HEAD, hotkeys, names } from '../../tools/pictures/chain.ts';
import { epochRecords } from '../../tools/pictures/earnings.ts';
import { ledgerMain, positions, savings, snapshotWith } from '../../tools/pictures/stored.ts';

const { snapshot } = snapshotWith(positions, []);
const value = valuePortfolio(snapshot, [ledgerMain, savings]).subnets.find(
  ({ netuid }) => netuid === 64,
);
const epochs = epochRecords().filter(({ netuid }) => netuid === 64);

test('the rewards of a day are the sum of what each position says', () => {
  assert.ok(value && value.positions.length > 1);
  const since = names[64]?.registeredAt ?? 0;
  const rows = value.positions.map(
    ({ alpha, hotkey }) => positionYield(alpha, samplesOf(epochs, hotkey, since), HEAD)?.perDay,
  );
  const sum = rows.reduce<bigint>((all, one) => all + (one ?? 0n), 0n);
  assert.ok(sum > 0n && rows.every((one) => one !== undefined));
  assert.equal(dayRewards(value, epochs, HEAD)?.amount, sum);
});

test('with one position unknown the sum is unknown', () => {
  assert.ok(value);
  assert.equal(dayRewards(value, [], HEAD), null);
  const gone = epochs.map((record) => ({
    ...record,
    earned: record.earned.filter(({ hotkey }) => hotkey !== value.positions[0]?.hotkey),
  }));
  assert.equal(dayRewards(value, gone, HEAD), null);
  assert.ok(hotkeys.length > 1);
});
