// Figures of emission at their edges: equal ones, nothing, one, the very limit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockEmission } from '../../src/emission/block-emission.ts';
import { recordedTao } from '../../src/emission/compare-recorded.ts';
import { sharesOf, type EligibleSubnet } from '../../src/emission/emission-shares.ts';
import { ONE_SHARE } from '../../src/emission/fixed-share.ts';
import { holderConcentrationOf } from '../../src/emission/holder-concentration.ts';
import { largestFirst } from '../../src/emission/largest-first.ts';
import { halfLifeOf, remainingLock } from '../../src/emission/lock-decay.ts';
import { lockedPart } from '../../src/emission/locked-part.ts';
import { flowMiddle, netFlow, type FlowPoint } from '../../src/emission/net-flow.ts';
import { partChange } from '../../src/emission/own-vote.ts';
import { emaWeight } from '../../src/emission/price-ema.ts';
import { removalLadder } from '../../src/emission/removal-ladder.ts';
import { removalOrder } from '../../src/emission/removal-order.ts';
import { payoutRange } from '../../src/emission/removal-payout.ts';
import { rootConcentration } from '../../src/emission/root-before-dtao.ts';
import { subnetFigures } from '../../src/emission/subnet-figures.ts';
import {
  alphaOfHolders,
  concentrationOf,
  stakeConcentrationOf,
} from '../../src/emission/validator-stake.ts';
import { whereItGoes } from '../../src/emission/where-it-goes.ts';
import type { SubnetPayoutFacts } from '../../src/model/payout-facts.ts';
import type { BalancerPool } from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import { addressOf } from '../moves/ledger-facts.ts';
import { emissionFacts, subnetFacts } from './sample-facts.ts';

const known = <T>(value: T): { known: true; value: T } => ({ known: true, value });
const missing = { known: false, reason: 'unreadable' } as const;
const absent = { known: false, reason: 'not-on-this-runtime' } as const;
const TAO = 1_000_000_000n;
const ONE_32 = 1n << 32n;
const PPM = 1_000_000n;
const ANN = addressOf(`0x${'01'.repeat(32)}`);
const BOB = addressOf(`0x${'02'.repeat(32)}`);
const KEY = addressOf(`0x${'03'.repeat(32)}`);

test('the larger first, equal ones as they were', () => {
  const list = [3n, 1n, 2n, 3n, 1n].map((amount, at) => ({ amount, at }));
  const sorted = list.toSorted((a, b) => largestFirst(a.amount, b.amount));
  assert.deepEqual(
    sorted.map(({ at }) => at),
    [0, 3, 2, 1, 4],
  );
  assert.equal(largestFirst(5n, 5n), 0);
});

test('the last block before the maximum still emits, the maximum nothing', () => {
  const most = 21_000_000n * TAO;
  assert.equal(blockEmission(most), 0n);
  assert.equal(blockEmission(most + 1n), 0n);
  assert.equal(blockEmission(most - 1n), TAO >> 32n);
  assert.equal(blockEmission(most - (most >> 5n)), TAO >> 5n);
});

test('what a block gave: purchases count where the runtime makes them, unread they are unknown', () => {
  const taoInEmission = known(toRao(5n));
  assert.deepEqual(recordedTao({ taoInEmission, excessTao: known(toRao(7n)) }), known(12n));
  assert.deepEqual(recordedTao({ taoInEmission, excessTao: absent }), known(5n));
  assert.deepEqual(recordedTao({ taoInEmission, excessTao: missing }), missing);
  assert.deepEqual(recordedTao({ taoInEmission: missing, excessTao: absent }), missing);
});

