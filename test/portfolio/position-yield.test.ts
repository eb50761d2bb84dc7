// Yield as a mean over epochs: what it averages, what it leaves out, and how a year is made of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  positionYield,
  yearlyRewards,
  YIELD_WINDOW,
  type EpochSample,
} from '../../src/portfolio/position-yield.ts';

const ALPHA = 1_000_000_000n;
const HEAD = 1_000_000;
const sample = (ago: number, dividends: bigint, part: Partial<EpochSample> = {}): EpochSample => ({
  epoch: HEAD - ago,
  period: 360,
  dividends,
  earnedOn: 1_000n * ALPHA,
  from: 'own',
  ...part,
});

test('one epoch: my share of the dividends, by the stake they were earned on', () => {
  const found = positionYield(100n * ALPHA, [sample(10, ALPHA)], HEAD);
  assert.ok(found);
  assert.equal(found.perTempo, ALPHA / 10n);
  assert.equal(found.perDay, 2n * ALPHA);
  // 0.1 % an epoch, 7,305 epochs a year.
  assert.equal(found.aprPpm, 7_305_000n);
  assert.deepEqual(
    [found.epochs, found.own, found.archived, found.span, found.unseen, found.isIdle],
    [1, 1, 0, 0, 0, false],
  );
});

test('a year with compounding is every epoch’s dividends earning in the next', () => {
  // 0.001 % an epoch: 1.00001^7305 − 1 = 7.578 %, against 7.305 % without.
  const found = positionYield(ALPHA, [sample(10, ALPHA / 100n)], HEAD);
  assert.equal(found?.aprPpm, 73_050n);
  const apy = Math.expm1(7_305 * Math.log1p(1e-5)) * 1e6;
  assert.ok(found.apyPpm !== null && Math.abs(Number(found.apyPpm) - apy) < 1);
  // Nobody earns a thousandfold: then no compounded year is told, only the plain one.
  const wild = positionYield(ALPHA, [sample(10, 10n * ALPHA)], HEAD);
  assert.equal(wild?.apyPpm, null);
  assert.equal(wild.aprPpm, 73_050_000n);
});

test('several epochs are averaged, and those nobody saw are left out and counted', () => {
  const found = positionYield(
    100n * ALPHA,
    [sample(3_600, 3n * ALPHA, { from: 'archive' }), sample(0, ALPHA), sample(7_200, 2n * ALPHA)],
    HEAD,
  );
  assert.ok(found);
  assert.equal(found.perTempo, ALPHA / 5n);
  assert.equal(found.span, 7_200);
  assert.equal(found.epochs, 3);
  assert.deepEqual([found.own, found.archived], [2, 1]);
  assert.equal(found.unseen, 18);
  const close = positionYield(
    ALPHA,
    [sample(0, ALPHA), sample(100, ALPHA), sample(170, ALPHA)],
    HEAD,
  );
  assert.equal(close?.unseen, 0, 'more than the newest tempo tells are none too few');
});

test('an epoch that paid nothing counts as nothing; when all did, that is said', () => {
  const found = positionYield(100n * ALPHA, [sample(0, 0n), sample(360, ALPHA)], HEAD);
  assert.equal(found?.perTempo, ALPHA / 20n);
  const idle = positionYield(100n * ALPHA, [sample(0, 0n), sample(360, 0n)], HEAD);
  assert.ok(idle?.isIdle);
  assert.equal(idle.perTempo, 0n);
  // Too little to be paid a unit of it is not the same as a validator that earns nothing.
  const dust = positionYield(1n, [sample(0, ALPHA)], HEAD);
  assert.deepEqual([dust?.perTempo, dust?.isIdle], [0n, false]);
});

test('unknown is never zero: no epoch in the window, or none that tells a rate', () => {
  assert.equal(positionYield(ALPHA, [], HEAD), null);
  assert.equal(positionYield(ALPHA, [sample(YIELD_WINDOW, ALPHA)], HEAD), null);
  assert.equal(positionYield(ALPHA, [sample(-1, ALPHA)], HEAD), null);
  assert.equal(positionYield(ALPHA, [sample(0, ALPHA, { earnedOn: 0n })], HEAD), null);
});

test('epochs of another length weigh by the blocks that they are for', () => {
  // 0.1 % in 360 blocks and 0.2 % in 720 are the same rate.
  const found = positionYield(
    100n * ALPHA,
    [sample(720, 2n * ALPHA, { period: 720 }), sample(0, ALPHA)],
    HEAD,
  );
  assert.equal(found?.perDay, 2n * ALPHA);
  assert.equal(found.aprPpm, 7_305_000n);
  assert.equal(found.period, 360);
});

