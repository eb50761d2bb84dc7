// Formulas at their exact edges, on numbers small or round enough to say the answer in advance.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ceilDiv, mulBits } from '../../src/pool/fixed-point.ts';
import {
  bitLength,
  divBits,
  floorDiv,
  I128_MAX,
  isqrt,
  min,
  saturatingAdd,
  saturatingSub,
  U128_MAX,
  U64_MAX,
} from '../../src/pool/fixed-point.ts';
import { feeOfGross, feeOnNet } from '../../src/pool/fee-rate.ts';
import {
  executionLimit,
  LARGEST_OUTPUT_GRAIN,
  leastAtLimit,
} from '../../src/pool/execution-limit.ts';
import { headroom, passesLimit, poolAfterOthers } from '../../src/pool/headroom.ts';
import { injectLiquidity } from '../../src/pool/inject-liquidity.ts';
import { limitPriceToBits, orderLimitBits } from '../../src/pool/limit-price.ts';
import { maxWithinLimit } from '../../src/pool/max-within-limit.ts';
import {
  superellipseBranch,
  superellipsePrice,
} from '../../src/pool/curves/superellipse-formulas.ts';
import { exitValue } from '../../src/pool/exit-value.ts';
import type {
  BalancerPool,
  ConstantProductPool,
  Fill,
  Side,
  SuperellipsePool,
} from '../../src/pool/pool.ts';
import { priceImpactPpm } from '../../src/pool/price-impact.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { quoteTwoLegs } from '../../src/pool/quote-two-legs.ts';
import { bracketFall } from '../../src/pool/search.ts';
import { sellAuthorFee } from '../../src/pool/sell-author-fee.ts';
import { solveLimitPrice } from '../../src/pool/solve-limit-price.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import { grossInput, netInput } from '../../src/pool/swap-fee.ts';
import { swapLimitGuard } from '../../src/pool/swap-limit-guard.ts';

const ONE = 1n << 64n;
const BILLION = 10n ** 9n;

const stable = { kind: 'stable' } as const;
const sn1: BalancerPool = {
  kind: 'balancer',
  taoReserve: 23_027_286_571_256n,
  alphaReserve: 3_508_759_482_573_826n,
  taoWeight: 499_999_996_087_712_508n,
  feeRate: 33,
};
/** A quarter of a TAO for an alpha. */
const launch: ConstantProductPool = {
  kind: 'constant-product',
  taoReserve: 1_000n * BILLION,
  alphaReserve: 4_000n * BILLION,
  flatFee: 50_000n,
};

test('fixed point: products and quotients truncate and stop at their width', () => {
  assert.equal(mulBits(3n << 63n, 5n), 7n);
  assert.equal(mulBits(U128_MAX, ONE), U128_MAX);
  assert.equal(mulBits(U128_MAX, ONE + 1n), U128_MAX);
  assert.equal(mulBits(U128_MAX, ONE - 1n), U128_MAX - (1n << 64n));
  assert.equal(divBits(7n, 2n), (7n << 64n) / 2n);
  assert.equal(divBits(5n, 0n), 0n);
  assert.equal(divBits(5n, 1n), 5n << 64n);
  assert.equal(divBits(U64_MAX, 1n), U64_MAX << 64n);
  assert.equal(divBits(1n << 64n, 1n), 0n, 'one over 128 bits counts as none');
  assert.deepEqual([min(1n, 2n), min(2n, 1n), min(2n, 2n)], [1n, 1n, 2n]);
  assert.equal(saturatingAdd(U64_MAX - 1n, 1n), U64_MAX);
  assert.equal(saturatingAdd(U64_MAX, 1n), U64_MAX);
  assert.equal(saturatingAdd(U64_MAX - 2n, 1n), U64_MAX - 1n);
  assert.deepEqual(
    [3n, 4n, 5n].map((b) => saturatingSub(4n, b)),
    [1n, 0n, 0n],
  );
  assert.deepEqual(
    [0n, 1n, 2n, 3n, 4n].map((a) => ceilDiv(a, 3n)),
    [0n, 1n, 1n, 1n, 2n],
  );
  assert.deepEqual(
    [-7n, -6n, -4n, -3n, -1n, 0n, 1n, 3n, 5n].map((a) => floorDiv(a, 3n)),
    [-3n, -2n, -2n, -1n, -1n, 0n, 0n, 1n, 1n],
  );
  for (let bits = 1; bits < 200; bits += 1) {
    assert.equal(bitLength((1n << BigInt(bits)) - 1n), bits);
    assert.equal(bitLength(1n << BigInt(bits)), bits + 1);
  }
  assert.equal(bitLength(0n), 0);
  for (let root = 1n; root < 10n ** 40n; root = root * 3n + 1n) {
    const square = root * root;
    assert.deepEqual(
      [square - 1n, square, square + 1n].map(isqrt),
      [root - 1n, root, root],
      String(root),
    );
  }
  assert.deepEqual([0n, 1n, 2n, 3n].map(isqrt), [0n, 1n, 1n, 1n]);
});

