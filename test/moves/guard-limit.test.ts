// The limit of a change of subnet in one call, and the measured worst case under the chain's guard.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  inverseLimit,
  solveGuardLimit,
  worstUnderGuard,
} from '../../src/moves/draft/guard-limit.ts';
import type { BalancerPool } from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { quoteTwoLegs } from '../../src/pool/quote-two-legs.ts';
import { swapLimitGuard } from '../../src/pool/swap-limit-guard.ts';
import { POOL_1, POOL_92, TERMS } from './sample-facts.ts';

const RUNS = process.env['TAUBAR_DEEP'] === '1' ? 2_000 : 40;
const TRIALS = 40;
const PARTS = 1_000_000n;

const pool: fc.Arbitrary<BalancerPool> = fc.record({
  kind: fc.constant('balancer'),
  taoReserve: fc.bigInt({ min: 10n ** 11n, max: 10n ** 14n }),
  alphaReserve: fc.bigInt({ min: 10n ** 13n, max: 10n ** 16n }),
  taoWeight: fc.bigInt({ min: 4n * 10n ** 17n, max: 6n * 10n ** 17n }),
  feeRate: fc.constant(33),
});
const parts = fc.bigInt({ min: 0n, max: 30_000n });
const push = fc.record({ origin: parts, destination: parts, isOdd: fc.boolean() });

test('the limit lets the whole amount through now and stops it once the ratio has moved by twice the tolerance', () => {
  const both = { origin: POOL_1, destination: POOL_92 };
  const amount = 1_000_000_000_000n;
  const limit = solveGuardLimit(both, amount, TERMS);
  assert.ok(limit !== null);
  const now = swapLimitGuard(POOL_1, POOL_92, limit);
  assert.ok(now.ok && now.amount >= amount);
  const moved = quoteSwap(POOL_92, { side: 'buy', amount: POOL_92.taoReserve / 200n });
  assert.ok(moved.ok);
  const then = swapLimitGuard(POOL_1, moved.after, limit);
  assert.ok(then.ok && then.amount < amount);
});

test('no pushing by others that the guard lets pass brings noticeably less than the measured worst case', () => {
  fc.assert(
    fc.property(
      pool,
      pool,
      fc.bigInt({ min: 20n, max: 5_000n }),
      fc.array(push, { minLength: TRIALS, maxLength: TRIALS }),
      (origin, destination, share, pushes) => {
        const amount = origin.alphaReserve / share;
        const limit = solveGuardLimit({ origin, destination }, amount, TERMS);
        fc.pre(limit !== null);
        // Where the proceeds dwarf the other pool, other ways of pushing may go lower: a measure, no proof.
        const planned = quoteTwoLegs({ origin, destination, amount });
        fc.pre(planned.ok && planned.sale.amountOut < destination.taoReserve / 10n);
        const worst = worstUnderGuard({ origin, destination }, amount, limit);
        assert.ok(worst !== null);
        for (const { origin: sold, destination: bought, isOdd } of pushes) {
          const sale = quoteSwap(origin, {
            side: 'sell',
            amount: (origin.alphaReserve * sold) / PARTS,
          });
          const other = isOdd
            ? quoteSwap(destination, {
                side: 'sell',
                amount: (destination.alphaReserve * bought) / PARTS,
              })
            : quoteSwap(destination, {
                side: 'buy',
                amount: (destination.taoReserve * bought) / PARTS,
              });
          if (!sale.ok || !other.ok) continue;
          const pools = { origin: sale.after, destination: other.after };
          const guard = swapLimitGuard(pools.origin, pools.destination, limit);
          if (!guard.ok || guard.amount < amount) continue;
          const legs = quoteTwoLegs({ ...pools, amount });
          assert.ok(legs.ok && legs.purchase);
          // Between the measured ways a little less may get through.
          const step = worst / 10_000n + 1n;
          assert.ok(
            legs.purchase.amountOut >= worst - step,
            `${legs.purchase.amountOut} < ${worst}`,
          );
        }
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
});

function outputAfter(both: { origin: BalancerPool; destination: BalancerPool }, perMille: bigint) {
  const [onOrigin, onDestination] = [both.origin, both.destination].map((one) =>
    quoteSwap(one, { side: 'buy', amount: (one.taoReserve * perMille) / 1_000n }),
  );
  assert.ok(onOrigin?.ok && onDestination?.ok);
  return { origin: onOrigin.after, destination: onDestination.after };
}

test('others who buy the origin while they buy the destination slip under the guard, and are measured', () => {
  const weighed = (taoWeight: bigint): BalancerPool => ({
    ...POOL_1,
    taoWeight: taoWeight * 10n ** 16n,
  });
  const origin = weighed(58n);
  const destination = weighed(42n);
  const amount = origin.alphaReserve / 200n;
  const limit = solveGuardLimit({ origin, destination }, amount, TERMS);
  assert.ok(limit !== null);
  const worst = worstUnderGuard({ origin, destination }, amount, limit);
  const now = quoteTwoLegs({ origin, destination, amount });
  assert.ok(worst !== null && now.ok && now.purchase);
  assert.ok(worst < now.purchase.amountOut);
  const through = [10n, 25n, 50n, 100n].flatMap((perMille) => {
    const both = outputAfter({ origin, destination }, perMille);
    const guard = swapLimitGuard(both.origin, both.destination, limit);
    const legs = quoteTwoLegs({ ...both, amount });
    return guard.ok && guard.amount >= amount && legs.ok ? [legs.purchase?.amountOut ?? 0n] : [];
  });
  assert.ok(through.length > 0, 'the guard lets some of it through');
  for (const output of through) assert.ok(output >= worst, `${output} < ${worst}`);
  // More than the tolerance is lost that way: no floor follows from the limit.
  const kept = (now.purchase.amountOut * (10_000n - BigInt(TERMS.toleranceBps))) / 10_000n;
  assert.ok(worst < kept);
});

test('a limit turned round for root is never looser than the one it stands for', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n }), (limitPrice) => {
      const wire = inverseLimit(limitPrice);
      // What the chain makes of it again: truncated twice.
      const back = ((((10n ** 9n) << 64n) / wire) * 10n ** 9n) >> 64n;
      assert.ok(back <= limitPrice);
    }),
  );
});
