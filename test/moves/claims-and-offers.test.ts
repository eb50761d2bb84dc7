// Plans of claims, locks and words on locks by the rule, and what is offered where an order rests on one node's word.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MoveFacts } from '../../src/model/facts.ts';
import type { Move } from '../../src/model/move.ts';
import type { CallValue, Plan } from '../../src/model/plan.ts';
import { compareRoutes } from '../../src/moves/compare-routes.ts';
import { depthOffers } from '../../src/moves/depth-offers.ts';
import {
  inverseLimit,
  solveGuardLimit,
  worstUnderGuard,
} from '../../src/moves/draft/guard-limit.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { divBits } from '../../src/pool/fixed-point.ts';
import { quoteTwoLegs } from '../../src/pool/quote-two-legs.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import { swapLimitGuard } from '../../src/pool/swap-limit-guard.ts';
import { RAO_PER_TAO, ROOT_NETUID, toAlphaRao, toRao } from '../../src/units.ts';
import { claim, claimAndLeave, claimBoth, owing, owingNothing } from '../checks/claim-cases.ts';
import {
  FEE,
  FRIEND,
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
  unknown,
} from './sample-facts.ts';

/** What the chain lets one claim sweep and sell, itself included. */
const MOST = 129;
const ROOT_STAKE = 50_000_000_000n;
const OWED = 2_000_000_000n;
/** Less the tolerance of half a percent. */
const LEAST = 1_990_000_000n;
const FREE = 412_000_000_000n;

const namesOf = ({ call }: Plan): CallValue[] => {
  const inner = call?.args['calls'];
  return Array.isArray(inner)
    ? inner.map((one: { name: string }) => one.name)
    : [call?.name ?? null];
};
const figures = (move: Move, facts: MoveFacts) => {
  const plan = planMove(move, TERMS, facts);
  const { gives, receives, spareTao, positionAfter, limitPrice } = plan;
  return {
    calls: namesOf(plan),
    gives,
    expected: receives?.expected,
    minimum: receives?.minimum,
    spareTao,
    positionAfter,
    limitPrice,
  };
};
const rootAlpha = (amount: bigint) => ({
  unit: 'alpha',
  netuid: ROOT_NETUID,
  amount: toAlphaRao(amount),
});
const tao = (amount: bigint) => ({ unit: 'rao', amount: toRao(amount) });

test('a claim brings root stake, nothing leaves, and only the network fee is spent', () => {
  const facts = owing()(sampleFacts());
  assert.deepEqual(figures(claim, facts), {
    calls: ['claim_root_with_hotkey'],
    gives: null,
    expected: rootAlpha(OWED),
    minimum: rootAlpha(LEAST),
    spareTao: 0n,
    positionAfter: rootAlpha(ROOT_STAKE + OWED),
    limitPrice: null,
  });
  const plan = planMove(claim, TERMS, facts);
  assert.deepEqual(plan.freeAfter, known(FREE - FEE));
  assert.equal(plan.depthNeeded, false);
  assert.equal(plan.receives?.minimumRestsOn, null);
  assert.equal(plan.legs.length, 0);
  const both = planMove(claimBoth, TERMS, facts);
  assert.deepEqual(both.receives?.expected, rootAlpha(2n * OWED));
  assert.deepEqual(both.receives?.minimum, rootAlpha(2n * LEAST));
  assert.deepEqual(namesOf(both), ['claim_root_with_hotkey', 'claim_root_with_hotkey']);
  assert.equal(both.call?.name, 'batch_all');
});

test('without a hold the claimed stake leaves with the rest; under one, or an unknown one, it leaves first and alone', () => {
  const leaving = ['claim_root_with_hotkey', 'remove_stake_full_limit'];
  const all = ROOT_STAKE + OWED;
  const free = figures(claimAndLeave, owing()(sampleFacts()));
  assert.deepEqual(free, {
    calls: leaving,
    gives: rootAlpha(all),
    expected: tao(all),
    minimum: tao(ROOT_STAKE + LEAST),
    spareTao: 0n,
    positionAfter: rootAlpha(0n),
    limitPrice: null,
  });
  for (const unlockInterval of [known(1), unknown]) {
    const held = figures(claimAndLeave, owing({}, {}, { unlockInterval })(sampleFacts()));
    assert.deepEqual(held, {
      calls: leaving.toReversed(),
      gives: rootAlpha(ROOT_STAKE),
      expected: tao(ROOT_STAKE),
      minimum: tao(ROOT_STAKE),
      spareTao: 0n,
      positionAfter: rootAlpha(OWED),
      limitPrice: RAO_PER_TAO,
    });
  }
  const { call } = planMove(claimAndLeave, TERMS, owing()(sampleFacts()));
  const calls = call?.args['calls'];
  assert.ok(Array.isArray(calls));
  assert.equal(calls[1]?.args.limit_price, RAO_PER_TAO, 'root stake leaves one to one');
});

