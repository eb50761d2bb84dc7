// What holds for any plan on any sensible pool: amounts add up, minimums are within the tolerance, legs chain.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MoveFacts } from '../../src/model/facts.ts';
import type { Move, MoveTerms } from '../../src/model/move.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { BalancerPool } from '../../src/pool/pool.ts';
import { ROOT_NETUID, toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import { FRIEND, HOTKEY, ME, OTHER_HOTKEY, sampleFacts, SN1, SN92, TERMS } from './sample-facts.ts';

const RUNS = process.env['TAUBAR_DEEP'] === '1' ? 3_000 : 150;
const DEPOSIT = 500n;
/** Rao that the chain's truncation may take from an output: a tolerance without room for it promises so much less. */
const GRAIN = 22n;
const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };

const pool: fc.Arbitrary<BalancerPool> = fc.record({
  kind: fc.constant('balancer'),
  taoReserve: fc.bigInt({ min: 10n ** 11n, max: 10n ** 14n }),
  alphaReserve: fc.bigInt({ min: 10n ** 13n, max: 10n ** 16n }),
  taoWeight: fc.bigInt({ min: 4n * 10n ** 17n, max: 6n * 10n ** 17n }),
  feeRate: fc.constantFrom(0, 33, 100),
});

const move: fc.Arbitrary<Move> = fc
  .record({
    amount: fc.bigInt({ min: 10n ** 7n, max: 8n * 10n ** 12n }),
    kind: fc.constantFrom(
      'stake',
      'unstake',
      'unstake-all',
      'change-validator',
      'protected',
      'one-call',
      'transfer',
    ),
  })
  .map(({ amount, kind }): Move => {
    const alpha = toAlphaRao(amount);
    if (kind === 'stake') return { kind, ...at, amount: toRao(amount / 20n) };
    if (kind === 'unstake') return { kind, ...at, amount: alpha };
    if (kind === 'unstake-all') return { kind, ...at };
    if (kind === 'transfer') return { kind, ...at, toColdkey: FRIEND, amount: alpha };
    const toHotkey = OTHER_HOTKEY;
    if (kind === 'change-validator') return { kind, ...at, toHotkey, amount: alpha };
    const to = { toNetuid: SN92, toHotkey: HOTKEY };
    return { kind: 'change-subnet', ...at, ...to, amount: alpha, route: kind };
  });

const terms: fc.Arbitrary<MoveTerms> = fc.record({
  toleranceBps: fc.integer({ min: 1, max: 1_000 }),
  allowPartial: fc.boolean(),
  eraBlocks: fc.integer({ min: 4, max: 64 }),
});

function factsWith(one: BalancerPool, two: BalancerPool): MoveFacts {
  const facts = sampleFacts();
  const pools = new Map([
    [SN1, one],
    [SN92, two],
  ]);
  return {
    ...facts,
    subnets: facts.subnets.map((subnet) => ({
      ...subnet,
      pool: pools.get(subnet.netuid) ?? subnet.pool,
    })),
  };
}

function forAnyPlan(check: (plan: Plan, facts: MoveFacts) => void): void {
  fc.assert(
    fc.property(pool, pool, move, terms, (one, two, wanted, conditions) => {
      const facts = factsWith(one, two);
      const plan = planMove(wanted, conditions, facts);
      check(plan, facts);
    }),
    { numRuns: RUNS },
  );
}

const goes = (plan: Plan): boolean => plan.call !== null && plan.wouldFailWith === null;

test('TAO adds up: what was free, less what is given and paid, plus what is received', () => {
  forAnyPlan((plan, facts) => {
    if (!goes(plan) || !plan.networkFee.known || plan.networkFee.value.paidIn !== 'tao') return;
    const given = plan.gives?.unit === 'rao' ? plan.gives.amount : 0n;
    const received = plan.receives?.expected.unit === 'rao' ? plan.receives.expected.amount : 0n;
    const free = facts.coldkey.free - plan.networkFee.value.fee - given + received + plan.spareTao;
    assert.deepEqual(plan.freeAfter, { known: true, value: free });
  });
});

test('alpha adds up: what was held, less what is given and sold by force', () => {
  forAnyPlan((plan) => {
    if (!goes(plan) || plan.gives?.unit !== 'alpha') return;
    const residue = plan.legs
      .filter(({ purpose }) => purpose === 'residue')
      .reduce((sum, { fill }) => sum + fill.amountIn + fill.fee, 0n);
    const left = 9_000_000_000_000n - plan.gives.amount - residue;
    assert.equal(plan.positionAfter?.amount, left);
  });
});

