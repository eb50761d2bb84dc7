// Plans of each kind on pools recorded from the live chain: calls, legs, minimums, limits, what is left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promiseOf } from '../../src/checks/promise.ts';
import type { ChainRules } from '../../src/model/chain-rules.ts';
import type { MoveFacts } from '../../src/model/facts.ts';
import type { Move, MoveTerms } from '../../src/model/move.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import type { Plan } from '../../src/model/plan.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { ROOT_NETUID, toAlphaRao, toRao, U64_MAX, type AlphaRao } from '../../src/units.ts';
import {
  FEE,
  FRIEND,
  HOTKEY,
  known,
  ME,
  OTHER_HOTKEY,
  POOL_1,
  sampleFacts,
  SN1,
  SN92,
  TERMS,
} from './sample-facts.ts';

const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };
const stake = (amount: bigint) => ({ kind: 'stake', ...at, amount: toRao(amount) }) as const;
const unstake = (amount: bigint): Move => ({ kind: 'unstake', ...at, amount: toAlphaRao(amount) });
const change = (route: 'protected' | 'one-call', amount = 1_000_000_000_000n) =>
  ({
    kind: 'change-subnet',
    ...at,
    toNetuid: SN92,
    toHotkey: HOTKEY,
    amount: toAlphaRao(amount),
    route,
  }) as const;

const plan = (move: Move, facts: MoveFacts = sampleFacts(), terms: Partial<MoveTerms> = {}): Plan =>
  planMove(move, { ...TERMS, ...terms }, facts);

const without = (...names: string[]): MoveFacts => {
  const facts = sampleFacts();
  const calls = facts.rules.calls.filter((name) => !names.includes(name));
  return { ...facts, rules: { ...facts.rules, calls } };
};

function withFree(free: bigint): MoveFacts {
  const facts = sampleFacts();
  return { ...facts, coldkey: { ...facts.coldkey, free: toRao(free) } };
}

test('a stake of 1 τ into SN1 is the chain’s own figure, 152.290647774 α', () => {
  const { call, legs, gives, receives, networkFee, freeAfter, positionAfter } = plan(
    stake(1_000_000_000n),
  );
  assert.deepEqual(gives, { unit: 'rao', amount: 1_000_000_000n });
  assert.deepEqual(receives?.expected, { unit: 'alpha', netuid: SN1, amount: 152_290_647_774n });
  assert.equal(receives.minimum.amount, 151_529_194_536n);
  assert.equal(receives.isGuaranteed, true);
  assert.equal(legs.length, 1);
  assert.deepEqual(legs[0]?.swapFee, { unit: 'rao', amount: 503_547n });
  assert.deepEqual(networkFee, known({ paidIn: 'tao', fee: FEE }));
  assert.deepEqual(freeAfter, known(412_000_000_000n - 1_000_000_000n - FEE));
  assert.equal(positionAfter?.amount, 9_152_290_647_774n);
  assert.equal(call?.name, 'add_stake_limit');
  assert.equal(call.args['allow_partial'], false);
});

test('the limit of a stake lets the order through and stops it where it would bring too little', () => {
  const { limitPrice, receives, headroomPpm } = plan(stake(300_000_000_000n));
  assert.ok(limitPrice !== null && receives && headroomPpm !== null);
  const others = quoteSwap(POOL_1, { side: 'buy', amount: 200_000_000_000n, dropFees: true });
  assert.ok(others.ok);
  const order = { side: 'buy', amount: 300_000_000_000n } as const;
  // Far within the limit now, far beyond it after such a trade.
  const now = quoteSwap(POOL_1, { ...order, limitPrice });
  assert.ok(now.ok && now.amountIn + now.fee === order.amount);
  const then = quoteSwap(others.after, { ...order, limitPrice });
  assert.ok(!then.ok || then.amountIn + then.fee < order.amount);
  assert.ok(headroomPpm > 4_000n && headroomPpm < 11_000n, `headroom ${headroomPpm}`);
});

test('selling back at once returns less than was paid, and spot says more', () => {
  const { reversedAtOnce, spotValueAfter } = plan(stake(300_000_000_000n));
  assert.ok(reversedAtOnce?.unit === 'rao' && spotValueAfter !== null);
  assert.ok(reversedAtOnce.amount < 300_000_000_000n);
  assert.ok(spotValueAfter > 300_000_000_000n);
});

