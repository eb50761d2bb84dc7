import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { amountForOutput } from '../../src/pool/amount-for-output.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { netInput } from '../../src/pool/swap-fee.ts';
import { poolOrders, reserveOut, runs, U64_MAX } from './arbitrary-pools.ts';

test('the amount found pays out enough, and one rao less does not', () => {
  fc.assert(
    fc.property(
      poolOrders,
      fc.bigInt({ min: 1n, max: 1_200_000n }),
      fc.boolean(),
      ({ pool, order: { side } }, ppm, dropFees) => {
        const wanted = (reserveOut(pool, side) * ppm) / 1_000_000n + 1n;
        const amount = amountForOutput(pool, side, wanted, { dropFees });
        if (amount === null) return;
        const fill = quoteSwap(pool, { side, amount, dropFees });
        assert.ok(fill.ok && fill.amountOut >= wanted);
        assert.equal(fill.amountIn, netInput(pool, { side, amount, dropFees }));
        const less = quoteSwap(pool, { side, amount: amount - 1n, dropFees });
        assert.ok(!less.ok || less.amountOut < wanted);
      },
    ),
    runs(200),
  );
});

test('every output that a full fill reaches is found with no more than its amount', () => {
  fc.assert(
    fc.property(poolOrders, ({ pool, order }) => {
      const fill = quoteSwap(pool, order);
      if (!fill.ok || fill.amountIn !== netInput(pool, order) || fill.amountOut === 0n) return;
      const amount = amountForOutput(pool, order.side, fill.amountOut);
      assert.ok(amount !== null && amount <= order.amount);
    }),
    runs(200),
  );
});

test('nothing is wanted for nothing, more than the reserve for no amount, and over u64 by mistake', () => {
  const pool = {
    kind: 'balancer',
    taoReserve: 10n ** 13n,
    alphaReserve: 10n ** 15n,
    taoWeight: 5n * 10n ** 17n,
    feeRate: 33,
  } as const;
  assert.equal(amountForOutput(pool, 'buy', 0n), 0n);
  assert.equal(amountForOutput(pool, 'buy', 10n ** 15n + 1n), null);
  assert.equal(amountForOutput({ ...pool, alphaReserve: 999_999n }, 'buy', 1n), null);
  assert.throws(() => amountForOutput(pool, 'buy', U64_MAX + 1n), RangeError);
});