test('the stake that leaves with a claim is held against what is there when it leaves', () => {
  const enough = (move: Move, facts: MoveFacts) => {
    const { checks, legs } = planMove(move, TERMS, facts);
    const found = checks.filter(({ id }) => id === 'enough-stake' || id === 'stake-available');
    const amounts = found.map(({ verdict, values }) => [verdict, Object.values(values)[0]]);
    return { amounts, limits: legs.map((leg) => [leg.limitPrice, leg.headroomPpm]) };
  };
  const alpha = (amount: bigint) => ({ unit: 'alpha', netuid: ROOT_NETUID, amount });
  const passes = (amount: bigint) => [
    ['pass', alpha(amount)],
    ['pass', alpha(amount)],
  ];
  const limits = [[RAO_PER_TAO, null]];
  assert.deepEqual(enough(claim, owing()(sampleFacts())), { amounts: [], limits: [] });
  assert.deepEqual(enough(claimAndLeave, owing()(sampleFacts())), {
    amounts: passes(ROOT_STAKE + OWED),
    limits,
  });
  const held = owing({}, {}, { unlockInterval: known(1) })(sampleFacts());
  assert.deepEqual(enough(claimAndLeave, held), { amounts: passes(ROOT_STAKE), limits });
});

test('what a claim pays is the node’s figure, from the threshold on', () => {
  const owed = (redeemable: bigint) => {
    const facts = owing({}, { redeemable: toRao(redeemable) })(sampleFacts());
    return figures(claim, facts);
  };
  assert.deepEqual(owed(0n).minimum, rootAlpha(0n));
  assert.deepEqual(owed(1n).minimum, rootAlpha(1n), 'rounded up: never nothing for something');
  assert.deepEqual(owed(499_999n).positionAfter, rootAlpha(ROOT_STAKE));
  assert.deepEqual(owed(500_000n).positionAfter, rootAlpha(ROOT_STAKE + 500_000n));
  // Holdings that the claim pays from and those it sweeps count alike, and the claim itself is one more.
  const heavy = (rows: number, sweptRows: number) =>
    planMove(claim, TERMS, owing({}, { rows, sweptRows })(sampleFacts())).wouldFailWith;
  const tooHeavy = 'SubtensorModule.RootClaimTooHeavy';
  assert.deepEqual(
    [
      [MOST - 1, 0],
      [0, MOST - 1],
      [MOST - 2, 1],
    ].map(([rows = 0, swept = 0]) => heavy(rows, swept)),
    [null, null, null],
  );
  for (const swept of [0, 1, MOST]) assert.equal(heavy(MOST - swept, swept), tooHeavy);
  const none = planMove(claim, TERMS, owingNothing(sampleFacts()));
  assert.deepEqual(none.receives?.expected, rootAlpha(0n));
});

test('a claim that makes no sense is a mistake of the caller, one the runtime lacks has no call', () => {
  const facts = owing()(sampleFacts());
  for (const hotkeys of [[], [HOTKEY, HOTKEY]]) {
    const wrong: Move = { kind: 'claim', coldkey: ME, hotkeys, unstakes: false };
    assert.throws(() => planMove(wrong, TERMS, facts), RangeError);
  }
  const several = { kind: 'claim', hotkeys: [HOTKEY, OTHER_HOTKEY], unstakes: true } as const;
  assert.throws(
    () => planMove({ ...claimAndLeave, ...several }, TERMS, facts),
    /several leaves at once/,
  );
  const without = (name: string): MoveFacts => {
    const calls = facts.rules.calls.filter((one) => one !== `SubtensorModule.${name}`);
    return { ...facts, rules: { ...facts.rules, calls } };
  };
  assert.equal(planMove(claim, TERMS, without('claim_root_with_hotkey')).call, null);
  assert.equal(planMove(claimAndLeave, TERMS, without('claim_root_with_hotkey')).call, null);
  assert.equal(planMove(claimAndLeave, TERMS, without('remove_stake_full_limit')).call, null);
  assert.notEqual(planMove(claim, TERMS, without('remove_stake_full_limit')).call, null);
});