test('a stake of the whole balance asks for what leaves the deposit', () => {
  const { gives, call, freeAfter } = plan(stake(5_000_000_000n), withFree(5_000_000_000n + FEE));
  assert.equal(gives?.amount, 4_999_999_500n);
  assert.equal(call?.args['amount_staked'], 4_999_999_500n);
  assert.deepEqual(freeAfter, known(500n));
});

test('stake on root is one to one, at a limit of exactly one', () => {
  const { call, receives, limitPrice, headroomPpm } = plan({
    ...stake(7_000_000_000n),
    netuid: ROOT_NETUID,
  });
  assert.equal(call?.args['limit_price'], 1_000_000_000n);
  assert.equal(limitPrice, 1_000_000_000n);
  assert.equal(headroomPpm, null);
  assert.equal(receives?.expected.amount, 7_000_000_000n);
  // Whoever spends the rest first has the deposit kept back from this.
  assert.equal(receives.minimum.amount, 6_999_999_500n);
  assert.equal(receives.isGuaranteed, true);
});

test('an unstake of 1000 α of SN1 is the chain’s own figure, fee and author’s fee sale included', () => {
  const { legs, receives, positionAfter } = plan(unstake(1_000_000_000_000n));
  assert.deepEqual(receives?.expected, { unit: 'rao', amount: 6_557_627_384n });
  const [leg] = legs;
  assert.ok(leg?.after.kind === 'balancer' && leg.fill.after.kind === 'balancer');
  // The author's sale of 0.503547722 α brings 0.0033028 τ on the moved pool.
  assert.equal(leg.fill.after.taoReserve - leg.after.taoReserve, 3_302_800n);
  assert.equal(leg.after.alphaReserve - leg.fill.after.alphaReserve, 503_547_722n);
  assert.equal(positionAfter?.amount, 8_000_000_000_000n);
});

test('a remainder too small to keep shows as a second, forced sale', () => {
  const { legs, receives, positionAfter, checks } = plan(unstake(8_999_000_000_000n));
  assert.deepEqual(
    legs.map(({ purpose }) => purpose),
    ['trade', 'residue'],
  );
  assert.equal(positionAfter?.amount, 0n);
  const total = legs.reduce((sum, { fill }) => sum + fill.amountOut, 0n);
  assert.equal(receives?.expected.amount, total);
  assert.ok(
    receives.minimum.amount < (legs[0]?.fill.amountOut ?? 0n),
    'the minimum is the sale’s alone',
  );
  assert.equal(checks.find(({ id }) => id === 'residue')?.verdict, 'warn');
});

test('on one’s own hotkey no remainder is too small', () => {
  const facts = sampleFacts();
  const own = { ...facts, hotkeys: facts.hotkeys.map((one) => ({ ...one, owner: ME })) };
  assert.deepEqual(
    plan(unstake(8_999_000_000_000n), own).legs.map(({ purpose }) => purpose),
    ['trade'],
  );
});

test('without TAO for the fee a sale pays it in alpha, and the pool has moved before the trade', () => {
  const { networkFee, legs, gives } = plan({ kind: 'unstake-all', ...at }, withFree(600n));
  assert.ok(networkFee.known && networkFee.value.paidIn === 'alpha');
  assert.deepEqual(
    legs.map(({ purpose, sim }) => [purpose, sim !== null]),
    [
      ['network-fee', true],
      ['trade', false],
    ],
  );
  assert.equal(gives?.amount, 9_000_000_000_000n - networkFee.value.fee);
});

test('unstaking everything uses the full-limit call, and what the runtime lacks is replaced and told', () => {
  const all: Move = { kind: 'unstake-all', ...at };
  const full = 'SubtensorModule.remove_stake_full_limit';
  const limited = 'SubtensorModule.remove_stake_limit';
  const whole = plan(all);
  assert.equal(whole.call?.name, 'remove_stake_full_limit');
  assert.equal(whole.receives?.worstPrice, whole.limitPrice);
  const fallback = plan(all, without(full));
  assert.equal(fallback.call?.name, 'remove_stake_limit');
  assert.equal(fallback.call.args['amount_unstaked'], 9_000_000_000_000n);
  assert.equal(fallback.receives?.isGuaranteed, true);
  const last = plan(all, without(full, limited));
  assert.equal(last.call?.name, 'remove_stake');
  assert.equal(last.receives?.isGuaranteed, false);
  assert.equal(last.limitPrice, null);
  assert.equal(last.checks.find(({ id }) => id === 'calls-exist')?.needsYes, true);
});

