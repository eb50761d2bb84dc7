import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareRecorded, LARGEST_DEVIATION_PPM } from '../../src/emission/compare-recorded.ts';
import { emissionShares } from '../../src/emission/emission-shares.ts';
import { remainingLock } from '../../src/emission/lock-decay.ts';
import { partChange } from '../../src/emission/own-vote.ts';
import { removalOrder } from '../../src/emission/removal-order.ts';
import { stakeConcentrationOf } from '../../src/emission/validator-stake.ts';
import { taoOfShare } from '../../src/emission/block-emission.ts';
import { subnetFigures, trustedShares } from '../../src/emission/subnet-figures.ts';
import type { EmissionFacts, ValidatorStake } from '../../src/model/emission-facts.ts';
import type { Reading } from '../../src/model/facts.ts';
import { toAlphaRao, toNetuid, toRao, type Ss58Address } from '../../src/units.ts';
import { emissionFacts as facts, subnetFacts as subnet } from './sample-facts.ts';

const known = <T>(value: T): Reading<T> => ({ known: true, value });
const missing = { known: false, reason: 'unreadable' } as const;
const ONE_32 = 1n << 32n;
const TAO = 1_000_000_000n;

/** The next block of `parent`, in which each subnet got what the model says, changed by `off`. */
function recordedAfter(parent: EmissionFacts, off: (netuid: number) => bigint): EmissionFacts {
  const shares = emissionShares(parent);
  assert.ok(shares.known);
  const given = new Map(
    shares.value.map(({ netuid, share }) => [
      Number(netuid),
      taoOfShare(parent.totalIssuance, share),
    ]),
  );
  return facts(
    parent.block.number + 1,
    parent.subnets.map((one) => {
      const tao = (given.get(one.netuid) ?? 0n) + off(one.netuid);
      return {
        ...one,
        taoInEmission: known(toRao(tao / 3n)),
        excessTao: known(toRao(tao - tao / 3n)),
      };
    }),
  );
}

const parent = facts(1_000, [
  subnet(0),
  subnet(1, { emaPriceBits: known(ONE_32 / 10n) }),
  subnet(2, { emaPriceBits: known(ONE_32 / 20n) }),
  subnet(3, { isEmissionEnabled: known(false) }),
]);

test('a model that gives what the chain recorded is nothing apart', () => {
  const check = compareRecorded(
    parent,
    recordedAfter(parent, () => 0n),
  );
  assert.ok(check.known);
  assert.equal(check.value.apartPpm, 0n);
  assert.equal(check.value.agrees, true);
  assert.equal(check.value.block.number, 1_001);
});

test('the subnet furthest apart is named, and a rao counts', () => {
  const check = compareRecorded(
    parent,
    recordedAfter(parent, (netuid) => (netuid === 2 ? 1n : 0n)),
  );
  assert.ok(check.known);
  assert.equal(check.value.worst.netuid, 2);
  assert.equal(check.value.worst.recorded - check.value.worst.predicted, 1n);
  assert.equal(check.value.apartPpm, 1n);
  assert.equal(check.value.agrees, true);
});

test('another rule than ours is found out, and nothing of the model is trusted', () => {
  const after = recordedAfter(parent, (netuid) => (netuid === 3 ? 1_000_000n : 0n));
  const check = compareRecorded(parent, after);
  assert.ok(check.known && check.value.apartPpm > LARGEST_DEVIATION_PPM);
  assert.equal(check.value.agrees, false);
  assert.equal(trustedShares(after, check), null);
  assert.ok(subnetFigures(after, check, known(0)).every(({ rank }) => rank === null));
});

test('blocks that are no neighbours, or in which nothing was recorded, are not compared', () => {
  const after = recordedAfter(parent, () => 0n);
  assert.equal(
    compareRecorded(parent, { ...after, block: { hash: '0x00', number: 1_002 } }).known,
    false,
  );
  assert.equal(compareRecorded(parent, facts(1_001, parent.subnets)).known, false);
  const unread = after.subnets.map((one) =>
    one.netuid === 1 ? { ...one, taoInEmission: missing } : one,
  );
  assert.equal(compareRecorded(parent, facts(1_001, unread)).known, false);
});

