// Our prices and trades beside the chain's, on pools recorded at spec 475: which pools are sampled, and what counts as agreement.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  judgeSimulation,
  judgeSpot,
  sampleQueries,
  simDifference,
} from '../../src/guard/judge-pools.ts';
import type { GuardPool } from '../../src/model/guard-record.ts';
import type { Reading, SimSwap } from '../../src/model/facts.ts';
import type { Pool } from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { raoPerAlpha } from '../../src/pool/spot-price.ts';
import { toAlphaRao, toNetuid, toRao, type Hex } from '../../src/units.ts';
import { POOL_1 } from '../moves/sample-facts.ts';

const known = <T>(value: T): Reading<T> => ({ known: true, value });
const unreadable = { known: false, reason: 'unreadable' } as const;
const HASH: Hex = `0x${'00'.repeat(31)}01`;

const scaled = (tao: bigint): Pool => ({
  ...POOL_1,
  taoReserve: toRao(tao),
  alphaReserve: toAlphaRao(tao * 100n),
});

function priced(netuid: number, pool: Pool | null, off = 0n): GuardPool {
  const nodePrice = known(pool === null ? 1n : raoPerAlpha(pool) + off);
  return {
    netuid: toNetuid(netuid),
    curve: pool === null ? 'node-only' : 'balancer',
    pool,
    nodePrice,
  };
}

const deep = [
  priced(1, scaled(10n ** 15n)),
  priced(2, scaled(10n ** 13n)),
  priced(3, scaled(10n ** 12n)),
];
const all = [...deep, priced(4, scaled(10n ** 11n)), priced(5, scaled(10n ** 9n))];

test('the recorded price of subnet 1 is ours', () => {
  assert.equal(raoPerAlpha(POOL_1), 6_562_800n);
});

test('the deepest, the shallowest of 10 TAO or more, and one between that the hash picks', () => {
  const netuids = (pools: readonly GuardPool[], hash = HASH) =>
    sampleQueries(pools, hash).map(({ netuid, side }) => `${netuid} ${side}`);
  assert.deepEqual(netuids(all), ['1 buy', '1 sell', '3 buy', '3 sell', '4 buy', '4 sell']);
  const other = `0x${'00'.repeat(31)}02` as const;
  assert.deepEqual(netuids(all, other).slice(2, 4), ['2 buy', '2 sell']);
  assert.deepEqual(netuids(all.slice(-1)), ['5 buy', '5 sell'], 'no pool is that deep');
  assert.deepEqual(netuids([priced(1, null), priced(0, { kind: 'stable' })]), []);
});

test('one price that differs is told with its subnet; one that was not read is no agreement', () => {
  assert.deepEqual(judgeSpot(known(all)), { state: 'agrees' });
  const off = judgeSpot(known([...all.slice(0, 3), priced(4, scaled(10n ** 11n), 1n)]));
  assert.ok(off.state === 'disagrees' && off.where === 4);
  const [first] = all;
  assert.ok(first);
  const gap = judgeSpot(known([...all, { ...first, netuid: toNetuid(6), nodePrice: unreadable }]));
  assert.deepEqual(gap, { state: 'not-checked', reason: 'unreadable' });
  assert.equal(judgeSpot(known([priced(1, null)])).state, 'not-checked');
});

function answer(pool: Pool, side: 'buy' | 'sell', amount: bigint): SimSwap {
  const fill = quoteSwap(pool, { side, amount });
  assert.ok(fill.ok);
  const bought = side === 'buy';
  const atSpot = bought ? (amount << 64n) / fill.priceBefore : (amount * fill.priceBefore) >> 64n;
  return {
    taoAmount: bought ? fill.amountIn : fill.amountOut,
    alphaAmount: bought ? fill.amountOut : fill.amountIn,
    taoFee: bought ? fill.fee : 0n,
    alphaFee: bought ? 0n : fill.fee,
    taoSlippage: known(bought ? 0n : atSpot - fill.amountOut),
    alphaSlippage: known(bought ? atSpot - fill.amountOut : 0n),
  };
}

test('each of the six figures counts, on either side', () => {
  for (const side of ['buy', 'sell'] as const) {
    const amount = 1_000_000_000n;
    const sim = answer(POOL_1, side, amount);
    assert.equal(simDifference(POOL_1, { side, amount }, sim), null);
    for (const figure of ['taoAmount', 'alphaAmount', 'taoFee', 'alphaFee'] as const) {
      const wrong = { ...sim, [figure]: sim[figure] + 1n };
      assert.equal(simDifference(POOL_1, { side, amount }, wrong)?.figure, figure);
    }
    for (const figure of ['taoSlippage', 'alphaSlippage'] as const) {
      const told = sim[figure];
      assert.ok(told.known);
      const wrong = { ...sim, [figure]: known(told.value + 1n) };
      assert.equal(simDifference(POOL_1, { side, amount }, wrong)?.figure, figure);
    }
  }
});

test('refusals that agree prove nothing, and a gap is no agreement', () => {
  const none: SimSwap = {
    taoAmount: 0n,
    alphaAmount: 0n,
    taoFee: 0n,
    alphaFee: 0n,
    taoSlippage: known(0n),
    alphaSlippage: known(0n),
  };
  const empty = scaled(1n);
  const query = { netuid: toNetuid(1), side: 'buy', amount: 1n } as const;
  const pools = known([priced(1, empty)]);
  assert.deepEqual(judgeSimulation({ pools, sims: [{ query, answer: known(none) }] }), {
    state: 'not-checked',
    reason: 'nothing',
  });
  const gap = judgeSimulation({ pools, sims: [{ query, answer: unreadable }] });
  assert.deepEqual(gap, { state: 'not-checked', reason: 'unreadable' });
});
