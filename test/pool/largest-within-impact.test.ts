import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Pool, Side } from '../../src/pool/pool.ts';
import { priceImpactPpm } from '../../src/pool/price-impact.ts';
import { largestWithinImpact } from '../../src/pool/largest-within-impact.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { netInput } from '../../src/pool/swap-fee.ts';
import { pools, reserveIn, runs, sides, U64_MAX } from './arbitrary-pools.ts';

/** Whether a full fill stays within the limit, by cross-multiplication. */
function fits(pool: Pool, side: Side, amount: bigint, bps: number): boolean {
  const fill = quoteSwap(pool, { side, amount });
  if (!fill.ok || fill.amountIn !== netInput(pool, { side, amount })) return false;
  const { amountIn, amountOut, priceBefore } = fill;
  return side === 'buy'
    ? (amountIn << 64n) * 10_000n <= amountOut * priceBefore * BigInt(10_000 + bps)
    : (amountOut << 64n) * 10_000n >= amountIn * priceBefore * BigInt(10_000 - bps);
}

test('the end of the range fits, one rao more does not, and nothing between its half and its end fails', () => {
  const limits = fc.constantFrom(10, 50, 100, 300, 1000, 5000);
  fc.assert(
    fc.property(
      pools,
      sides,
      limits,
      fc.array(fc.double({ min: 0.5, max: 1, noNaN: true })),
      (pool, side, bps, parts) => {
        const end = largestWithinImpact(pool, side, bps, U64_MAX);
        if (end === 0n) return;
        assert.ok(fits(pool, side, end, bps));
        assert.ok(!fits(pool, side, end + 1n, bps));
        const near = Array.from({ length: 20 }, (_, i) => end - BigInt(i));
        const spread = parts.map((part) => (end * BigInt(Math.floor(part * 1e6))) / 1_000_000n);
        const half = largestWithinImpact(pool, side, bps, end / 2n + 1n);
        if (half === 0n) return;
        for (const amount of [...near, ...spread]) {
          if (amount > half) assert.ok(fits(pool, side, amount, bps), `gap at ${amount} of ${end}`);
        }
      },
    ),
    runs(60),
  );
});

test('a pool of ordinary size has a range for every ordinary limit', () => {
  const pool = {
    kind: 'balancer',
    taoReserve: 23_027_286_571_256n,
    alphaReserve: 3_508_759_482_573_826n,
    taoWeight: 499_999_996_087_712_508n,
    feeRate: 33,
  } as const;
  for (const bps of [10, 100, 1000]) {
    for (const side of ['buy', 'sell'] as const) {
      const end = largestWithinImpact(pool, side, bps, U64_MAX);
      const fill = quoteSwap(pool, { side, amount: end });
      assert.ok(fill.ok);
      assert.equal(priceImpactPpm(fill, side), BigInt(bps) * 100n);
      // Average impact is about half of the price move, which is twice input over reserve.
      const estimate = (reserveIn(pool, side) * BigInt(bps)) / 10_000n;
      assert.ok(end > (estimate * 9n) / 10n && end < (estimate * 12n) / 10n);
    }
  }
});

test('the range ends at the most that may be spent', () => {
  const pool: Pool = {
    kind: 'balancer',
    taoReserve: 10n ** 13n,
    alphaReserve: 10n ** 15n,
    taoWeight: 5n * 10n ** 17n,
    feeRate: 33,
  };
  assert.equal(largestWithinImpact(pool, 'buy', 100, 10n ** 9n), 10n ** 9n);
  assert.equal(largestWithinImpact({ kind: 'stable' }, 'buy', 0, 55n), 55n);
  assert.equal(largestWithinImpact(pool, 'buy', 0, 10n ** 9n), 0n);
  assert.equal(largestWithinImpact({ ...pool, alphaReserve: 5n }, 'buy', 100, 10n ** 9n), 0n);
});

test('an impact limit that is no whole number of basis points is a RangeError', () => {
  for (const bps of [-1, 0.5, 10_001, Number.NaN]) {
    assert.throws(() => largestWithinImpact({ kind: 'stable' }, 'buy', bps, 1n), RangeError);
  }
  assert.throws(() => largestWithinImpact({ kind: 'stable' }, 'buy', 1, U64_MAX + 1n), RangeError);
});