test('the minimum is never above what is expected, nor further below it than the tolerance', () => {
  forAnyPlan((plan) => {
    if (plan.receives === null || plan.terms.allowPartial) return;
    const { expected, minimum } = plan.receives;
    assert.equal(expected.unit, minimum.unit);
    assert.ok(minimum.amount <= expected.amount);
    const isForcedSale = plan.legs.some(({ purpose }) => purpose === 'residue');
    const kept = 10_000n - BigInt(plan.terms.toleranceBps);
    if (isForcedSale) return;
    const accepted = (expected.amount * kept) / 10_000n;
    const given = plan.gives?.amount ?? 0n;
    // Of a purchase the deposit may be kept back: where the tolerance has no room for it, so much less is promised.
    const hasRoom =
      plan.move.kind !== 'stake' ||
      given * BigInt(plan.terms.toleranceBps) > 2n * DEPOSIT * 10_000n;
    if (hasRoom) assert.ok((minimum.amount + 2n * GRAIN) * 10_000n >= expected.amount * kept);
    else assert.ok(minimum.amount + 2n * GRAIN >= (accepted * (given - 2n * DEPOSIT)) / given);
  });
});

test('a worst case is measured only where nothing is guaranteed, and is never above what is expected', () => {
  forAnyPlan((plan) => {
    if (plan.receives === null) return;
    const { worstMeasured, worstIfMoved, isGuaranteed, expected } = plan.receives;
    if (isGuaranteed) assert.equal(worstIfMoved, null);
    else if (worstIfMoved !== null) assert.ok(worstIfMoved.quantity.amount <= expected.amount);
    if (isGuaranteed) assert.equal(worstMeasured, null);
    else if (worstMeasured !== null) assert.ok(worstMeasured.amount <= expected.amount);
  });
});

test('legs on one pool chain: each meets the pool that the one before left', () => {
  forAnyPlan((plan, facts) => {
    for (const [index, leg] of plan.legs.entries()) {
      const before = plan.legs.slice(0, index).findLast(({ netuid }) => netuid === leg.netuid);
      const start = facts.subnets.find(({ netuid }) => netuid === leg.netuid)?.pool;
      assert.deepEqual(leg.before, before?.after ?? start);
      assert.equal(leg.sim === null, before !== undefined);
    }
  });
});

test('a plan without a call says why', () => {
  forAnyPlan((plan) => {
    if (plan.call === null) assert.ok(plan.checks.some(({ verdict }) => verdict === 'block'));
  });
});

test('amounts at the edges of u64 give a plan, never an error, whatever the account holds', () => {
  const u64 = (1n << 64n) - 1n;
  const amounts = [0n, 1n, 500n, 501n, u64 / 2n, u64 - 500n, u64 - 1n, u64];
  const frees = [0n, 1n, 499n, 500n, 501n, 1_000_000_000n, 21n * 10n ** 15n];
  const nowhere = toNetuid(7);
  for (const free of frees) {
    const facts = sampleFacts();
    const held = { ...facts, coldkey: { ...facts.coldkey, free: toRao(free) } };
    for (const amount of amounts) {
      for (const netuid of [ROOT_NETUID, SN1, nowhere]) {
        const from = { ...at, netuid };
        const alpha = toAlphaRao(amount);
        const to = { toNetuid: SN92, toHotkey: HOTKEY, amount: alpha } as const;
        const moves: Move[] = [
          { kind: 'stake', ...from, amount: toRao(amount) },
          { kind: 'unstake', ...from, amount: alpha },
          { kind: 'transfer', ...from, toColdkey: FRIEND, amount: alpha },
          { kind: 'change-validator', ...from, toHotkey: OTHER_HOTKEY, amount: alpha },
          { kind: 'change-subnet', ...from, ...to, route: 'protected' },
          { kind: 'change-subnet', ...from, ...to, route: 'one-call' },
        ];
        for (const one of moves) {
          const plan = planMove(one, { ...TERMS, allowPartial: free % 2n === 0n }, held);
          const isBlocked = plan.checks.some(({ verdict }) => verdict === 'block');
          if (amount > 10n ** 18n) assert.ok(isBlocked, `${one.kind} of ${amount}`);
        }
      }
    }
  }
});
