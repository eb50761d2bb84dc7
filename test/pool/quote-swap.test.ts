import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BalancerPool, Fill, Order, Pool, SuperellipsePool } from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import { U128_MAX, U64_MAX, WEIGHT_ONE } from './arbitrary-pools.ts';

const balancer: BalancerPool = {
  kind: 'balancer',
  taoReserve: 5_000_000_000_000n,
  alphaReserve: 200_000_000_000_000n,
  taoWeight: 300_000_000_000_000_001n,
  feeRate: 33,
};
const superellipse: SuperellipsePool = {
  kind: 'superellipse',
  taoReserve: 5_000_000_000_000n,
  alphaReserve: 200_000_000_000_000n,
  alphaScale: 200_000_000_000_000n << 32n,
  taoScale: 5_000_000_000_000n << 32n,
  centerAlpha: 400_000_000_000_000n << 32n,
  centerTao: 10_000_000_000_000n << 32n,
  feeRate: 33,
};
const constantProduct: Pool = {
  kind: 'constant-product',
  taoReserve: 5_000_000_000_000n,
  alphaReserve: 200_000_000_000_000n,
  flatFee: 50_000n,
};
const everyKind: Pool[] = [{ kind: 'stable' }, constantProduct, balancer, superellipse];

function errorOf(fill: Fill): string {
  return fill.ok ? 'filled' : fill.error;
}

test('what no extrinsic could carry is a RangeError on every curve', () => {
  const orders: Order[] = [
    { side: 'buy', amount: -1n },
    { side: 'sell', amount: U128_MAX + 1n },
    { side: 'buy', amount: 1n, limitPrice: -1n },
    { side: 'buy', amount: 1n, limitPrice: U64_MAX + 1n },
    { side: 'buy', amount: 1n, limitPriceBits: -1n },
    { side: 'buy', amount: 1n, limitPriceBits: U128_MAX + 1n },
    { side: 'buy', amount: 1n, limitPrice: 5n, limitPriceBits: 5n },
  ];
  for (const pool of everyKind) {
    for (const order of orders) assert.throws(() => quoteSwap(pool, order), RangeError);
  }
});

test('an amount over u64 is a RangeError, but on a superellipse the named error of its reference', () => {
  for (const pool of everyKind) {
    const order: Order = { side: 'sell', amount: U64_MAX + 1n };
    if (pool.kind === 'superellipse') {
      assert.equal(errorOf(quoteSwap(pool, order)), 'SwapInputTooLarge');
    } else {
      assert.throws(() => quoteSwap(pool, order), RangeError);
    }
  }
});

test('what no chain state could be is a RangeError', () => {
  const order: Order = { side: 'buy', amount: 1n };
  const wrong: Pool[] = [
    { ...balancer, taoReserve: -1n },
    { ...balancer, alphaReserve: U64_MAX + 1n },
    { ...balancer, taoWeight: WEIGHT_ONE / 100n - 1n },
    { ...balancer, taoWeight: (WEIGHT_ONE * 99n) / 100n + 1n },
    { ...balancer, feeRate: 65536 },
    { ...balancer, feeRate: 0.5 },
    { ...balancer, feeRate: Number.NaN },
    { ...balancer, minimumReserve: -1n },
    { ...superellipse, alphaScale: -1n },
    { ...superellipse, taoScale: U128_MAX + 1n },
    { ...superellipse, centerTao: 1n << 127n },
    { ...superellipse, centerAlpha: -(1n << 127n) - 1n },
    { ...superellipse, feeRate: -1 },
    { kind: 'constant-product', taoReserve: 1n, alphaReserve: 1n, flatFee: -1n },
  ];
  for (const pool of wrong) {
    assert.throws(() => quoteSwap(pool, order), RangeError);
    assert.throws(() => spotPrice(pool), RangeError);
  }
});

test('the chain checks the input first, then the output reserve, then the limit', () => {
  for (const pool of [balancer, superellipse]) {
    const poor = { ...pool, alphaReserve: 999_999n };
    const tooMuch = { side: 'buy' as const, amount: 6_000_000_000_000_000n, limitPrice: 0n };
    assert.equal(errorOf(quoteSwap(poor, tooMuch)), 'SwapInputTooLarge');
    const order = { side: 'buy' as const, amount: 10n ** 9n, limitPrice: 0n };
    assert.equal(errorOf(quoteSwap(poor, order)), 'ReservesTooLow');
    assert.equal(errorOf(quoteSwap({ ...poor, minimumReserve: 0n }, order)), 'PriceLimitExceeded');
    assert.equal(errorOf(quoteSwap(pool, order)), 'PriceLimitExceeded');
  }
});

test('a limit equal to the spot price is refused, one bit beyond it is not', () => {
  for (const pool of [balancer, superellipse]) {
    const spot = spotPrice(pool);
    for (const side of ['buy', 'sell'] as const) {
      const atSpot = quoteSwap(pool, { side, amount: 10n ** 9n, limitPriceBits: spot });
      assert.equal(errorOf(atSpot), 'PriceLimitExceeded');
      const beyond = side === 'buy' ? spot + 1n : spot - 1n;
      const fill = quoteSwap(pool, { side, amount: 10n ** 9n, limitPriceBits: beyond });
      assert.equal(errorOf(fill), 'filled');
    }
  }
});

