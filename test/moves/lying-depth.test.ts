// A node that lies about the pool's depth in step: reserves, weights, centers, prices and simulations all fit. What was
// signed under the lie runs on the true pool by the chain's rule: at least the floor arrives, or nothing is traded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { promisedOf, promiseOf } from '../../src/checks/promise.ts';
import type { DepthSource, MoveFacts } from '../../src/model/facts.ts';
import type { Move, MoveTerms } from '../../src/model/move.ts';
import type { Plan } from '../../src/model/plan.ts';
import { depthOffers } from '../../src/moves/depth-offers.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { chainCallOf } from '../../src/moves/run/chain-call.ts';
import { chainStateOf } from '../../src/moves/run/chain-state.ts';
import { runCall, type Effect } from '../../src/moves/run/run-call.ts';
import type { Pool } from '../../src/pool/pool.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import { ROOT_NETUID, toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import {
  HOTKEY,
  known,
  ME,
  POOL_1,
  sampleFacts,
  SN1,
  SN92,
  TERMS,
  noBonds,
} from './sample-facts.ts';

const RUNS = process.env['TAUBAR_DEEP'] === '1' ? 20_000 : 600;
const SEED = Number(process.env['TAUBAR_SEED'] ?? 20261129);
const ONE = 10n ** 18n;
const PPM = 1_000_000n;

type Depth = { tao: bigint; alpha: bigint; weight: bigint; curve: 'balancer' | 'superellipse' };

function poolOf({ tao, alpha, weight, curve }: Depth): Exclude<Pool, { kind: 'stable' }> {
  const held = { taoReserve: tao, alphaReserve: alpha, feeRate: 33 };
  if (curve === 'balancer') return { kind: 'balancer', ...held, taoWeight: weight };
  // As a migration from the balancer makes them: scale = 2 · weight · reserve.
  const alphaScale = ((alpha << 33n) * weight) / ONE;
  const taoScale = ((tao << 33n) * (ONE - weight)) / ONE;
  const centers = { centerAlpha: (alpha << 32n) + alphaScale, centerTao: (tao << 32n) + taoScale };
  return { kind: 'superellipse', ...held, alphaScale, taoScale, ...centers };
}

const weights = fc.bigInt({ min: (ONE * 20n) / 100n, max: (ONE * 80n) / 100n });
const curve = fc.constantFrom('balancer' as const, 'superellipse' as const);
const truths: fc.Arbitrary<Depth> = fc.record({
  tao: fc.bigInt({ min: 10n ** 12n, max: 10n ** 14n }),
  alpha: fc.bigInt({ min: 10n ** 13n, max: 10n ** 16n }),
  weight: weights,
  curve,
});
/** Thousandths of the true depth, from a hundredth to a hundred times, evenly over the magnitudes. */
const factors = fc
  .tuple(fc.constantFrom(10n, 100n, 1_000n, 10_000n), fc.bigInt({ min: 1_000n, max: 10_000n }))
  .map(([size, digits]) => (size * digits) / 1_000n);
type Lie = {
  factor: bigint;
  weight: bigint | null;
  curve: Depth['curve'] | null;
  /** Parts per million by which the true price stands higher than told; or others moved it there. */
  shift: bigint;
};
const lies: fc.Arbitrary<Lie> = fc.record({
  factor: factors,
  weight: fc.option(weights),
  curve: fc.option(curve),
  shift: fc.oneof(
    fc.constant(0n),
    fc.bigInt({ min: -200_000n, max: 200_000n }),
    fc.bigInt({ min: -9_000n, max: 9_000n }),
  ),
});

/** Another depth at about the same price: price = (1 − weight)/weight · tao/alpha on both curves. */
function told(truth: Depth, { factor, weight, curve: shape, shift }: Lie): Depth {
  const w = weight ?? truth.weight;
  const tao = (truth.tao * factor) / 1_000n;
  const atPrice =
    (tao * truth.alpha * (ONE - w) * truth.weight) / (truth.tao * w * (ONE - truth.weight));
  const alpha = (atPrice * (PPM + shift)) / PPM;
  return { tao, alpha, weight: w, curve: shape ?? truth.curve };
}

