// The most a move may take, the largest order under an impact limit, and what the routes of a change cost.
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MoveFacts } from '../../src/model/facts.ts';
import { compareRoutes } from '../../src/moves/compare-routes.ts';
import { largestOrder, maxAmount, mostOf } from '../../src/moves/max-amount.ts';
import type { Move } from '../../src/model/move.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { largestImpact } from '../../src/checks/price-rules.ts';
import { toAlphaRao, toRao } from '../../src/units.ts';
import {
  FEE,
  FRIEND,
  HOTKEY,
  known,
  ME,
  noBonds,
  OTHER_HOTKEY,
  POOL_1,
  sampleFacts,
  SN1,
  SN92,
  subnetFacts,
  TERMS,
  unknown,
} from './sample-facts.ts';

const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };
const stake = (amount = 1n) => ({ kind: 'stake', ...at, amount: toRao(amount) }) as const;
const unstake = (amount = 1n) => ({ kind: 'unstake', ...at, amount: toAlphaRao(amount) }) as const;
const change = (amount = 1n) =>
  ({
    ...unstake(amount),
    kind: 'change-subnet',
    toNetuid: SN92,
    toHotkey: HOTKEY,
    route: 'one-call',
  }) as const;

const held = 9_000_000_000_000n;
const most = (move: Move, facts: MoveFacts = sampleFacts()) => maxAmount(move, TERMS, facts);

function rich(free = 90_000_000_000_000n): MoveFacts {
  const facts = sampleFacts();
  return { ...facts, coldkey: { ...facts.coldkey, free: toRao(free) } };
}

const locked: MoveFacts = {
  ...sampleFacts(),
  availability: known([
    {
      coldkey: ME,
      netuid: SN1,
      total: toAlphaRao(held),
      locked: toAlphaRao(held - 7_000_000_000n),
      available: toAlphaRao(7_000_000_000n),
      bonds: noBonds,
    },
  ]),
};

test('the most to stake leaves the network fee and the deposit, and plans without a notice', () => {
  const amount = most(stake());
  assert.equal(amount, 412_000_000_000n - FEE - 500n);
  const plan = planMove(stake(amount ?? 0n), TERMS, sampleFacts());
  assert.equal(plan.checks.find(({ id }) => id === 'keeps-deposit')?.verdict, 'pass');
  assert.deepEqual(plan.freeAfter, known(500n));
});

test('with less than fee and deposit there is nothing to stake, and without a fee nobody knows', () => {
  const { amount, why } = mostOf(stake(), TERMS, rich(1_000n));
  assert.deepEqual([amount, why?.id], [null, 'network-fee']);
  const facts = sampleFacts();
  const networkFees = { ...facts.networkFees, 'SubtensorModule.add_stake_limit': unknown };
  assert.equal(most(stake(), { ...facts, networkFees }), null);
});

test('what is locked stays out of all but a move within the subnet', () => {
  assert.equal(most(unstake()), held);
  assert.equal(most(unstake(), locked), 7_000_000_000n);
  assert.equal(most(change(), locked), 7_000_000_000n);
  const give: Move = { ...unstake(), kind: 'transfer', toColdkey: FRIEND };
  assert.equal(most(give, locked), 7_000_000_000n);
  const within: Move = { ...unstake(), kind: 'change-validator', toHotkey: OTHER_HOTKEY };
  assert.equal(most(within, locked), held);
  assert.equal(most(unstake(), { ...sampleFacts(), availability: unknown }), null);
});

test('without TAO for the fee the most to unstake is what the fee in alpha leaves', () => {
  const amount = most(unstake(), rich(600n));
  assert.ok(amount !== null && amount < held);
  const plan = planMove(unstake(amount), TERMS, rich(600n));
  assert.equal(plan.wouldFailWith, null);
  assert.equal(plan.positionAfter?.amount, 0n);
});

const makers = [stake, unstake, change];

test('the largest order under a limit stays under it, and a hundredth more does not', () => {
  fc.assert(
    fc.property(fc.constantFrom(...makers), fc.integer({ min: 5, max: 900 }), (make, limitBps) => {
      const facts = rich();
      const huge = 300_000_000_000_000n;
      const positions = facts.positions.map((one) => ({ ...one, alpha: toAlphaRao(huge) }));
      const availability = known(
        facts.subnets.map(({ netuid }) => ({
          coldkey: ME,
          netuid,
          total: toAlphaRao(huge),
          locked: toAlphaRao(0n),
          available: toAlphaRao(huge),
          bonds: noBonds,
        })),
      );
      const wealthy = { ...facts, positions, availability };
      const amount = largestOrder(make(), TERMS, wealthy, limitBps);
      assert.ok(amount !== null && amount > 0n);
      const impact = (of: bigint) => largestImpact(planMove(make(of), TERMS, wealthy).legs);
      const limit = BigInt(limitBps) * 100n;
      assert.ok(impact(amount) <= limit, 'within');
      const more = (amount * 101n) / 100n;
      const cap = maxAmount(make(), TERMS, wealthy) ?? 0n;
      if (more <= cap) assert.ok(impact(more) > limit, 'beyond');
    }),
    { numRuns: process.env['TAUBAR_DEEP'] === '1' ? 200 : 20 },
  );
});

test('the largest order is never more than the move may take', () => {
  assert.equal(largestOrder(unstake(), TERMS, locked, 9_000), 7_000_000_000n);
  assert.equal(largestOrder({ ...stake(), netuid: SN92 }, TERMS, rich(1_000n), 100), null);
});

test('all that a position holds is the whole of it, what a pool takes of it is not', () => {
  const whole = mostOf(unstake(), TERMS, sampleFacts());
  assert.deepEqual(whole, { amount: held, why: null, isWhole: true });
  assert.deepEqual(mostOf(unstake(), TERMS, locked), {
    amount: 7_000_000_000n,
    why: null,
    isWhole: false,
  });
  // More than a pool takes in one order.
  const facts = sampleFacts();
  const pool = { ...POOL_1, alphaReserve: 10n ** 11n, taoReserve: 10n ** 12n };
  const scarce = facts.subnets.map((one) => (one.netuid === SN1 ? subnetFacts(SN1, pool) : one));
  const bounded = mostOf(unstake(), TERMS, { ...facts, subnets: scarce });
  assert.equal(bounded.why, null);
  assert.ok(bounded.amount !== null && bounded.amount > 0n && bounded.amount < held);
  assert.equal(bounded.isWhole, false);
});

test('the protected route costs a second pool fee and little more', () => {
  const {
    protected: safe,
    oneCall,
    protectionCost,
  } = compareRoutes(change(1_000_000_000_000n), TERMS, sampleFacts());
  assert.equal(safe.receives?.isGuaranteed, true);
  assert.equal(oneCall.receives?.isGuaranteed, false);
  assert.ok(protectionCost !== null);
  // About 0.05 % of 6.56 τ; the part left as TAO moves the second pool a little less.
  assert.ok(protectionCost > 0n && protectionCost < 4_000_000n, `${protectionCost}`);
});