test('an input that pays out nothing is refused, an empty order is not', () => {
  for (const pool of [balancer, superellipse]) {
    assert.equal(errorOf(quoteSwap(pool, { side: 'sell', amount: 1n })), 'ReservesTooLow');
    const empty = quoteSwap(pool, { side: 'sell', amount: 0n });
    assert.ok(empty.ok);
    assert.deepEqual([empty.amountIn, empty.fee, empty.amountOut], [0n, 0n, 0n]);
  }
});

test('a missing limit is 10^15 rao per alpha for a buy and 1,000 for a sell', () => {
  for (const [side, limitPrice] of [
    ['buy', 10n ** 15n],
    ['sell', 1_000n],
  ] as const) {
    const order: Order = { side, amount: 10n ** 12n };
    assert.deepEqual(quoteSwap(balancer, order), quoteSwap(balancer, { ...order, limitPrice }));
  }
});

test('dropped fees let the whole amount into the pool', () => {
  const fill = quoteSwap(balancer, { side: 'buy', amount: 10n ** 9n, dropFees: true });
  assert.ok(fill.ok);
  assert.deepEqual([fill.amountIn, fill.fee], [10n ** 9n, 0n]);
});

test('a superellipse order beyond the end of its curve is filled to the minimum reserve', () => {
  const fill = quoteSwap(superellipse, {
    side: 'buy',
    amount: 10n ** 15n,
    limitPriceBits: U128_MAX,
  });
  assert.ok(fill.ok && fill.after.kind === 'superellipse');
  assert.ok(fill.amountIn < 10n ** 15n);
  assert.ok(fill.after.alphaReserve >= 1_000_000n);
  const step = quoteSwap(superellipse, {
    side: 'buy',
    amount: fill.amountIn,
    dropFees: true,
    limitPriceBits: U128_MAX,
  });
  assert.ok(step.ok && step.amountIn === fill.amountIn);
});

test('a superellipse whose reserves lie outside its curve is out of balance', () => {
  const outside = { ...superellipse, centerAlpha: superellipse.alphaReserve << 32n };
  const fill = quoteSwap(outside, { side: 'buy', amount: 10n ** 9n });
  assert.equal(errorOf(fill), 'ReservesOutOfBalance');
  const scaleless = { ...superellipse, taoScale: 0n };
  assert.equal(errorOf(quoteSwap(scaleless, { side: 'buy', amount: 1n })), 'ReservesOutOfBalance');
});

test('a superellipse without input reserve has no price to sell at, and takes an empty buy', () => {
  const noAlpha = { ...superellipse, alphaReserve: 0n };
  assert.equal(spotPrice(noAlpha), 0n);
  assert.equal(errorOf(quoteSwap(noAlpha, { side: 'sell', amount: 0n })), 'PriceLimitExceeded');
  const noTao = { ...superellipse, taoReserve: 0n };
  assert.equal(errorOf(quoteSwap(noTao, { side: 'buy', amount: 0n })), 'filled');
  assert.equal(errorOf(quoteSwap(noTao, { side: 'buy', amount: 1n })), 'SwapInputTooLarge');
});

test('a superellipse whose price passes 128 bits counts as priceless, and is out of balance', () => {
  const steep: SuperellipsePool = {
    ...superellipse,
    alphaScale: 1n,
    taoScale: 1n << 100n,
    centerTao: (superellipse.taoReserve << 32n) + 1n,
  };
  assert.equal(spotPrice(steep), 0n);
  assert.equal(errorOf(quoteSwap(steep, { side: 'buy', amount: 0n })), 'ReservesOutOfBalance');
});

test('root and stable subnets trade one to one whatever the limit', () => {
  const pool: Pool = { kind: 'stable' };
  const fill = quoteSwap(pool, { side: 'sell', amount: 77n, limitPrice: U64_MAX });
  assert.ok(fill.ok);
  assert.deepEqual([fill.amountIn, fill.fee, fill.amountOut], [77n, 0n, 77n]);
  assert.equal(fill.priceAfter, 1n << 64n);
});

test('the launch pool takes its flat fee from the input of a buy and from the proceeds of a sell', () => {
  const buy = quoteSwap(constantProduct, { side: 'buy', amount: 1_000_000_000n });
  assert.ok(buy.ok);
  assert.deepEqual([buy.amountIn, buy.fee], [999_950_000n, 50_000n]);
  // 200000·10^9 − 10^27/(5000·10^9 + 999950000), floored
  assert.equal(buy.amountOut, 39_990_002_399n);
  const sell = quoteSwap(constantProduct, { side: 'sell', amount: 40_000_000_000n });
  assert.ok(sell.ok);
  assert.equal(sell.amountIn, 40_000_000_000n);
  assert.equal(sell.amountOut + sell.fee, 999_800_039n);
  assert.equal(sell.fee, 50_000n);
  const drained = quoteSwap(
    { ...constantProduct, alphaReserve: 10_000_001n },
    { side: 'buy', amount: 10n ** 13n },
  );
  assert.equal(errorOf(drained), 'InsufficientLiquidity');
});
