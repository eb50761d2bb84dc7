// Plans at their edges: orders that the pool or the chain turns away, amounts that only rounding decides, and what an
// order counts for. Each row stands one unit to either side of its edge, where it has one.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { promiseOf } from '../../src/checks/promise.ts';
import type { MoveFacts } from '../../src/model/facts.ts';
import type { Move } from '../../src/model/move.ts';
import type { Plan } from '../../src/model/plan.ts';
import { depthOffers } from '../../src/moves/depth-offers.ts';
import { limitByPrice, type ProtectTask } from '../../src/moves/draft/limit-by-price.ts';
import { sumOfOrders } from '../../src/moves/draft/order-value.ts';
import { leastAccepted, protectTrade } from '../../src/moves/draft/protect-trade.ts';
import { largestOrder, mostOf } from '../../src/moves/max-amount.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { feeOfGross } from '../../src/pool/fee-rate.ts';
import { LARGEST_OUTPUT_GRAIN } from '../../src/pool/execution-limit.ts';
import { outputGrain } from '../../src/pool/output-grain.ts';
import type { BalancerPool, Side } from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { solveLimitPrice } from '../../src/pool/solve-limit-price.ts';
import {
  mulDivUp,
  RAO_PER_TAO,
  ROOT_NETUID,
  toAlphaRao,
  toNetuid,
  toRao,
  U64_MAX,
} from '../../src/units.ts';
import { claim, claimAndLeave, claimBoth, owing } from '../checks/claim-cases.ts';
import {
  FRIEND,
  HOTKEY,
  known,
  ME,
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
const RICH = 10n ** 15n;
const stake = (amount: bigint, netuid = SN1) =>
  ({ kind: 'stake', ...at, netuid, amount: toRao(amount) }) as const;
const unstake = (amount: bigint) =>
  ({ kind: 'unstake', ...at, amount: toAlphaRao(amount) }) as const;
const change = (amount: bigint, route: 'protected' | 'one-call', from = SN1, to = SN92) =>
  ({
    kind: 'change-subnet',
    ...at,
    netuid: from,
    toNetuid: to,
    toHotkey: OTHER_HOTKEY,
    amount: toAlphaRao(amount),
    route,
  }) as const;

const poolOf = (taoReserve: bigint, alphaReserve: bigint, taoWeight = 5n * 10n ** 17n) =>
  ({ kind: 'balancer', taoReserve, alphaReserve, taoWeight, feeRate: 33 }) as const;

type Parts = { free?: bigint; one?: BalancerPool; other?: BalancerPool; part?: Partial<MoveFacts> };
function factsWith({ free = RICH, one, other, part = {} }: Parts): MoveFacts {
  const facts = sampleFacts(part);
  return {
    ...facts,
    coldkey: { ...facts.coldkey, free: toRao(free) },
    subnets: facts.subnets.map((subnet) => {
      const pool = subnet.netuid === SN1 ? one : subnet.netuid === SN92 ? other : undefined;
      return pool === undefined ? subnet : subnetFacts(subnet.netuid, pool);
    }),
  };
}

/** What is said of an order beside its checks. */
const told = ({ call, gives, receives, legs, limitPrice }: Plan) => {
  const inner = call?.args['calls'];
  const amounts = Array.isArray(inner)
    ? inner.map(({ args }) => args['amount_staked'] ?? null)
    : [];
  return {
    amounts,
    gives,
    receives,
    trades: legs.map(({ purpose, item }) => `${purpose} of ${item}`),
    limitPrice,
  };
};
const OUTERMOST = { buy: 10n ** 15n, sell: 1_000n };

test('what brings nothing is neither quoted nor limited, and nothing is spent of it', () => {
  // A unit of this alpha costs half a million rao.
  const dear = { other: poolOf(5n * 10n ** 14n, 10n ** 9n) };
  const nothing = { gives: null, receives: null };
  assert.deepEqual(told(planMove(stake(100_000n, SN92), TERMS, factsWith(dear))), {
    ...nothing,
    amounts: [],
    trades: [],
    limitPrice: OUTERMOST.buy,
  });
  const bought = planMove(change(20_000_000n, 'protected'), TERMS, factsWith(dear));
  const { limitPrice, ...rest } = told(bought);
  const least = leastAccepted(bought.legs[0]?.fill.amountOut ?? 0n, TERMS);
  assert.deepEqual(rest, { ...nothing, amounts: [null, least], trades: ['trade of 0'] });
  assert.ok(limitPrice !== null && limitPrice > OUTERMOST.sell, 'the sale has its limit');
  const buys = bought.call?.args['calls'];
  assert.ok(Array.isArray(buys));
  assert.equal(buys[1]?.args.limit_price, OUTERMOST.buy, 'the purchase has none');
  assert.equal(
    bought.checks.some(({ id }) => id === 'price-limit'),
    false,
    'no limit would help it',
  );
  // Above the dearest price that the chain takes without a limit nothing is traded, however much is paid.
  const above = factsWith({ other: poolOf(2n * 10n ** 15n, 10n ** 9n) });
  const {
    amounts,
    limitPrice: none,
    ...refused
  } = told(planMove(stake(10n ** 12n, SN92), TERMS, above));
  assert.deepEqual([amounts, none, refused], [[], OUTERMOST.buy, { ...nothing, trades: [] }]);
  const calls = planMove(change(5n * 10n ** 12n, 'protected'), TERMS, above).call?.args['calls'];
  assert.ok(Array.isArray(calls));
  assert.equal(calls[1]?.args.limit_price, OUTERMOST.buy);
  // The account has nothing, and a sale below the deposit does not bring it to life.
  const empty = factsWith({ free: 0n });
  assert.deepEqual(told(planMove(change(20_000n, 'protected'), TERMS, empty)), {
    ...nothing,
    amounts: [null, 0n],
    trades: [],
    limitPrice: OUTERMOST.sell,
  });
  assert.deepEqual(told(planMove(unstake(20_000n), TERMS, empty)), {
    ...nothing,
    amounts: [],
    trades: ['network-fee of 0'],
    limitPrice: OUTERMOST.sell,
  });
});

test('what a sale brings is spent from the first rao on, and the node is asked for an order as it is', () => {
  const { legs } = planMove(change(250n, 'protected'), TERMS, factsWith({}));
  assert.deepEqual(
    legs.map(({ side, fill }) => [side, side === 'sell' ? fill.amountOut : fill.amountIn]),
    [
      ['sell', 1n],
      ['buy', 1n],
    ],
  );
  // At a whole rao of the fee two orders have one net amount.
  let amount = 10n * RAO_PER_TAO;
  while (feeOfGross(amount, 33) === feeOfGross(amount - 1n, 33)) amount += 1n;
  for (const of of [amount - 1n, amount]) {
    assert.equal(planMove(stake(of), TERMS, factsWith({})).legs[0]?.sim?.amount, of);
  }
});

test('a route whose batch the runtime lacks has no call, and the batch is named', () => {
  const facts = sampleFacts();
  const calls = facts.rules.calls.filter((name) => name !== 'Utility.batch_all');
  const without = { ...facts, rules: { ...facts.rules, calls } };
  const lacking = (move: Move) => {
    const { call, checks, wouldFailWith } = planMove(move, TERMS, without);
    assert.equal(wouldFailWith, null, 'the chain itself refuses nothing');
    return [call, checks.find(({ id }) => id === 'calls-exist')?.values];
  };
  const named = { calls: { unit: 'text', text: 'Utility.batch_all' } };
  assert.deepEqual(lacking(change(10n ** 12n, 'protected')), [null, named]);
  const gone = { ...stake(RAO_PER_TAO), netuid: toNetuid(7) };
  assert.equal(planMove(gone, TERMS, facts).wouldFailWith, 'SubtensorModule.SubnetNotExists');
  const items = [SN1, SN92].map((netuid) => ({ hotkey: HOTKEY, netuid }));
  const exit = { kind: 'exit-several', coldkey: ME, items } as const;
  assert.deepEqual(lacking({ ...exit, sending: 'one-batch' }), [null, named]);
  const single = planMove({ ...exit, sending: 'one-by-one' }, TERMS, without);
  assert.ok(single.checks.every(({ verdict }) => verdict === 'pass'));
});

test('a change to root spares no TAO beside the stake that arrives', () => {
  const plan = planMove(change(10n ** 10n, 'one-call', SN1, ROOT_NETUID), TERMS, factsWith({}));
  assert.deepEqual(
    [plan.spareTao, plan.receives?.expected.amount],
    [0n, plan.legs[0]?.fill.amountOut],
  );
});

test('an account without TAO keeps the deposit of what a change to or from root brings', () => {
  const facts = factsWith({ free: 0n });
  for (const [from, to] of [
    [SN1, ROOT_NETUID],
    [ROOT_NETUID, SN1],
  ] as const) {
    const { receives, spareTao, legs } = planMove(
      change(10n ** 10n, 'one-call', from, to),
      TERMS,
      facts,
    );
    assert.ok(receives);
    assert.equal(spareTao, 500n);
    const brought = legs.at(-1)?.fill.amountOut;
    assert.equal(receives.expected.amount, brought, 'what arrives is bought without the deposit');
    assert.equal(receives.minimum.amount, leastAccepted(receives.expected.amount, TERMS));
    assert.ok(receives.floor && receives.floor.amount >= receives.minimum.amount);
  }
});

test('the largest order that needs no second source is the largest or the first of its halves that does not', () => {
  // Of so scarce pools a rounding is more than the tolerance leaves.
  const scarce = {
    one: poolOf(299916160022n, 657401848589209n, 499672817990701184n),
    other: poolOf(264374930n, 312773980204391n, 701554499023923584n),
  };
  const thin = { one: poolOf(15743362721n, 1945380898624095n, 759557859343445248n) };
  const rows = [
    { pools: scarce, move: change(1n, 'protected'), toleranceBps: 50, halvings: 3 },
    { pools: thin, move: unstake(1n), toleranceBps: 2, halvings: 9 },
    { pools: {}, move: unstake(1n), toleranceBps: 50, halvings: 0 },
  ] as const;
  for (const depth of ['one-source', 'two-sources'] as const) {
    for (const { pools, move, toleranceBps, halvings } of rows) {
      const facts = factsWith({ ...pools, part: { depth } });
      const terms = { ...TERMS, toleranceBps };
      const largest = largestOrder(move, terms, facts, toleranceBps / 2);
      assert.ok(largest !== null);
      const { split } = depthOffers(move, terms, facts);
      assert.equal(split?.amount, largest >> BigInt(halvings), `${halvings} halvings, ${depth}`);
    }
  }
});

test('an empty position is told as such, whatever else is not known', () => {
  const facts = sampleFacts();
  const positions = facts.positions.map((one) => ({ ...one, alpha: toAlphaRao(0n) }));
  const why = (move: Move, part: Partial<MoveFacts>) => {
    const most = mostOf(move, TERMS, { ...facts, ...part });
    const missing = most.why?.values['missing'];
    const amount = missing !== undefined && 'amount' in missing ? missing.amount : null;
    return [most.amount, most.why?.id ?? null, amount];
  };
  const give: Move = { ...unstake(1n), kind: 'transfer', toColdkey: FRIEND };
  for (const move of [unstake(1n), give, change(1n, 'one-call')]) {
    for (const part of [{}, { availability: unknown }, { networkFees: {} }]) {
      assert.deepEqual(why(move, { positions, ...part }), [null, 'enough-stake', 1n], move.kind);
    }
  }
  const broke = { ...facts.coldkey, free: toRao(0n) };
  assert.deepEqual(why(stake(1n), { coldkey: broke }), [null, 'enough-balance', 1n]);
  assert.deepEqual(why(stake(1n), { networkFees: {} }), [null, null, null]);
  // One unit is all there is: no pool gives anything for it, and that is what is told.
  const unit = facts.positions.map((one) => ({ ...one, alpha: toAlphaRao(1n) }));
  const [amount, id] = why(unstake(1n), { positions: unit });
  assert.deepEqual([amount, id === 'enough-stake'], [null, false]);
});

test('what an order counts for: TAO as it is, root stake one to one, what funds pay and what leaves with it', () => {
  const facts = owing()(sampleFacts());
  const [owed, root] = [2_000_000_000n, 50_000_000_000n];
  const value = (move: Move, of = facts) => planMove(move, TERMS, of).orderValue;
  assert.equal(value(stake(7n * RAO_PER_TAO)), 7n * RAO_PER_TAO);
  assert.equal(value(claim), owed);
  assert.equal(value(claimBoth), 2n * owed);
  assert.equal(value(claimAndLeave), owed + root);
  assert.equal(value(claim, owing({ payment: unknown })(sampleFacts())), null);
  assert.equal(value({ kind: 'accept-locked', coldkey: ME, accepts: true }), 0n);
  const [one, two] = [stake(7n), stake(5n)].map((move) => planMove(move, TERMS, facts));
  assert.ok(one && two);
  assert.equal(sumOfOrders([]), 0n);
  assert.equal(sumOfOrders([one, two]), 12n);
  assert.equal(sumOfOrders([one, { ...two, orderValue: null }]), null);
  const { orderValue: _none, ...older } = two;
  assert.equal(sumOfOrders([one, older]), null);
  const most = { ...one, orderValue: toRao(U64_MAX - 5n) };
  assert.deepEqual(
    [two, one].map((other) => sumOfOrders([most, other])),
    [U64_MAX, U64_MAX],
    'at most what an amount can be',
  );
});

test('a claim takes nothing of what is held, so nothing of it depends on that', () => {
  const facts = owing()(sampleFacts());
  for (const move of [claim, claimAndLeave]) {
    const { receives, legs } = planMove(move, TERMS, facts);
    assert.equal(receives?.isOfWhatIsHeld, false);
    assert.equal(promiseOf(receives, legs), 'nothing');
  }
});

function taskOf(
  side: Side,
  amount: bigint,
  part: Partial<ProtectTask> = {},
  pool: BalancerPool = POOL_1,
): ProtectTask {
  const fill = quoteSwap(pool, { side, amount });
  const expected = fill.ok ? fill.amountOut : 0n;
  const order = { facts: subnetFacts(SN1, pool), pool, side, amount, expected };
  const whole = { terms: TERMS, allowPartial: false, keptOfInput: 0n, keptOfOutput: 0n };
  return { ...order, ...whole, ...part };
}
const limited = (task: ProtectTask) => limitByPrice(task, leastAccepted(task.expected, TERMS));

test('less is promised only where what is withheld is more than half of what the tolerance leaves', () => {
  // Prices of a few rao a whole alpha: near half the tolerance the accepted amount passes under no whole limit price.
  const rows = [
    [50, poolOf(1464471238n, 518915432824944n), 3613649n, 9035n],
    [50, poolOf(1629455544n, 998133489069297n), 4003413n, 10009n],
    [100, poolOf(1963325209n, 305379055464605n), 9755984n, 48780n],
  ] as const;
  for (const [toleranceBps, pool, amount, first] of rows) {
    const terms = { ...TERMS, toleranceBps };
    const task = { ...taskOf('buy', amount, {}, pool), terms };
    const accepted = leastAccepted(task.expected, terms);
    const half = mulDivUp(task.expected, 20_000n - BigInt(toleranceBps), 20_000n);
    const rounding = LARGEST_OUTPUT_GRAIN + outputGrain(pool, 'buy');
    const outcomeOf = (keptOfInput: bigint) => {
      const found = limitByPrice({ ...task, keptOfInput }, accepted);
      const isMost = accepted + rounding + mulDivUp(task.expected, keptOfInput, amount) > half;
      if (found.kind === 'above') return ['above', isMost];
      return [found.minimum === accepted ? 'whole' : 'less', isMost];
    };
    assert.deepEqual([0n, first / 2n, first - 1n, first, first + 10n].map(outcomeOf), [
      ['whole', false],
      ['whole', false],
      ['above', false],
      ['less', true],
      ['less', true],
    ]);
  }
});

test('a floor of exactly the accepted amount is enough', () => {
  let exact = 0;
  for (let more = 0n; more < 40n; more += 1n) {
    const found = limited(taskOf('sell', 10n ** 9n + more));
    assert.equal(found.kind, 'by-price');
    if (found.kind === 'by-price' && found.floor === found.minimum) exact += 1;
  }
  assert.ok(exact > 0);
});

test('above half the tolerance the limit is solved for twice the injections of the era', () => {
  const amount = POOL_1.taoReserve / 100n;
  const [tao, alpha] = [3_000_000_000n, 450_000_000_000n];
  const injection = known({ tao: toRao(tao), alpha: toAlphaRao(alpha), boughtWithTao: toRao(0n) });
  const task = taskOf('buy', amount, { facts: subnetFacts(SN1, POOL_1, { injection }) });
  const minimum = leastAccepted(task.expected, TERMS);
  const limitFor = (blocks: bigint): bigint | null => {
    const injections = { tao: tao * blocks, alpha: alpha * blocks };
    const solved = solveLimitPrice({
      pool: POOL_1,
      side: 'buy',
      amount,
      minimum,
      partial: false,
      injections,
    });
    return solved.ok ? solved.limitPrice : null;
  };
  const era = BigInt(TERMS.eraBlocks);
  assert.equal(protectTrade(task)?.limitPrice, limitFor(2n * era));
  assert.notEqual(limitFor(2n * era), limitFor(era), 'they decide here');
});

test('where a part may fill, the limit is solved from the accepted amount, whatever is withheld of it', () => {
  const injection = { tao: toRao(3_000_000n * 32n), alpha: toAlphaRao(450_000_000n * 32n) };
  for (const amount of [2_000_000n, 2_000_100n, 2_000_200n, 2_000_300n, 2_500_000n, 10n ** 10n]) {
    const task = taskOf('buy', amount, { allowPartial: true, keptOfInput: 500n });
    const minimum = leastAccepted(task.expected, TERMS);
    const solved = solveLimitPrice({
      pool: POOL_1,
      side: 'buy',
      amount,
      minimum,
      partial: true,
      injections: injection,
    });
    assert.ok(solved.ok);
    const found = protectTrade(task);
    assert.equal(found?.limitPrice, solved.limitPrice, `${amount}`);
    assert.equal(found.minimum, minimum);
    assert.equal(found.worstPrice, solved.limitPrice);
  }
});
