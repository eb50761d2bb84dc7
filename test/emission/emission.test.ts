import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { blockEmission, taoOfShare } from '../../src/emission/block-emission.ts';
import {
  giniPpm,
  nakamotoBounds,
  nakamotoCoefficient,
  topSharePpm,
} from '../../src/emission/concentration.ts';
import {
  eligibleSubnets,
  sharesOf,
  type EligibleSubnet,
} from '../../src/emission/emission-shares.ts';
import { ONE_SHARE } from '../../src/emission/fixed-share.ts';
import { remainingLock } from '../../src/emission/lock-decay.ts';
import { ppmOf, votePpm } from '../../src/emission/own-vote.ts';
import {
  emaAfter,
  emaHalfLife,
  emaWeight,
  subnetEma,
  type SubnetEma,
} from '../../src/emission/price-ema.ts';
import { removalOrder } from '../../src/emission/removal-order.ts';
import { splitAlpha } from '../../src/emission/split-alpha.ts';
import { voteOf, type VoteEffect } from '../../src/emission/vote.ts';
import type { EmissionFacts } from '../../src/model/emission-facts.ts';
import { toNetuid } from '../../src/units.ts';
import { emaStep } from './ema-step.ts';
import { emissionFacts, subnetFacts } from './sample-facts.ts';

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

const HALF = ONE_SHARE / 2n;
const known = <T>(value: T): { known: true; value: T } => ({ known: true, value });
const missing = { known: false, reason: 'unreadable' } as const;
const absent = { known: false, reason: 'not-on-this-runtime' } as const;

test('the weight of the newest price: age over age and halving, nothing before it began', () => {
  const one = 1n << 32n;
  assert.equal(emaWeight(one, 100n, 100n), HALF);
  assert.equal(emaWeight(one, 100n, 300n), ONE_SHARE / 4n);
  assert.equal(emaWeight(one, 0n, 100n), 0n);
  assert.equal(emaWeight(one, -5n, 100n), 0n);
  assert.equal(emaWeight(one / 2n, 100n, 100n), ONE_SHARE / 4n);
  const facts = emissionFacts(1_000, []);
  const emaOf = (part: Parameters<typeof subnetFacts>[1]) => subnetEma(facts, subnetFacts(1, part));
  const found = emaOf({ firstEmissionBlock: known(901) });
  assert.deepEqual(
    found,
    known({
      emaBits: one / 50n,
      movingAlphaBits: LIVE_ALPHA,
      halvingBlocks: HALVING,
      age: 100n,
    }),
  );
  for (const part of [
    { emaPriceBits: missing },
    { firstEmissionBlock: missing },
    { firstEmissionBlock: known(null) },
    { emaHalvingBlocks: missing },
  ]) {
    assert.equal(emaOf(part).known, false);
  }
  const still = { ...facts, subnetMovingAlphaBits: missing };
  assert.equal(subnetEma(still, subnetFacts(1)).known, false);
});

test('the average goes half of the way at a weight of a half, up and down, to a price of one at most', () => {
  const one = 1n << 32n;
  const ema = (emaBits: bigint): SubnetEma => ({
    emaBits,
    movingAlphaBits: one,
    halvingBlocks: 100n,
    age: 100n,
  });
  assert.equal(emaAfter(ema(0n), ONE_SHARE, 1n), one / 2n);
  assert.equal(emaAfter(ema(one), 0n, 1n), one / 2n);
  assert.equal(emaAfter(ema(0n), 7n * ONE_SHARE, 1n), one / 2n, 'a price above one counts as one');
  assert.equal(emaAfter(ema(one / 4n), HALF, 1n), (one * 3n) / 8n);
  assert.equal(emaAfter(ema(one / 4n), HALF, 0n), one / 4n);
  assert.equal(emaAfter(ema(one / 2n), HALF, 9n), one / 2n);
  // Two blocks take the weight of their middle: 101 of 201.
  const left = (ONE_SHARE * 100n) / 201n;
  const twice = emaAfter(ema(one), 0n, 2n);
  assert.ok(twice - ((left * left) >> 96n) <= 1n && twice - ((left * left) >> 96n) >= -1n);
  assert.throws(() => emaAfter(ema(0n), 0n, -1n), RangeError);
  assert.equal(emaHalfLife(ema(0n)), 1);
  assert.equal(emaHalfLife({ ...ema(0n), halvingBlocks: 300n }), 3);
});

