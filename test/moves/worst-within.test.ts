// The floor of a change of subnet in one call while others move neither price by more than so much against it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { worstWithin } from '../../src/moves/draft/worst-within.ts';
import { injectLiquidity } from '../../src/pool/inject-liquidity.ts';
import type { Pool } from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { quoteTwoLegs } from '../../src/pool/quote-two-legs.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import { toRao } from '../../src/units.ts';
import { POOL_1, POOL_92 } from './sample-facts.ts';

const RUNS = process.env['TAUBAR_DEEP'] === '1' ? 3_000 : 120;
const PPM = 1_000_000n;
const RULES = { minimumStake: toRao(2_000_000n), existentialDeposit: toRao(500n) };

const reserves = {
  taoReserve: fc.bigInt({ min: 10n ** 11n, max: 10n ** 14n }),
  alphaReserve: fc.bigInt({ min: 10n ** 13n, max: 10n ** 16n }),
};
const balancer: fc.Arbitrary<Pool> = fc.record({
  kind: fc.constant('balancer'),
  ...reserves,
  taoWeight: fc.bigInt({ min: 10n ** 17n, max: 9n * 10n ** 17n }),
  feeRate: fc.constantFrom(0, 33, 327),
});
const superellipse: fc.Arbitrary<Pool> = fc.record(reserves).map((held) => ({
  kind: 'superellipse',
  ...held,
  alphaScale: held.alphaReserve,
  taoScale: held.taoReserve,
  centerAlpha: held.alphaReserve << 33n,
  centerTao: held.taoReserve << 33n,
  feeRate: 33,
}));
const pool = fc.oneof(balancer, superellipse);

/** What happens to one pool: a trade of so many millionths of a reserve, or an injection of them. */
const event = fc.record({
  kind: fc.constantFrom('buy', 'sell', 'inject'),
  parts: fc.bigInt({ min: 1n, max: 8_000n }),
});
const events = fc.array(event, { maxLength: 6 });
type Event = { kind: string; parts: bigint };

function after(start: Pool, what: readonly Event[]): Pool {
  return what.reduce((now, { kind, parts }): Pool => {
    if (now.kind === 'stable') return now;
    const [tao, alpha] = [now.taoReserve, now.alphaReserve].map((one) => (one * parts) / PPM);
    if (tao === undefined || alpha === undefined) return now;
    if (kind === 'inject') return injectLiquidity(now, { tao: tao / 8n, alpha: alpha / 16n });
    const order =
      kind === 'buy'
        ? ({ side: 'buy', amount: tao } as const)
        : ({ side: 'sell', amount: alpha } as const);
    const fill = quoteSwap(now, order);
    return fill.ok ? fill.after : now;
  }, start);
}

test('no trades and injections that leave both prices within the move bring less than the floor', () => {
  let held = 0;
  fc.assert(
    fc.property(
      pool,
      pool,
      fc.bigInt({ min: 20n, max: 50_000n }),
      fc.bigInt({ min: 500n, max: 50_000n }),
      fc.array(fc.tuple(events, events), { minLength: 12, maxLength: 12 }),
      (origin, destination, share, ppm, stories) => {
        if (origin.kind === 'stable') return;
        const amount = origin.alphaReserve / share;
        const floor = worstWithin({ origin, destination }, amount, ppm, RULES);
        if (floor === null) return;
        const now = quoteTwoLegs({ origin, destination, amount });
        assert.ok(now.ok && now.purchase && now.purchase.amountOut >= floor);
        for (const [first, second] of stories) {
          const pools = { origin: after(origin, first), destination: after(destination, second) };
          const isWithin =
            spotPrice(pools.origin) * PPM >= spotPrice(origin) * (PPM - ppm) &&
            spotPrice(pools.destination) * PPM <= spotPrice(destination) * (PPM + ppm);
          const legs = quoteTwoLegs({ ...pools, amount });
          if (!isWithin || !legs.ok || !legs.purchase) continue;
          held += 1;
          assert.ok(legs.purchase.amountOut >= floor, `${legs.purchase.amountOut} < ${floor}`);
        }
      },
    ),
    { numRuns: RUNS },
  );
  assert.ok(held > RUNS, `only ${held} disturbed states stayed within the move`);
});

test('the floor is near: with both prices at their worst hardly more arrives', () => {
  const amount = POOL_1.alphaReserve / 1_000n;
  const both = { origin: POOL_1, destination: POOL_92 };
  const floor = worstWithin(both, amount, 5_000n, RULES);
  const now = quoteTwoLegs({ ...both, amount });
  assert.ok(floor !== null && now.ok && now.purchase);
  const lostPpm = ((now.purchase.amountOut - floor) * PPM) / now.purchase.amountOut;
  assert.ok(lostPpm > 8_000n && lostPpm < 11_000n, `${lostPpm}`);
});

test('what the sale leaves at the edge of the minimum stake, and what an empty account keeps of it', () => {
  const both = { origin: { kind: 'stable' }, destination: { kind: 'stable' } } as const;
  const rules = { minimumStake: toRao(1_000n), existentialDeposit: toRao(500n) };
  const floor = (amount: bigint) => worstWithin(both, amount, 5_000n, rules);
  assert.deepEqual([999n, 1_000n, 1_001n].map(floor), [null, 500n, 501n]);
  // What rounding alone could take is promised of no output.
  const scarce = { ...POOL_92, alphaReserve: 2_000_000_000n };
  assert.equal(worstWithin({ ...both, destination: scarce }, 1_000n, 5_000n, rules), 0n);
});

test('a pool whose price cannot be reached is not computed, one that is there already is left as it is', () => {
  const amount = POOL_1.alphaReserve / 1_000n;
  const both = { origin: POOL_1, destination: POOL_92 };
  const still = worstWithin(both, amount, 0n, RULES);
  const now = quoteTwoLegs({ ...both, amount });
  assert.ok(still !== null && now.ok && now.purchase);
  // The deposit that stays behind, and a rounding of either leg.
  const kept = quoteTwoLegs({ ...both, amount: amount - 100_000n });
  assert.ok(kept.ok && kept.purchase);
  assert.ok(still < now.purchase.amountOut && still > kept.purchase.amountOut);
  const empty = { ...POOL_92, taoReserve: 0n };
  assert.equal(worstWithin({ origin: POOL_1, destination: empty }, amount, 5_000n, RULES), null);
  assert.equal(worstWithin({ origin: empty, destination: POOL_92 }, amount, 5_000n, RULES), null);
  assert.equal(worstWithin(both, amount, 1_000_000n, RULES), null, 'no pool sells to a price of 0');
});