test('a mean lies between its epochs, and more alpha never earns less', () => {
  const sampled = fc.record({
    ago: fc.integer({ min: 0, max: YIELD_WINDOW - 1 }),
    dividends: fc.bigInt(0n, 10n ** 15n),
    earnedOn: fc.bigInt(1n, 10n ** 18n),
  });
  fc.assert(
    fc.property(
      fc.array(sampled, { minLength: 1, maxLength: 40 }),
      fc.bigInt(0n, 10n ** 17n),
      (drawn, alpha) => {
        const samples = drawn.map(({ ago, dividends, earnedOn }) =>
          sample(ago, dividends, { earnedOn }),
        );
        const paid = samples.map(({ dividends, earnedOn }) => (dividends * alpha) / earnedOn);
        const most = paid.reduce((a, b) => (a > b ? a : b));
        const least = paid.reduce((a, b) => (a < b ? a : b));
        fc.pre(most < 1n << 63n);
        const found = positionYield(alpha, samples, HEAD);
        const more = positionYield(alpha + 1n, samples, HEAD);
        assert.ok(found && more);
        assert.ok(found.perTempo >= least && found.perTempo <= most);
        assert.ok(more.perTempo >= found.perTempo && more.perDay >= found.perDay);
        assert.ok(found.apyPpm === null || found.apyPpm + 1n >= 0n);
        assert.equal(found.own + found.archived, found.epochs);
      },
    ),
  );
});

test('an epoch counts from the head back to the window’s end, and only where it tells a rate', () => {
  const epochs = (...samples: EpochSample[]) => positionYield(ALPHA, samples, HEAD)?.epochs ?? 0;
  assert.equal(epochs(sample(-1, ALPHA)), 0);
  assert.equal(epochs(sample(0, ALPHA)), 1);
  assert.equal(epochs(sample(YIELD_WINDOW - 1, ALPHA)), 1);
  assert.equal(epochs(sample(0, ALPHA, { period: 0 })), 0);
  assert.equal(epochs(sample(0, ALPHA, { period: 1 })), 1);
  assert.equal(epochs(sample(0, ALPHA, { earnedOn: 0n })), 0);
  assert.equal(epochs(sample(0, 0n, { earnedOn: 1n })), 1);
  assert.equal(YIELD_WINDOW, 50_400);
});

test('means are rounded down at each step, and a compounded year ends at a thousandfold', () => {
  const shares = positionYield(1_000n, [sample(0, 1n, { earnedOn: 3n }), sample(9, 0n)], HEAD);
  assert.equal(shares?.perTempo, 166n);
  assert.equal(shares.perDay, 3_333n);
  // Once a year: the rate itself, up to exactly a thousandfold in all.
  const once = (dividends: bigint) =>
    positionYield(ALPHA, [sample(0, dividends, { period: 2_629_800, earnedOn: ALPHA })], HEAD);
  assert.equal(once(999n * ALPHA)?.apyPpm, 999_000_000n);
  assert.equal(once(999n * ALPHA + 1n)?.apyPpm, null);
  // Twice a year.
  const twice = (dividends: bigint) =>
    positionYield(ALPHA, [sample(0, dividends, { period: 1_314_900, earnedOn: ALPHA })], HEAD);
  assert.equal(twice(ALPHA)?.apyPpm, 3_000_000n);
  assert.equal(twice(30n * ALPHA)?.apyPpm, 960_000_000n);
  assert.equal(twice(31n * ALPHA)?.apyPpm, null);
  assert.equal(twice(ALPHA)?.aprPpm, 2_000_000n);
});

test('a compounded year is worked out to eighteen digits, each step rounded down', () => {
  // Two epochs a year, at the edge of a part per million.
  const half = { period: 1_314_900 };
  const apyOf = (dividends: bigint, earnedOn: bigint) =>
    positionYield(ALPHA, [sample(0, dividends, { ...half, earnedOn })], HEAD)?.apyPpm;
  assert.equal(apyOf(499_999_875_001n, 10n ** 18n), 1n);
  assert.equal(apyOf(499_999_875_000n, 10n ** 18n), 0n);
  assert.equal(apyOf(49_999_987_500_063n, 10n ** 20n), 0n);
  // And at the edge of a thousandfold.
  assert.equal(apyOf(30_622_776_601_683_793_320n, 10n ** 18n), 999_000_000n);
  assert.equal(apyOf(30_622_776_601_683_793_321n, 10n ** 18n), null);
});

test('a year at a yield beyond all amounts earns nothing that is shown', () => {
  assert.equal(yearlyRewards(194_087_905_562n, 359_000n), 69_677_558_096n);
  assert.equal(yearlyRewards(21_000_000n * 10n ** 9n, 10n ** 12n), null);
  assert.equal(yearlyRewards(0n, 10n ** 30n), 0n);
});
