// Holds the referee to the chain's own figures: chain.md Appendix A, committed here, and the vector files where they are at hand.
// Refuses to compare it with the extension's code; that test lives beside the extension's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oraclePrice, oracleQuote } from './pool-oracle.ts';
import { powRatioScaled } from './power.ts';
import type { Fill, Pool } from './pool-types.ts';

const P = 10n ** 18n;

const pools = {
  sn1: { tao: 23027286571256n, alpha: 3508759482573826n, weight: 499999996087712508n },
  sn92: { tao: 587199047950n, alpha: 435539509978376n, weight: 499999964641764870n },
  w: { tao: 5000000000000n, alpha: 200000000000000n, weight: 300000000000000001n },
  x: { tao: 5000000000000n, alpha: 200000000000000n, weight: 500000000000000000n },
} as const;

function poolOf(name: keyof typeof pools): Pool {
  const { tao, alpha, weight } = pools[name];
  return {
    kind: 'balancer',
    taoReserve: tao,
    alphaReserve: alpha,
    taoWeight: weight,
    feeRate: 33,
  };
}

test('the prices of the recorded pools are the chain’s', () => {
  assert.equal(oraclePrice(poolOf('sn1')), 121062293055138902n);
  assert.equal(oraclePrice(poolOf('sn92')), 24870102118603233n);
  assert.equal(oraclePrice(poolOf('w')), 1076060070966390504n);
  assert.equal(oraclePrice(poolOf('x')), 461168601842738790n);
});

test('the power takes the exact and the series path as the chain does', () => {
  const cases: [bigint, bigint, bigint, bigint, bigint, bigint, bigint][] = [
    [
      21n * 10n ** 15n,
      28n * 10n ** 15n,
      6n * 10n ** 17n,
      4n * 10n ** 17n,
      256n,
      P,
      649519052838328985n,
    ],
    [
      21n * 10n ** 15n,
      21n * 10n ** 15n + 100n,
      499999999999500000n,
      500000000000500000n,
      256n,
      P,
      999999999999995238n,
    ],
    [
      21n * 10n ** 15n,
      21n * 10n ** 15n + 1n,
      499999999500000000n,
      500000000500000000n,
      256n,
      P,
      999999999999999952n,
    ],
    [2n, 3n, 1n, 2n, 0n, 1000n, 816n],
  ];
  for (const [bn, bd, en, ed, precision, scale, expected] of cases) {
    assert.equal(powRatioScaled(bn, bd, en, ed, precision, scale), expected);
  }
});

test('every swap of the reference table comes out as recorded', () => {
  type Row = [keyof typeof pools, 'buy' | 'sell', bigint, bigint | null, bigint, bigint, bigint];
  const rows: Row[] = [
    ['sn1', 'buy', 1000000000n, null, 999496453n, 152290647774n, 503547n],
    ['sn1', 'buy', 2001007n, null, 2000000n, 304747944n, 1007n],
    ['sn1', 'buy', 1000000000000n, null, 999496452278n, 145961804273609n, 503547722n],
    ['sn1', 'buy', 10000000000000n, null, 9994964522775n, 1062008946379604n, 5035477225n],
    ['sn1', 'sell', 1000000000n, null, 999496453n, 6559493n, 503547n],
    ['sn1', 'sell', 1000000000000n, null, 999496452278n, 6557627384n, 503547722n],
    ['sn1', 'sell', 500000000000000n, null, 499748226138705n, 2870855346024n, 251773861295n],
    ['sn1', 'buy', 10000000000000n, 6700000n, 239455774537n, 36111316917353n, 120638156n],
    ['sn1', 'sell', 1000000000000000n, 6400000n, 44346802851086n, 287406700396n, 22341981833n],
    ['sn1', 'buy', 10000000000000n, 6562801n, 1654690n, 252131691n, 833n],
    ['sn1', 'buy', 23027286571256000n, 6600000n, 65170604983n, 9902279904671n, 32833042n],
    ['sn92', 'buy', 10000000000n, null, 9994964523n, 7289425629146n, 5035477n],
    ['sn92', 'buy', 100000000000n, null, 99949645228n, 63351665005924n, 50354772n],
    ['w', 'buy', 123456789012n, null, 123394622628n, 2078777193717n, 62166384n],
    ['w', 'sell', 9876543210987n, null, 9871569900147n, 531639183368n, 4973310840n],
    ['w', 'buy', 1000000000000n, 60000000n, 99576649132n, 1683130311492n, 50166856n],
    ['w', 'sell', 100000000000000n, 50000000n, 9466237843354n, 511437760499n, 4769103978n],
    ['x', 'buy', 123456789012n, null, 123394622628n, 4816908776966n, 62166384n],
    ['x', 'sell', 9876543210987n, null, 9871569900147n, 235181208794n, 4973310840n],
  ];
  for (const [name, side, amount, limitPrice, amountIn, amountOut, fee] of rows) {
    const limit = limitPrice === null ? {} : { limitPrice };
    const fill = oracleQuote(poolOf(name), { side, amount, ...limit });
    assert.ok(fill.ok, `${name} ${side} ${amount}`);
    assert.deepEqual(
      { amountIn: fill.amountIn, amountOut: fill.amountOut, fee: fill.fee },
      { amountIn, amountOut, fee },
      `${name} ${side} ${amount}`,
    );
  }
});

test('a limit at spot and an input over the cap are the chain’s errors', () => {
  const errorOf = (fill: Fill): string | null => (fill.ok ? null : fill.error);
  const atSpot = { side: 'buy', amount: 10n ** 13n, limitPrice: 6562800n } as const;
  assert.equal(errorOf(oracleQuote(poolOf('sn1'), atSpot)), 'PriceLimitExceeded');
  const overCap = { side: 'buy', amount: 23050313857827256n } as const;
  assert.equal(errorOf(oracleQuote(poolOf('sn1'), overCap)), 'SwapInputTooLarge');
});

test('a sale, the author’s fee sale after it and a fee-free purchase chain as recorded', () => {
  const sale = oracleQuote(poolOf('sn1'), { side: 'sell', amount: 1000000000000n });
  assert.ok(sale.ok);
  assert.equal(sale.amountOut, 6557627384n);
  const feeSale = oracleQuote(sale.after, { side: 'sell', amount: sale.fee, dropFees: true });
  assert.ok(feeSale.ok);
  assert.equal(feeSale.amountOut, 3302800n);
  const purchase = oracleQuote(poolOf('sn92'), {
    side: 'buy',
    amount: sale.amountOut,
    dropFees: true,
  });
  assert.ok(purchase.ok);
  assert.equal(purchase.amountOut, 4810228725652n);
});

test('the launch-time pool keeps its product and takes its flat fee in TAO', () => {
  const pool: Pool = {
    kind: 'constant-product',
    taoReserve: 1_000_000_000_000n,
    alphaReserve: 4_000_000_000_000n,
    flatFee: 50_000n,
  };
  const buy = oracleQuote(pool, { side: 'buy', amount: 1_000_050_000n });
  assert.ok(buy.ok);
  assert.equal(buy.amountIn, 1_000_000_000n);
  assert.equal(buy.amountOut, 3_996_003_996n); // 4e12 − floor18(4e24/1.001e12)
  const sell = oracleQuote(pool, { side: 'sell', amount: 4_000_000_000n });
  assert.ok(sell.ok);
  assert.equal(sell.amountOut, 999_000_999n - 50_000n);
});
