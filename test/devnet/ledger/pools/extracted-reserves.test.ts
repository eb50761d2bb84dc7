// Reserves taken out for lending: quotes stay, depth does not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upgradeToSuperellipse } from './curve-upgrade.ts';
import { extractReserves } from './extracted-reserves.ts';
import { currentAlphaPrice, simSwapAlphaForTao } from './pool-swap.ts';
import { FIRST_POOL, twoPools } from './two-pools.ts';
import { subnetAt } from '../ledger-run.ts';

const TAO = 1_000_000_000n;

test('price and small quotes stay, reserves shrink, and what was taken is written down', () => {
  const state = twoPools();
  upgradeToSuperellipse(state);
  const price = currentAlphaPrice(state, FIRST_POOL);
  const quote = simSwapAlphaForTao(state, FIRST_POOL, TAO);
  const before = subnetAt(state, FIRST_POOL);
  const taken = { alpha: before.alphaReserve / 4n, tao: before.taoReserve / 4n };
  extractReserves(state, FIRST_POOL, taken);
  assert.equal(currentAlphaPrice(state, FIRST_POOL), price);
  assert.deepEqual(simSwapAlphaForTao(state, FIRST_POOL, TAO), quote);
  const after = subnetAt(state, FIRST_POOL);
  assert.equal(after.taoReserve, before.taoReserve - taken.tao);
  assert.equal(after.alphaReserve, before.alphaReserve - taken.alpha);
  extractReserves(state, FIRST_POOL, { alpha: 1n, tao: 2n });
  const all = { alpha: taken.alpha + 1n, tao: taken.tao + 2n };
  assert.deepEqual(state.extracted.get(FIRST_POOL), all);
  const over = { alpha: 0n, tao: before.taoReserve };
  assert.throws(() => extractReserves(state, FIRST_POOL, over), RangeError);
});