test('while all subnets get emission the shares are those of the gate, to the bit', () => {
  const one = (netuid: number, isEnabled: boolean): EligibleSubnet => ({
    netuid: toNetuid(netuid),
    emaPrice: ONE_SHARE / 7n,
    minerBurned: 0n,
    isEnabled,
  });
  const shares = sharesOf([one(1, true), one(2, true), one(3, true)], absent);
  assert.ok(shares.known);
  for (const { share, gatedShare } of shares.value) assert.equal(share, gatedShare);
  assert.deepEqual(
    shares.value.map(({ rank }) => rank),
    [1, 1, 1],
  );
  // Truncation takes a unit from each: shared out again, the largest would get most of them.
  const many = Array.from({ length: 60 }, (_, at) => ({
    ...one(at + 1, true),
    emaPrice: at === 0 ? ONE_SHARE : 1_000_003n * BigInt(at) ** 5n,
  }));
  const truncated = sharesOf(many, absent);
  assert.ok(truncated.known);
  for (const { share, gatedShare } of truncated.value) assert.equal(share, gatedShare);
  const some = sharesOf([one(1, true), one(2, false), one(3, true)], absent);
  assert.ok(some.known);
  assert.deepEqual(
    some.value.map(({ share }) => share),
    [ONE_SHARE / 2n, 0n, ONE_SHARE / 2n],
  );
});

test('holders: a unit is a holding, nothing is none, and a subnet without alpha covers nothing', () => {
  const facts = emissionFacts(9, [
    subnetFacts(1, { nodePrice: known(TAO), alphaOut: toAlphaRao(1n) }),
  ]);
  const of = (alpha: bigint) =>
    holderConcentrationOf(
      [{ coldkey: ANN, hotkey: KEY, netuid: toNetuid(1), alpha: toAlphaRao(alpha) }],
      facts,
      null,
    );
  assert.deepEqual(of(0n).of.holders, []);
  assert.deepEqual(of(1n).of.holders, [{ coldkey: ANN, rao: 1n }]);
  assert.equal(of(1n).coveredPpm, PPM);
  assert.equal(of(0n).coveredPpm, 0n);
  assert.equal(of(2n).coveredPpm, PPM, 'never above the whole');
  const empty = emissionFacts(9, [subnetFacts(1, { alphaOut: toAlphaRao(0n) })]);
  assert.equal(holderConcentrationOf([], empty, null).coveredPpm, 0n);
  assert.equal(stakeConcentrationOf([], empty).coveredPpm, 0n);
  const stake = { netuid: toNetuid(1), hotkey: KEY, owner: ANN, name: null, alpha: toAlphaRao(1n) };
  assert.equal(stakeConcentrationOf([stake], facts).coveredPpm, PPM);
  const holders = (protocolAlpha: bigint) =>
    alphaOfHolders(
      subnetFacts(1, { alphaOut: toAlphaRao(9n), protocolAlpha: known(toAlphaRao(protocolAlpha)) }),
    );
  assert.deepEqual([8n, 9n, 10n].map(holders), [1n, 0n, 0n]);
  const equals = Array.from({ length: 65 }, () => ({ rao: 4n }));
  assert.equal(concentrationOf(equals).topPpm, (64n * PPM) / 65n, 'the first 64');
});

test('before dTAO: of all stake of then, unknown where that is nothing or not told', () => {
  const one = { hotkey: KEY, owner: ANN, name: null, stake: toRao(1n), hasWeights: known(true) };
  const part = (all: Parameters<typeof rootConcentration>[1]) => {
    const read = rootConcentration([one], all);
    return read.known ? read.value.ofAllPpm : read;
  };
  assert.equal(part(known(1n)), PPM);
  assert.equal(part(known(3n)), 333_333n);
  assert.equal(part(known(0n)), null);
  assert.equal(part(missing), null);
  const two = rootConcentration([one, { ...one, owner: BOB, stake: toRao(2n) }], missing);
  assert.ok(two.known);
  assert.deepEqual(
    two.value.of.holders.map(({ key, rao }) => [key, rao]),
    [
      [BOB, 2n],
      [ANN, 1n],
    ],
  );
});

test('locks: half after ln 2 of the rate, perpetual ones whole, of nothing no part is left', () => {
  assert.equal(halfLifeOf(1_000_000n), 693_147n);
  assert.equal(remainingLock(7n, 0n, 5n), 7n);
  assert.equal(remainingLock(7n, 1n, 0n), 0n);
  const facts = (alphaOut: bigint, mass: bigint, isPerpetual: boolean) =>
    lockedPart({
      block: { hash: '0x00', number: 1_000 },
      netuid: toNetuid(1),
      alphaOut: toAlphaRao(alphaOut),
      locks: [{ mass: toAlphaRao(mass), updatedAt: 1_000, isPerpetual }],
      unlockRate: 648_000n,
      ownerAlpha: known(toAlphaRao(2n)),
    });
  assert.deepEqual(facts(10n, 1n, true), {
    block: 1_000,
    ppm: 100_000n,
    leftPpm: PPM,
    ownerPpm: 200_000n,
  });
  // 90 days are a whole rate: 1/e.
  assert.equal(facts(TAO, TAO, false).leftPpm, 367_879n);
  assert.equal(facts(10n, 0n, false).leftPpm, null);
  assert.deepEqual([facts(0n, 1n, true).ppm, facts(0n, 1n, true).ownerPpm], [0n, 0n]);
});

