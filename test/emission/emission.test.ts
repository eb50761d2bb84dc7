import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { blockEmission } from '../../src/emission/block-emission.ts';
import { giniPpm, nakamotoCoefficient, topSharePpm } from '../../src/emission/concentration.ts';
import { sharesOf, type EligibleSubnet } from '../../src/emission/emission-shares.ts';
import { ONE_SHARE } from '../../src/emission/fixed-share.ts';
import { emaAfter, emaHalfLife, emaWeight, type SubnetEma } from '../../src/emission/price-ema.ts';
import { splitAlpha } from '../../src/emission/split-alpha.ts';
import type { EmissionFacts } from '../../src/model/emission-facts.ts';
import { toNetuid } from '../../src/units.ts';
import { emaStep } from './ema-step.ts';

const noGate: EmissionFacts['gate'] = { known: false, reason: 'not-on-this-runtime' };
/** The live parameter: 0.0003 as I96F32 bits. */
const LIVE_ALPHA = 1_288_490n;
const HALVING = 201_600n;

const subnet = (
  netuid: number,
  emaPrice: bigint,
  more: Partial<EligibleSubnet> = {},
): EligibleSubnet => ({
  netuid: toNetuid(netuid),
  emaPrice,
  minerBurned: 0n,
  isEnabled: true,
  ...more,
});

const subnetsArbitrary = fc
  .array(
    fc.record({
      emaPrice: fc.bigInt({ min: 1n << 30n, max: ONE_SHARE }),
      minerBurned: fc.bigInt({ min: 0n, max: ONE_SHARE + 5n }),
      isEnabled: fc.boolean(),
    }),
    { minLength: 1, maxLength: 128 },
  )
  .map((rows) => rows.map((row, index) => ({ netuid: toNetuid(index + 1), ...row })));

test('block emission halves with issuance: one TAO at first, half since 10.5 million, nothing at the end', () => {
  assert.equal(blockEmission(0n), 1_000_000_000n);
  assert.equal(blockEmission(10_499_000_000_000_000n), 1_000_000_000n);
  assert.equal(blockEmission(10_500_000_000_000_000n), 500_000_000n);
  assert.equal(blockEmission(15_750_000_000_000_000n), 250_000_000n);
  assert.equal(blockEmission(20_999_999_999_999_999n) > 0n, false);
  assert.equal(blockEmission(21_000_000_000_000_000n), 0n);
  assert.equal(blockEmission(10_600_000_000_000_000n) * 7_200n, 3_600_000_000_000n);
  assert.throws(() => blockEmission(-1n), RangeError);
});

test('the half-life of the price average is what the chain reference quotes', () => {
  const aged = (age: bigint): SubnetEma => ({
    emaBits: 0n,
    movingAlphaBits: LIVE_ALPHA,
    halvingBlocks: HALVING,
    age,
  });
  const old = emaHalfLife(aged(3_000_000n));
  const young = emaHalfLife(aged(50_400n));
  assert.ok(old !== null && Math.abs(old - 2_470) < 10, `${old} blocks`);
  assert.ok(young !== null && Math.abs(young - 11_550) < 10, `${young} blocks`);
  assert.equal(emaHalfLife(aged(0n)), null);
});

test('the average after many blocks is what block after block gives, within its rounding', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 1n << 32n }),
      fc.bigInt({ min: 0n, max: ONE_SHARE * 2n }),
      fc.bigInt({ min: 100_000n, max: 4_000_000n }),
      fc.integer({ min: 0, max: 600 }),
      (emaBits, price, age, blocks) => {
        const ema: SubnetEma = {
          emaBits,
          movingAlphaBits: LIVE_ALPHA,
          halvingBlocks: HALVING,
          age,
        };
        let stepped = emaBits;
        for (let block = 1; block <= blocks; block += 1) {
          stepped = emaStep(stepped, price, emaWeight(LIVE_ALPHA, age + BigInt(block), HALVING));
        }
        const direct = emaAfter(ema, price, BigInt(blocks));
        const apart = stepped > direct ? stepped - direct : direct - stepped;
        // One unit of rounding a block, and the weight's slow growth taken at the middle of the path.
        const allowed = BigInt(blocks) + 2n + (1n << 32n) / 1_000_000n;
        assert.ok(apart <= allowed, `${apart} apart after ${blocks} blocks`);
      },
    ),
    { numRuns: 60 },
  );
});