test('a change of subnet in one call is the chain’s own cross swap', () => {
  const { call, legs, receives, gives } = plan(change('one-call'));
  assert.equal(call?.name, 'swap_stake_limit');
  assert.deepEqual(gives, { unit: 'alpha', netuid: SN1, amount: 1_000_000_000_000n });
  assert.deepEqual(receives?.expected, { unit: 'alpha', netuid: SN92, amount: 4_810_228_725_652n });
  assert.equal(legs[1]?.fill.fee, 0n);
  assert.equal(receives.isGuaranteed, false);
  assert.ok(receives.worstMeasured && receives.worstMeasured.amount < receives.expected.amount);
});

test('with another validator the one call is move_stake_limit, under the same guard', () => {
  const elsewhere = { ...change('one-call'), toHotkey: OTHER_HOTKEY };
  const { call, receives, limitPrice } = plan(elsewhere);
  const sameValidator = plan(change('one-call'));
  assert.equal(call?.name, 'move_stake_limit');
  assert.equal(call.args['destination_hotkey'], OTHER_HOTKEY);
  assert.equal(limitPrice, sameValidator.limitPrice);
  assert.deepEqual(receives, sameValidator.receives);
});

test('where the runtime lacks it the one call has no limit at all, nothing to measure, and says so', () => {
  const elsewhere = { ...change('one-call'), toHotkey: OTHER_HOTKEY };
  const { call, receives, limitPrice, checks } = plan(
    elsewhere,
    without('SubtensorModule.move_stake_limit'),
  );
  assert.equal(checks.find(({ id }) => id === 'calls-exist')?.needsYes, true);
  assert.equal(call?.name, 'move_stake');
  assert.equal(limitPrice, null);
  assert.equal(receives?.isGuaranteed, false);
  assert.equal(receives.worstMeasured, null);
});

test('the protected route buys for exactly the least that the sale brings and leaves the rest as TAO', () => {
  const { call, legs, receives, spareTao, freeAfter } = plan(change('protected'));
  assert.equal(call?.name, 'batch_all');
  const [sale, purchase] = legs;
  assert.ok(sale && purchase);
  const least = (sale.fill.amountOut * 9_950n + 9_999n) / 10_000n;
  assert.equal(purchase.order.amount, least);
  assert.equal(spareTao, sale.fill.amountOut - least);
  assert.deepEqual(freeAfter, known(412_000_000_000n - FEE + spareTao));
  assert.equal(receives?.isGuaranteed, true);
  assert.equal(receives.expected.amount, purchase.fill.amountOut);
  assert.ok(sale.limitPrice !== null && purchase.limitPrice !== null);
});

test('with root on one side one limit call already guarantees the minimum', () => {
  const toRoot = plan({ ...change('protected'), toNetuid: ROOT_NETUID });
  assert.equal(toRoot.call?.name, 'swap_stake_limit');
  assert.equal(toRoot.receives?.isGuaranteed, true);
  const elsewhere = { ...change('protected'), toNetuid: ROOT_NETUID, toHotkey: OTHER_HOTKEY };
  assert.equal(plan(elsewhere).call?.name, 'move_stake_limit');
  assert.deepEqual(plan(elsewhere).receives, toRoot.receives);
  const older = plan(elsewhere, without('SubtensorModule.move_stake_limit'));
  assert.equal(older.call?.name, 'batch_all');
  assert.equal(older.receives?.isGuaranteed, true);
  const fromRoot = plan({
    ...change('protected', 20_000_000_000n),
    netuid: ROOT_NETUID,
    toNetuid: SN1,
  });
  assert.equal(fromRoot.call?.name, 'swap_stake_limit');
  assert.equal(fromRoot.receives?.isGuaranteed, true);
  // The purchase pays the fee here, in TAO.
  assert.equal(fromRoot.legs[1]?.swapFee.unit, 'rao');
  assert.ok((fromRoot.legs[1]?.fill.fee ?? 0n) > 0n);
});

test('stake given away or moved to another validator arrives as it is', () => {
  const amount = toAlphaRao(1_000_000_000_000n);
  const given = plan({ kind: 'transfer', ...at, toColdkey: FRIEND, amount });
  assert.equal(given.call?.name, 'transfer_stake');
  assert.equal(given.receives?.minimum.amount, amount);
  assert.equal(given.receives.isGuaranteed, true);
  assert.equal(given.destinationAfter, null, 'a stranger’s position is not known');
  const moved = plan({ kind: 'change-validator', ...at, toHotkey: OTHER_HOTKEY, amount });
  assert.equal(moved.call?.name, 'move_stake');
  assert.equal(moved.positionAfter?.amount, 8_000_000_000_000n);
  assert.equal(moved.destinationAfter?.amount, amount);
});

