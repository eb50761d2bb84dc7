// A whole fill within a limit price brings the least that the limit promises, whatever the pool.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  executionLimit,
  LARGEST_OUTPUT_GRAIN,
  leastAtLimit,
} from '../../src/pool/execution-limit.ts';
import { passesLimit } from '../../src/pool/headroom.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { netInput } from '../../src/pool/swap-fee.ts';
import type { Pool } from '../../src/pool/pool.ts';
import {
  balancers,
  curves,
  magnitude,
  reserveIn,
  runs,
  sides,
  U64_MAX,
} from './arbitrary-pools.ts';

/**
 * Up to five sixths of weight on TAO. Beyond, the chain's probe of 1000 reserves empties the pool within its 18
 * decimals, the price counts as 0, and a buy of any size passes its limit (`isLimitedByInput` in balancer.ts).
 */
const extremes = fc.record({
  kind: fc.constant('balancer' as const),
  taoReserve: magnitude(24, 63),
  alphaReserve: magnitude(24, 63),
  taoWeight: fc.bigInt({ min: 10n ** 16n, max: 83n * 10n ** 16n }),
  feeRate: fc.constantFrom(0, 33, 1000),
});

test('what the chain lets through a limit brings at least net amount × limit price, on any pool', () => {
  let passed = 0;
  fc.assert(
    fc.property(
      fc.oneof(curves, extremes),
      sides,
      fc.bigInt({ min: 1n, max: 1_000_000n }),
      fc.bigInt({ min: 1n, max: 10_000n }),
      (pool, side, ppm, tightness) => {
        const amount = (reserveIn(pool, side) * ppm) / 1_000_000n;
        const fill = quoteSwap(pool, { side, amount });
        if (amount === 0n || !fill.ok || fill.amountOut === 0n) return;
        // From far away to the tightest limit that the order passes.
        const mean = (fill.priceAfter * 10n ** 9n) >> 64n;
        const spread = mean / tightness;
        for (const away of [spread, spread / 1000n, 1n, 0n]) {
          const limitPrice = side === 'buy' ? mean + away : mean - away;
          if (limitPrice <= 0n || limitPrice > U64_MAX) continue;
          if (!passesLimit({ pool, side, amount, limitPrice })) continue;
          const done = quoteSwap(pool, { side, amount, limitPrice });
          if (!done.ok) continue;
          passed += 1;
          const least = leastAtLimit(side, netInput(pool, { side, amount }), limitPrice);
          assert.ok(done.amountOut >= least, `${done.amountOut} for ${least} at ${limitPrice}`);
        }
      },
    ),
    runs(400),
  );
  assert.ok(passed > 200, `only ${passed} passed`);
});

test('the limit for a least output is the loosest that keeps it', () => {
  fc.assert(
    fc.property(sides, magnitude(20, 55), magnitude(20, 55), (side, net, least) => {
      const limit = executionLimit(side, net, least);
      if (limit === null) return;
      assert.ok(leastAtLimit(side, net, limit) >= least);
      const looser = side === 'buy' ? limit + 1n : limit - 1n;
      // The slack for the chain's own rounding may cost one more unit of price.
      const looserStill = side === 'buy' ? limit + 3n : limit - 3n;
      if (looserStill <= 0n || looser > U64_MAX) return;
      assert.ok(leastAtLimit(side, net, looserStill) < least + LARGEST_OUTPUT_GRAIN + 1n);
    }),
    runs(300),
  );
});

test('no limit, no net input and a limit of 0 are told apart', () => {
  assert.equal(executionLimit('buy', 1n, 10n ** 18n), null);
  assert.equal(executionLimit('sell', 1n, 10n ** 18n), null);
  assert.throws(() => executionLimit('buy', 0n, 1n), RangeError);
  assert.throws(() => leastAtLimit('buy', 1n, 0n), RangeError);
  assert.equal(leastAtLimit('sell', 10n ** 9n, 0n), 0n);
});

test('a lie about the depth of the launch pool changes nothing either', () => {
  const pool: Pool = {
    kind: 'constant-product',
    taoReserve: 10n ** 12n,
    alphaReserve: 10n ** 14n,
    flatFee: 50_000n,
  };
  fc.assert(
    fc.property(
      sides,
      magnitude(20, 38),
      fc.bigInt({ min: 1n, max: 400n }),
      (side, amount, bps) => {
        const net = netInput(pool, { side, amount });
        const price = 10n ** 7n;
        const limitPrice =
          side === 'buy' ? price + (price * bps) / 10_000n : price - (price * bps) / 10_000n;
        if (net === 0n || !passesLimit({ pool, side, amount, limitPrice })) return;
        const fill = quoteSwap(pool, { side, amount, limitPrice });
        if (!fill.ok) return;
        const beforeFee = side === 'sell' ? fill.amountOut + fill.fee : fill.amountOut;
        assert.ok(beforeFee >= leastAtLimit(side, net, limitPrice));
      },
    ),
    runs(200),
  );
});

test('ordinary weights lose a few rao to it, not a share', () => {
  fc.assert(
    fc.property(balancers, sides, (pool, side) => {
      const amount = reserveIn(pool, side) / 1_000n;
      const fill = quoteSwap(pool, { side, amount });
      const price = (pool.taoReserve * 10n ** 9n) / pool.alphaReserve;
      if (!fill.ok || fill.amountOut < 10n ** 9n || price < 10n ** 6n || price > 10n ** 12n) return;
      const least = (fill.amountOut * 995n) / 1000n;
      const net = netInput(pool, { side, amount });
      const limit = executionLimit(side, net, least);
      assert.ok(limit !== null);
      const promised = leastAtLimit(side, net, limit);
      assert.ok((promised - least) * 10n ** 5n <= least, `${promised} for ${least}`);
    }),
    runs(200),
  );
});
