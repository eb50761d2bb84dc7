import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partOfAll } from '../../../src/panel/core/part-of-all.ts';
import { valuePortfolio } from '../../../src/portfolio/value-portfolio.ts';
import { manyPositions } from '../../portfolio/many-positions.ts';

test('the rows of an account and its free TAO are what the list of accounts says it brings', () => {
  const snapshot = manyPositions(3, 60);
  const coldkeys = snapshot.accounts.map(({ coldkey }) => coldkey);
  const whole = valuePortfolio(snapshot, coldkeys);
  let sum = 0n;
  for (const coldkey of coldkeys) {
    const part = partOfAll(whole, coldkey);
    assert.ok(part !== null);
    const rows = [...part.exits.values()].reduce((all, { sellable }) => all + sellable, 0n);
    assert.equal(rows + part.free - part.frozen, part.sellable);
    sum += part.sellable;
  }
  assert.equal(sum, whole.sellable);
});

test('an account that is not sold with the others has no part', () => {
  const snapshot = manyPositions(2, 10);
  const [first, second] = snapshot.accounts.map(({ coldkey }) => coldkey);
  assert.ok(first !== undefined && second !== undefined);
  assert.equal(partOfAll(valuePortfolio(snapshot, [first]), second), null);
});

test('while an account that counts is not loaded, a part is said to be of those loaded, and is not too low', () => {
  const snapshot = manyPositions(3, 60);
  const coldkeys = snapshot.accounts.map(({ coldkey }) => coldkey);
  const [first, , last] = coldkeys;
  assert.ok(first !== undefined && last !== undefined);
  const all = partOfAll(valuePortfolio(snapshot, coldkeys), first);
  const some = partOfAll(
    valuePortfolio(
      {
        ...snapshot,
        accounts: snapshot.accounts.filter(({ coldkey }) => coldkey !== last),
        positions: snapshot.positions.filter(({ coldkey }) => coldkey !== last),
        unread: [last],
      },
      coldkeys,
    ),
    first,
  );
  assert.ok(all !== null && some !== null);
  assert.deepEqual([all.isOfAll, some.isOfAll], [true, false]);
  // What is said of it: with the rest it may be less.
  assert.ok(all.sellable <= some.sellable);
});
