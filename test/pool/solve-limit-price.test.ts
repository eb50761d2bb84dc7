import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Pool, Side } from '../../src/pool/pool.ts';
import type { LimitTask } from '../../src/pool/solve-limit-price.ts';
import { headroom, passesLimit, poolAfterOthers } from '../../src/pool/headroom.ts';
import { injectLiquidity } from '../../src/pool/inject-liquidity.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { solveLimitPrice } from '../../src/pool/solve-limit-price.ts';
import { netInput } from '../../src/pool/swap-fee.ts';
import {
  balancers,
  curves,
  magnitude,
  reserveIn,
  runs,
  sides,
  U64_MAX,
} from './arbitrary-pools.ts';

const sn1: Pool = {
  kind: 'balancer',
  taoReserve: 23_027_286_571_256n,
  alphaReserve: 3_508_759_482_573_826n,
  taoWeight: 499_999_996_087_712_508n,
  feeRate: 33,
};

const tasks = fc
  .record({
    pool: curves,
    side: sides,
    permille: fc.bigInt({ min: 1n, max: 500n }),
    toleranceBps: fc.bigInt({ min: 1n, max: 500n }),
  })
  .map(({ pool, side, permille, toleranceBps }) => {
    const amount = (reserveIn(pool, side) * permille) / 1000n;
    const fill = quoteSwap(pool, { side, amount });
    if (!fill.ok || fill.amountIn !== netInput(pool, { side, amount })) return undefined;
    const minimum = (fill.amountOut * (10_000n - toleranceBps)) / 10_000n;
    return minimum === 0n ? undefined : { pool, side, amount, minimum };
  })
  .filter((task) => task !== undefined);

/** What the chain pays for a fill-or-kill order, or undefined if it does not let it through. */
function received(pool: Pool, side: Side, amount: bigint, limitPrice: bigint): bigint | undefined {
  if (!passesLimit({ pool, side, amount, limitPrice })) return undefined;
  const fill = quoteSwap(pool, { side, amount, limitPrice });
  return fill.ok ? fill.amountOut : undefined;
}

test('however far others move the price first, a fill-or-kill order that passes brings its minimum', () => {
  fc.assert(
    fc.property(
      tasks,
      fc.array(fc.bigInt({ min: 0n, max: 1_200_000n }), { maxLength: 6 }),
      (task, moves) => {
        const solved = solveLimitPrice(task);
        if (!solved.ok) return;
        const { pool, side, amount, minimum } = task;
        const { limitPrice } = solved;
        const room = solved.headroom.othersInput;
        const nearEnd = [room - 1n, room, room + 1n, room + 2n, room + 1000n].filter(
          (q) => q >= 0n,
        );
        for (const others of [...nearEnd, ...moves.map((ppm) => (room * ppm) / 1_000_000n)]) {
          const moved = poolAfterOthers(pool, side, others);
          const got = moved && received(moved, side, amount, limitPrice);
          if (got !== undefined) assert.ok(got >= minimum, `${got} for ${minimum} after ${others}`);
        }
      },
    ),
    runs(60),
  );
});

test('the order passes as the pool stands, up to its headroom and no further', () => {
  fc.assert(
    fc.property(tasks, (task) => {
      const solved = solveLimitPrice(task);
      if (!solved.ok) return;
      const { pool, side, amount } = task;
      const fill = quoteSwap(pool, { side, amount, limitPrice: solved.limitPrice });
      assert.ok(fill.ok && fill.amountIn === netInput(pool, task));
      const passesAfter = (others: bigint): boolean => {
        const moved = poolAfterOthers(pool, side, others);
        return (
          moved !== undefined &&
          passesLimit({ ...task, pool: moved, limitPrice: solved.limitPrice })
        );
      };
      assert.ok(passesAfter(solved.headroom.othersInput));
      assert.ok(!passesAfter(solved.headroom.othersInput + 1n));
      assert.deepEqual(headroom({ ...task, limitPrice: solved.limitPrice }), solved.headroom);
    }),
    runs(60),
  );
});

test('a limit one unit looser would let an order through that brings too little', () => {
  fc.assert(
    fc.property(tasks, (task) => {
      const solved = solveLimitPrice(task);
      if (!solved.ok) return;
      const { pool, side, amount, minimum } = task;
      const looser = solved.limitPrice + (side === 'buy' ? 1n : -1n);
      if (looser < 0n || looser > U64_MAX) return;
      const room = headroom({ ...task, limitPrice: looser });
      assert.ok(room !== null);
      const moved = poolAfterOthers(pool, side, room.othersInput);
      assert.ok(moved !== undefined);
      const got = received(moved, side, amount, looser);
      // A unit of price looser than a limit that just stops it: at most a little above the minimum.
      assert.ok(got === undefined || got <= minimum + 1n, `${got} for ${minimum}`);
    }),
    runs(60),
  );
});