function factsWith(pools: readonly Pool[], depth: DepthSource): MoveFacts {
  const facts = sampleFacts();
  const free = toRao(10n ** 16n);
  return {
    ...facts,
    depth,
    coldkey: { ...facts.coldkey, free },
    positions: facts.positions.map((one) => ({ ...one, alpha: toAlphaRao(10n ** 16n) })),
    availability: known(
      [ROOT_NETUID, SN1, SN92].map((netuid) => {
        const total = toAlphaRao(2n * 10n ** 16n);
        return {
          coldkey: ME,
          netuid,
          total,
          locked: toAlphaRao(0n),
          available: total,
          bonds: noBonds,
        };
      }),
    ),
    subnets: facts.subnets.map((subnet) => {
      const pool = [null, SN1, SN92].indexOf(subnet.netuid);
      const found = pool < 1 ? undefined : pools[pool - 1];
      if (found === undefined) return subnet;
      const nodePrice = known((spotPrice(found) * 10n ** 9n) >> 64n);
      return { ...subnet, pool: found, curve: found.kind, nodePrice };
    }),
  };
}

const at = { coldkey: ME, hotkey: HOTKEY };
const kinds = ['stake', 'unstake', 'to-root', 'from-root', 'protected'] as const;
type Kind = (typeof kinds)[number];

/** An order of so many millionths of the told reserve that it pays into. */
function moveOf(kind: Kind, { tao, alpha }: Depth, ppm: bigint): Move {
  const [rao, sold] = [(tao * ppm) / PPM, toAlphaRao((alpha * ppm) / PPM)];
  const root = {
    toNetuid: ROOT_NETUID,
    toHotkey: HOTKEY,
    amount: sold,
    route: 'one-call',
  } as const;
  switch (kind) {
    case 'stake':
      return { kind, ...at, netuid: SN1, amount: toRao(rao) };
    case 'unstake':
      return { kind, ...at, netuid: SN1, amount: sold };
    case 'to-root':
      return { kind: 'change-subnet', ...at, netuid: SN1, ...root };
    case 'from-root':
      return {
        kind: 'change-subnet',
        ...at,
        netuid: ROOT_NETUID,
        ...root,
        toNetuid: SN1,
        amount: toAlphaRao(rao),
      };
    case 'protected':
      return {
        kind: 'change-subnet',
        ...at,
        netuid: SN1,
        ...root,
        toNetuid: SN92,
        route: 'protected',
      };
  }
}

type Brought = {
  amount: bigint;
  /** TAO of the sale less what the purchase after it spent. */ spare: bigint;
};

/** What the call brings on these pools by the chain's own routine; null: nothing is traded. */
function execute({ call, receives }: Plan, facts: MoveFacts): Brought | null {
  assert.ok(call && receives);
  const step = runCall(chainStateOf(facts), ME, chainCallOf(call, [HOTKEY]));
  if (!step.ok) return null;
  const inTao = receives.minimum.unit === 'rao' || receives.minimum.netuid === ROOT_NETUID;
  const amounts = step.value.map((effect: Effect) => {
    if (effect.kind === 'stake') return { tao: -effect.paid, alpha: effect.received };
    if (effect.kind === 'unstake') return { tao: effect.paid, alpha: 0n };
    if (effect.kind !== 'transition') return { tao: 0n, alpha: 0n };
    return { tao: effect.tao, alpha: effect.bought?.received ?? 0n };
  });
  const tao = amounts.reduce((total, one) => total + one.tao, 0n);
  const alpha = amounts.reduce((total, one) => total + one.alpha, 0n);
  return { amount: inTao && alpha === 0n ? tao : alpha, spare: amounts.length > 1 ? tao : 0n };
}

const terms: fc.Arbitrary<MoveTerms> = fc.record({
  toleranceBps: fc.constantFrom(10, 25, 50, 100, 200, 500, 1_000),
  allowPartial: fc.constant(false),
  eraBlocks: fc.constant(32),
});

