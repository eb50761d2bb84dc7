// Corners of the curves that random pools seldom meet, held to the second implementation or to a rule that is plain.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountForOutput } from '../../src/pool/amount-for-output.ts';
import { executionLimit, leastAtLimit } from '../../src/pool/execution-limit.ts';
import { fastExpNegative } from '../../src/pool/fast-exp.ts';
import { fastLn } from '../../src/pool/fast-ln.ts';
import { feeOfGross, feeOnNet } from '../../src/pool/fee-rate.ts';
import { headroom } from '../../src/pool/headroom.ts';
import { injectLiquidity } from '../../src/pool/inject-liquidity.ts';
import { largestWithinImpact } from '../../src/pool/largest-within-impact.ts';
import type {
  BalancerPool,
  ConstantProductPool,
  Order,
  Pool,
  SuperellipsePool,
} from '../../src/pool/pool.ts';
import { expSeries, powerSeries } from '../../src/pool/power-series.ts';
import { powRatioScaledSlow, reduceSmall } from '../../src/pool/power-slow.ts';
import { quoteFull } from '../../src/pool/quote-full.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { sampleCurve } from '../../src/pool/sample-curve.ts';
import { solveLimitPrice, type LimitTask } from '../../src/pool/solve-limit-price.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import { feeRateOf, netInput } from '../../src/pool/swap-fee.ts';
import { swapLimitGuard } from '../../src/pool/swap-limit-guard.ts';
import { weightAfterInjection } from '../oracle/balancer-oracle.ts';
import { oraclePrice, oracleQuote } from '../oracle/pool-oracle.ts';
import { powRatioScaled } from '../oracle/power.ts';

const ONE = 1n << 64n;
const BILLION = 10n ** 9n;
const WEIGHTS = 10n ** 18n;
const U64_MAX = ONE - 1n;

const even: BalancerPool = {
  kind: 'balancer',
  taoReserve: 1_000n * BILLION,
  alphaReserve: 4_000n * BILLION,
  taoWeight: WEIGHTS / 2n,
  feeRate: 33,
};
const launch: ConstantProductPool = {
  kind: 'constant-product',
  taoReserve: 1_000n * BILLION,
  alphaReserve: 4_000n * BILLION,
  flatFee: 50_000n,
};
const ellipse: SuperellipsePool = {
  kind: 'superellipse',
  taoReserve: 1_000n * BILLION,
  alphaReserve: 4_000n * BILLION,
  alphaScale: (4_000n * BILLION) << 32n,
  taoScale: (1_000n * BILLION) << 32n,
  centerAlpha: (8_000n * BILLION) << 32n,
  centerTao: (2_000n * BILLION) << 32n,
  feeRate: 33,
};
/** A price below 2^-64 TAO for an alpha, which is 0 in raw bits. */
const worthless: BalancerPool = {
  ...even,
  taoReserve: 1n,
  alphaReserve: U64_MAX,
  taoWeight: (WEIGHTS * 99n) / 100n,
  minimumReserve: 0n,
};

function agrees(pool: Pool, order: Order): void {
  assert.deepEqual(quoteSwap(pool, order), oracleQuote(pool, order), JSON.stringify(order, told));
}
const told = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `${value}` : value;

test('a price of nothing: the quote is the referee’s, and no one divides by it', () => {
  assert.equal(spotPrice(worthless), 0n);
  assert.equal(oraclePrice(worthless), 0n);
  for (const amount of [0n, 1n, 2n, 16n, 17n, 18n, 999n, 1_000n]) {
    for (const limitPriceBits of [1n, 2n, ONE / BILLION, ONE]) {
      for (const dropFees of [true, false]) {
        agrees(worthless, { side: 'buy', amount, limitPriceBits, dropFees });
      }
    }
    agrees(worthless, { side: 'sell', amount, limitPriceBits: 0n });
  }
  assert.equal(amountForOutput(worthless, 'sell', 1n), null);
  const room = headroom({ pool: worthless, side: 'buy', amount: 1n, limitPrice: U64_MAX });
  assert.equal(room?.movePpm, 0n, 'a share of nothing');
});

test('the input up to a limit far away: the power ends at 2^64 − 1 parts, neither before nor after', () => {
  // At even weights the power is the root of the ratio, and passes 18.446 at a ratio of 340.
  for (const taoReserve of [1_000n, 1_023n, 1_999n]) {
    const pool = { ...even, taoReserve: taoReserve * BILLION, alphaReserve: 1_024n * BILLION };
    const spot = spotPrice(pool);
    for (const ratio of [255n, 257n, 330n, 339n, 341n, 520n, 1_000n, 1_100n]) {
      agrees(pool, { side: 'buy', amount: 900n * pool.taoReserve, limitPriceBits: spot * ratio });
      agrees(pool, {
        side: 'sell',
        amount: 900n * pool.alphaReserve,
        limitPriceBits: spot / ratio,
      });
    }
  }
});