type DeepenedTask = LimitTask & { permille: bigint; parts: bigint[] };

/** Injects parts of a permille of the reserves (in per cent of it), and holds the minimum after each. */
function holdAfterInjections({ permille, parts, ...task }: DeepenedTask): void {
  const { pool, side, amount, minimum } = task;
  assert.ok(pool.kind === 'balancer');
  const injections = {
    tao: (pool.taoReserve * permille) / 1000n,
    alpha: (pool.alphaReserve * permille) / 1000n,
  };
  const solved = solveLimitPrice({ ...task, injections });
  if (!solved.ok) return;
  const { limitPrice } = solved;
  for (const part of [...parts, 0n, 100n]) {
    const deeper = injectLiquidity(pool, {
      tao: (injections.tao * part) / 100n,
      alpha: (injections.alpha * part) / 100n,
    });
    const room = headroom({ ...task, pool: deeper, limitPrice });
    assert.ok(room !== null);
    for (const others of [room.othersInput, room.othersInput / 2n]) {
      const moved = poolAfterOthers(deeper, side, others);
      assert.ok(moved !== undefined);
      const got = received(moved, side, amount, limitPrice);
      if (got !== undefined) assert.ok(got >= minimum, `${got} for ${minimum} at ${part} %`);
    }
  }
}

test('on a pool deepened by any part of the injections the minimum still holds', () => {
  const cases = fc.tuple(
    tasks.filter((task) => task.pool.kind === 'balancer'),
    fc.bigInt({ min: 1n, max: 30n }),
    fc.array(fc.bigInt({ min: 0n, max: 100n }), { minLength: 2, maxLength: 4 }),
  );
  fc.assert(
    fc.property(cases, ([task, permille, parts]) => {
      holdAfterInjections({ ...task, permille, parts });
    }),
    runs(200),
  );
});

test('where alpha is so scarce that its unit is felt, the minimum holds between the ends too', () => {
  // Found by chance: TAO and alpha reserve, weight, fee rate, alpha sold, minimum, permille, part.
  const found: bigint[][] = [
    [96_053_899_260n, 16_777_224n, 435_433_953_035_246_839n, 196n, 33_554n, 247_667_090n, 2n, 99n],
    [
      4_503_599_627_370_483n,
      9_488_416n,
      500_000_000_000_000_000n,
      0n,
      9_488n,
      4_417_473_317_312n,
      1n,
      95n,
    ],
    [
      4_743_842_495_587_852n,
      17_267_806n,
      469_374_794_036_108_724n,
      1_000n,
      17_267n,
      5_273_309_025_405n,
      1n,
      97n,
    ],
    [34_359_738_361n, 10_029_726n, 400_000_000_000_000_002n, 33n, 40_118n, 195_471_858n, 2n, 99n],
    [
      8_799_948_959_081_752n,
      12_625_346n,
      442_825_287_934_688_691n,
      33n,
      12_625n,
      11_002_336_574_116n,
      1n,
      98n,
    ],
    [3_602_690_383_788n, 8_388_612n, 400_000_000_000_000_014n, 0n, 8_388n, 5_198_829_078n, 1n, 98n],
    [3_602_690_383_788n, 8_388_612n, 400_000_000_000_000_014n, 0n, 8_388n, 5_198_829_078n, 1n, 93n],
    [180_072_271_968n, 18_602_843n, 529_734_452_286_904_323n, 0n, 18_602n, 151_730_094n, 3n, 99n],
  ];
  for (const row of found) {
    const [taoReserve, alphaReserve, taoWeight, feeRate, amount, minimum, permille, part] = row;
    assert.ok(taoReserve && alphaReserve && taoWeight && amount && minimum && permille && part);
    const pool: Pool = {
      kind: 'balancer',
      taoReserve,
      alphaReserve,
      taoWeight,
      feeRate: Number(feeRate),
    };
    holdAfterInjections({ pool, side: 'sell', amount, minimum, permille, parts: [part] });
  }
});

