// What a year's rewards are worth: an amount, or nothing where no amount can be so large.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rewardsWorth } from '../../../src/panel/ticket/rewards-worth.ts';
import { yearlyRewards } from '../../../src/portfolio/position-yield.ts';
import { U64_MAX } from '../../../src/units.ts';

const priceOf = (rao: bigint) => ({ rao, perAlphaRao: 1_000_000_000n });

test('rewards are worth their alpha at the spot price, rounded down', () => {
  assert.equal(rewardsWorth(3n, priceOf(500_000_000n)), 1n);
  assert.equal(rewardsWorth(U64_MAX, priceOf(1_000_000_000n)), U64_MAX);
});

test('alpha that is an amount and worth more than any amount has no worth', () => {
  // A hundred thousand million times what is staked, at two TAO for one alpha.
  const alpha = yearlyRewards(100_000_000n, 100_000_000_000n * 1_000_000n);
  assert.ok(alpha !== null && alpha <= U64_MAX);
  assert.equal(rewardsWorth(alpha, priceOf(2_000_000_000n)), null);
});
