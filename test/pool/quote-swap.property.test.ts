import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Fill, Order, Pool, Side } from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import { netInput } from '../../src/pool/swap-fee.ts';
import type { ReservePool } from './arbitrary-pools.ts';
import {
  amountFor,
  curves,
  noLimit,
  ordersOn,
  poolOrders,
  pools,
  reserveOut,
  runs,
  sides,
  WEIGHT_ONE,
} from './arbitrary-pools.ts';

function opposite(side: Side): Side {
  return side === 'buy' ? 'sell' : 'buy';
}

function feeless(pool: Pool, side: Side, amount: bigint): Fill {
  return quoteSwap(pool, { side, amount, dropFees: true, ...noLimit(side) });
}

/** What flooring and the 18 decimals of the power can add to or take from an output, rao. */
function rounding(pool: ReservePool, side: Side): bigint {
  return 2n + (2n * reserveOut(pool, side)) / WEIGHT_ONE;
}

test('an output never exceeds the output reserve, and what enters and what is charged never exceeds the amount', () => {
  fc.assert(
    fc.property(poolOrders, ({ pool, order }) => {
      const fill = quoteSwap(pool, order);
      if (!fill.ok) return;
      assert.ok(fill.amountOut <= reserveOut(pool, order.side));
      const isFeeInProceeds = pool.kind === 'constant-product' && order.side === 'sell';
      assert.ok(fill.amountIn + (isFeeInProceeds ? 0n : fill.fee) <= order.amount);
    }),
    runs(2000),
  );
});

test('a larger order never pays out less', () => {
  const cases = fc
    .tuple(pools, sides)
    .chain(([pool, side]) =>
      fc.tuple(fc.constant(pool), fc.constant(side), amountFor(pool, side), amountFor(pool, side)),
    );
  fc.assert(
    fc.property(cases, ([pool, side, a, b]) => {
      const [smaller, larger] = a < b ? [a, b] : [b, a];
      for (const next of [larger, smaller + 1n]) {
        const first = quoteSwap(pool, { side, amount: smaller, ...noLimit(side) });
        const second = quoteSwap(pool, { side, amount: next, ...noLimit(side) });
        if (first.ok && second.ok) assert.ok(second.amountOut >= first.amountOut);
      }
    }),
    runs(1500),
  );
});

test('splitting an order gains nothing beyond rounding', () => {
  fc.assert(
    fc.property(
      poolOrders,
      fc.bigInt({ min: 1n, max: 999n }),
      ({ pool, order: { side, amount } }, permille) => {
        const part = (amount * permille) / 1000n;
        const whole = feeless(pool, side, amount);
        const first = feeless(pool, side, part);
        if (!whole.ok || whole.amountIn !== amount || !first.ok) return;
        const second = feeless(first.after, side, amount - part);
        if (!second.ok) return;
        const gain = first.amountOut + second.amountOut - whole.amountOut;
        assert.ok(gain <= rounding(pool, side), `gained ${gain}`);
      },
    ),
    runs(1500),
  );
});

test('trading there and back gains nothing', () => {
  fc.assert(
    fc.property(ordersOn(curves), ({ pool, order: { side, amount } }) => {
      const there = feeless(pool, side, amount);
      if (!there.ok) return;
      const back = feeless(there.after, opposite(side), there.amountOut);
      if (back.ok) assert.ok(back.amountOut <= there.amountIn);
    }),
    runs(1500),
  );
});

test('a limited fill leaves the price at or before its limit, and a limit that is not reached changes nothing', () => {
  fc.assert(
    fc.property(
      ordersOn(curves),
      fc.bigInt({ min: 1n, max: 2_000_000n }),
      ({ pool, order }, ppm) => {
        const spot = spotPrice(pool);
        const isBuy = order.side === 'buy';
        const move = (spot * ppm) / (isBuy ? 1_000_000n : 2_000_001n);
        const limitPriceBits = isBuy ? spot + move : spot - move;
        const limited: Order = { ...order, limitPriceBits };
        const fill = quoteSwap(pool, limited);
        if (move === 0n) {
          if (fill.ok) assert.fail('a limit at the spot price was not refused');
          return;
        }
        if (!fill.ok) return;
        assert.ok(isBuy ? fill.priceAfter <= limitPriceBits : fill.priceAfter >= limitPriceBits);
        if (fill.amountIn === netInput(pool, order)) {
          assert.deepEqual(fill, quoteSwap(pool, { ...order, ...noLimit(order.side) }));
        }
      },
    ),
    runs(2000),
  );
});

test('the pool after a fill holds what entered, lacks what left, and has the price stated', () => {
  fc.assert(
    fc.property(poolOrders, ({ pool, order }) => {
      const fill = quoteSwap(pool, order);
      if (!fill.ok || fill.after.kind === 'stable') return;
      const isBuy = order.side === 'buy';
      const keepsFee = pool.kind === 'constant-product' && !isBuy ? fill.fee : 0n;
      const taoMove = isBuy ? fill.amountIn : -(fill.amountOut + keepsFee);
      const alphaMove = isBuy ? -fill.amountOut : fill.amountIn;
      assert.equal(fill.after.taoReserve, pool.taoReserve + taoMove);
      assert.equal(fill.after.alphaReserve, pool.alphaReserve + alphaMove);
      assert.equal(spotPrice(fill.after), fill.priceAfter);
      assert.equal(spotPrice(pool), fill.priceBefore);
      const empty = quoteSwap(fill.after, { ...order, amount: 0n, ...noLimit(order.side) });
      if (empty.ok) assert.deepEqual(empty.after, fill.after);
    }),
    runs(1500),
  );
});