test('a partial order never pays more per unit than the worst price accepted', () => {
  fc.assert(
    fc.property(tasks, magnitude(1, 40), (task, othersBits) => {
      const solved = solveLimitPrice({ ...task, partial: true });
      if (!solved.ok) return;
      const { pool, side, amount, minimum } = task;
      const net = netInput(pool, task);
      const others = othersBits % (solved.headroom.othersInput + 1n);
      for (const q of [0n, others, solved.headroom.othersInput]) {
        const moved = poolAfterOthers(pool, side, q);
        assert.ok(moved !== undefined);
        const fill = quoteSwap(moved, { side, amount, limitPrice: solved.limitPrice });
        if (!fill.ok) continue;
        // Out/in ≥ minimum/net, but for the floored rao, and the price the chain tests after flooring it.
        assert.ok((fill.amountOut + 2n) * net >= minimum * fill.amountIn);
      }
    }),
    runs(60),
  );
});

test('headroom comes close to the tolerance', () => {
  for (const side of ['buy', 'sell'] as const) {
    const amount = side === 'buy' ? 10n ** 9n : 10n ** 12n;
    const fill = quoteSwap(sn1, { side, amount });
    assert.ok(fill.ok);
    const minimum = (fill.amountOut * 995n) / 1000n;
    const solved = solveLimitPrice({ pool: sn1, side, amount, minimum });
    assert.ok(solved.ok);
    assert.ok(solved.headroom.movePpm > 4_900n && solved.headroom.movePpm < 5_200n);
  }
});

test('a limit that no integer can express is said to be so', () => {
  // A price of 5 rao per alpha: the next limit is 20 % away.
  const cheap: Pool = {
    kind: 'balancer',
    taoReserve: 10n ** 10n,
    alphaReserve: 2n * 10n ** 18n,
    taoWeight: 5n * 10n ** 17n,
    feeRate: 33,
  };
  const amount = 10n ** 7n;
  const fill = quoteSwap(cheap, { side: 'sell', amount: 10n ** 14n, limitPrice: 0n });
  assert.ok(fill.ok);
  const buy = quoteSwap(cheap, { side: 'buy', amount });
  assert.ok(buy.ok);
  const task: LimitTask = {
    pool: cheap,
    side: 'buy',
    amount,
    minimum: (buy.amountOut * 999n) / 1000n,
  };
  assert.deepEqual(solveLimitPrice(task), { ok: false, reason: 'NoIntegerLimit' });
  assert.deepEqual(solveLimitPrice({ ...task, partial: true }), {
    ok: false,
    reason: 'NoIntegerLimit',
  });
  const loose = solveLimitPrice({ ...task, minimum: (buy.amountOut * 3n) / 4n });
  assert.ok(loose.ok && loose.limitPrice === 6n);
});

test('a minimum above what the pool pays now, a refused order and a minimum of 0 are told apart', () => {
  const task: LimitTask = { pool: sn1, side: 'buy', amount: 10n ** 9n, minimum: 10n ** 18n };
  assert.deepEqual(solveLimitPrice(task), { ok: false, reason: 'MinimumNotMet' });
  const poor = { ...task, pool: { ...sn1, alphaReserve: 5n }, minimum: 1n };
  assert.deepEqual(solveLimitPrice(poor), { ok: false, reason: 'ReservesTooLow' });
  assert.throws(() => solveLimitPrice({ ...task, minimum: 0n }), RangeError);
});

test('one to one the limit is a price of one and the headroom has no end', () => {
  const solved = solveLimitPrice({
    pool: { kind: 'stable' },
    side: 'buy',
    amount: 9n,
    minimum: 9n,
  });
  assert.ok(solved.ok);
  assert.equal(solved.limitPrice, 10n ** 9n);
  assert.equal(solved.headroom.othersInput, U64_MAX);
});

test('an ordinary order on an ordinary balancer always has a limit', () => {
  const ordinary = balancers.filter((pool) => {
    const price = (pool.taoReserve * 10n ** 9n) / pool.alphaReserve;
    return price > 10n ** 5n && price < 10n ** 12n;
  });
  fc.assert(
    fc.property(ordinary, sides, fc.bigInt({ min: 1n, max: 100n }), (pool, side, permille) => {
      const amount = (reserveIn(pool, side) * permille) / 1000n;
      const fill = quoteSwap(pool, { side, amount });
      if (!fill.ok || fill.amountOut < 10n ** 5n) return;
      const minimum = (fill.amountOut * 995n) / 1000n;
      assert.ok(solveLimitPrice({ pool, side, amount, minimum }).ok);
    }),
    runs(60),
  );
});
