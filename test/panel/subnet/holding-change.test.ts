import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdingChange } from '../../../src/panel/subnet/holding-change.ts';
import { valuePortfolio } from '../../../src/portfolio/value-portfolio.ts';
import {
  historyOf,
  ledgerMain,
  positions,
  savings,
  snapshotWith,
} from '../../tools/pictures/stored.ts';

const record = snapshotWith(positions, []);
const mine = [ledgerMain, savings];
const history = historyOf(record, mine);
const value = valuePortfolio(record.snapshot, mine).subnets.find(({ netuid }) => netuid === 64);
const at = record.snapshot.blockTime;

test('a holding is compared with the oldest point of the week that knew it', () => {
  assert.ok(value);
  const found = holdingChange(history, value, mine.toReversed(), at);
  assert.ok(found && found.age > 47 * 3_600_000 && found.alpha > 0n);
});

test('other accounts, another subnet of that number and points without amounts tell nothing', () => {
  assert.ok(value);
  assert.equal(holdingChange(history, value, [ledgerMain], at), null);
  assert.equal(holdingChange(history, { ...value, registeredAt: 1 }, mine, at), null);
  const bare = history.map(({ amounts: _amounts, ...point }) => point);
  assert.equal(holdingChange(bare, value, mine, at), null);
  assert.equal(holdingChange(history.slice(-1), value, mine, at), null);
});
