// Plans a random case, executes it on the simulated ledger and holds the chain to the plan.
import assert from 'node:assert/strict';
import { planMove } from '../../src/moves/plan-move.ts';
import type { Plan } from '../../src/model/plan.ts';
import { expectAfter, isOffByShares, plannedTrades, tradesOf } from './expect-outcome.ts';
import { factsOf, ledgerCallOf } from './ledger-facts.ts';
import { randomCase, type Case, type World } from './random-case.ts';

export type Tally = Record<'done' | 'refused' | 'unpaid' | 'heldBack' | 'offByShares', number>;

const isBlocked = (plan: Plan): boolean => plan.checks.some(({ verdict }) => verdict === 'block');

/** The pool turns it away before it asks for the fee, and so does the simulated node, whose ledger does not. */
const isTurnedAway = (plan: Plan): boolean =>
  plan.checks.some(({ id, verdict }) => id === 'signer-admitted' && verdict === 'block');

const cannotPay = (plan: Plan): boolean =>
  plan.checks.some(({ id, verdict }) => id === 'network-fee' && verdict === 'block');

/** Sends one plan and holds the chain to it. */
function execute({ ledger, coldkey }: Case, plan: Plan, fee: bigint, tally: Tally): void {
  for (const { verdict, chainError } of plan.checks) {
    if (verdict === 'block' && chainError !== undefined) {
      assert.equal(chainError, plan.wouldFailWith, 'a block names what the chain answers');
    }
  }
  if (plan.wouldFailWith !== null) {
    assert.ok(isBlocked(plan), `${plan.wouldFailWith} without a block`);
  }
  if (plan.call === null) assert.ok(isBlocked(plan), 'no call, and nothing says why');
  const isOurRule = isBlocked(plan) && plan.wouldFailWith === null && !cannotPay(plan);
  if (isTurnedAway(plan)) {
    const account = ledger.state.accounts.get(coldkey);
    assert.equal((account?.providers ?? 0) + (account?.sufficients ?? 0), 0);
  }
  // What our own rules hold back the chain would take; it is never sent.
  if (plan.call === null || isOurRule || isTurnedAway(plan)) {
    tally.heldBack += 1;
    return;
  }
  const call = ledgerCallOf(plan.call);
  // The pool asks this first; what it would not take is never executed.
  const isTaken = ledger.canPayFee(coldkey, call, fee);
  const done = isTaken ? ledger.applyExtrinsic(coldkey, call, fee, 0n) : null;
  assert.equal(done === null, cannotPay(plan), 'the fee is payable exactly when the plan says so');
  if (done === null) {
    tally.unpaid += 1;
    return;
  }
  const { outcome, events, feePaid } = done;
  const answered = outcome.ok ? null : `${outcome.error.pallet}.${outcome.error.name}`;
  const planned = plannedTrades(plan);
  const actual = tradesOf(events);
  if (outcome.ok && isOffByShares(planned, actual)) {
    tally.offByShares += 1;
    return;
  }
  assert.equal(answered, plan.wouldFailWith, 'the chain answers what the plan says');
  assert.ok(plan.networkFee.known);
  assert.equal(feePaid.kind, plan.networkFee.value.paidIn);
  const paid = feePaid.kind === 'tao' ? feePaid.rao : feePaid.alpha;
  assert.equal(paid, plan.networkFee.value.fee, 'the network fee');
  if (!outcome.ok) {
    tally.refused += 1;
    return;
  }
  assert.deepEqual(actual, planned, 'trades');
  expectAfter(ledger.state, coldkey, plan);
  tally.done += 1;
}

export function runCase(world: World, seed: number, tally: Tally): void {
  const one = randomCase(world, seed);
  const { move, terms, ledger, query } = one;
  const plan = planMove(move, terms, factsOf(ledger.state, query));
  if (move.kind === 'exit-several' && move.sending === 'one-by-one') {
    for (const item of plan.items) {
      if (!isBlocked(item)) execute(one, item, query.fee, tally);
    }
    return;
  }
  execute(one, plan, query.fee, tally);
}