test('the lowest average past its protection goes first, of equals the older one', () => {
  const order = removalOrder(
    facts(1_000, [
      subnet(0),
      subnet(1, { registeredAt: 100, emaPriceBits: known(900n) }),
      subnet(2, { registeredAt: 90, emaPriceBits: known(300n) }),
      subnet(3, { registeredAt: 80, emaPriceBits: known(300n) }),
      subnet(4, { registeredAt: 901, emaPriceBits: known(1n) }),
      subnet(5, { registeredAt: 900, emaPriceBits: known(1_200n) }),
    ]),
    100,
  );
  assert.ok(order.known);
  assert.deepEqual(
    order.value.map(({ netuid, place, of, roomPpm }) => [netuid, place, of, roomPpm]),
    [
      [1, 3, 4, 666_666n],
      [2, 2, 4, 0n],
      [3, 1, 4, 0n],
      [4, null, 4, null],
      [5, 4, 4, 750_000n],
    ],
  );
  assert.equal(order.value[3]?.protectedUntil, 1_001);
});

test('where the chain names another subnet as next, no place is shown', () => {
  const read = facts(1_000, [subnet(1), subnet(2, { emaPriceBits: known(1n) })]);
  const placesWith = (next: number) =>
    subnetFigures({ ...read, toPrune: known(toNetuid(next)) }, missing, known(10)).map(
      ({ removal }) => removal?.place ?? null,
    );
  assert.deepEqual(placesWith(2), [2, 1]);
  assert.deepEqual(placesWith(1), [null, null]);
});

test('an average that cannot be read leaves the whole order unknown', () => {
  const order = removalOrder(facts(1_000, [subnet(1, { emaPriceBits: missing })]), 10);
  assert.equal(order.known, false);
});

test('a lock halves in 648,000 blocks at the live rate, and never grows', () => {
  const half = remainingLock(1_000_000_000n, 648_000n, 934_866n);
  assert.ok(half > 499_990_000n && half < 500_010_000n, `${half}`);
  assert.equal(remainingLock(77n, 0n, 934_866n), 77n);
  assert.equal(remainingLock(77n, 10n, 0n), 0n);
  const u64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
  const blocks = fc.bigInt({ min: 0n, max: 100_000_000n });
  fc.assert(
    fc.property(
      u64,
      blocks,
      blocks,
      fc.bigInt({ min: 1n, max: 10_000_000n }),
      (mass, a, b, rate) => {
        const [near, far] = a < b ? [a, b] : [b, a];
        const nearLeft = remainingLock(mass, near, rate);
        const farLeft = remainingLock(mass, far, rate);
        assert.ok(farLeft <= nearLeft && nearLeft <= mass);
      },
    ),
  );
});

test('what is left of a lock is mass · e^(−t/u) to nine digits', () => {
  for (const [blocks, rate] of [
    [1n, 934_866n],
    [7_200n, 934_866n],
    [3_000_000n, 934_866n],
    [20_000_000n, 934_866n],
  ] as const) {
    const exact = Math.exp(-Number(blocks) / Number(rate));
    const left = Number(remainingLock(10n ** 18n, blocks, rate)) / 1e18;
    assert.ok(Math.abs(left - exact) < 1e-9, `${blocks}: ${left} and ${exact}`);
  }
});

const stake = (netuid: number, hotkey: string, owner: string, alpha: bigint): ValidatorStake => ({
  netuid: toNetuid(netuid),
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fixture's own address
  hotkey: hotkey as Ss58Address,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fixture's own address
  owner: owner as Ss58Address,
  name: null,
  alpha: toAlphaRao(alpha),
});

