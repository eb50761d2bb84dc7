import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ageOf, isFresh } from '../../src/model/age.ts';

const YEAR = 365 * 86_400_000;

test('what is dated in the future has no age and is never fresh, however far the clock was ahead', () => {
  for (const ahead of [60_000, YEAR]) {
    assert.equal(ageOf(ahead, 0), null);
    assert.equal(isFresh(ahead, 0, YEAR), false);
  }
});

test('two clocks that are right may differ a little: no negative age', () => {
  assert.equal(ageOf(5_000, 0), 0);
  assert.ok(isFresh(5_000, 0, 1_000));
});

test('fresh is younger than asked for', () => {
  assert.ok(isFresh(0, 999, 1_000));
  assert.equal(isFresh(0, 1_000, 1_000), false);
});