const exit = (sending: 'one-by-one' | 'one-batch'): Move => ({
  kind: 'exit-several',
  coldkey: ME,
  items: [
    { hotkey: HOTKEY, netuid: SN92 },
    { hotkey: HOTKEY, netuid: SN1 },
    { hotkey: OTHER_HOTKEY, netuid: SN1 },
  ],
  sending,
});

test('an exit one by one is a list of plans of their own; one that cannot go stops no other', () => {
  const many = plan(exit('one-by-one'));
  assert.equal(many.call, null);
  assert.deepEqual(
    many.items.map(({ move, wouldFailWith }) => [move.kind, wouldFailWith]),
    [
      ['unstake-all', null],
      ['unstake-all', null],
      ['unstake-all', 'SubtensorModule.AmountTooLow'],
    ],
  );
  assert.deepEqual(many.networkFee, known({ paidIn: 'tao', fee: 2n * FEE }));
  assert.equal(
    many.checks.some(({ verdict }) => verdict === 'block'),
    false,
  );
});

test('an exit in one batch fails whole where one item fails', () => {
  const many = plan(exit('one-batch'));
  assert.equal(many.wouldFailWith, 'SubtensorModule.AmountTooLow');
  assert.ok(many.checks.some(({ verdict }) => verdict === 'block'));
});

test('a second exit from the same subnet meets the pool that the first left', () => {
  const facts = sampleFacts();
  const positions = facts.positions.map((one) =>
    one.netuid === SN1 ? { ...one, alpha: toAlphaRao(4_000_000_000_000n) } : one,
  );
  const both = plan(
    {
      kind: 'exit-several',
      coldkey: ME,
      items: [HOTKEY, OTHER_HOTKEY].map((hotkey) => ({ hotkey, netuid: SN1 })),
      sending: 'one-batch',
    },
    { ...facts, positions },
  );
  const [first, second] = both.legs;
  assert.ok(first && second);
  assert.deepEqual(second.before, first.after);
  assert.equal(first.sim !== null && second.sim === null, true);
  assert.deepEqual([first.item, second.item], [0, 1]);
  assert.equal(both.call?.name, 'batch_all');
});

test('a partial fill trades what fits under the worst price and names the minimum of that part', () => {
  const facts = withFree(50_000_000_000_000n);
  const { gives, receives, limitPrice } = plan(stake(3_000_000_000_000n), facts, {
    allowPartial: true,
    toleranceBps: 10,
  });
  assert.ok(gives && receives && limitPrice !== null);
  assert.ok(gives.amount < 3_000_000_000_000n);
  assert.ok(receives.minimum.amount <= receives.expected.amount);
});

test('a partial fill promises its price and no amount: after others the same call brings less, and no unit is dearer', () => {
  const amount = 300_000_000_000n;
  const { receives, limitPrice, call, checks } = plan(stake(amount), sampleFacts(), {
    allowPartial: true,
  });
  assert.ok(receives && limitPrice !== null);
  assert.equal(call?.args['allow_partial'], true);
  assert.equal(receives.isGuaranteed, true);
  assert.equal(receives.worstPrice, limitPrice);
  assert.equal(receives.worstMeasured, null, 'no amount');
  assert.equal(
    checks.some(({ id }) => id === 'minimum-guaranteed'),
    false,
    'and no word of a minimum',
  );
  const others = quoteSwap(POOL_1, { side: 'buy', amount: 30_000_000_000n });
  assert.ok(others.ok);
  const then = quoteSwap(others.after, { side: 'buy', amount, limitPrice });
  assert.ok(then.ok && then.amountOut < receives.minimum.amount, 'less than what stood there');
  assert.ok(then.amountOut * limitPrice + limitPrice >= then.amountIn * 10n ** 9n);
});

test('all or nothing, on a pool without a price and by a call without a limit, promises as before', () => {
  const whole = plan(stake(1_000_000_000n)).receives;
  assert.deepEqual([whole?.isGuaranteed, whole?.worstPrice], [true, null]);
  const terms = { allowPartial: true };
  const onRoot = { ...stake(7_000_000_000n), netuid: ROOT_NETUID };
  const root = plan(onRoot, sampleFacts(), terms).receives;
  assert.deepEqual([root?.isGuaranteed, root?.worstPrice], [true, null]);
  const facts = sampleFacts();
  const calls = facts.rules.calls.filter((name) => !name.endsWith('add_stake_limit'));
  const bare = plan(stake(1_000_000_000n), { ...facts, rules: { ...facts.rules, calls } }, terms);
  assert.deepEqual([bare.receives?.isGuaranteed, bare.receives?.worstPrice], [false, null]);
});