test('an estimated flow: what the reserve grew by, less the least and the most that emission put in', () => {
  const books = (reserve: bigint) => ({
    reserve: toRao(reserve),
    stakers: missing,
    protocol: missing,
    takenAt: missing,
  });
  const point = (block: number, emitted: bigint | null, reserve: bigint): FlowPoint => ({
    block,
    emitted,
    books: books(reserve),
  });
  const flow = netFlow([point(0, 3n, 1_000n), point(10, 5n, 0n), point(30, 4n, 1_200n)]);
  // Least: 3 for ten blocks, 4 for twenty; most: 5 for all thirty.
  assert.deepEqual(flow, known({ kind: 'estimated', low: 200n - 150n, high: 200n - 110n }));
  for (const blocks of [
    [5, 5],
    [5, 4],
    [0, 0],
    [3, 9, 9],
    [3, 9, 8],
  ]) {
    const points = blocks.map((block) => point(block, 1n, 1n));
    assert.throws(() => netFlow(points), RangeError, blocks.join());
  }
  assert.equal(netFlow([point(0, 1n, 1n), point(1, 1n, 1n)]).known, true);
  assert.equal(flowMiddle({ kind: 'estimated', low: -10n, high: 4n }), -3n);
  assert.equal(flowMiddle({ kind: 'estimated', low: 4n, high: 10n }), 7n);
  assert.equal(flowMiddle({ kind: 'recorded', rao: 5n, apart: null }), 5n);
});

test('a part of a vote is never below nothing, and no age is no weight', () => {
  assert.deepEqual(partChange(5n, 100n, -10n), { beforePpm: 50_000n, afterPpm: 0n });
  assert.deepEqual(partChange(5n, 100n, -5n), { beforePpm: 50_000n, afterPpm: 0n });
  assert.deepEqual(partChange(5n, 100n, -4n), { beforePpm: 50_000n, afterPpm: 10_416n });
  assert.deepEqual(
    [-5n, -1n, 0n].map((age) => emaWeight(ONE_32, age, 9n)),
    [0n, 0n, 0n],
  );
  assert.equal(emaWeight(ONE_32, 9n, 9n), ONE_SHARE / 2n);
});

test('removal: no room below nothing, nobody is safe at a price of one, protection ends at its block', () => {
  const immunity = 100;
  const at = (number: number) =>
    removalOrder(
      {
        block: { hash: '0x00', number },
        subnets: [
          subnetFacts(1, { registeredAt: 50, emaPriceBits: known(0n) }),
          subnetFacts(2, { registeredAt: 50, emaPriceBits: known(ONE_32 / 2n) }),
        ],
      },
      immunity,
    );
  const rooms = at(150);
  assert.ok(rooms.known);
  assert.deepEqual(
    rooms.value.map(({ place, roomPpm }) => [place, roomPpm]),
    [
      [1, null],
      [2, PPM],
    ],
  );
  const young = at(149);
  assert.ok(young.known && young.value.every(({ place }) => place === null));

  const subnets = [1, 2, 3, 4, 5, 6].map((netuid) =>
    subnetFacts(netuid, {
      registeredAt: 50,
      emaPriceBits: known(BigInt(netuid) * (ONE_32 / 100n)),
    }),
  );
  const ladder = (top: bigint) => {
    const facts = emissionFacts(150, [
      ...subnets.slice(0, 5),
      subnetFacts(6, { registeredAt: 50, emaPriceBits: known(top) }),
    ]);
    const read = removalLadder({
      ...facts,
      toPrune: known(toNetuid(1)),
      immunityPeriod: known(immunity),
    });
    assert.ok(read.known);
    return read.value.holdingPrice;
  };
  assert.equal(ladder(ONE_32), null, 'the chain counts no price above one');
  assert.equal(ladder(ONE_32 - 1n), TAO);
  assert.equal(ladder(ONE_32 / 2n), TAO / 2n + 1n);

  const figures = (number: number) => {
    const facts = { ...emissionFacts(number, subnets), toPrune: missing };
    return subnetFigures(facts, missing, known(immunity))[0]?.protectedFor;
  };
  assert.deepEqual([140, 149, 150, 151].map(figures), [10, 1, 0, 0]);
});

