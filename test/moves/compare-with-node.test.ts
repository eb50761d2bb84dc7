// A plan against the node's answers: identical, differing, missing, and what the self-test proves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reading, SimQuery, SimSwap } from '../../src/model/facts.ts';
import {
  compareWithNode,
  judgeSelfTest,
  selfTestQueries,
  simQueries,
} from '../../src/moves/compare-with-node.ts';
import { grossForNet } from '../../src/moves/run/make-leg.ts';
import type { Move } from '../../src/model/move.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { feeOfGross } from '../../src/pool/fee-rate.ts';
import { toAlphaRao, toRao } from '../../src/units.ts';
import fc from 'fast-check';
import {
  HOTKEY,
  known,
  ME,
  OTHER_HOTKEY,
  POOL_1,
  POOL_92,
  sampleFacts,
  SN1,
  SN92,
  subnetFacts,
  TERMS,
} from './sample-facts.ts';

const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };
const stake: Move = { kind: 'stake', ...at, amount: toRao(1_000_000_000n) };
const change: Move = {
  kind: 'change-subnet',
  ...at,
  toNetuid: SN92,
  toHotkey: HOTKEY,
  amount: toAlphaRao(1_000_000_000_000n),
  route: 'one-call',
};
const block = { hash: '0xb10c', number: 9_240_388 } as const;
const unreadable: Reading<never> = { known: false, reason: 'unreadable' };
const missing: Reading<never> = { known: false, reason: 'not-on-this-runtime' };
const failure: SimSwap = {
  taoAmount: 0n,
  alphaAmount: 0n,
  taoFee: 0n,
  alphaFee: 0n,
  // As the runtimes that tell four figures.
  taoSlippage: missing,
  alphaSlippage: missing,
};

/** What an honest node with these pools answers. */
function answer({ netuid, side, amount }: SimQuery): SimSwap {
  const fill = quoteSwap(netuid === 1 ? POOL_1 : POOL_92, { side, amount });
  if (!fill.ok) return failure;
  return side === 'buy'
    ? { ...failure, taoAmount: fill.amountIn, alphaAmount: fill.amountOut, taoFee: fill.fee }
    : { ...failure, alphaAmount: fill.amountIn, taoAmount: fill.amountOut, alphaFee: fill.fee };
}

const plan = (move: Move) => planMove(move, TERMS, sampleFacts());
const honest = (move: Move) => simQueries(plan(move)).map((query) => known(answer(query)));

test('a plan that the node confirms is identical', () => {
  assert.deepEqual(compareWithNode(plan(stake), honest(stake)), { state: 'identical' });
});

test('a purchase without a fee is asked as the gross whose net it is', () => {
  const [, purchase] = plan(change).legs;
  assert.ok(purchase?.sim);
  assert.equal(purchase.order.dropFees, true);
  const { amount } = purchase.sim;
  assert.equal(amount - feeOfGross(amount, 33), purchase.fill.amountIn);
  assert.deepEqual(compareWithNode(plan(change), honest(change)), { state: 'identical' });
});

test('every net has its gross', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 18n }),
      fc.integer({ min: 0, max: 10_000 }),
      (net, feeRate) => {
        const gross = grossForNet(net, feeRate);
        assert.equal(gross - feeOfGross(gross, feeRate), net);
      },
    ),
  );
});

test('one unit off in any figure of any leg is a difference, with both figures', () => {
  const figures = ['taoAmount', 'alphaAmount', 'taoFee', 'alphaFee'] as const;
  for (const move of [stake, change]) {
    const sims = honest(move);
    for (const [index, sim] of sims.entries()) {
      for (const figure of figures) {
        if (sim.value[figure] === 0n) continue;
        const lying = sims.with(index, known({ ...sim.value, [figure]: sim.value[figure] + 1n }));
        const exactness = compareWithNode(plan(move), lying);
        assert.equal(exactness.state, 'differs', figure);
        assert.ok(exactness.state === 'differs');
        assert.equal(exactness.leg, index);
        assert.equal(exactness.node - exactness.local, 1n);
      }
    }
  }
});

test('six zeros mean that the node’s swap failed: for a trade that we fill that is a difference', () => {
  const exactness = compareWithNode(plan(stake), [known(failure)]);
  assert.deepEqual(exactness, { state: 'differs', leg: 0, local: 152_290_647_774n, node: 0n });
});

test('a difference outweighs a missing answer, and silence outweighs a runtime that cannot be asked', () => {
  const [first, second] = honest(change);
  assert.ok(first && second);
  const lying = known({ ...second.value, alphaAmount: 1n });
  assert.equal(compareWithNode(plan(change), [unreadable, lying]).state, 'differs');
  assert.equal(compareWithNode(plan(change), [missing, unreadable]).state, 'unanswered');
  assert.equal(compareWithNode(plan(change), [unreadable, missing]).state, 'unanswered');
  assert.equal(compareWithNode(plan(change), [missing, missing]).state, 'unverified');
  assert.equal(compareWithNode(plan(change), [first]).state, 'unanswered');
});

test('later legs on a moved pool are proven by the model alone', () => {
  const facts = sampleFacts();
  const poor = { ...facts, coldkey: { ...facts.coldkey, free: toRao(600n) } };
  const paidInAlpha = planMove({ kind: 'unstake-all', ...at }, TERMS, poor);
  const sims = simQueries(paidInAlpha).map((query) => known(answer(query)));
  assert.equal(sims.length, 1);
  assert.deepEqual(compareWithNode(paidInAlpha, sims), { state: 'model-proven' });
});

test('stake that moves as it is has nothing to compare', () => {
  const amount = toAlphaRao(1_000_000_000_000n);
  const within = plan({ kind: 'change-validator', ...at, toHotkey: OTHER_HOTKEY, amount });
  assert.deepEqual(compareWithNode(within, []), { state: 'no-trade' });
});

const subnet = subnetFacts(SN1, POOL_1);
const judged = (...sims: Reading<SimSwap>[]) => judgeSelfTest(subnet, block, sims);
const [buy, sell] = selfTestQueries(subnet);

test('the self-test is proven by a purchase and a sale that agree, and by nothing less', () => {
  const [bought, sold] = [known(answer(buy)), known(answer(sell))];
  assert.deepEqual(judged(bought, sold), { state: 'proven', block });
  assert.deepEqual(judged(bought, unreadable), { state: 'untested' });
  assert.deepEqual(judged(bought), { state: 'untested' });
  assert.deepEqual(judged(missing, missing), { state: 'no-simulation' });
  const off = known({ ...sold.value, alphaFee: sold.value.alphaFee + 1n });
  assert.deepEqual(judged(bought, off), { state: 'differs', block, netuid: SN1 });
  assert.deepEqual(judged(bought, known(failure)), { state: 'differs', block, netuid: SN1 });
  // Five figures that agree and one that does not: the chain reckons its price otherwise.
  const elsewhere = known({ ...bought.value, alphaSlippage: known(0n) });
  assert.deepEqual(judged(elsewhere, sold), { state: 'differs', block, netuid: SN1 });
});

test('two refusals that agree prove nothing, and without a model there is nothing to prove', () => {
  const empty = subnetFacts(SN1, { ...POOL_1, taoReserve: 1n, alphaReserve: 1n });
  assert.deepEqual(judgeSelfTest(empty, block, [known(failure), known(failure)]), {
    state: 'untested',
  });
  assert.deepEqual(judgeSelfTest({ ...subnet, pool: null }, block, []), { state: 'no-model' });
});