test('a full exit promises its minimum while the position holds what it does now, and its price for less', () => {
  const { receives, legs, limitPrice, call } = plan({ kind: 'unstake-all', ...at });
  assert.ok(receives && limitPrice !== null);
  assert.equal(call?.args['amount_unstaked'], undefined, 'the call names no amount');
  const half = quoteSwap(POOL_1, { side: 'sell', amount: 4_500_000_000_000n, limitPrice });
  assert.ok(half.ok && half.amountOut < receives.minimum.amount, 'after a sale elsewhere');
  assert.equal(promiseOf(receives, legs), 'minimum-while-held');
  assert.equal(receives.worstPrice, limitPrice);
  const items = [{ hotkey: HOTKEY, netuid: SN1 }];
  const batch = plan({ kind: 'exit-several', coldkey: ME, items, sending: 'one-batch' });
  assert.ok(batch.receives);
  assert.equal(promiseOf(batch.receives, batch.legs), 'minimum-while-held');
  assert.equal(batch.receives.minimum.amount, receives.minimum.amount);
});

test('where the injections are not known a full exit and a limited swap above half the tolerance promise their price alone', () => {
  const facts = sampleFacts();
  const injection = { known: false, reason: 'unreadable' } as const;
  const subnets = facts.subnets.map((subnet) => ({ ...subnet, injection }));
  const moves = [
    { kind: 'unstake-all', ...at },
    { ...change('one-call', 8_900_000_000_000n), toNetuid: ROOT_NETUID },
  ] as const;
  // Below, the limit is the price of the minimum itself, whatever is injected.
  const small = plan({ ...change('one-call'), toNetuid: ROOT_NETUID }, { ...facts, subnets });
  assert.ok(small.receives);
  assert.equal(promiseOf(small.receives, small.legs), 'minimum');
  for (const move of moves) {
    const { receives, legs } = plan(move, { ...facts, subnets });
    assert.ok(receives && receives.worstPrice !== null);
    assert.equal(promiseOf(receives, legs), 'price', move.kind);
  }
});

/** The sample's whole position in subnet 1, moved in each way that has no batch. */
function wholeMoves(amount: AlphaRao, isAll?: true) {
  const whole = isAll === true ? { amount, isAll } : { amount };
  return [
    { kind: 'change-validator', ...at, toHotkey: OTHER_HOTKEY, ...whole },
    { kind: 'transfer', ...at, toColdkey: FRIEND, ...whole },
    { ...change('one-call', amount), ...whole, toNetuid: ROOT_NETUID },
  ] as const;
}

const WHOLE = toAlphaRao(9_000_000_000_000n);
const treats = (overAmounts: ChainRules['overAmounts'], facts = sampleFacts()): MoveFacts => ({
  ...facts,
  rules: { ...facts.rules, overAmounts },
});
const UNKNOWN = { known: false, reason: 'unreadable' } as const;

test('where the chain refuses more than the position, the amount is promised, and a fee in alpha leaves a margin', () => {
  for (const overAmounts of ['refuses', 'takes-all'] as const) {
    for (const move of wholeMoves(WHOLE)) {
      const { receives, legs, call } = plan(move, treats({ known: true, value: overAmounts }));
      assert.ok(receives);
      assert.equal(call?.args['alpha_amount'], WHOLE);
      assert.equal(promiseOf(receives, legs), 'minimum', move.kind);
      const poor = plan(move, treats({ known: true, value: overAmounts }, withFree(600n)));
      assert.ok(poor.networkFee.known && poor.networkFee.value.paidIn === 'alpha');
      const { fee } = poor.networkFee.value;
      assert.equal(poor.call?.args['alpha_amount'], WHOLE - fee - (fee / 20n + 1n), move.kind);
    }
  }
});

