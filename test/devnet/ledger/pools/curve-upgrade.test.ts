// A change of curve keeps price and reserves, and the ledger trades and emits on the new one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { upgradeToSuperellipse, useConstantProduct } from './curve-upgrade.ts';
import { dispatch } from '../calls/dispatch.ts';
import { buildGenesis } from '../genesis/genesis.ts';
import { beginBlock, ledgerReads } from '../ledger.ts';
import { changeSubnet, netuidsOf, subnetAt } from '../ledger-run.ts';
import { alphaPrice } from './pool-swap.ts';
import { FIRST_POOL, keys, twoPools } from './two-pools.ts';

const TAO = 1_000_000_000n;

test('the superellipse starts at the old price and depth', () => {
  const state = twoPools();
  const before = subnetAt(state, FIRST_POOL);
  const price = alphaPrice(state, FIRST_POOL);
  const small = ledgerReads.simSwapTaoForAlpha(state, FIRST_POOL, TAO);
  upgradeToSuperellipse(state);
  const after = subnetAt(state, FIRST_POOL);
  assert.equal(after.taoReserve, before.taoReserve);
  assert.equal(after.alphaReserve, before.alphaReserve);
  const moved = alphaPrice(state, FIRST_POOL) - price;
  assert.ok(moved * 10n ** 12n < price && -moved * 10n ** 12n < price, String(moved));
  const now = ledgerReads.simSwapTaoForAlpha(state, FIRST_POOL, TAO);
  assert.equal(now.taoFee, small.taoFee);
  const change = now.alphaAmount - small.alphaAmount;
  assert.ok(change * 10n ** 7n < small.alphaAmount && -change * 10n ** 7n < small.alphaAmount);
});

test('purchases and sales run on a superellipse as simulated', () => {
  const state = twoPools();
  upgradeToSuperellipse(state, [FIRST_POOL]);
  const expected = ledgerReads.simSwapTaoForAlpha(state, FIRST_POOL, 5n * TAO);
  const args = { hotkey: keys.hotkey, netuid: FIRST_POOL, amount_staked: 5n * TAO };
  const bought = dispatch(state, keys.staker, {
    pallet: 'SubtensorModule',
    name: 'add_stake',
    args,
  });
  assert.equal(bought.events.at(-1)?.fields['3'], expected.alphaAmount);
  const alpha = ledgerReads.positionAlpha(state, keys.hotkey, keys.staker, FIRST_POOL);
  const back = ledgerReads.simSwapAlphaForTao(state, FIRST_POOL, alpha);
  const sold = dispatch(state, keys.staker, {
    pallet: 'SubtensorModule',
    name: 'remove_stake',
    args: { hotkey: keys.hotkey, netuid: FIRST_POOL, amount_unstaked: alpha },
  });
  assert.equal(sold.events.at(-1)?.fields['2'], back.taoAmount);
});

test('injections move the centers of a superellipse and keep its price', () => {
  const state = buildGenesis({ seed: 2, subnets: 6 });
  changeSubnet(state, 0, { taoReserve: 10_000_000n * TAO });
  upgradeToSuperellipse(state);
  const price = alphaPrice(state, 1);
  beginBlock(state);
  const { taoInEmission, excessTao } = subnetAt(state, 1);
  assert.ok(taoInEmission > 0n);
  if (excessTao === 0n) assert.equal(alphaPrice(state, 1), price);
  for (const netuid of netuidsOf(state).slice(1)) {
    assert.equal(subnetAt(state, netuid).curve.kind, 'superellipse');
  }
});

test('the launch-time curve prices by the reserves alone and charges nothing here', () => {
  const state = twoPools();
  useConstantProduct(state);
  const { taoReserve, alphaReserve } = subnetAt(state, FIRST_POOL);
  assert.equal(ledgerReads.currentAlphaPrice(state, FIRST_POOL), (taoReserve * TAO) / alphaReserve);
  const sim = ledgerReads.simSwapTaoForAlpha(state, FIRST_POOL, TAO);
  assert.equal(sim.taoFee, 0n);
  assert.equal(sim.taoAmount, TAO);
});