test('an order a little larger than its reserve, at a limit that just admits it', () => {
  for (const percent of [1n, 20n, 50n, 83n, 84n, 99n]) {
    const pool = { ...even, taoWeight: (WEIGHTS * percent) / 100n, minimumReserve: 0n };
    for (const side of ['buy', 'sell'] as const) {
      const amount = (side === 'buy' ? pool.taoReserve : pool.alphaReserve) + 1n;
      const free = quoteSwap(pool, { side, amount, dropFees: true });
      if (!free.ok) continue;
      for (const by of [-1n, 0n, 1n, free.priceAfter / 500n, -free.priceAfter / 500n]) {
        const limitPriceBits = free.priceAfter + by;
        if (limitPriceBits >= 0n) agrees(pool, { side, amount, dropFees: true, limitPriceBits });
      }
    }
  }
});

test('a limit that is the price after the fill changes nothing of the fill, its fee neither', () => {
  for (const pool of [even, ellipse]) {
    for (const side of ['buy', 'sell'] as const) {
      // Among them amounts whose fee would be another one if it were worked out from the net.
      const amounts = Array.from({ length: 4_000 }, (_, at) => 10n ** 10n + BigInt(at));
      const apart = amounts.filter((amount) => {
        const fee = feeOfGross(amount, pool.feeRate);
        return feeOnNet(amount - fee, pool.feeRate) !== fee;
      });
      assert.ok(apart.length > 0);
      for (const amount of [...apart.slice(0, 5), 10n ** 10n, 10n ** 10n + 1_997n]) {
        const free = quoteSwap(pool, { side, amount });
        assert.ok(free.ok);
        const limited = quoteSwap(pool, { side, amount, limitPriceBits: free.priceAfter });
        assert.deepEqual(limited, free);
      }
    }
  }
});

test('launch pools: a product over 110 bits, and a part of a unit that is left', () => {
  const free = { dropFees: true } as const;
  const huge = { ...launch, taoReserve: 3n ** 33n, alphaReserve: 3n ** 34n };
  assert.ok(huge.taoReserve * huge.alphaReserve < 1n << 110n);
  const wide = { ...launch, taoReserve: 1n << 56n, alphaReserve: 1n << 56n };
  for (const side of ['buy', 'sell'] as const) {
    for (const amount of [1n, 3n, 10n ** 15n]) agrees(huge, { side, amount, ...free });
    // The chain's product stops at 2^110 − 2^-18: of 2^56 both, what is kept is about 2^54.
    const fill = quoteSwap(wide, { side, amount: 0n, ...free });
    assert.ok(fill.ok && fill.amountOut === (1n << 56n) - (1n << 54n));
  }
  // One unit of 2^-18 of what is kept, and half of one: the first is still seen.
  for (const bits of [17n, 18n, 19n]) {
    const reserve = (1n << 40n) - 1n;
    const pool = { ...launch, taoReserve: (1n << bits) * 10n ** 6n, alphaReserve: reserve };
    for (let amount = 1n; amount < 40n; amount += 1n)
      agrees(pool, { side: 'buy', amount, ...free });
  }
  assert.equal(feeRateOf(launch), 0);
});

test('an injection: weights to the nearest part, up to their very bounds', () => {
  const apply = (pool: BalancerPool, tao: bigint, alpha: bigint): void => {
    const weight = weightAfterInjection(pool, tao, alpha);
    const after = injectLiquidity(pool, { tao, alpha });
    if (weight === null) return assert.equal(after, pool);
    assert.deepEqual(after, {
      ...pool,
      taoReserve: pool.taoReserve + tao,
      alphaReserve: pool.alphaReserve + alpha,
      taoWeight: weight,
    });
  };
  for (let tao = 1n; tao < 6n; tao += 1n) {
    for (let alpha = 1n; alpha < 6n; alpha += 1n) {
      for (const part of [100n, 37n, 3n, 2n]) {
        apply({ ...even, taoReserve: tao, alphaReserve: alpha, taoWeight: WEIGHTS / part }, 1n, 0n);
      }
    }
  }
  for (const percent of [1n, 99n]) {
    const pool = { ...even, alphaReserve: even.taoReserve, taoWeight: (WEIGHTS * percent) / 100n };
    const equal = injectLiquidity(pool, { tao: BILLION, alpha: BILLION });
    assert.deepEqual(equal, {
      ...pool,
      taoReserve: pool.taoReserve + BILLION,
      alphaReserve: pool.alphaReserve + BILLION,
    });
    const [tao, alpha] = percent === 1n ? [0n, BILLION] : [BILLION, 0n];
    assert.equal(injectLiquidity(pool, { tao, alpha }), pool, 'a weight would leave its bounds');
  }
  assert.throws(
    () => injectLiquidity({ ...even, feeRate: 65_536 }, { tao: 0n, alpha: 0n }),
    RangeError,
  );
});