test('fees: inside a gross amount and on top of a net one', () => {
  assert.deepEqual(
    [0, 33, 65_535].map((rate) => feeOfGross(BILLION, rate)),
    [0n, 503_547n, BILLION],
  );
  assert.deepEqual(
    [0, 33, 65_534, 65_535].map((rate) => feeOnNet(999_496_453n, rate)),
    [0n, 503_547n, 999_496_453n * 65_534n, 0n],
  );
  assert.equal(feeOnNet(65_534n, 1), 0n, 'the rate is truncated first');
  assert.equal(feeOnNet(65_535n, 1), 1n);
  assert.equal(netInput(sn1, { side: 'buy', amount: BILLION }), 999_496_453n);
  const fill = { ok: true, amountIn: 10n, fee: 3n, amountOut: 5n } as const;
  const filled = { ...fill, priceBefore: 1n, priceAfter: 1n };
  const gross = (pool: BalancerPool | ConstantProductPool, side: Side) =>
    grossInput(pool, side, { ...filled, after: pool });
  assert.equal(gross(sn1, 'buy'), 13n);
  assert.equal(gross(sn1, 'sell'), 13n);
  assert.equal(gross(launch, 'buy'), 13n);
  assert.equal(gross(launch, 'sell'), 10n);
});

test('limits: the two forms of one limit agree to the bit', () => {
  assert.equal(limitPriceToBits(BILLION), ONE);
  assert.equal(limitPriceToBits(1n), ONE / BILLION);
  assert.equal(limitPriceToBits(U64_MAX), (U64_MAX << 64n) / BILLION);
  const order = { side: 'buy', amount: 1n } as const;
  assert.equal(orderLimitBits({ ...order, limitPrice: BILLION, limitPriceBits: ONE }), ONE);
  for (const limitPriceBits of [ONE - 1n, ONE + 1n]) {
    assert.throws(
      () => orderLimitBits({ ...order, limitPrice: BILLION, limitPriceBits }),
      RangeError,
    );
  }
});

test('the launch pool: a limit caps the amount at limit · alpha − tao, and at tao / limit − alpha', () => {
  const most = (side: Side, limitPrice: bigint, pool = launch): bigint => {
    const within = maxWithinLimit(pool, side, limitPrice);
    assert.ok(within.ok);
    return within.amount;
  };
  assert.equal(most('buy', 249_999_999n), 0n);
  assert.equal(most('buy', 250_000_000n), 0n);
  assert.equal(most('buy', 250_000_001n), 4_000n);
  assert.equal(most('buy', U64_MAX), U64_MAX);
  assert.equal(most('sell', 250_000_001n), 0n);
  assert.equal(most('sell', 250_000_000n), 0n);
  assert.equal(most('sell', 249_999_999n), 16_000n);
  assert.equal(most('sell', 1n), 1_000n * BILLION * BILLION > U64_MAX ? U64_MAX : 0n);
  assert.equal(most('sell', 0n), U64_MAX);
  for (const side of ['buy', 'sell'] as const) {
    assert.equal(most(side, BILLION, { ...launch, taoReserve: 0n }), 0n);
    assert.equal(most(side, BILLION, { ...launch, alphaReserve: 0n }), 0n);
  }
  const filled = (side: Side, limit: { limitPrice?: bigint; limitPriceBits?: bigint }) => {
    const fill = quoteSwap(launch, { side, amount: 10n ** 12n, dropFees: true, ...limit });
    return fill.ok ? fill.amountIn : fill.error;
  };
  assert.equal(filled('buy', { limitPrice: 250_000_001n }), 4_000n);
  assert.equal(filled('buy', { limitPriceBits: ONE / 4n + ONE / BILLION }), 3_999n);
  assert.equal(filled('buy', { limitPriceBits: ONE / 4n }), 'PriceLimitExceeded');
  assert.equal(filled('sell', { limitPriceBits: ONE / 4n }), 'PriceLimitExceeded');
  assert.equal(filled('sell', { limitPriceBits: ONE / 8n }), 10n ** 12n);
  assert.equal(filled('sell', { limitPrice: 249_999_999n }), 16_000n);
});

