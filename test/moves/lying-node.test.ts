// A node that lies about one thing or several: shown, and signing refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neededYeses } from '../../src/checks/acceptance.ts';
import type { MoveFacts, SimQuery, SimSwap } from '../../src/model/facts.ts';
import { compareWithNode, simQueries } from '../../src/moves/compare-with-node.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { reviewPlan } from '../../src/moves/review-plan.ts';
import { promisedOf } from '../../src/checks/promise.ts';
import { headroom, poolAfterOthers } from '../../src/pool/headroom.ts';
import type { BalancerPool } from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { toRao } from '../../src/units.ts';
import { HOTKEY, known, ME, POOL_1, sampleFacts, SN1, TERMS } from './sample-facts.ts';

const move = {
  kind: 'stake',
  coldkey: ME,
  hotkey: HOTKEY,
  netuid: SN1,
  amount: toRao(300_000_000_000n),
} as const;

const none = known(0n);

/** The simulation of a node that computes with this pool. */
const simulationOn =
  (pool: BalancerPool) =>
  ({ side, amount }: SimQuery): SimSwap => {
    const fill = quoteSwap(pool, { side, amount });
    assert.ok(fill.ok && side === 'buy');
    return {
      taoAmount: fill.amountIn,
      alphaAmount: fill.amountOut,
      taoFee: fill.fee,
      alphaFee: 0n,
      taoSlippage: none,
      alphaSlippage: none,
    };
  };

/** Facts whose pool says something else while the price the node names stays the true one. */
function told(pool: BalancerPool, price?: bigint): MoveFacts {
  const facts = sampleFacts();
  return {
    ...facts,
    subnets: facts.subnets.map((one) =>
      one.netuid === SN1
        ? { ...one, pool, nodePrice: price === undefined ? one.nodePrice : known(price) }
        : one,
    ),
  };
}

function review(facts: MoveFacts, simulate: (query: SimQuery) => SimSwap, amount = move.amount) {
  const plan = planMove({ ...move, amount }, TERMS, facts);
  const exactness = compareWithNode(
    plan,
    simQueries(plan).map((query) => known(simulate(query))),
  );
  const checks = reviewPlan({
    plan,
    exactness,
    proof: { state: 'proven', block: facts.block },
    head: known(facts.block.number),
    oldestBlocks: 5,
    impactLimitBps: 200,
    signer: { kind: 'wallet', name: 'Talisman', keyType: 'sr25519', genesisHash: null },
    destination: null,
    destinationForm: null,
  });
  const blocking = checks.filter(({ verdict }) => verdict === 'block').map(({ id }) => id);
  return { plan, yeses: neededYeses(plan, exactness, checks), blocking };
}

const truth = simulationOn(POOL_1);
const lies = {
  'the TAO reserve': { ...POOL_1, taoReserve: POOL_1.taoReserve + 1_000_000_000n },
  'the alpha reserve': { ...POOL_1, alphaReserve: POOL_1.alphaReserve - 1_000_000_000_000n },
  'the weight': { ...POOL_1, taoWeight: POOL_1.taoWeight + 10n ** 13n },
  'the fee rate': { ...POOL_1, feeRate: 30 },
  // Both reserves by the same share: the price stays, the depth is invented.
  'both reserves': {
    ...POOL_1,
    taoReserve: POOL_1.taoReserve * 2n,
    alphaReserve: POOL_1.alphaReserve * 2n,
  },
} satisfies Record<string, BalancerPool>;

test('an honest node is believed', () => {
  const { yeses, blocking } = review(told(POOL_1), truth);
  assert.deepEqual({ yeses, blocking }, { yeses: [], blocking: [] });
});

for (const [what, pool] of Object.entries(lies)) {
  test(`a node that lies about ${what} alone is found out by its own simulation`, () => {
    const { blocking } = review(told(pool), truth);
    assert.ok(blocking.includes('node-agrees'));
  });
}

test('a node that lies about its simulation alone is found out by the reserves', () => {
  const { blocking } = review(told(POOL_1), simulationOn(lies['both reserves']));
  assert.deepEqual(blocking, ['node-agrees']);
});

test('a node that lies about the price alone is found out by the reserves', () => {
  const { blocking } = review(told(POOL_1, 6_562_801n), truth);
  assert.deepEqual(blocking, ['node-price']);
});

test('reserves and simulation that lie in step are found out by the price where the price moves', () => {
  for (const what of ['the TAO reserve', 'the alpha reserve', 'the weight'] as const) {
    const { blocking } = review(told(lies[what]), simulationOn(lies[what]));
    assert.deepEqual(blocking, ['node-price'], what);
  }
});

const times = (pool: BalancerPool, factor: bigint): BalancerPool => ({
  ...pool,
  taoReserve: pool.taoReserve * factor,
  alphaReserve: pool.alphaReserve * factor,
});

/**
 * What arrives on a pool a hundred times as deep as told, whose price stands where the signed limit just lets the whole
 * order through; parts per million under the promise, 0 where it is kept.
 */
function missingOnTruth(facts: MoveFacts, amount: bigint): bigint {
  const { plan } = review(facts, simulationOn(POOL_1), toRao(amount));
  const { limitPrice, receives } = plan;
  assert.ok(limitPrice !== null && receives);
  const order = { side: 'buy', amount, limitPrice } as const;
  const pool = times(POOL_1, 100n);
  const room = headroom({ ...order, pool });
  assert.ok(room);
  const moved = poolAfterOthers(pool, 'buy', room.othersInput);
  const fill = moved && quoteSwap(moved, order);
  assert.ok(fill?.ok && fill.amountIn + fill.fee === amount, 'the chain lets all of it through');
  const promised = promisedOf(receives).amount;
  return promised > fill.amountOut ? ((promised - fill.amountOut) * 1_000_000n) / promised : 0n;
}

test('reserves, prices and simulations that lie in step: refused on one node’s word, by name', (t) => {
  const lost: bigint[] = [];
  for (const ppm of [3_000n, 10_000n, 30_000n, 90_000n]) {
    const amount = (POOL_1.taoReserve * ppm) / 1_000_000n;
    const facts = {
      ...told(POOL_1),
      coldkey: { ...told(POOL_1).coldkey, free: toRao(10n ** 14n) },
    };
    // Nothing else finds it out: two operators that told this would be believed, and the minimum missed.
    const believed = review({ ...facts, depth: 'two-sources' }, truth, toRao(amount));
    assert.deepEqual(believed.blocking, []);
    lost.push(missingOnTruth({ ...facts, depth: 'two-sources' }, amount));
    const alone = review({ ...facts, depth: 'one-source' }, truth, toRao(amount));
    assert.deepEqual(alone.blocking, ['depth-one-source']);
    assert.equal(alone.plan.call, null);
  }
  t.diagnostic(`a solved limit brings ${lost.join(', ')} ppm less than its minimum`);
  assert.ok(lost.every((ppm) => ppm > 2_500n) && (lost.at(-1) ?? 0n) > 70_000n);
});

test('below half the tolerance the same lie takes nothing', () => {
  for (const ppm of [1n, 100n, 1_000n, 2_400n]) {
    const amount = (POOL_1.taoReserve * ppm) / 1_000_000n;
    const facts = { ...told(POOL_1), depth: 'one-source' } as const;
    assert.deepEqual(review(facts, truth, toRao(amount)).blocking, []);
    assert.equal(missingOnTruth(facts, amount), 0n);
  }
});