test('an injection moves reserves and centers of the ellipse up to the last number of their width', () => {
  const most = (1n << 127n) - 1n;
  const moved = (pool: SuperellipsePool, tao: bigint, alpha: bigint): boolean =>
    injectLiquidity(pool, { tao, alpha }) !== pool;
  for (const by of [0n, 1n]) {
    const fits = by === 0n;
    assert.equal(moved(ellipse, U64_MAX - ellipse.taoReserve + by, 0n), fits);
    assert.equal(moved(ellipse, 0n, U64_MAX - ellipse.alphaReserve + by), fits);
    const near = most - (5n << 32n);
    assert.equal(moved({ ...ellipse, centerTao: near }, 5n + by, 0n), fits);
    assert.equal(moved({ ...ellipse, centerAlpha: near }, 0n, 5n + by), fits);
  }
});

test('the slow power is the referee’s where every bit of it shows', () => {
  // Over one and to a large power, the scale shifts all the bits of the result into the answer.
  const rows: [bigint, bigint, bigint, bigint, bigint][] = [
    [3n, 2n, 1_025n, 1n, WEIGHTS],
    [7n, 5n, 2_049n, 2n, WEIGHTS],
    [10n, 9n, 1_030n, 1_031n, 1n << 200n],
    [9n, 10n, 1_031n, 1_030n, 1n << 240n],
    [4n, 3n, 1_999n, 1_000n, 1n << 220n],
    [1_000_003n, 1_000_000n, 30_011n, 7n, WEIGHTS],
    [6n, 5n, 1_024n, 1n, WEIGHTS],
  ];
  for (const [bn, bd, en, ed, scale] of rows) {
    for (const precision of [32, 256]) {
      const slow = powRatioScaledSlow(bn, bd, en, ed, precision, scale);
      assert.equal(slow, powRatioScaled(bn, bd, en, ed, BigInt(precision), scale), `${bn}/${bd}`);
    }
  }
});

test('exponents up to 1024 over 1024 are small, whatever they were multiplied by', () => {
  assert.deepEqual(reduceSmall(1_024n, 2_048n * 3n), [1n, 6n]);
  assert.deepEqual(reduceSmall(1_024n, 1_023n), [1_024n, 1_023n]);
  assert.deepEqual(reduceSmall(1_023n, 1_024n), [1_023n, 1_024n]);
  assert.equal(reduceSmall(1_025n, 1_024n), undefined);
  assert.equal(reduceSmall(1_024n, 1_025n), undefined);
  // The pair that takes Euclid's algorithm the most steps.
  assert.deepEqual(reduceSmall(610n * WEIGHTS, 987n * WEIGHTS), [610n, 987n]);
});

test('the fast logarithm of one is nothing, and a small exponential is near to a few units', () => {
  for (const one of [1n, 5n, U64_MAX]) assert.equal(fastLn(one, one), 0n);
  const wideBits = 280n;
  const largest = (1n << 114n) - 1n;
  for (const z of [largest, largest - 1n, largest >> 1n, 1n << 100n]) {
    const wide = expSeries(-(z << (wideBits - 128n)), wideBits, 408) >> (wideBits - 128n);
    const apart = fastExpNegative(z) - wide;
    assert.ok(apart >= -3n && apart <= 3n, `${z}: ${apart}`);
  }
});

test('the limit for a least output is the loosest: one unit more does not guarantee it', () => {
  for (const net of [1_000n, 10n ** 6n, 10n ** 12n]) {
    for (const least of [1n, 500n, 10n ** 6n, 500n * BILLION, 10n ** 12n]) {
      for (const side of ['buy', 'sell'] as const) {
        const limit = executionLimit(side, net, least);
        if (limit === null) continue;
        assert.ok(leastAtLimit(side, net, limit) >= least);
        const looser = limit + (side === 'buy' ? 1n : -1n);
        if (looser > 0n)
          assert.ok(leastAtLimit(side, net, looser) < least, `${side} ${net} ${least}`);
      }
    }
  }
  assert.equal(executionLimit('buy', 1_000n, 500n * BILLION), 1n, 'the lowest price there is');
});