test('the launch pool keeps ten million rao, and its fee is never more than there is', () => {
  const small = { ...launch, taoReserve: 20_000_000n, alphaReserve: 20_000_000n };
  const quote = (side: Side, amount: bigint, pool: ConstantProductPool = small) => {
    const fill = quoteSwap(pool, { side, amount });
    return fill.ok ? [fill.amountIn, fill.fee, fill.amountOut] : fill.error;
  };
  assert.deepEqual(quote('buy', 20_050_000n), [20_000_000n, 50_000n, 10_000_000n]);
  assert.equal(quote('buy', 20_050_001n), 'InsufficientLiquidity');
  assert.deepEqual(quote('sell', 20_000_000n), [20_000_000n, 50_000n, 9_950_000n]);
  assert.equal(quote('sell', 20_000_001n), 'InsufficientLiquidity');
  assert.deepEqual(quote('buy', 49_999n), [0n, 49_999n, 0n]);
  assert.deepEqual(quote('buy', 50_000n), [0n, 50_000n, 0n]);
  assert.equal(netInput(small, { side: 'buy', amount: 49_999n }), 0n);
  assert.equal(netInput(small, { side: 'buy', amount: 50_001n }), 1n);
  assert.equal(netInput(small, { side: 'sell', amount: 50_001n }), 50_001n);
  const free: ConstantProductPool = { ...small };
  delete free.flatFee;
  assert.deepEqual(quote('sell', 20_000_000n, free), [20_000_000n, 0n, 10_000_000n]);
  assert.equal(netInput(free, { side: 'buy', amount: 5n }), 5n);
  for (const side of ['buy', 'sell'] as const) {
    const of = (taoReserve: bigint, alphaReserve: bigint) => {
      const fill = quoteSwap({ ...free, taoReserve, alphaReserve }, { side, amount: 0n });
      return fill.ok ? fill.amountOut : fill.error;
    };
    assert.equal(of(0n, 0n), 'InsufficientLiquidity', 'an empty pool divides nothing by nothing');
    assert.equal(side === 'buy' ? of(1n, BILLION) : of(BILLION, 1n), 0n);
  }
  const fed = sellAuthorFee(launch, 7n);
  assert.ok(fed.ok && fed.after.kind === 'constant-product');
  assert.deepEqual(
    [fed.amountIn, fed.after.taoReserve - launch.taoReserve, fed.after.alphaReserve],
    [0n, 7n, launch.alphaReserve],
  );
  const richer = injectLiquidity(launch, { tao: 3n, alpha: 5n });
  assert.deepEqual(richer, {
    ...launch,
    taoReserve: launch.taoReserve + 3n,
    alphaReserve: launch.alphaReserve + 5n,
  });
});

test('the guard of a cross swap: its estimate on round pools, from root, to root and at the ratio', () => {
  const even = (reserve: bigint): BalancerPool => ({
    ...sn1,
    taoReserve: reserve,
    alphaReserve: reserve,
    taoWeight: 5n * 10n ** 17n,
  });
  const [one, three] = [even(1_000n * BILLION), even(3_000n * BILLION)];
  const guard = (a: Parameters<typeof swapLimitGuard>[0], b: typeof a, limit: bigint) => {
    const most = swapLimitGuard(a, b, limit);
    return most.ok ? most.amount : most.error;
  };
  assert.equal(guard(one, three, BILLION), 0n);
  assert.equal(guard(one, three, BILLION / 2n), 750n * BILLION);
  assert.equal(guard(one, three, BILLION / 4n), 2_250n * BILLION);
  assert.equal(guard(three, one, BILLION / 2n), 750n * BILLION);
  assert.equal(guard(one, three, BILLION + 1n), 0n);
  assert.equal(guard(one, three, 0n), U64_MAX);
  assert.equal(guard(stable, stable, BILLION), U64_MAX);
  assert.equal(guard(stable, stable, BILLION + 1n), 0n);
  assert.equal(guard(stable, one, 0n), U64_MAX);
  assert.deepEqual(guard(stable, one, BILLION / 2n), guardOf(one, 'buy', 2n * BILLION));
  assert.deepEqual(guard(one, stable, BILLION / 2n), guardOf(one, 'sell', BILLION / 2n));
  for (const gone of [{ taoReserve: 0n }, { alphaReserve: 0n }]) {
    assert.equal(guard({ ...launch, ...gone }, launch, 0n), 0n);
    assert.equal(guard(launch, { ...launch, ...gone }, 0n), 0n);
  }
});

