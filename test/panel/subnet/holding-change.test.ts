import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdingChange } from '../../../src/panel/subnet/holding-change.ts';
import { holdingValues } from '../../../src/panel/subnet/holding-values.ts';
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

test('a holding is drawn from what was held and its price of then to its spot value, of the same accounts and subnet', () => {
  assert.ok(value);
  const now = { at, block: record.snapshot.block.number };
  const found = holdingValues(history.toReversed(), value, mine.toReversed(), now);
  assert.deepEqual(found.at(-1), { ...now, rao: value.spot });
  assert.equal(found.length, history.filter((one) => one.at < at).length + 1);
  const times = found.map((point) => point.at);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
  const [first] = history;
  const alpha = first?.amounts?.find(({ netuid }) => netuid === 64)?.alpha ?? 0n;
  const price = first?.prices.find(({ netuid }) => netuid === 64)?.raoPerAlpha ?? 0n;
  assert.equal(found[0]?.rao, (alpha * price) / 1_000_000_000n);
  // It says what the change beside it says, but for what is cut off of a rao.
  const change = holdingChange(history, value, mine, at);
  assert.ok(change);
  const apart = value.spot - (found[0]?.rao ?? 0n) - (change.byPrice + change.byAlpha);
  assert.ok(apart >= -2n && apart <= 2n, String(apart));
  assert.equal(holdingValues(history, value, [ledgerMain], now).length, 1);
  assert.equal(holdingValues(history, { ...value, registeredAt: 1 }, mine, now).length, 1);
  const bare = history.map(({ amounts: _amounts, ...point }) => point);
  assert.equal(holdingValues(bare, value, mine, now).length, 1);
});

test('a record that says what was held, and not this, is a holding of nothing; before the first holding there is none', () => {
  assert.ok(value);
  const now = { at, block: record.snapshot.block.number };
  const ordered = history.filter((one) => one.at < at).toSorted((a, b) => a.at - b.at);
  const sold = ordered.map((point, index) =>
    index === 0 || index === 2 ? { ...point, amounts: [] } : point,
  );
  const found = holdingValues(sold, value, mine, now);
  assert.equal(found.length, ordered.length);
  assert.deepEqual(
    found.slice(0, 3).map(({ rao }) => rao > 0n),
    [true, false, true],
  );
});