test('shares to the bit: two prices of one to three, the switch, the burn and the ranks', () => {
  const of = (subnets: EligibleSubnet[], gate = noGate) => {
    const shares = sharesOf(subnets, gate);
    assert.ok(shares.known);
    return shares.value;
  };
  const two = of([subnet(1, 1n << 40n), subnet(2, 3n << 40n)]);
  assert.deepEqual(
    two.map(({ share, gatedShare, rank }) => [share, gatedShare, rank]),
    [
      [ONE_SHARE / 4n, ONE_SHARE / 4n, 2],
      [(ONE_SHARE * 3n) / 4n, (ONE_SHARE * 3n) / 4n, 1],
    ],
  );
  const off = of([subnet(1, 1n << 40n), subnet(2, 3n << 40n, { isEnabled: false })]);
  assert.deepEqual(
    off.map(({ share, gatedShare }) => [share, gatedShare]),
    [
      [ONE_SHARE, ONE_SHARE / 4n],
      [0n, (ONE_SHARE * 3n) / 4n],
    ],
  );
  const equal = of([subnet(1, 5n), subnet(2, 9n), subnet(3, 5n), subnet(4, 4n)]);
  assert.deepEqual(
    equal.map(({ rank }) => rank),
    [2, 1, 2, 4],
  );
  const burnt = of([subnet(1, HALF, { minerBurned: ONE_SHARE - 1n }), subnet(2, HALF)]);
  assert.equal(burnt[0]?.share, 0n);
  const none = of([subnet(1, HALF, { minerBurned: ONE_SHARE + 9n }), subnet(2, HALF)]);
  assert.deepEqual(
    none.map(({ share }) => share),
    [0n, ONE_SHARE],
  );
  assert.deepEqual(
    of([subnet(1, 0n)]).map(({ share }) => share),
    [0n],
  );
});

test('the gate: at its bar a share keeps half, exponents from one to eight, no bar is no gate', () => {
  const gated = (exponentBits: bigint, barBits = HALF) =>
    sharesOf(
      [subnet(1, 1n << 40n), subnet(2, 3n << 40n)],
      known({ barBits, exponentBits, barRank: 1 }),
    );
  const first = (exponentBits: bigint, barBits = HALF) => {
    const shares = gated(exponentBits, barBits);
    return shares.known ? shares.value[0]?.share : shares.reason;
  };
  // Exponent 1, bar 1/2: 1/4 · 1/3 = 1/12 against 3/4 · 3/5 = 9/20.
  const exact = (ONE_SHARE * 5n) / 32n;
  const got = first(1n << 64n);
  assert.ok(typeof got === 'bigint' && got - exact < 16n && exact - got < 16n, String(got));
  assert.equal(first(8n << 64n) === 'unreadable', false);
  for (const bits of [0n, 9n << 64n, (1n << 64n) + 1n, (2n << 64n) - 1n]) {
    assert.equal(first(bits), 'unreadable');
  }
  assert.equal(first(9n << 64n, 0n), ONE_SHARE / 4n);
  assert.equal(first(9n << 64n, -1n), ONE_SHARE / 4n);
  assert.equal(sharesOf([subnet(1, 5n)], missing).known, false);
  assert.equal(sharesOf([subnet(1, 5n)], absent).known, true);
});