test('the say is stake times price by owner, and root’s is measured apart', () => {
  const state = facts(1_000, [
    subnet(0),
    subnet(1, { nodePrice: known(TAO), alphaOut: toAlphaRao(1_000n) }),
    subnet(2, { nodePrice: known(TAO / 2n), alphaOut: toAlphaRao(1_000n) }),
    subnet(3, { nodePrice: missing, alphaOut: toAlphaRao(1_000n) }),
  ]);
  const say = stakeConcentrationOf(
    [
      stake(1, 'h1', 'alice', 300n),
      stake(2, 'h2', 'alice', 200n),
      stake(2, 'h3', 'bob', 400n),
      stake(3, 'h4', 'carol', 900n),
      stake(0, 'h1', 'alice', 10n),
      stake(0, 'h3', 'bob', 30n),
    ],
    state,
  );
  assert.deepEqual(
    say.emission.holders.map(({ key, rao }) => [key, rao]),
    [
      ['alice', 400n],
      ['bob', 200n],
    ],
  );
  assert.equal(say.emission.nakamoto, 1);
  assert.equal(say.root.total, 40n);
  assert.equal(say.root.holders[0]?.key, 'bob');
  // 600 of 1,500: subnet 3 has no price and counts on neither side.
  assert.equal(say.coveredPpm, 400_000n);
});

test('whose stake decides, while some subnets were not read: bounds, and a bar that leaves room', () => {
  const one = { nodePrice: known(TAO), alphaOut: toAlphaRao(1_000n) };
  const stakes = [
    stake(1, 'h1', 'ann', 400n),
    stake(1, 'h2', 'bob', 300n),
    stake(1, 'h3', 'cy', 200n),
  ];
  const of = (state: EmissionFacts, left: readonly number[], block = 50) =>
    stakeConcentrationOf(stakes, state, { left: left.map(toNetuid), block });
  const state = facts(9, [subnet(1, one), subnet(2, { ...one, alphaOut: toAlphaRao(300n) })]);
  const whole = of(state, []);
  assert.deepEqual([whole.needed, whole.whole], [{ least: 2, most: 2 }, 900n]);
  // Whoever has the 300: with them the first has more than half, and without them two still have.
  const partial = of(state, [2]);
  assert.deepEqual([partial.needed, partial.whole], [{ least: 1, most: 2 }, 1_200n]);
  assert.equal(partial.coveredPpm, whole.coveredPpm, 'of all alpha either way');
  // The number was given anew since: the stakes are not of that subnet.
  const anew = facts(99, [subnet(1, { ...one, registeredAt: 60 }), subnet(2, one)]);
  assert.deepEqual([of(anew, []).emission.total, of(anew, []).whole], [0n, 1_000n]);
});

test('shares and parts never leave 0 to 1, whatever is staked', () => {
  const amount = fc.bigInt({ min: 0n, max: 1n << 60n });
  fc.assert(
    fc.property(amount, amount, amount, (part, rest, delta) => {
      const buy = partChange(part, part + rest, delta);
      const sell = partChange(part + delta, part + rest + delta, -delta);
      assert.ok(buy.afterPpm >= buy.beforePpm && buy.afterPpm <= 1_000_000n);
      assert.equal(sell.afterPpm, buy.beforePpm);
      assert.equal(sell.beforePpm, buy.afterPpm);
    }),
  );
});

test('figures of a subnet: emission for each τ of liquidity, momentum, share of the last block', () => {
  const [first] = subnetFigures(
    facts(1_000, [
      subnet(0),
      subnet(1, {
        taoInEmission: known(toRao(10_000_000n)),
        excessTao: known(toRao(2_500_000n)),
        nodePrice: known(22_000_000n),
      }),
      subnet(2, { taoInEmission: known(toRao(37_500_000n)) }),
    ]),
    missing,
    missing,
  );
  assert.ok(first);
  // 12.5 million rao × 7,200 blocks = 90 τ a day, on 1,000 τ in the pool.
  assert.equal(first.perDay, 90n * TAO);
  assert.equal(first.perDayPerThousand, 90n * TAO);
  assert.equal(first.sharePpm, 250_000n);
  // 0.022 against an average of 0.02, which 32 fractional bits hold a little short.
  assert.ok(
    first.momentumPpm !== null && first.momentumPpm >= 100_000n && first.momentumPpm < 100_002n,
  );
  assert.equal(first.rank, null);
  assert.equal(first.removal, null);
});