function guardOf(pool: BalancerPool, side: Side, limitPrice: bigint): unknown {
  const most = maxWithinLimit(pool, side, limitPrice);
  return most.ok ? most.amount : most.error;
}

test('the limit of a partial fill is the worst accepted price: down for a buy, up for a sell', () => {
  const solve = (
    side: Side,
    amount: bigint,
    minimum: bigint,
    pool: BalancerPool | typeof stable = sn1,
  ) => {
    const solved = solveLimitPrice({ pool, side, amount, minimum, partial: true });
    return solved.ok ? solved.limitPrice : solved.reason;
  };
  const buy = quoteSwap(sn1, { side: 'buy', amount: BILLION });
  const sale = quoteSwap(sn1, { side: 'sell', amount: 10n ** 12n });
  assert.ok(buy.ok && sale.ok);
  const least = (buy.amountOut * 99n) / 100n;
  assert.equal(solve('buy', BILLION, least), (buy.amountIn * BILLION) / least);
  const leastTao = (sale.amountOut * 99n) / 100n;
  const exact = (leastTao * BILLION) % sale.amountIn;
  assert.ok(exact > 0n, 'a price between two units');
  assert.equal(solve('sell', 10n ** 12n, leastTao), (leastTao * BILLION) / sale.amountIn + 1n);
  assert.equal(solve('buy', 10n ** 12n, 1n), 'NoIntegerLimit');
  assert.equal(solve('buy', BILLION, buy.amountOut + 1n), 'MinimumNotMet');
  assert.equal(solve('buy', BILLION, buy.amountOut), (buy.amountIn * BILLION) / buy.amountOut);
  assert.equal(solve('buy', 100n, 100n, stable), BILLION);
  assert.equal(solve('buy', 100n, 80n, stable), (BILLION * 5n) / 4n);
  assert.equal(solve('sell', 100n, 80n, stable), (BILLION * 4n) / 5n);
  assert.equal(solve('sell', 90n, 80n, stable), 888_888_889n);
});

test('fill or kill one to one is at a limit of one; on a pool the minimum to the rao', () => {
  const solve = (
    task: { side: Side; amount: bigint; minimum: bigint },
    pool: BalancerPool | typeof stable,
  ) => solveLimitPrice({ pool, ...task });
  const even = solve({ side: 'sell', amount: 100n, minimum: 100n }, stable);
  assert.deepEqual(even, {
    ok: true,
    limitPrice: BILLION,
    headroom: { othersInput: U64_MAX, priceBits: ONE, movePpm: 0n },
  });
  assert.deepEqual(solve({ side: 'sell', amount: 100n, minimum: 101n }, stable), {
    ok: false,
    reason: 'MinimumNotMet',
  });
  assert.throws(() => solve({ side: 'sell', amount: 100n, minimum: 0n }, stable), RangeError);
  assert.deepEqual(solve({ side: 'buy', amount: 10n ** 20n / 7n, minimum: 1n }, sn1), {
    ok: false,
    reason: 'SwapInputTooLarge',
  });
  // The very figures: a limit one unit off to either side would be another promise.
  const exact: [Side, bigint, bigint, bigint][] = [];
  for (const [side, amount] of [
    ['buy', 300n * BILLION],
    ['sell', 50_000n * BILLION],
  ] as const) {
    const fill = quoteSwap(sn1, { side, amount });
    assert.ok(fill.ok);
    const minimum = (fill.amountOut * 995n) / 1_000n;
    const solved = solve({ side, amount, minimum }, sn1);
    assert.ok(solved.ok);
    exact.push([side, amount, minimum, solved.limitPrice]);
    const { othersInput } = solved.headroom;
    const looser = solved.limitPrice + (side === 'buy' ? 1n : -1n);
    assert.ok(passesLimit({ pool: sn1, side, amount, limitPrice: looser }));
    const last = poolAfterOthers(sn1, side, othersInput);
    assert.ok(last);
    const worst = quoteSwap(last, { side, amount, limitPrice: solved.limitPrice });
    assert.ok(worst.ok && worst.amountOut >= minimum);
  }
  assert.deepEqual(
    exact.map(([side, , , limit]) => [side, limit]),
    [
      ['buy', LIMIT_OF_300_TAO],
      ['sell', LIMIT_OF_50000_ALPHA],
    ],
  );
});

