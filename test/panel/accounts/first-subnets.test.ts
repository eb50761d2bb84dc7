import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstSubnets } from '../../../src/panel/accounts/first-subnets.ts';
import { toNetuid, toRao } from '../../../src/units.ts';

const held = (values: readonly bigint[], part: readonly number[] = []) =>
  values.map((sellable, index) => ({
    netuid: toNetuid(index),
    sellable: toRao(sellable),
    isSellableWhole: !part.includes(index),
  }));

test('what is not among the first is counted and summed: with them it is all that the account has', () => {
  const values = [3n, 90n, 1n, 40n, 7n, 0n, 55n, 12n];
  const { first, rest } = firstSubnets(held(values));
  assert.deepEqual(
    first.map(({ sellable }) => sellable),
    [90n, 55n, 40n, 12n, 7n],
  );
  assert.deepEqual(rest, { count: 3, sellable: 4n, isWhole: true });
});

test('what lacks something is said of the others too, and one more row takes no row that counts it', () => {
  assert.equal(firstSubnets(held([9n, 8n, 7n, 6n, 5n, 4n, 3n], [6])).rest?.isWhole, false);
  const six = firstSubnets(held([1n, 2n, 3n, 4n, 5n, 6n]));
  assert.equal(six.rest, null);
  assert.equal(six.first.length, 6);
});