test('who takes part: started, open, trading; what cannot be told makes all of it unknown', () => {
  const taking = (part: Parameters<typeof subnetFacts>[1], netuid = 1) => {
    const found = eligibleSubnets(emissionFacts(1_000, [subnetFacts(netuid, part)]));
    return found.known ? found.value : found.reason;
  };
  const plain = {
    netuid: 1,
    emaPrice: ((1n << 32n) / 50n) << 32n,
    minerBurned: 0n,
    isEnabled: true,
  };
  assert.deepEqual(taking({}), [plain]);
  assert.deepEqual(taking({ isStable: true }), [{ ...plain, emaPrice: ONE_SHARE }]);
  assert.deepEqual(taking({ minerBurnedBits: known(1n << 31n) }), [
    { ...plain, minerBurned: HALF },
  ]);
  assert.deepEqual(taking({ minerBurnedBits: known(-5n) }), [plain]);
  assert.deepEqual(taking({ minerBurnedBits: absent, isEmissionEnabled: absent }), [plain]);
  assert.deepEqual(taking({ isEmissionEnabled: known(false) }), [{ ...plain, isEnabled: false }]);
  assert.deepEqual(taking({ firstEmissionBlock: known(null) }), []);
  assert.deepEqual(taking({ isSubtokenEnabled: known(false) }), []);
  assert.deepEqual(taking({ isRegistrationAllowed: known(false) }), []);
  assert.deepEqual(taking({ emaPriceBits: missing }, 0), []);
  for (const part of [
    { firstEmissionBlock: missing },
    { isSubtokenEnabled: missing },
    { isRegistrationAllowed: missing },
    { emaPriceBits: missing },
    { minerBurnedBits: missing },
    { isEmissionEnabled: missing },
  ]) {
    assert.equal(taking(part), 'unreadable');
  }
  const both = eligibleSubnets(emissionFacts(1_000, [subnetFacts(7), subnetFacts(2)]));
  assert.deepEqual(both.known && both.value.map(({ netuid }) => netuid), [2, 7]);
});

test('a vote: prices above one count as one, what comes to one leaves the others, the largest first', () => {
  const facts = emissionFacts(
    1_000_000,
    [1, 2, 3].map((netuid) => subnetFacts(netuid, { emaPriceBits: known(BigInt(netuid) << 30n) })),
  );
  const move = (before: bigint, after: bigint) => ({ netuid: toNetuid(1), before, after });
  const vote = voteOf(facts, [move(ONE_SHARE / 4n, 9n * ONE_SHARE)], [0, 7_200]);
  assert.ok(vote.known);
  const [effect] = vote.value.effects;
  assert.ok(effect);
  // 1/4 of 1/4 + 2/4 + 3/4; then 1 of 1 + 2/4 + 3/4.
  assert.deepEqual(
    [effect.sharePpmNow, effect.sharePpmWithout, effect.sharePpmAfter, effect.rank],
    [166_666n, 166_666n, 444_444n, 3],
  );
  assert.equal(effect.path[0]?.sharePpm, 166_666n);
  assert.ok(
    (effect.path[1]?.sharePpm ?? 0n) > 166_666n && (effect.path[1]?.sharePpm ?? 0n) < 444_444n,
  );
  // Half a TAO a block, 3,600 a day.
  assert.equal(effect.perDayWithout, 599_999_999_999n);
  assert.equal(effect.raoPerDay, 1_000_000_000_000n);
  assert.deepEqual(vote.value.winners, []);
  assert.deepEqual(
    vote.value.losers.map(({ netuid }) => netuid),
    [3, 2],
  );
  const lost = vote.value.losers.reduce((sum, { raoPerDay }) => sum + raoPerDay, 0n);
  assert.ok(lost <= -999_999_999_990n && lost >= -1_000_000_000_010n, String(lost));
  const down = voteOf(facts, [move(ONE_SHARE / 4n, 0n)], []);
  assert.ok(down.known);
  assert.deepEqual(down.value.losers, []);
  assert.deepEqual(
    down.value.winners.map(({ netuid }) => netuid),
    [3, 2],
  );
  assert.equal(down.value.effects[0]?.sharePpmAfter, 0n);
  const still = voteOf(facts, [move(ONE_SHARE, ONE_SHARE + 1n)], []);
  assert.deepEqual(still.known && [still.value.losers, still.value.effects[0]?.raoPerDay], [
    [],
    0n,
  ]);
});

