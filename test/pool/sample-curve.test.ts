import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pool } from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { sampleCurve } from '../../src/pool/sample-curve.ts';
import { netInput } from '../../src/pool/swap-fee.ts';
import { U64_MAX } from './arbitrary-pools.ts';

const pool: Pool = {
  kind: 'balancer',
  taoReserve: 23_027_286_571_256n,
  alphaReserve: 3_508_759_482_573_826n,
  taoWeight: 499_999_996_087_712_508n,
  feeRate: 33,
};

test('the points are true quotes, sorted, from nothing to the largest amount', () => {
  const points = sampleCurve(pool, 'buy', 10n ** 14n);
  assert.equal(points[0]?.amount, 0n);
  assert.equal(points.at(-1)?.amount, 10n ** 14n);
  let previous = -1n;
  for (const { amount, fill } of points) {
    assert.ok(amount > previous);
    previous = amount;
    assert.deepEqual(fill, quoteSwap(pool, { side: 'buy', amount, dropFees: false }));
  }
});

test('straight lines between the points stay within the tolerance', () => {
  const points = sampleCurve(pool, 'sell', 10n ** 16n, { maxPoints: 200, tolerancePpm: 1_000n });
  const top = points.at(-1)?.fill.amountOut ?? 0n;
  points.forEach((right, i) => {
    const left = points[i - 1];
    if (left === undefined) return;
    for (const eighth of [1n, 3n, 5n, 7n]) {
      const amount = left.amount + ((right.amount - left.amount) * eighth) / 8n;
      const fill = quoteSwap(pool, { side: 'sell', amount });
      assert.ok(fill.ok);
      const rise = right.fill.amountOut - left.fill.amountOut;
      const line =
        left.fill.amountOut + (rise * (amount - left.amount)) / (right.amount - left.amount);
      const gap = fill.amountOut - line;
      assert.ok((gap < 0n ? -gap : gap) * 1_000_000n <= top * 1_300n);
    }
  });
});

test('it stops at the most points, and at the last amount that is filled in full', () => {
  assert.equal(sampleCurve(pool, 'buy', 10n ** 15n, { maxPoints: 9, tolerancePpm: 0n }).length, 9);
  const end = sampleCurve(pool, 'buy', U64_MAX).at(-1);
  assert.ok(end !== undefined && end.amount < U64_MAX);
  assert.equal(end.fill.amountIn, netInput(pool, { side: 'buy', amount: end.amount }));
});

test('a straight curve needs its two ends only, a pool that refuses has no points', () => {
  assert.equal(sampleCurve({ kind: 'stable' }, 'buy', 10n ** 9n).length, 2);
  assert.equal(sampleCurve(pool, 'buy', 0n).length, 1);
  assert.deepEqual(sampleCurve({ ...pool, alphaReserve: 5n }, 'buy', 10n ** 9n), []);
  assert.throws(() => sampleCurve(pool, 'buy', 1n, { maxPoints: 1 }), RangeError);
  assert.throws(() => sampleCurve(pool, 'buy', -1n), RangeError);
});