test('a lock binds no more than is held, and a word on locks is the call turned round', () => {
  const facts = sampleFacts();
  const lock = (amount: bigint) =>
    planMove(
      { kind: 'lock', coldkey: ME, hotkey: HOTKEY, netuid: SN1, amount: toAlphaRao(amount) },
      TERMS,
      facts,
    );
  assert.equal(lock(9_000_000_000_000n).wouldFailWith, null);
  assert.equal(lock(9_000_000_000_001n).wouldFailWith, 'SubtensorModule.InsufficientStakeForLock');
  assert.equal(lock(0n).wouldFailWith, 'SubtensorModule.AmountTooLow');
  for (const accepts of [true, false]) {
    const { call, freeAfter } = planMove(
      { kind: 'accept-locked', coldkey: ME, accepts },
      TERMS,
      facts,
    );
    assert.deepEqual(call?.args, { enabled: !accepts });
    assert.deepEqual(freeAfter, known(FREE - FEE));
  }
  const calls = facts.rules.calls.filter(
    (one) => one !== 'SubtensorModule.set_reject_locked_alpha',
  );
  const old = { ...facts, rules: { ...facts.rules, calls } };
  const none = planMove({ kind: 'accept-locked', coldkey: ME, accepts: true }, TERMS, old);
  assert.equal(none.call, null);
  assert.ok(none.checks.some(({ verdict }) => verdict === 'block'));
});

const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };
const oneSource = { ...sampleFacts(), depth: 'one-source' as const };

test('an order on one node’s word: a part of it at its worst price, or the largest that needs no word', () => {
  const held = toAlphaRao(9_000_000_000_000n);
  const orders: Move[] = [
    { kind: 'stake', ...at, amount: toRao(400n * RAO_PER_TAO) },
    { kind: 'unstake', ...at, amount: held },
  ];
  for (const move of orders) {
    if (!('amount' in move)) continue;
    const { partial, split } = depthOffers(move, TERMS, oneSource);
    assert.ok(partial && split);
    const part = planMove(move, { ...TERMS, allowPartial: true }, oneSource);
    assert.equal(partial.whole.amount, move.amount);
    assert.deepEqual(partial.fillsNow, part.gives);
    assert.equal(partial.worstPrice, part.receives?.worstPrice);
    const withAmount = (amount: bigint): Move =>
      move.kind === 'stake'
        ? { ...move, amount: toRao(amount) }
        : { ...move, amount: toAlphaRao(amount) };
    assert.equal(planMove(withAmount(split.amount), TERMS, oneSource).depthNeeded, false);
    const more = withAmount((split.amount * 101n) / 100n);
    assert.equal(planMove(more, TERMS, oneSource).depthNeeded, true, 'not much larger');
  }
  const unit = depthOffers(
    { kind: 'stake', ...at, amount: toRao(400n * RAO_PER_TAO) },
    TERMS,
    oneSource,
  );
  assert.equal(unit.split?.unit, 'rao');
  const all = depthOffers({ kind: 'unstake-all', ...at }, TERMS, oneSource);
  assert.deepEqual(all, depthOffers({ kind: 'unstake', ...at, amount: held }, TERMS, oneSource));
  const change = {
    kind: 'change-subnet',
    ...at,
    toNetuid: SN92,
    toHotkey: OTHER_HOTKEY,
    amount: held,
    route: 'protected',
  } as const;
  const across = depthOffers(change, TERMS, oneSource);
  assert.equal(across.partial, null, 'no call fills a part of a change');
  assert.ok(across.split?.unit === 'alpha' && across.split.netuid === SN1);
});