test('all of a position is u64::MAX where the runtime takes it, and the position read where it does not', () => {
  for (const move of wholeMoves(WHOLE, true)) {
    const wanted = move.kind === 'change-subnet' ? 'minimum-while-held' : 'as-it-is';
    for (const facts of [sampleFacts(), withFree(600n)]) {
      const { receives, legs, call, gives, networkFee } = plan(move, facts);
      assert.ok(receives && networkFee.known);
      const paid = networkFee.value.paidIn === 'alpha' ? networkFee.value.fee : 0n;
      assert.equal(call?.args['alpha_amount'], U64_MAX);
      assert.equal(gives?.amount, WHOLE - paid, 'what is shown is what the position holds');
      assert.equal(promiseOf(receives, legs), wanted, move.kind);
    }
    const refusing = plan(move, treats({ known: true, value: 'refuses' }));
    assert.equal(refusing.call?.args['alpha_amount'], WHOLE);
    const unknown = plan(move, treats(UNKNOWN));
    assert.equal(unknown.call?.args['alpha_amount'], WHOLE);
    assert.ok(unknown.receives);
    assert.equal(promiseOf(unknown.receives, unknown.legs), wanted, 'the weaker promise');
    // Planned again after an epoch: all is all, whatever the first plan held.
    const later = plan(move, grown(sampleFacts(), 7n));
    assert.equal(later.gives?.amount, WHOLE + 7n);
  }
});

/** The position in subnet 1 after an epoch. */
function grown(facts: MoveFacts, more: bigint): MoveFacts {
  const { availability } = facts;
  assert.ok(availability.known);
  return {
    ...facts,
    positions: facts.positions.map((one) =>
      one.netuid === SN1 && one.hotkey === HOTKEY
        ? { ...one, alpha: toAlphaRao(one.alpha + more) }
        : one,
    ),
    availability: known(
      availability.value.map((one) =>
        one.netuid === SN1
          ? {
              ...one,
              total: toAlphaRao(one.total + more),
              available: toAlphaRao(one.available + more),
            }
          : one,
      ),
    ),
  };
}

test('where the chain cuts, a change or a transfer promises what it does only of what the position holds by then', () => {
  const amount = WHOLE;
  const moves = wholeMoves(amount);
  const cutting = (facts = sampleFacts()) => treats({ known: true, value: 'cuts' }, facts);
  const wanted = ['as-it-is', 'as-it-is', 'minimum-while-held'];
  for (const [index, move] of moves.entries()) {
    const { receives, legs } = plan(move, cutting());
    assert.ok(receives);
    assert.equal(promiseOf(receives, legs), wanted[index], move.kind);
    // With the fee in alpha no more is asked for than it leaves.
    const poor = plan(move, cutting(withFree(600n)));
    assert.ok(poor.networkFee.known && poor.networkFee.value.paidIn === 'alpha' && poor.receives);
    assert.equal(poor.call?.args['alpha_amount'], amount - poor.networkFee.value.fee, move.kind);
    assert.equal(promiseOf(poor.receives, poor.legs), wanted[index], move.kind);
  }
});

test('with the tolerance too tight for the deposit that may be kept back, less is promised', () => {
  const amount = 2_100_000n;
  const tight = plan(stake(amount), sampleFacts(), { toleranceBps: 1 }).receives;
  const wide = plan(stake(amount), sampleFacts(), { toleranceBps: 50 }).receives;
  assert.ok(tight && wide);
  const keptOf = (expected: bigint): bigint => (expected * (amount - 500n)) / amount;
  assert.ok(tight.minimum.amount < keptOf(tight.expected.amount));
  assert.equal(wide.minimum.amount, (wide.expected.amount * 9_950n + 9_999n) / 10_000n);
});

test('a price is no promise for a remainder that is sold by force', () => {
  const forced = plan(unstake(8_999_000_000_000n), sampleFacts(), {
    allowPartial: true,
    toleranceBps: 5_000,
  });
  assert.ok(forced.legs.some(({ purpose }) => purpose === 'residue'));
  assert.equal(forced.receives?.isGuaranteed, false);
  assert.equal(forced.checks.find(({ id }) => id === 'minimum-guaranteed')?.needsYes, true);
});

test('facts of another coldkey and a tolerance without sense are refused', () => {
  assert.throws(() => plan({ ...stake(1n), coldkey: FRIEND }), RangeError);
  assert.throws(() => plan(stake(1n), sampleFacts(), { toleranceBps: 10_000 }), RangeError);
  assert.throws(() => plan(stake(1n), sampleFacts(), { toleranceBps: 0.5 }), RangeError);
});

test('the same arguments give the same plan, and the facts stay untouched', () => {
  const facts = sampleFacts();
  const first = plan(change('protected'), facts);
  assert.deepEqual(plan(change('protected'), facts), first);
  assert.deepEqual(facts, sampleFacts());
});