test('shares sum to one within truncation, and a disabled subnet gets nothing', () => {
  fc.assert(
    fc.property(subnetsArbitrary, (subnets) => {
      const shares = sharesOf(subnets, noGate);
      assert.ok(shares.known);
      const total = shares.value.reduce((sum, { share }) => sum + share, 0n);
      const isAnyEnabled = shares.value.some(
        ({ isEnabled, gatedShare }) => isEnabled && gatedShare > 0n,
      );
      if (isAnyEnabled) {
        assert.ok(total <= ONE_SHARE && ONE_SHARE - total <= BigInt(subnets.length) + 1n);
      } else {
        assert.equal(total, 0n);
      }
      for (const { isEnabled, share } of shares.value) assert.ok(isEnabled || share === 0n);
    }),
  );
});

test('a higher price never lowers a subnet’s own share, gate or not', () => {
  const gates: EmissionFacts['gate'][] = [
    noGate,
    { known: true, value: { barBits: ONE_SHARE / 100n, exponentBits: 3n << 64n, barRank: 32 } },
  ];
  fc.assert(
    fc.property(subnetsArbitrary, fc.bigInt({ min: 1n, max: ONE_SHARE }), (subnets, more) => {
      for (const gate of gates) {
        const before = sharesOf(subnets, gate);
        const raised = subnets.map((one, at) =>
          at === 0 ? { ...one, emaPrice: one.emaPrice + more } : one,
        );
        const after = sharesOf(raised, gate);
        assert.ok(before.known && after.known);
        const slack = 4n;
        assert.ok((after.value[0]?.share ?? 0n) + slack >= (before.value[0]?.share ?? 0n));
      }
    }),
  );
});

test('the gate turns a two-to-one edge into nine to one, and halves a share at the bar', () => {
  const third = ONE_SHARE / 3n;
  const gate = { barBits: (2n * ONE_SHARE) / 3n, exponentBits: 3n << 64n, barRank: 1 };
  const shares = sharesOf([subnet(1, third), subnet(2, 2n * third)], { known: true, value: gate });
  assert.ok(shares.known);
  const ppm = shares.value.map(({ share }) => (share * 1_000_000n) / ONE_SHARE);
  assert.ok((ppm[0] ?? 0n) >= 99_998n && (ppm[0] ?? 0n) <= 100_002n, ppm.join());
});

test('a gate whose exponent is no small whole number is not modelled', () => {
  const gate = { barBits: ONE_SHARE / 50n, exponentBits: (5n << 64n) / 2n, barRank: 32 };
  assert.equal(sharesOf([subnet(1, ONE_SHARE)], { known: true, value: gate }).known, false);
});

test('miner burn moves emission away, and all burning all falls back to price', () => {
  const half = ONE_SHARE / 2n;
  const one = sharesOf([subnet(1, half, { minerBurned: half }), subnet(2, half)], noGate);
  assert.ok(one.known);
  assert.equal(((one.value[0]?.share ?? 0n) * 300n) / ONE_SHARE, 99n);
  const all = sharesOf(
    [subnet(1, half, { minerBurned: ONE_SHARE }), subnet(2, half, { minerBurned: ONE_SHARE })],
    noGate,
  );
  assert.ok(all.known);
  assert.equal(all.value[0]?.share, half);
});

test('alpha splits into parts that add up', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 1_000_000_000n }),
      fc.bigInt({ min: 0n, max: 65_535n }),
      fc.bigInt({ min: 0n, max: 1n << 32n }),
      (alpha, cut, proportion) => {
        const { owner, miners, validators, root } = splitAlpha(alpha, cut, proportion);
        assert.equal(owner + miners + validators + root, alpha);
        assert.ok([owner, miners, validators, root].every((part) => part >= 0n));
      },
    ),
  );
});

test('measures of concentration answer the textbook cases', () => {
  assert.equal(nakamotoCoefficient([]), 0);
  assert.equal(nakamotoCoefficient([1n, 1n, 1n, 1n]), 3);
  assert.equal(nakamotoCoefficient([51n, 49n]), 1);
  assert.equal(nakamotoCoefficient([50n, 50n]), 2);
  assert.equal(topSharePpm([6n, 3n, 1n], 2), 900_000n);
  assert.equal(topSharePpm([], 2), 0n);
  assert.equal(giniPpm([5n, 5n, 5n, 5n]), 0n);
  assert.equal(giniPpm([0n, 7n]), 0n);
  assert.equal(giniPpm([1n, 3n]), 250_000n);
});