/** Rao per alpha, worked out once and held. */
const LIMIT_OF_300_TAO = 6_768_451n;
const LIMIT_OF_50000_ALPHA = 6_348_100n;

test('the room of a partial order is what any trade leaves of the limit', () => {
  const spot = spotPrice(sn1);
  const limitPrice = 6_600_000n;
  const order = { pool: sn1, side: 'buy', amount: 10n ** 15n, limitPrice } as const;
  assert.equal(headroom(order), null, 'as a whole it does not pass');
  const room = headroom({ ...order, partial: true });
  assert.ok(room !== null);
  assert.ok(room.priceBits > spot && room.priceBits <= limitPriceToBits(limitPrice));
  assert.equal(room.movePpm, ((room.priceBits - spot) * 1_000_000n) / spot);
  const after = (others: bigint): boolean => {
    const moved = poolAfterOthers(sn1, 'buy', others);
    return moved !== undefined && passesLimit({ ...order, pool: moved, partial: true });
  };
  assert.ok(after(room.othersInput) && !after(room.othersInput + 1n));
  assert.equal(poolAfterOthers(sn1, 'buy', 0n), sn1);
  assert.equal(poolAfterOthers(sn1, 'buy', 10n ** 18n), undefined);
});

test('the worst price of a whole order: the least it brings, and the loosest limit for that', () => {
  assert.equal(LARGEST_OUTPUT_GRAIN, 20n);
  const net = 10n ** 12n;
  for (const side of ['buy', 'sell'] as const) {
    for (const least of [10n ** 9n, 10n ** 12n, 3n * 10n ** 12n + 1n]) {
      const limit = executionLimit(side, net, least);
      assert.ok(limit !== null);
      assert.ok(leastAtLimit(side, net, limit) >= least, `${side} ${least}`);
    }
    assert.throws(() => executionLimit(side, 0n, 1n), RangeError);
  }
  assert.equal(executionLimit('buy', net, net - 20n), 999_999_999n);
  assert.equal(executionLimit('sell', net, net - 20n), 1_000_000_001n);
  assert.equal(executionLimit('buy', net, 0n), null, 'no u64 is so loose');
  assert.equal(executionLimit('buy', 1n, U64_MAX), null);
  assert.equal(executionLimit('sell', 1n, U64_MAX), null);
  assert.equal(leastAtLimit('sell', net, 0n), 0n);
  assert.throws(() => leastAtLimit('buy', net, 0n), RangeError);
  assert.equal(
    leastAtLimit('sell', net, BILLION),
    ((net * (ONE - ONE / 10n ** 15n - 128n)) >> 64n) - 20n,
  );
  assert.equal(
    leastAtLimit('buy', net, BILLION),
    (net << 64n) / (ONE + ONE / 10n ** 15n + 128n + 1n) - 20n,
  );
});

test('proceeds are restaked from the minimum stake on, less what is withheld', () => {
  const bought = (amount: bigint, withheld?: bigint) => {
    const legs = quoteTwoLegs({
      origin: stable,
      destination: sn1,
      amount,
      ...(withheld !== undefined && { withheld }),
    });
    assert.ok(legs.ok);
    return legs.purchase && legs.purchase.amountIn + legs.purchase.fee;
  };
  assert.equal(bought(1_999_999n), undefined);
  assert.equal(bought(2_000_000n), 2_000_000n);
  assert.equal(bought(2_000_000n, 500n), 1_999_500n);
  for (const withheld of [-1n, U64_MAX + 1n])
    assert.throws(() => bought(2_000_000n, withheld), RangeError);
});

