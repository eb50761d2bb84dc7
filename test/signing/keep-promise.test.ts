// A plan made again before signing keeps the floor that was shown, and our own impact stays judged by the tolerance that
// was reviewed, however much of it the price has used up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DepthSource, MoveFacts } from '../../src/model/facts.ts';
import type { MoveTerms } from '../../src/model/move.ts';
import type { Plan } from '../../src/model/plan.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { keepPromise } from '../../src/signing/keep-promise.ts';
import { toRao } from '../../src/units.ts';
import { HOTKEY, ME, POOL_1, sampleFacts, SN1, TERMS } from '../moves/sample-facts.ts';

const stake = (amount: bigint) =>
  ({ kind: 'stake', coldkey: ME, hotkey: HOTKEY, netuid: SN1, amount: toRao(amount) }) as const;

/** Facts after others bought for so much. */
function factsAfter(others: bigint, depth: DepthSource): MoveFacts {
  const facts = sampleFacts({ depth });
  const fill = quoteSwap(POOL_1, { side: 'buy', amount: others });
  assert.ok(fill.ok);
  const pool = others === 0n ? POOL_1 : fill.after;
  const subnets = facts.subnets.map((one) => (one.netuid === SN1 ? { ...one, pool } : one));
  return { ...facts, subnets };
}

function planned(amount: bigint, others: bigint, depth: DepthSource = 'one-source') {
  const facts = factsAfter(others, depth);
  const replan = (terms: MoveTerms): Plan => planMove(stake(amount), terms, facts);
  return { plan: replan(TERMS), replan };
}

function seenOf({ receives }: Plan) {
  assert.ok(receives);
  const { minimum, floor, worstPrice } = receives;
  return { minimum, floor, worstPrice };
}

test('an order near half the tolerance keeps its floor on one node’s word while the price loses up to half of it', () => {
  // 0.23 % of impact, of 0.25 % that are allowed.
  const amount = 53_000_000_000n;
  const { plan: first } = planned(amount, 0n);
  assert.ok(first.call && !first.depthNeeded && first.receives?.floor);
  for (const others of [5_000_000_000n, 15_000_000_000n, 25_000_000_000n]) {
    const { plan, replan } = planned(amount, others);
    const kept = keepPromise(plan, seenOf(first), replan);
    assert.ok(kept.call && !kept.depthNeeded, `after ${others}`);
    assert.ok((kept.receives?.floor?.amount ?? 0n) >= first.receives.floor.amount);
    assert.ok(kept.terms.toleranceBps < TERMS.toleranceBps);
    assert.equal(kept.terms.reviewedToleranceBps, TERMS.toleranceBps);
  }
  const far = planned(amount, 60_000_000_000n);
  assert.throws(() => keepPromise(far.plan, seenOf(first), far.replan), { code: 'PLAN_CHANGED' });
});

test('a floor that was shown is not traded for a minimum that rests on depth', () => {
  const { plan: first } = planned(20_000_000_000n, 0n);
  const large = planned(200_000_000_000n, 0n, 'two-sources');
  assert.ok(large.plan.receives?.floor && first.receives?.floor);
  const seen = { ...seenOf(large.plan), floor: large.plan.receives.minimum };
  assert.throws(() => keepPromise(large.plan, seen, large.replan), { code: 'PLAN_CHANGED' });
});

test('what two operators told at review and one alone tells at signing is refused, not signed', () => {
  const { plan } = planned(200_000_000_000n, 0n, 'one-source');
  assert.equal(plan.call, null);
  assert.ok(
    plan.checks.some(({ id, verdict }) => id === 'depth-one-source' && verdict === 'block'),
  );
});