test('full means all of it: an order that a limit cuts short is none', () => {
  for (const pool of [even, ellipse]) {
    const amount = 100n * BILLION;
    const free = quoteSwap(pool, { side: 'buy', amount });
    assert.ok(free.ok);
    const limitPriceBits = (free.priceBefore + free.priceAfter) / 2n;
    const cut = quoteSwap(pool, { side: 'buy', amount, limitPriceBits });
    assert.ok(cut.ok && cut.amountIn < netInput(pool, { side: 'buy', amount }));
    assert.equal(quoteFull(pool, { side: 'buy', amount, limitPriceBits }), undefined);
    assert.deepEqual(quoteFull(pool, { side: 'buy', amount }), free);
    assert.equal(quoteFull(pool, { side: 'buy', amount, limitPriceBits: 1n }), undefined);
  }
});

test('a curve of two points is its ends; of one it is a mistake', () => {
  const [first, last, ...more] = sampleCurve(even, 'buy', BILLION, { maxPoints: 2 });
  assert.deepEqual([first?.amount, last?.amount, more.length], [0n, BILLION, 0]);
  for (const maxPoints of [1, 2.5]) {
    assert.throws(() => sampleCurve(even, 'buy', BILLION, { maxPoints }), RangeError);
  }
});

test('an impact of the whole price stops nothing; what no chain holds is refused first', () => {
  assert.equal(largestWithinImpact(even, 'sell', 10_000, BILLION), BILLION);
  const wrong = { ...even, taoReserve: 0n, feeRate: 65_536 };
  for (const call of [
    () => largestWithinImpact({ ...wrong, alphaReserve: 0n }, 'buy', 1, 0n),
    () => swapLimitGuard(wrong, even, 1n),
    () => swapLimitGuard(even, wrong, 1n),
  ]) {
    assert.throws(call, RangeError);
  }
});

test('with injections to come the limit keeps the minimum before and after them', () => {
  for (const side of ['buy', 'sell'] as const) {
    const amount = side === 'buy' ? 20n * BILLION : 80n * BILLION;
    const now = quoteSwap(even, { side, amount });
    assert.ok(now.ok);
    const injections = { tao: 300n * BILLION, alpha: 10n * BILLION };
    const minimum = (now.amountOut * 98n) / 100n;
    const plain = solveLimitPrice({ pool: even, side, amount, minimum });
    const injected = solveLimitPrice({ pool: even, side, amount, minimum, injections });
    assert.ok(plain.ok && injected.ok);
    if (side === 'buy') assert.ok(injected.limitPrice <= plain.limitPrice);
    else assert.ok(injected.limitPrice >= plain.limitPrice);
    for (const pool of [even, injectLiquidity(even, injections)]) {
      const room = headroom({ pool, side, amount, limitPrice: injected.limitPrice });
      if (room === null) continue;
      const others = quoteSwap(pool, { side, amount: room.othersInput, dropFees: true });
      assert.ok(others.ok);
      const fill = quoteSwap(others.after, { side, amount, limitPrice: injected.limitPrice });
      assert.ok(fill.ok && fill.amountOut >= minimum);
    }
  }
});

test('a whole power to the last bit of its series, ones among them', () => {
  const rows: [bigint, bigint, bigint, bigint, number, bigint][] = [
    [29n, 29n, 1_025n, 1_026n, 256, WEIGHTS],
    [1n, 25n, 6n, 2n, 64, 64_000_000_000_000n],
    [1n, 100n, 4n, 2n, 64, 100_000_000_000_000n],
    [256n, 400n, 3n, 2n, 64, 512_000_000_000_000_000n],
    [1n, 6_250_000n, 6n, 4n, 64, 64_000_000n],
  ];
  for (const [bn, bd, en, ed, precision, power] of rows) {
    assert.equal(
      powerSeries(bn, bd, en, ed, precision, WEIGHTS),
      power,
      `${bn}/${bd} ^ ${en}/${ed}`,
    );
  }
});

/** Ellipses and pools whose price has few bits, or more than a limit can say. */
const cheapEllipse: SuperellipsePool = {
  kind: 'superellipse',
  taoReserve: 1_682_022_443_147_965n,
  alphaReserve: 6_812_159_218_087_173_524n,
  alphaScale: 37_450_241_352_741_557_712_201_051_013n,
  taoScale: 5_201_446_596_810_140_854_045_900n,
  centerAlpha: 66_708_242_409_570_899_674_858_122_117n,
  centerTao: 12_425_677_981_268_669_817_998_540n,
  feeRate: 196,
};
const dearEllipse: SuperellipsePool = {
  kind: 'superellipse',
  taoReserve: 7_131_807_384_511_903_300n,
  alphaReserve: 8n,
  alphaScale: 19_928_648_253n,
  taoScale: 43_495_848_558_846_888_666_624_557_056n,
  centerAlpha: 54_288_386_621n,
  centerTao: 74_126_728_336_396_810_262_839_033_856n,
  feeRate: 33,
  minimumReserve: 0n,
};