test('figures of a subnet: no rate without depth, no momentum without both prices', () => {
  const facts = (part: Parameters<typeof subnetFacts>[1]) => {
    const one = subnetFacts(1, { taoInEmission: known(toRao(2n)), ...part });
    const [figures] = subnetFigures(emissionFacts(9, [subnetFacts(0), one]), missing, missing);
    assert.ok(figures);
    return figures;
  };
  assert.equal(facts({ taoReserve: toRao(0n) }).perDayPerThousand, null);
  assert.equal(facts({ taoReserve: toRao(1n) }).perDayPerThousand, 14_400n * 1_000n * TAO);
  assert.equal(facts({ nodePrice: missing }).momentumPpm, null);
  assert.equal(facts({ emaPriceBits: missing }).momentumPpm, null);
  assert.equal(facts({ emaPriceBits: known(0n) }).momentumPpm, null);
  assert.equal(facts({ emaPriceBits: known(ONE_32 / 100n + 1n) }).momentumPpm, PPM);
  assert.deepEqual(facts({}).share, { rao: 2n, ofRao: 2n }, 'root gets nothing of a block');
});

test('where it goes: root’s part is taken back up to a sum of one, no cut is no owner’s part', () => {
  const half = { emaPriceBits: known(ONE_32 / 2n) };
  const goes = (second: bigint, isOwnerCutEnabled = true) => {
    const subnet = subnetFacts(1, { ...half, isOwnerCutEnabled: known(isOwnerCutEnabled) });
    const other = subnetFacts(2, { emaPriceBits: known(second) });
    const read = whereItGoes(emissionFacts(9, [subnetFacts(0), subnet, other]), subnet);
    assert.ok(read.known);
    return read.value;
  };
  assert.equal(goes(ONE_32 / 2n).isRootRecycled, true);
  assert.equal(goes(ONE_32 / 2n + 1n).isRootRecycled, false);
  assert.equal(goes(1n, false).alpha.owner, 0n);
  assert.equal(goes(1n).alpha.owner, ((TAO * 11_796n) / 65_535n) * 7_200n);
});

const pool: BalancerPool = {
  kind: 'balancer',
  taoReserve: 1_000n * TAO,
  alphaReserve: 4_000n * TAO,
  taoWeight: 5n * 10n ** 17n,
  feeRate: 33,
};
const paying = (part: Partial<SubnetPayoutFacts>): SubnetPayoutFacts => ({
  netuid: toNetuid(1),
  registeredAt: 10,
  pool,
  reservoir: known({ tao: toRao(0n), alpha: toAlphaRao(0n) }),
  alphaOut: toAlphaRao(9_000n * TAO),
  protocolAlpha: known(toAlphaRao(100n * TAO)),
  baskets: known({ holdings: [], waiting: toAlphaRao(0n) }),
  listed: toAlphaRao(8_000n * TAO),
  whole: null,
  ...part,
});
const OLD = known(10);
const YOUNG = known(9);
const rangeOf = (facts: SubnetPayoutFacts, refundSince: typeof OLD, alpha: bigint) => {
  const holder = { coldkey: ANN, alpha: [toAlphaRao(alpha)], hasAccount: true };
  const range = payoutRange(facts, [holder], { refundSince, existentialDeposit: 500n });
  assert.ok(range.known);
  return range.value;
};
/** Alpha that roundings of all positions may come to. */
const ROUNDING = 10_000_000n;

