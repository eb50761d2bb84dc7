import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdingChange } from '../../../src/panel/subnet/holding-change.ts';
import { holdingValues } from '../../../src/panel/subnet/holding-values.ts';
import { valuePortfolio } from '../../../src/portfolio/value-portfolio.ts';
import { toAlphaRao } from '../../../src/units.ts';
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

test('of a stake that was traded since the price alone is not told; what was sold whole is no part of the one of now', () => {
  assert.ok(value);
  const held = (alpha: bigint) => (point: (typeof history)[number]) => ({
    ...point,
    amounts: alpha === 0n ? [] : [{ netuid: value.netuid, alpha: toAlphaRao(alpha) }],
  });
  const week = history.filter((one) => one.at <= at - 3_600_000);
  const all = week.map((one, index) => {
    const amounts = [BigInt(value.alpha), BigInt(value.alpha) - BigInt(value.alpha) / 100n];
    return held(amounts[index % 2] ?? 0n)(one);
  });
  const [oldest] = all;
  assert.ok(oldest && all.length > 3);
  // Rewards alone.
  const whole = holdingChange(all, value, mine, at);
  assert.equal(whole?.isSteady, true);
  const swapped = (index: number, alpha: bigint) =>
    all.map((one, i) => (i === index ? held(alpha)(one) : one));
  // Part of it was away for a while; little was held at first; much less is held now.
  const most = BigInt(value.alpha);
  assert.equal(holdingChange(swapped(2, most / 2n), value, mine, at)?.isSteady, false);
  assert.equal(holdingChange(swapped(0, 1n), value, mine, at)?.isSteady, false);
  const less = { ...value, alpha: toAlphaRao(most / 2n) };
  assert.equal(holdingChange(all, less, mine, at)?.isSteady, false);
  // Nothing was held in the third record: the holding of now begins after it, or at the end.
  const again = holdingChange(swapped(2, 0n), value, mine, at);
  assert.equal(again?.age, at - (all[3]?.at ?? 0));
  assert.equal(again?.isSteady, true);
  assert.equal(holdingChange(swapped(all.length - 1, 0n), value, mine, at), null);
  // Nothing was held a moment ago: nothing is an hour old.
  const just = { ...held(0n)(oldest), at: at - 60_000 };
  assert.equal(holdingChange([...all, just], value, mine, at), null);
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