test('an impact is never below nothing', () => {
  const fill = (amountIn: bigint, amountOut: bigint): Extract<Fill, { ok: true }> => ({
    ok: true,
    amountIn,
    fee: 0n,
    amountOut,
    priceBefore: ONE,
    priceAfter: ONE,
    after: stable,
  });
  assert.equal(priceImpactPpm(fill(100n, 100n), 'buy'), 0n);
  assert.equal(priceImpactPpm(fill(99n, 100n), 'buy'), 0n);
  assert.equal(priceImpactPpm(fill(1_000_001n, 1_000_000n), 'buy'), 1n);
  assert.equal(priceImpactPpm(fill(100n, 101n), 'sell'), 0n);
  assert.equal(priceImpactPpm(fill(1_000_000n, 999_999n), 'sell'), 1n);
});

test('a bracket of one closes on the very argument, from any guess', () => {
  const fall = (argument: bigint): bigint => 1_000n - argument;
  for (const reach of [-5n, 0n, 1n, 2n, 399n, 400n, 401n, 5_000n]) {
    for (const tolerance of [1n, 2n, 3n]) {
      const bracket = bracketFall(U64_MAX, { reach, tolerance, target: 600n }, fall);
      assert.ok(bracket);
      const [yes, no] = bracket;
      assert.ok(
        fall(yes) >= 600n && fall(no) < 600n && no - yes <= tolerance,
        `${reach} ${bracket.join()}`,
      );
    }
  }
  assert.equal(bracketFall(U64_MAX, { reach: 1n, tolerance: 1n, target: 1_001n }, fall), undefined);
  assert.deepEqual(bracketFall(U64_MAX, { reach: 1n, tolerance: 1n, target: 1_000n }, fall), [
    0n,
    1n,
  ]);
  assert.equal(bracketFall(400n, { reach: 1n, tolerance: 1n, target: 600n }, fall), undefined);
  assert.deepEqual(bracketFall(401n, { reach: 1n, tolerance: 1n, target: 600n }, fall), [
    400n,
    401n,
  ]);
  assert.deepEqual(bracketFall(401n, { reach: 900n, tolerance: 1n, target: 600n }, fall), [
    400n,
    401n,
  ]);
});

test('a curve without scale, or a point on its axis, has no price; one unit inside it has', () => {
  const unit = 1n << 32n;
  const pool: SuperellipsePool = {
    kind: 'superellipse',
    taoReserve: 5n,
    alphaReserve: 7n,
    alphaScale: 1n,
    taoScale: 1n,
    centerAlpha: 7n * unit + 1n,
    centerTao: 5n * unit + 1n,
    feeRate: 0,
  };
  const priced = (part: Partial<SuperellipsePool>) => {
    const one = { ...pool, ...part };
    return [
      superellipsePrice(one, one.taoReserve, one.alphaReserve),
      superellipseBranch(one, 'buy') !== null,
      superellipseBranch(one, 'sell') !== null,
    ];
  };
  assert.deepEqual(priced({}), [ONE, true, true]);
  for (const part of [
    { alphaScale: 0n },
    { taoScale: 0n },
    { centerAlpha: 7n * unit },
    { centerTao: 5n * unit },
    { centerAlpha: 0n },
  ]) {
    assert.deepEqual(priced(part), [null, false, false]);
  }
  assert.equal(I128_MAX, 2n ** 127n - 1n);
});

test('what no chain could hold is refused before anything is worked out', () => {
  const wrong = { ...sn1, taoReserve: U64_MAX + 1n };
  for (const call of [
    () => swapLimitGuard(wrong, sn1, 1n),
    () => swapLimitGuard(sn1, wrong, 1n),
    () => swapLimitGuard(sn1, { ...sn1, taoReserve: 0n }, U64_MAX + 1n),
    () => swapLimitGuard(sn1, sn1, -1n),
    () => maxWithinLimit(wrong, 'buy', 1n),
    () => maxWithinLimit(sn1, 'buy', -1n),
  ]) {
    assert.throws(call, RangeError);
  }
  assert.deepEqual(exitValue(stable, 0n), { ok: true, tao: 0n, unsold: 0n });
  assert.deepEqual(exitValue(stable, 1n), { ok: true, tao: 1n, unsold: 0n });
});