type Tally = {
  signed: number;
  filled: number;
  refused: number;
  /** Fills under the promise, and how far the worst of them. */
  under: number;
  worstPpm: bigint;
};
const newTally = (): Tally => ({ signed: 0, filled: 0, refused: 0, under: 0, worstPpm: 0n });

/** How far under the promise this is, in parts per million; 0 where it is kept. */
const missingPpm = (amount: bigint, promised: bigint): bigint =>
  amount >= promised || promised === 0n ? 0n : ((promised - amount) * PPM) / promised;

type Case = { plan: Plan; really: MoveFacts };

function forAnyLie(depth: DepthSource, check: (one: Case) => void): void {
  fc.assert(
    fc.property(
      fc.tuple(truths, lies),
      fc.tuple(truths, lies),
      fc.constantFrom(...kinds),
      fc.bigInt({ min: 20n, max: 20_000n }),
      terms,
      ([first, lie], [second, other], kind, ppm, conditions) => {
        const toldPools = [told(first, lie), told(second, other)];
        const [one] = toldPools;
        if (one === undefined || toldPools.some(({ alpha }) => alpha < 10n ** 11n)) return;
        const facts = factsWith(toldPools.map(poolOf), depth);
        const plan = planMove(moveOf(kind, one, ppm), conditions, facts);
        check({ plan, really: factsWith([first, second].map(poolOf), depth) });
      },
    ),
    { numRuns: RUNS, seed: SEED },
  );
}

test('on one node’s word: at least the floor arrives on the true pool, or nothing is traded, or nothing is signed', (t) => {
  const tally = newTally();
  forAnyLie('one-source', ({ plan, really }) => {
    const isRefused = plan.checks.some(
      ({ id, verdict }) => id === 'depth-one-source' && verdict === 'block',
    );
    if (plan.depthNeeded && plan.checks.every(({ id }) => id !== 'price-limit'))
      assert.ok(isRefused);
    if (plan.depthNeeded) assert.equal(plan.call, null, 'nothing to sign');
    if (plan.call === null || plan.checks.some(({ verdict }) => verdict === 'block')) {
      if (isRefused) tally.refused += 1;
      return;
    }
    assert.ok(plan.receives);
    const { floor, minimum, minimumRestsOn } = plan.receives;
    assert.equal(minimumRestsOn, null);
    assert.ok(floor !== null && floor.amount >= minimum.amount, 'the floor is the minimum');
    assert.ok(['minimum', 'minimum-while-held'].includes(promiseOf(plan.receives, plan.legs)));
    assert.deepEqual(promisedOf(plan.receives), floor);
    tally.signed += 1;
    const brought = execute(plan, really);
    if (brought === null) return;
    tally.filled += 1;
    assert.ok(brought.amount >= floor.amount, `${brought.amount} for ${floor.amount}`);
    assert.ok(brought.spare >= 0n, 'no purchase takes more than its sale brought');
  });
  t.diagnostic(`${tally.signed} signed, ${tally.filled} filled, ${tally.refused} refused`);
  assert.ok(tally.filled > RUNS / 10 && tally.refused > RUNS / 10, 'too few to prove anything');
});

test('two operators that lie alike can take the solved minimum, never the floor that is shown', (t) => {
  const tally = newTally();
  forAnyLie('two-sources', ({ plan, really }) => {
    if (plan.call === null || plan.receives === null || !plan.depthNeeded) return;
    const { floor, minimum, minimumRestsOn } = plan.receives;
    assert.equal(minimumRestsOn, 'two-sources');
    assert.deepEqual(promisedOf(plan.receives), minimum, 'the sentence names the solved minimum');
    const brought = execute(plan, really);
    if (brought === null || floor === null) return;
    tally.filled += 1;
    assert.ok(floor.amount <= minimum.amount);
    assert.ok(brought.amount >= floor.amount, `${brought.amount} for ${floor.amount}`);
    const missing = missingPpm(brought.amount, minimum.amount);
    if (missing > 0n) tally.under += 1;
    if (missing > tally.worstPpm) tally.worstPpm = missing;
  });
  t.diagnostic(
    `${tally.filled} filled, ${tally.under} under the solved minimum, at worst by ${tally.worstPpm} ppm`,
  );
  assert.ok(tally.filled > RUNS / 20, 'too few to prove anything');
});