test('what protection costs is known only where both routes have figures and pay their fee in TAO', () => {
  const change = {
    kind: 'change-subnet',
    coldkey: ME,
    hotkey: HOTKEY,
    netuid: SN1,
    toNetuid: SN92,
    toHotkey: OTHER_HOTKEY,
    amount: toAlphaRao(1_000_000_000_000n),
    route: 'protected',
  } as const;
  const cost = (part: Partial<MoveFacts> = {}) => {
    const routes = compareRoutes(change, TERMS, sampleFacts(part));
    return { ...routes, paid: routes.oneCall.networkFee };
  };
  const plain = cost();
  assert.ok(plain.protectionCost !== null && plain.paid.known && plain.paid.value.paidIn === 'tao');
  assert.equal(cost({ networkFees: {} }).protectionCost, null);
  const poor = cost({ coldkey: { ...sampleFacts().coldkey, free: toRao(600n) } });
  assert.ok(poor.paid.known && poor.paid.value.paidIn === 'alpha');
  assert.equal(poor.protectionCost, null);
});

test('where nothing can be made smaller, nothing is offered', () => {
  const none = { partial: null, split: null };
  const give: Move = { kind: 'transfer', ...at, toColdkey: FRIEND, amount: toAlphaRao(9n) };
  assert.deepEqual(depthOffers(give, TERMS, oneSource), none);
  const without = (held: bigint) => ({
    ...oneSource,
    positions: oneSource.positions.map((one) =>
      one.netuid === SN1 ? { ...one, alpha: toAlphaRao(held) } : one,
    ),
    availability: known(
      [ME].map((coldkey) => ({
        coldkey,
        netuid: SN1,
        total: toAlphaRao(held),
        locked: toAlphaRao(0n),
        available: toAlphaRao(held),
        bonds: unknown,
      })),
    ),
  });
  assert.deepEqual(depthOffers({ kind: 'unstake-all', ...at }, TERMS, without(0n)), none);
  const calls = oneSource.rules.calls.filter((one) => !one.endsWith('stake_limit'));
  const old = { ...oneSource, rules: { ...oneSource.rules, calls } };
  const stake: Move = { kind: 'stake', ...at, amount: toRao(400n * RAO_PER_TAO) };
  assert.equal(depthOffers(stake, TERMS, old).partial, null, 'a runtime without limits');
  const exact: Move = { kind: 'stake', ...at, amount: toRao(1n) };
  const tiny = depthOffers(exact, { ...TERMS, toleranceBps: 0 }, oneSource);
  assert.equal(tiny.split, null, 'without a tolerance every order moves the price too far');
});

const both = { origin: POOL_1, destination: POOL_92 };
const ratioOf = ({ origin, destination }: typeof both): bigint =>
  (divBits(spotPrice(origin), spotPrice(destination)) * 1_000_000_000n) >> 64n;

test('a guard’s limit is the tightest that the whole amount passes, less the tolerance, rounded down', () => {
  for (const amount of [1n, 10n ** 9n, 10n ** 12n, 5n * 10n ** 13n]) {
    const passes = (limit: bigint): boolean => {
      const guard = swapLimitGuard(both.origin, both.destination, limit);
      return guard.ok && guard.amount >= amount;
    };
    const solved = solveGuardLimit(both, amount, { ...TERMS, toleranceBps: 0 });
    assert.ok(solved !== null && passes(solved) && !passes(solved + 1n), `${amount}`);
    const loose = solveGuardLimit(both, amount, { ...TERMS, toleranceBps: 50 });
    assert.equal(loose, (solved * 9_950n) / 10_000n);
    assert.ok(solved <= ratioOf(both) && solved >= ratioOf(both) / 2n);
  }
  assert.equal(
    solveGuardLimit(both, 1n << 63n, TERMS),
    null,
    'more than half of spot lets through',
  );
  const spotted = within((ratioOf(both) * 45n) / 100n).amount;
  assert.equal(
    solveGuardLimit(both, spotted, TERMS),
    null,
    'it passes at less than half of spot only',
  );
  const wide = { ...TERMS, toleranceBps: 10_000 };
  assert.equal(solveGuardLimit(both, 1n, wide), null, 'a limit of nothing is none');
  // The guard's own edge: what it lets through at the solved limit passes, one unit more does not at one tighter.
  const { amount } = within(2n * (ratioOf(both) / 3n));
  const edge = solveGuardLimit(both, amount, { ...TERMS, toleranceBps: 0 });
  assert.equal(edge, 2n * (ratioOf(both) / 3n));
  function within(limit: bigint): { amount: bigint } {
    const guard = swapLimitGuard(both.origin, both.destination, limit);
    assert.ok(guard.ok);
    return guard;
  }
});

