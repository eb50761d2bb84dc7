// The age of emission figures: one block has one age on the screen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ageInFoot } from '../../../src/panel/subnets/age-in-foot.ts';

test('figures of the block in the foot are as old as the foot says; of another block it says nothing', () => {
  const live = { state: 'live', block: 388, age: 4_000, error: null } as const;
  assert.equal(ageInFoot(388, live), 4_000);
  assert.equal(ageInFoot(387, live), null);
  // The foot's age is that of its newest prices.
  assert.equal(ageInFoot(388, { ...live, prices: 389 }), null);
  assert.equal(ageInFoot(389, { ...live, prices: 389 }), 4_000);
  assert.equal(ageInFoot(388, { state: 'offline', block: 388, age: 80_000, error: null }), 80_000);
  // A block dated in the future has no age.
  assert.equal(ageInFoot(388, { state: 'cached', block: 388, age: null, error: null }), null);
  assert.equal(ageInFoot(388, { state: 'nothing', error: null }), null);
});