test('parts of what is emitted, removed and locked, rounded as they say', () => {
  assert.deepEqual(splitAlpha(1_000_000_001n, 11_796n, 1n << 31n), {
    owner: 179_995_422n,
    miners: 410_002_289n,
    validators: 205_001_145n,
    root: 205_001_145n,
  });
  assert.deepEqual(splitAlpha(3n, 0n, 0n), { owner: 0n, miners: 1n, validators: 2n, root: 0n });
  assert.equal(taoOfShare(10_600_000_000_000_000n, HALF), 250_000_000n);
  assert.equal(taoOfShare(10_600_000_000_000_000n, ONE_SHARE), 500_000_000n);
  const facts = emissionFacts(1_000, [
    subnetFacts(0, { emaPriceBits: missing }),
    subnetFacts(1, { registeredAt: 900, emaPriceBits: known(4n) }),
    subnetFacts(2, { registeredAt: 899, emaPriceBits: known(2n) }),
    subnetFacts(3, { registeredAt: 901, emaPriceBits: known(1n) }),
    subnetFacts(4, { registeredAt: 800, emaPriceBits: known(4n) }),
    subnetFacts(5, { registeredAt: 800, emaPriceBits: known(4n) }),
    subnetFacts(6, { registeredAt: 800, isStable: true }),
  ]);
  const order = removalOrder(facts, 100);
  assert.ok(order.known);
  assert.deepEqual(
    order.value.map(({ netuid, place, roomPpm, protectedUntil }) => [
      netuid,
      place,
      roomPpm,
      protectedUntil,
    ]),
    [
      [1, 4, 500_000n, 1_000],
      [2, 1, 0n, 999],
      [3, null, null, 1_001],
      [4, 2, 500_000n, 900],
      [5, 3, 500_000n, 900],
      [6, 5, 999_999n, 900],
    ],
  );
  assert.equal(order.value[0]?.of, 5);
  assert.equal(
    removalOrder(emissionFacts(1, [subnetFacts(1, { emaPriceBits: missing })]), 1).known,
    false,
  );
  assert.equal(remainingLock(10n ** 18n, 0n, 7n), 10n ** 18n);
  assert.equal(remainingLock(10n ** 18n, -1n, 7n), 10n ** 18n);
  assert.equal(remainingLock(10n ** 18n, 1n, 0n), 0n);
  const e = remainingLock(10n ** 15n, 7n, 7n);
  assert.equal(e, 367_879_441_171_442n);
  assert.equal(remainingLock(10n ** 15n, 14n, 7n), 135_335_283_236_612n);
  assert.equal(remainingLock(10n ** 18n, 10n ** 9n, 1n), 4n, 'e⁻⁴⁰ is counted, and no further');
});

test('concentration: more than half is more than half, and bounds for what nobody saw', () => {
  assert.equal(nakamotoCoefficient([2n, 1n, 1n]), 2);
  assert.equal(nakamotoCoefficient([3n, 1n, 1n]), 1);
  assert.equal(nakamotoCoefficient([0n]), 0);
  assert.deepEqual(nakamotoBounds([3n, 1n], 0n), { least: 1, most: 1 });
  assert.deepEqual(nakamotoBounds([3n, 2n, 1n], 0n), { least: 2, most: 2 });
  assert.deepEqual(nakamotoBounds([3n, 2n], 1n), { least: 1, most: 2 });
  assert.deepEqual(nakamotoBounds([3n, 2n], 5n), { least: 1, most: null });
  assert.deepEqual(nakamotoBounds([], 5n), { least: 1, most: null });
  assert.equal(topSharePpm([1n, 2n, 3n], 1), 500_000n);
  assert.equal(topSharePpm([1n, 2n], 9), 1_000_000n);
  assert.equal(giniPpm([]), 0n);
  assert.equal(giniPpm([1n, 2n, 3n]), 222_222n);
  assert.equal(votePpm({ perDayWithout: 10n, raoPerDay: -3n } as VoteEffect), 300_000n);
  assert.equal(votePpm({ perDayWithout: 1n, raoPerDay: -1n } as VoteEffect), 1_000_000n);
  assert.equal(votePpm({ perDayWithout: 10n, raoPerDay: 3n } as VoteEffect), 0n);
  assert.equal(votePpm({ perDayWithout: 0n, raoPerDay: -3n } as VoteEffect), null);
  assert.deepEqual([ppmOf(1n, 3n), ppmOf(1n, 0n), ppmOf(1n, 1n)], [333_333n, 0n, 1_000_000n]);
});