test('a removal’s payout: floor of the low pot over the high total, to the high pot over the low total', () => {
  // Nearly all of it, so that a rao of the pot shows.
  const alpha = 7_900n * TAO;
  const [out, listed, protocol] = [9_000n * TAO, 8_000n * TAO, 100n * TAO];
  const slack = 2n;
  const apart = rangeOf(paying({}), OLD, alpha);
  assert.equal(apart.low, ((pool.taoReserve - slack) * alpha) / (out + ROUNDING));
  assert.equal(apart.high, (pool.taoReserve * alpha) / (listed + protocol - ROUNDING) + 1n);
  const together = rangeOf(paying({}), YOUNG, alpha);
  const own = pool.alphaReserve;
  assert.equal(together.low, ((pool.taoReserve - slack) * alpha) / (out + own + ROUNDING));
  assert.equal(
    together.high,
    (pool.taoReserve * alpha) / (listed + protocol + own - ROUNDING) + 1n,
  );
});

test('a removal’s payout: baskets sell first, a unit a holding either way, and what waits at most', () => {
  // Nearly all of it, so that a rao of the pot shows.
  const alpha = 7_900n * TAO;
  const [out, listed, protocol] = [9_000n * TAO, 8_000n * TAO, 100n * TAO];
  const holdings = [30n * TAO, 20n * TAO].map(toAlphaRao);
  const facts = paying({ baskets: known({ holdings, waiting: toAlphaRao(TAO) }) });
  const [least, most] = [50n * TAO - 2n, 50n * TAO + 2n + TAO];
  const left = (amount: bigint): bigint => {
    const fill = quoteSwap(pool, { side: 'sell', amount, dropFees: true });
    assert.ok(fill.ok);
    return pool.taoReserve - fill.amountOut;
  };
  const slack = 2n * 3n;
  const range = rangeOf(facts, OLD, alpha);
  assert.equal(range.low, ((left(most) - slack) * alpha) / (out - least + ROUNDING));
  assert.equal(
    range.high,
    ((left(least) + slack) * alpha) / (listed - most + protocol - ROUNDING) + 1n,
  );
  const young = rangeOf(facts, YOUNG, alpha);
  const own = pool.alphaReserve;
  assert.equal(young.low, ((left(most) - slack) * alpha) / (out + own + ROUNDING));
});

test('a removal’s payout from every position: raw shares where a value is nothing, single rao to the largest rests', () => {
  const whole = (rows: [typeof ANN, bigint, bigint][], protocolAlpha: bigint, tao = 101n) =>
    paying({
      pool: { ...pool, taoReserve: tao },
      protocolAlpha: known(toAlphaRao(protocolAlpha)),
      whole: rows.map(([coldkey, alpha, rawShare]) => ({
        hotkey: KEY,
        coldkey,
        alpha: toAlphaRao(alpha),
        rawShare,
        isBasket: false,
      })),
    });
  const paid = (facts: SubnetPayoutFacts, coldkey: typeof ANN) => {
    const terms = { refundSince: OLD, existentialDeposit: 1n };
    const range = payoutRange(facts, [{ coldkey, alpha: [], hasAccount: true }], terms);
    assert.ok(range.known && range.value.low === range.value.high);
    return range.value.low;
  };
  const rows: [typeof ANN, bigint, bigint][] = [
    [ANN, 1n, 7n],
    [BOB, 0n, 3n],
  ];
  assert.deepEqual(
    [paid(whole(rows, 0n, 100n), ANN), paid(whole(rows, 0n, 100n), BOB)],
    [25n, 75n],
  );
  const equals: [typeof ANN, bigint, bigint][] = [
    [ANN, 1n, 1n],
    [BOB, 1n, 1n],
  ];
  assert.deepEqual([paid(whole(equals, 0n), ANN), paid(whole(equals, 0n), BOB)], [51n, 50n]);
  assert.equal(paid(whole([], 0n), ANN), 0n);
  assert.equal(paid(whole([[ANN, 1n, 1n]], 1n, 100n), ANN), 50n, 'the protocol’s part stays');
  const alone = (existentialDeposit: bigint, hasAccount: boolean) => {
    const holder = { coldkey: ANN, alpha: [], hasAccount };
    const range = payoutRange(whole(rows, 0n, 100n), [holder], {
      refundSince: OLD,
      existentialDeposit,
    });
    assert.ok(range.known && range.value.low === range.value.high);
    return range.value.low;
  };
  assert.deepEqual([alone(25n, false), alone(26n, false), alone(26n, true)], [25n, 0n, 25n]);
});
