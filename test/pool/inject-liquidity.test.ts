import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Pool } from '../../src/pool/pool.ts';
import { injectLiquidity } from '../../src/pool/inject-liquidity.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import { balancers, noLimit, runs, superellipses, U64_MAX } from './arbitrary-pools.ts';

const parts = fc.bigInt({ min: 0n, max: 200n });

test('an injection into a balancer keeps the price, but for the rounded weight', () => {
  fc.assert(
    fc.property(balancers, parts, parts, (pool, taoPart, alphaPart) => {
      const injection = {
        tao: (pool.taoReserve * taoPart) / 1000n,
        alpha: (pool.alphaReserve * alphaPart) / 1000n,
      };
      const after = injectLiquidity(pool, injection);
      assert.ok(after.kind === 'balancer');
      assert.equal(after.taoReserve, pool.taoReserve + injection.tao);
      assert.equal(after.alphaReserve, pool.alphaReserve + injection.alpha);
      const before = spotPrice(pool);
      const move = spotPrice(after) - before;
      // Weights are rounded to 18 decimals, and their quantities to units of reserve times reserve.
      const rounded = (8n * before) / (pool.taoReserve * pool.alphaReserve);
      assert.ok((move < 0n ? -move : move) <= before / 10n ** 16n + rounded + 4n);
    }),
    runs(500),
  );
});

test('an injection into a superellipse changes neither price nor response', () => {
  fc.assert(
    fc.property(superellipses, parts, parts, (pool, taoPart, alphaPart) => {
      const injection = {
        tao: (pool.taoReserve * taoPart) / 1000n,
        alpha: (pool.alphaReserve * alphaPart) / 1000n,
      };
      const after = injectLiquidity(pool, injection);
      assert.equal(spotPrice(after), spotPrice(pool));
      const order = { side: 'buy' as const, amount: pool.taoReserve / 100n, ...noLimit('buy') };
      const [first, second] = [quoteSwap(pool, order), quoteSwap(after, order)];
      assert.equal(first.ok, second.ok);
      if (!first.ok || !second.ok) return;
      assert.deepEqual([first.amountIn, first.amountOut], [second.amountIn, second.amountOut]);
    }),
    runs(300),
  );
});

test('an injection that would push a weight out of its range is skipped', () => {
  const pool: Pool = {
    kind: 'balancer',
    taoReserve: 10n ** 12n,
    alphaReserve: 10n ** 12n,
    taoWeight: 98n * 10n ** 16n,
    feeRate: 33,
  };
  assert.equal(injectLiquidity(pool, { tao: 10n ** 14n, alpha: 0n }), pool);
  assert.notEqual(injectLiquidity(pool, { tao: 10n ** 10n, alpha: 0n }), pool);
});

test('an injection that a superellipse cannot hold is skipped', () => {
  const pool: Pool = {
    kind: 'superellipse',
    taoReserve: U64_MAX - 5n,
    alphaReserve: 10n ** 12n,
    alphaScale: 1n << 70n,
    taoScale: 1n << 90n,
    centerAlpha: ((10n ** 12n) << 32n) + (1n << 70n),
    centerTao: ((U64_MAX - 5n) << 32n) + (1n << 90n),
    feeRate: 33,
  };
  assert.equal(injectLiquidity(pool, { tao: 6n, alpha: 0n }), pool);
  const outside = { ...pool, centerTao: 0n };
  assert.equal(injectLiquidity(outside, { tao: 1n, alpha: 1n }), outside);
});

test('root takes no injection, the launch pool just takes the reserves', () => {
  const stable: Pool = { kind: 'stable' };
  assert.equal(injectLiquidity(stable, { tao: 1n, alpha: 1n }), stable);
  const pool: Pool = { kind: 'constant-product', taoReserve: 1n, alphaReserve: 2n };
  assert.deepEqual(injectLiquidity(pool, { tao: 3n, alpha: 4n }), {
    ...pool,
    taoReserve: 4n,
    alphaReserve: 6n,
  });
  assert.throws(() => injectLiquidity(pool, { tao: -1n, alpha: 0n }), RangeError);
  assert.throws(() => injectLiquidity(pool, { tao: 0n, alpha: U64_MAX + 1n }), RangeError);
});
