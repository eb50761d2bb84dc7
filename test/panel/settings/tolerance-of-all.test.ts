import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_TOLERANCE_BPS, moveKinds } from '../../../src/model/move.ts';
import { commonTolerance, toleranceOfAll } from '../../../src/panel/settings/tolerance-of-all.ts';

test('without a choice all types of order start with the default', () => {
  assert.equal(commonTolerance({}), DEFAULT_TOLERANCE_BPS);
});

test('a tolerance set for all is that of all', () => {
  const kept = toleranceOfAll(100);
  assert.deepEqual(Object.keys(kept).toSorted(), [...moveKinds].toSorted());
  assert.equal(commonTolerance(kept), 100);
});

test('one type of another tolerance: there is no common one', () => {
  assert.equal(commonTolerance({ stake: 100 }), null);
  assert.equal(commonTolerance({ ...toleranceOfAll(100), claim: 99 }), null);
});

test('what is no tolerance counts as the default, as on an order', () => {
  assert.equal(commonTolerance({ stake: 10_000 }), DEFAULT_TOLERANCE_BPS);
});
