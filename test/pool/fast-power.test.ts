import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fastExpNegative } from '../../src/pool/fast-exp.ts';
import { FAST_BITS, fastLn, fastLn2 } from '../../src/pool/fast-ln.ts';
import { fastPower } from '../../src/pool/fast-power.ts';
import { powRatioScaled } from '../../src/pool/power.ts';
import { powRatioScaledSlow } from '../../src/pool/power-slow.ts';
import { expSeries, lnSeries } from '../../src/pool/power-series.ts';
import { magnitude, runs, U128_MAX, WEIGHT_ONE } from './arbitrary-pools.ts';

const WIDE_BITS = 280n;
const WIDE_TERMS = 408;
const NARROWING = WIDE_BITS - FAST_BITS;

const weights = fc.bigInt({ min: WEIGHT_ONE / 100n, max: (WEIGHT_ONE * 99n) / 100n });
const realisticWeights = fc.bigInt({ min: (WEIGHT_ONE * 4n) / 10n, max: (WEIGHT_ONE * 6n) / 10n });
const reserves = magnitude(1, 62);

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}

test('the fast logarithm stays within its bound of the wide one', () => {
  const ratios = fc.tuple(magnitude(1, 127), magnitude(1, 127));
  fc.assert(
    fc.property(ratios, ([a, b]) => {
      const [high, low] = a > b ? [a, b] : [b, a];
      const wide = lnSeries(high, WIDE_BITS, WIDE_TERMS) - lnSeries(low, WIDE_BITS, WIDE_TERMS);
      const doublings = BigInt((high / low).toString(2).length - 1);
      assert.ok(distance(fastLn(high, low), wide >> NARROWING) <= 8n + doublings);
    }),
    runs(200),
  );
});

test('the fast exponential stays within its bound of the wide one', () => {
  const arguments_ = fc.oneof(
    fc.bigInt({ min: 0n, max: fastLn2() }),
    magnitude(1, 127).map((z) => (z > fastLn2() ? fastLn2() : z)),
  );
  fc.assert(
    fc.property(arguments_, (z) => {
      const wide = expSeries(-(z << NARROWING), WIDE_BITS, WIDE_TERMS);
      assert.ok(distance(fastExpNegative(z), wide >> NARROWING) <= 8n);
    }),
    runs(200),
  );
});

test('outputs and limits by the fast power equal the chain series', () => {
  const cases = fc.tuple(reserves, reserves, fc.oneof(weights, realisticWeights), fc.boolean());
  fc.assert(
    fc.property(cases, ([reserve, input, weight, isLimit]) => {
      const [bn, bd] = isLimit ? [reserve + input, reserve] : [reserve, reserve + input];
      const ed = isLimit ? WEIGHT_ONE : WEIGHT_ONE - weight;
      const precision = isLimit ? 1024 : 256;
      assert.equal(
        powRatioScaled(bn, bd, weight, ed, precision, WEIGHT_ONE),
        powRatioScaledSlow(bn, bd, weight, ed, precision, WEIGHT_ONE),
      );
    }),
    runs(400),
  );
});

/**
 * A scale near the reciprocal of the proven error makes doubt frequent: what is answered must still be
 * the chain's floor, so an error just above the bound would show here at once.
 */
test('at the seam it either answers as the series does or does not answer', () => {
  const scale = 10n ** 33n;
  let answered = 0;
  let doubtful = 0;
  fc.assert(
    fc.property(reserves, reserves, realisticWeights, (reserve, input, weight) => {
      const args = [reserve, reserve + input, weight, WEIGHT_ONE - weight] as const;
      const fast = fastPower(...args, scale);
      if (fast === undefined) doubtful++;
      else {
        answered++;
        assert.equal(fast, powRatioScaledSlow(...args, 256, scale));
      }
      assert.equal(powRatioScaled(...args, 256, scale), powRatioScaledSlow(...args, 256, scale));
    }),
    runs(400),
  );
  assert.ok(answered > doubtful, `${answered} answered, ${doubtful} doubtful`);
  assert.ok(doubtful > 0, 'the seam was never met');
});

test('exact multiples of the scale are left to the integer root', () => {
  const exact: [bigint, bigint, bigint, bigint][] = [
    [1n, 4n, 1n, 2n],
    [81n, 16n, 3n, 4n],
    [10n ** 16n, 10n ** 18n, 3n, 2n],
    [49n, 64n, 5n, 2n],
  ];
  for (const [bn, bd, p, q] of exact) {
    assert.equal(fastPower(bn, bd, p, q, WEIGHT_ONE), undefined);
    const power = powRatioScaled(bn, bd, p, q, 256, WEIGHT_ONE);
    assert.equal(power, powRatioScaledSlow(bn, bd, p, q, 256, WEIGHT_ONE));
    assert.notEqual(power, null);
    assert.equal((power ?? 0n) ** q * bd ** p, bn ** p * WEIGHT_ONE ** q);
  }
});

test('outside the proven region there is no fast answer', () => {
  assert.equal(fastPower(1n, 2n, 129n, 1n, WEIGHT_ONE), undefined);
  assert.equal(fastPower(U128_MAX + 1n, U128_MAX, 1n, 3n, WEIGHT_ONE), undefined);
  assert.equal(fastPower(1n, U128_MAX + 1n, 1n, 3n, WEIGHT_ONE), undefined);
  // e^44 < 2^64 < e^45
  assert.equal(fastPower(1n, 1n << 64n, 1n, 1n, WEIGHT_ONE), undefined);
  assert.equal(fastPower(1n << 64n, 1n, 1n, 1n, WEIGHT_ONE), undefined);
  assert.equal(fastPower(1n, 1n << 63n, 1n, 1n, WEIGHT_ONE), 0n);
});

test('a power of one and of equal numbers is exact', () => {
  assert.equal(fastPower(7n, 7n, 3n, 5n, WEIGHT_ONE), WEIGHT_ONE);
  assert.equal(powRatioScaled(2n, 3n, 5n, 5n, 256, WEIGHT_ONE), (2n * WEIGHT_ONE) / 3n);
});

test('special values answer as upstream does', () => {
  assert.equal(powRatioScaled(1n, 0n, 1n, 2n, 256, WEIGHT_ONE), null);
  assert.equal(powRatioScaled(1n, 2n, 1n, 0n, 256, WEIGHT_ONE), null);
  assert.equal(powRatioScaled(0n, 2n, 1n, 2n, 256, WEIGHT_ONE), 0n);
  assert.equal(powRatioScaled(-1n, 2n, 1n, 2n, 256, WEIGHT_ONE), null);
  assert.equal(powRatioScaled(5n, 2n, 0n, 2n, 256, WEIGHT_ONE), WEIGHT_ONE);
});