const whale = { kind: 'stake', ...at, netuid: SN1, amount: toRao(2_000_000_000_000n) } as const;
const rich = (facts: MoveFacts): MoveFacts => ({
  ...facts,
  coldkey: { ...facts.coldkey, free: toRao(10n ** 14n) },
});

test('an order of up to half the tolerance in impact has its limit at minimum ÷ net, whoever told the depth', () => {
  const small = { ...whale, amount: toRao(20_000_000_000n) };
  for (const depth of ['one-source', 'two-sources'] as const) {
    const { limitPrice, receives, headroomPpm, depthNeeded } = planMove(
      small,
      TERMS,
      rich(sampleFacts({ depth })),
    );
    assert.equal(depthNeeded, false);
    assert.ok(limitPrice !== null && receives?.floor && headroomPpm !== null);
    const fill = quoteSwap(POOL_1, { side: 'buy', amount: small.amount - 500n });
    assert.ok(fill.ok);
    const price = (fill.amountIn * 10n ** 9n) / receives.minimum.amount;
    assert.ok(price - limitPrice <= 1n, `${limitPrice} of ${price}`);
    assert.ok(
      receives.floor.amount - receives.minimum.amount < receives.minimum.amount / 10n ** 6n,
    );
    assert.ok(headroomPpm >= 2_500n, 'half the tolerance is left for others');
  }
});

test('a large order on one node’s word is refused, and each way that is offered can be signed', () => {
  const facts = rich(sampleFacts({ depth: 'one-source' }));
  const plan = planMove(whale, TERMS, facts);
  assert.equal(plan.call, null);
  assert.ok(plan.receives);
  assert.equal(promiseOf(plan.receives, plan.legs), 'unproven');
  const { partial, split } = depthOffers(whale, TERMS, facts);
  assert.ok(partial && split?.unit === 'rao');
  const part = planMove(whale, { ...TERMS, allowPartial: true }, facts);
  assert.ok(part.call && part.receives?.worstPrice === partial.worstPrice && !part.depthNeeded);
  const less = planMove({ ...whale, amount: split.amount }, TERMS, facts);
  assert.ok(less.call && !less.depthNeeded && less.legs[0]);
  assert.ok(less.legs[0].priceImpactPpm > 2_400n && less.legs[0].priceImpactPpm <= 2_500n);
  const more = planMove(whale, { ...TERMS, toleranceBps: 5_000 }, facts);
  assert.ok(more.call && !more.depthNeeded, 'more tolerance is the third way');
});

test('a full exit and a change of subnet can be made smaller too', () => {
  const facts = sampleFacts({ depth: 'one-source' });
  const all = { kind: 'unstake-all', ...at, netuid: SN1 } as const;
  assert.equal(planMove(all, TERMS, facts).depthNeeded, true);
  const offers = depthOffers(all, TERMS, facts);
  assert.ok(offers.partial && offers.partial.whole.amount === 9_000_000_000_000n && offers.split);
  const swap = {
    kind: 'change-subnet',
    ...at,
    netuid: SN1,
    toNetuid: SN92,
    toHotkey: HOTKEY,
    amount: toAlphaRao(8_000_000_000_000n),
    route: 'protected',
  } as const;
  assert.equal(planMove(swap, TERMS, facts).depthNeeded, true);
  const { partial, split } = depthOffers(swap, TERMS, facts);
  assert.equal(partial, null);
  assert.ok(split?.unit === 'alpha');
  const less = planMove({ ...swap, amount: split.amount }, TERMS, facts);
  assert.ok(less.call && !less.depthNeeded);
  const guarded = planMove({ ...swap, route: 'one-call' }, TERMS, facts);
  assert.ok(guarded.call && !guarded.depthNeeded, 'what promises nothing needs no depth');
  const nowhere = { ...all, netuid: toNetuid(7) };
  assert.deepEqual(depthOffers(nowhere, TERMS, facts), { partial: null, split: null });
});
