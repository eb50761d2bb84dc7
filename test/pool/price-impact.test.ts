import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Filled, Side } from '../../src/pool/pool.ts';
import { ceilDiv } from '../../src/pool/fixed-point.ts';
import { priceImpactPpm } from '../../src/pool/price-impact.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { ordersOn, curves, runs } from './arbitrary-pools.ts';

const fill: Filled = {
  ok: true,
  amountIn: 300n,
  fee: 1n,
  amountOut: 100n,
  priceBefore: 2n << 64n,
  priceAfter: 4n << 64n,
  after: { kind: 'stable' },
};

/** TAO per alpha that a fill pays or gets, fee excluded, raw U64F64 bits, rounded against the trader. */
const meanPrice = ({ amountIn, amountOut }: Filled, side: Side): bigint =>
  side === 'buy' ? ceilDiv(amountIn << 64n, amountOut) : (amountOut << 64n) / amountIn;

test('impact is the distance from the spot price before, rounded up', () => {
  assert.equal(priceImpactPpm(fill, 'buy'), 500_000n);
  assert.equal(priceImpactPpm({ ...fill, amountIn: 100n, amountOut: 100n }, 'sell'), 500_000n);
  assert.equal(priceImpactPpm({ ...fill, amountIn: 700n, amountOut: 300n }, 'buy'), 166_667n);
  assert.equal(priceImpactPpm({ ...fill, amountIn: 0n, amountOut: 0n }, 'buy'), 0n);
  assert.equal(priceImpactPpm({ ...fill, amountOut: 0n }, 'buy'), null);
  assert.equal(priceImpactPpm({ ...fill, priceBefore: 0n }, 'buy'), null);
});

test('what the chain floors is no impact: dust loses less than a rao, which would be many per cent', () => {
  const dust = { ...fill, amountIn: 1000n, amountOut: 4n, priceBefore: (1n << 64n) / 222n };
  assert.equal(priceImpactPpm(dust, 'sell'), 0n);
  assert.equal(priceImpactPpm({ ...dust, amountOut: 0n, amountIn: 200n }, 'sell'), 0n);
  // A whole rao is missing.
  assert.equal(priceImpactPpm({ ...dust, amountOut: 3n }, 'sell'), 334_000n);
  assert.equal(priceImpactPpm({ ...fill, amountIn: 201n, amountOut: 100n }, 'buy'), 0n);
  assert.equal(priceImpactPpm({ ...fill, amountIn: 202n, amountOut: 100n }, 'buy'), 10_000n);
});

test('a trade executes between the prices before and after, but for the floored rao', () => {
  fc.assert(
    fc.property(ordersOn(curves), ({ pool, order }) => {
      const traded = quoteSwap(pool, order);
      if (!traded.ok || traded.amountOut < 10n ** 6n || traded.amountIn < 10n ** 6n) return;
      const price = meanPrice(traded, order.side);
      if (traded.priceBefore < 10n ** 9n) return;
      const slack = price / 500_000n + 2n;
      const [low, high] =
        order.side === 'buy'
          ? [traded.priceBefore, traded.priceAfter]
          : [traded.priceAfter, traded.priceBefore];
      assert.ok(price >= low - slack && price <= high + slack);
    }),
    runs(500),
  );
});
