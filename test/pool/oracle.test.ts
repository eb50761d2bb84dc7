// The pool math against a second implementation that shares nothing with it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Order } from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import { oraclePrice, oracleQuote } from '../oracle/pool-oracle.ts';
import type { PoolOrder, ReservePool } from './arbitrary-pools.ts';
import {
  amountFor,
  balancers,
  constantProducts,
  magnitude,
  ordersOn,
  sides,
  superellipses,
  U128_MAX,
  U64_MAX,
  WEIGHT_ONE,
} from './arbitrary-pools.ts';

const isDeep = process.env['TAUBAR_DEEP'] === '1';

/** 10^5 cases in all in the deep run; shares as below. */
function cases(deep: number): { numRuns: number } {
  return { numRuns: isDeep ? deep : Math.ceil(deep / 100) };
}

/** Orders with and without limits: near the spot price, anywhere, missing. */
function limitedOrdersOn(pools: fc.Arbitrary<ReservePool>): fc.Arbitrary<PoolOrder> {
  return fc.tuple(pools, sides).chain(([pool, side]) => {
    const spot = spotPrice(pool);
    const limits: fc.Arbitrary<Partial<Order>> = fc.oneof(
      fc.constant({}),
      fc.bigInt({ min: 0n, max: 400_000n }).map((ppm) => ({
        limitPriceBits: cap(
          side === 'buy' ? spot + (spot * ppm) / 100_000n : spot - (spot * ppm) / 400_000n,
        ),
      })),
      magnitude(1, 64).map((limitPrice) => ({ limitPrice })),
    );
    return fc
      .tuple(amountFor(pool, side), limits, fc.boolean())
      .map(([amount, limit, dropFees]) => ({
        pool,
        order: { side, amount: amount > U64_MAX ? U64_MAX : amount, dropFees, ...limit },
      }));
  });
}

function cap(bits: bigint): bigint {
  return bits > U128_MAX ? U128_MAX : bits;
}

function agreesWithOracle(pools: fc.Arbitrary<ReservePool>, deep: number): void {
  fc.assert(
    fc.property(limitedOrdersOn(pools), ({ pool, order }) => {
      assert.equal(spotPrice(pool), oraclePrice(pool));
      assert.deepEqual(quoteSwap(pool, order), oracleQuote(pool, order));
    }),
    cases(deep),
  );
}

test('balancers with ordinary weights', () => agreesWithOracle(balancers, 40_000));

test('balancers with any weight and any reserve', () => {
  const wide = fc
    .tuple(balancers, magnitude(1, 64), magnitude(1, 64))
    .chain(([pool, taoReserve, alphaReserve]) =>
      fc
        .bigInt({ min: WEIGHT_ONE / 100n, max: (WEIGHT_ONE * 99n) / 100n })
        .map((taoWeight) => ({ ...pool, taoReserve, alphaReserve, taoWeight })),
    );
  agreesWithOracle(wide, 15_000);
});

test('superellipses', () => agreesWithOracle(superellipses, 30_000));

test('superellipses moved along their curve', () => {
  const moved = fc
    .tuple(superellipses, sides, fc.bigInt({ min: 1n, max: 950n }))
    .map(([pool, side, permille]): ReservePool => {
      const reserve = side === 'buy' ? pool.taoReserve : pool.alphaReserve;
      const fill = quoteSwap(pool, { side, amount: (reserve * permille) / 1000n, dropFees: true });
      return fill.ok && fill.after.kind !== 'stable' ? fill.after : pool;
    });
  agreesWithOracle(moved, 10_000);
});

test('launch pools without a limit', () => {
  // The second implementation limits the price after the trade, the runtimes of that time the amount
  // before it (`get_max_amount_add`): only unlimited orders within the default limits are compared.
  const pools = fc.tuple(constantProducts, magnitude(40, 44), magnitude(40, 44));
  fc.assert(
    fc.property(
      pools.chain(([pool, taoReserve, alphaReserve]) =>
        ordersOn(fc.constant({ ...pool, taoReserve, alphaReserve })),
      ),
      ({ pool, order }) => assert.deepEqual(quoteSwap(pool, order), oracleQuote(pool, order)),
    ),
    cases(5_000),
  );
});
