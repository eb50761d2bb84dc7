// Where the chain's own arithmetic breaks what one expects of a pool: reproduced, not repaired.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type {
  BalancerPool,
  ConstantProductPool,
  Filled,
  Order,
  Pool,
} from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';

function filled(pool: Pool, order: Order): Filled {
  const fill = quoteSwap(pool, order);
  assert.ok(fill.ok);
  return fill;
}

test('at a weight of 0.01 a large sale can take the whole reserve, and the price is then 0', () => {
  const pool: BalancerPool = {
    kind: 'balancer',
    taoReserve: 5_066_944_796_075n,
    alphaReserve: 3_068_826_256_342_666n,
    taoWeight: 10n ** 16n,
    feeRate: 33,
  };
  const fill = filled(pool, { side: 'sell', amount: 1_648_942_413_317_542_400n, limitPrice: 0n });
  assert.equal(fill.amountOut, pool.taoReserve);
  assert.equal(fill.priceAfter, 0n);
});

test('next to a weight of 0.01 the series no longer converges and a larger sale pays out less', () => {
  const pool: BalancerPool = {
    kind: 'balancer',
    taoReserve: 1_858_334_466_716n,
    alphaReserve: 13_070_863_736_209n,
    taoWeight: 10n ** 16n + 1n,
    feeRate: 0,
  };
  const smaller = (pool.alphaReserve * 29n) / 10n;
  const larger = (pool.alphaReserve * 36n) / 10n;
  const first = filled(pool, { side: 'sell', amount: smaller, limitPrice: 0n });
  const second = filled(pool, { side: 'sell', amount: larger, limitPrice: 0n });
  assert.ok(second.amountOut < first.amountOut);
});

test('with a reserve above 10^18 rao a limited fill can leave the price past its limit', () => {
  const pool: BalancerPool = {
    kind: 'balancer',
    taoReserve: 112_220_017n,
    alphaReserve: 5_252_571_749_480_798_016n,
    taoWeight: 519_417_498_881_747_277n,
    feeRate: 33,
  };
  const limitPriceBits = 798_922_449n;
  const fill = filled(pool, { side: 'buy', amount: 1_675_969_820n, limitPriceBits });
  assert.equal(fill.priceAfter, limitPriceBits + 1n);
});

test('with reserves above 10^17 rao a trade there and back can gain a rao by the 18 decimals', () => {
  const pool: BalancerPool = {
    kind: 'balancer',
    taoReserve: 1_711_764_351_743_359_475n,
    alphaReserve: 282_765_775_732_422_439n,
    taoWeight: 439_200_235_799_215_573n,
    feeRate: 33,
  };
  const amount = 1_459_204_461_286_008_774n;
  const there = filled(pool, { side: 'buy', amount, dropFees: true });
  const back = filled(there.after, { side: 'sell', amount: there.amountOut, dropFees: true });
  assert.equal(back.amountOut, amount + 1n);
});

test('an empty TAO reserve gives its whole alpha for an empty order', () => {
  const pool: BalancerPool = {
    kind: 'balancer',
    taoReserve: 0n,
    alphaReserve: 5_000_000_000n,
    taoWeight: 5n * 10n ** 17n,
    feeRate: 33,
  };
  const fill = filled(pool, { side: 'buy', amount: 0n });
  assert.equal(fill.amountOut, pool.alphaReserve);
});

test('the launch pool keeps 18 bits of a rao, so a trade there and back can gain where prices are extreme', () => {
  const pool: ConstantProductPool = {
    kind: 'constant-product',
    taoReserve: 9_007_199_254_741_008n,
    alphaReserve: 134_217_720n,
  };
  const amount = 1_125_899_906_842_624n;
  const there = filled(pool, { side: 'buy', amount });
  const back = filled(there.after, { side: 'sell', amount: there.amountOut });
  const gain = back.amountOut - amount;
  assert.ok(gain > 0n);
  // At most what 2^-18 of an alpha rao is worth.
  assert.ok(gain <= (spotPrice(there.after) >> 64n) >> 18n);
});