test('the ellipse at a limit of few bits, and where the price passes 128 bits on the way', () => {
  const limitPriceBits = 2_565_723_446_956_472n;
  agrees(cheapEllipse, { side: 'buy', amount: cheapEllipse.taoReserve / 2n, limitPriceBits });
  const amount = 9n * WEIGHTS;
  const beyond = (1n << 128n) - 1n;
  agrees(dearEllipse, { side: 'buy', amount, limitPriceBits: beyond });
  assert.ok(quoteSwap(dearEllipse, { side: 'buy', amount, limitPriceBits: beyond }).ok);
});

test('on reserves near 2^64 the range under an impact ends before the first amount that does not fit', () => {
  const pool: BalancerPool = {
    kind: 'balancer',
    taoReserve: 2_619_353_026_522_041_762n,
    alphaReserve: 5_638_274_608_451_305_117n,
    taoWeight: (WEIGHTS * 33n) / 100n,
    feeRate: 0,
  };
  const end = largestWithinImpact(pool, 'buy', 717, 441_049_305_465_637_506n);
  assert.equal(end, 253_644_677_759_849_057n);
  const fits = (amount: bigint): boolean => {
    const fill = quoteFull(pool, { side: 'buy', amount });
    return fill !== undefined && (amount << 64n) * WEIGHTS <= fill.amountOut * most;
  };
  const most = (spotPrice(pool) * 10_717n * WEIGHTS) / 10_000n;
  assert.deepEqual([fits(end), fits(end + 1n)], [true, false]);
});

test('limits of whole orders at the ends of what a limit can say, and near the last digit', () => {
  const balancerOf = (tao: bigint, alpha: bigint, percent: bigint, feeRate: number): Pool => {
    const taoWeight = (WEIGHTS * percent) / 100n;
    return { kind: 'balancer', taoReserve: tao, alphaReserve: alpha, taoWeight, feeRate };
  };
  const flat: SuperellipsePool = {
    kind: 'superellipse',
    taoReserve: 21_045_580n,
    alphaReserve: 94_287_353_717n,
    alphaScale: 631_739_316_999_802_501_201n,
    taoScale: 39_771_634_243_154_739n,
    centerAlpha: 1_036_700_417_640_701_540_433n,
    centerTao: 130_161_712_068_506_419n,
    feeRate: 0,
  };
  const steep = balancerOf(5_604_754_457_316_157n, 2_641_950_169_556n, 50n, 196);
  const rows: [LimitTask, bigint | null][] = [
    // Rounding needs seven units more than the price says.
    [{ pool: flat, side: 'buy', amount: 8_733_915n, minimum: 60_156_501_157n }, 1_693_233n],
    // The minimum is that low that the pool refuses first: any price.
    [
      {
        pool: balancerOf(2_078_979n, 29_938_520_135n, 50n, 33),
        side: 'sell',
        amount: 3_173_483_134n,
        minimum: 5_337n,
      },
      0n,
    ],
    // No buy passes a limit of nothing, and no limit is below it.
    [
      {
        pool: balancerOf(961_340n, 5_565_513_460n, 88n, 33),
        side: 'buy',
        amount: 249_948n,
        minimum: 4_542_728_570n,
      },
      null,
    ],
    // A price over 2^64 rao for an alpha has no limit either.
    [
      {
        pool: balancerOf(6_698_023_099_157_886_417n, 24_127_711n, 48n, 1_000),
        side: 'sell',
        amount: 14_307_732n,
        minimum: 2_623_617_994_192_682_639n,
      },
      null,
    ],
    // What rounding takes between the ends of the injections is paid by a tighter limit.
    [
      {
        pool: steep,
        side: 'buy',
        amount: 3_839_256_803_261_567n,
        minimum: 1_052_927_646_974n,
        injections: { tao: 117_699_843_603_639n, alpha: 55_480_953_560n },
      },
      6_027_243_018_281n,
    ],
  ];
  for (const [task, limitPrice] of rows) {
    const solved = solveLimitPrice(task);
    assert.equal(solved.ok ? solved.limitPrice : null, limitPrice, JSON.stringify(task, told));
  }
});