test('the worst under a guard is no more than what arrives now, and less the looser the guard', () => {
  const amount = 10n ** 12n;
  const legs = quoteTwoLegs({ ...both, amount });
  assert.ok(legs.ok && legs.purchase);
  const limits = [0, 50, 500].map((toleranceBps) =>
    solveGuardLimit(both, amount, { ...TERMS, toleranceBps }),
  );
  let before = legs.purchase.amountOut;
  for (const limit of limits) {
    assert.ok(limit !== null);
    const worst = worstUnderGuard(both, amount, limit);
    assert.ok(worst !== null && worst <= before, `${limit}`);
    before = worst;
  }
  assert.deepEqual(
    [0n, 1n, 2n, 3n, 10n ** 9n, 10n ** 18n - 1n, 10n ** 18n, 10n ** 18n + 1n].map(inverseLimit),
    [0n, 10n ** 18n, 5n * 10n ** 17n, 333_333_333_333_333_334n, 10n ** 9n, 2n, 1n, 1n],
  );
});

test('the protected route buys for the least of its sale, and what is over stays as TAO', () => {
  const facts = sampleFacts();
  const change = (amount: bigint): Plan =>
    planMove(
      {
        kind: 'change-subnet',
        ...at,
        toNetuid: SN92,
        toHotkey: OTHER_HOTKEY,
        amount: toAlphaRao(amount),
        route: 'protected',
      },
      TERMS,
      facts,
    );
  for (const amount of [10n ** 11n, 10n ** 12n, 9_000_000_000_000n, 8_999_999_999_000n]) {
    const plan = change(amount);
    const [sale, ...rest] = plan.legs;
    const purchase = rest.at(-1);
    assert.ok(sale && purchase && plan.call);
    const paid = plan.legs
      .filter(({ side }) => side === 'sell')
      .reduce((sum, { fill }) => sum + fill.amountOut, 0n);
    const spent = purchase.fill.amountIn + purchase.fill.fee;
    assert.equal(plan.spareTao, paid - spent, 'every rao of the sales');
    const calls = plan.call.args['calls'];
    assert.ok(Array.isArray(calls));
    assert.equal(calls[1]?.args.amount_staked, spent);
    assert.equal(spent, (sale.fill.amountOut * 9_950n + 9_999n) / 10_000n);
  }
  const nothing = change(0n);
  assert.notEqual(nothing.wouldFailWith, null);
  for (const plan of [nothing, change(1n)]) {
    const calls = plan.call?.args['calls'];
    assert.ok(Array.isArray(calls));
    assert.equal(calls[1]?.args.amount_staked, 0n, 'nothing is paid, so nothing is spent');
  }
});

test('the worth of what moves untraded is at spot, to the rao', () => {
  // The chain refuses below its least transfer: its edge tells the worth.
  const facts = sampleFacts();
  const limit = facts.rules.minimumTransfer;
  const cheap = {
    ...facts,
    subnets: facts.subnets.map((one) => (one.netuid === SN1 ? subnetFacts(SN1, POOL_1) : one)),
  };
  const least = (limit << 64n) / spotPrice(POOL_1) + 1n;
  const give = (amount: bigint): Plan =>
    planMove(
      { kind: 'transfer', ...at, toColdkey: FRIEND, amount: toAlphaRao(amount) },
      TERMS,
      cheap,
    );
  assert.equal(give(least).wouldFailWith, null);
  assert.equal(give(least - 1n).wouldFailWith, 'SubtensorModule.AmountTooLow');
  const blocked = ({ checks }: Plan): boolean => checks.some(({ verdict }) => verdict === 'block');
  const verdict = ({ checks }: Plan) => checks.find(({ id }) => id === 'minimum-stake')?.verdict;
  assert.deepEqual([least - 1n, least].map(give).map(verdict), ['block', 'pass']);
  assert.equal(blocked(give(least)), false);
  assert.equal(blocked(give(least - 1n)), true);
});
