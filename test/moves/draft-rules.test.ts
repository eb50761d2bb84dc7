// What drafts are made of, each by its rule and at its edges: minimums, floors, amounts that the chain takes, facts asked for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Availability, MoveFacts } from '../../src/model/facts.ts';
import { factsQueryOf } from '../../src/moves/facts-query.ts';
import {
  floorUnder,
  limitByPrice,
  type ProtectTask,
} from '../../src/moves/draft/limit-by-price.ts';
import { plannedLock } from '../../src/moves/draft/planned-lock.ts';
import {
  chooseCall,
  leavingOf,
  meantOf,
  openSubnets,
  richEnough,
} from '../../src/moves/draft/planning.ts';
import { leastAccepted, protectTrade } from '../../src/moves/draft/protect-trade.ts';
import { mostOf } from '../../src/moves/max-amount.ts';
import {
  changeFree,
  changePosition,
  chainStateOf,
  isListFull,
  isRootHeld,
  noteRootChange,
  positionOf,
  totalHeld,
} from '../../src/moves/run/chain-state.ts';
import { claimStateOf } from '../../src/moves/run/claim-state.ts';
import { runLock, runRejectLocked } from '../../src/moves/run/run-lock.ts';
import { owing, owingNothing } from '../checks/claim-cases.ts';
import { leastAtLimit } from '../../src/pool/execution-limit.ts';
import { outputGrain } from '../../src/pool/output-grain.ts';
import type { ConstantProductPool, Pool, Side } from '../../src/pool/pool.ts';
import { priceImpactPpm } from '../../src/pool/price-impact.ts';
import { quoteSwap } from '../../src/pool/quote-swap.ts';
import { netInput } from '../../src/pool/swap-fee.ts';
import { ROOT_NETUID, toAlphaRao, toNetuid, toRao, U64_MAX } from '../../src/units.ts';
import {
  FRIEND,
  HOTKEY,
  known,
  ME,
  noBonds,
  OTHER_HOTKEY,
  POOL_1,
  sampleFacts,
  SN1,
  SN92,
  STRANGER,
  subnetFacts,
  TERMS,
  unknown,
} from './sample-facts.ts';

const BILLION = 10n ** 9n;
const launch: ConstantProductPool = {
  kind: 'constant-product',
  taoReserve: 1_000n * BILLION,
  alphaReserve: 4_000n * BILLION,
  flatFee: 50_000n,
};

test('the least that is accepted: the tolerance off, rounded up, never nothing', () => {
  const rows: [bigint, number, bigint][] = [
    [10_000n, 50, 9_950n],
    [10_001n, 50, 9_951n],
    [1n, 9_999, 1n],
    [1n, 10_000, 1n],
    [0n, 50, 1n],
    [7n, 0, 7n],
  ];
  for (const [expected, toleranceBps, least] of rows) {
    assert.equal(leastAccepted(expected, { ...TERMS, toleranceBps }), least);
  }
});

function taskOf(pool: Pool, side: Side, amount: bigint, part: Partial<ProtectTask> = {}) {
  const fill = quoteSwap(pool, { side, amount });
  const expected = fill.ok ? fill.amountOut : 0n;
  const facts = subnetFacts(SN1, pool);
  const order = { facts, pool, side, amount, expected, terms: TERMS, allowPartial: false };
  return { ...order, keptOfInput: 0n, keptOfOutput: 0n, ...part };
}

test('a floor is the net amount at the limit, less what is withheld on the way in and out', () => {
  const amount = 10n * BILLION;
  const net = (withheld: bigint): bigint =>
    netInput(POOL_1, { side: 'buy', amount: amount - withheld });
  const limit = 7_000_000n;
  const task = taskOf(POOL_1, 'buy', amount);
  const whole = leastAtLimit('buy', net(0n), limit);
  assert.equal(floorUnder(task, limit), whole);
  assert.equal(
    floorUnder({ ...task, keptOfInput: 500n }, limit),
    leastAtLimit('buy', net(500n), limit),
  );
  assert.equal(floorUnder({ ...task, keptOfOutput: 500n }, limit), whole - 500n);
  assert.equal(floorUnder({ ...task, keptOfOutput: whole - 1n }, limit), 1n);
  for (const keptOfOutput of [whole, whole + 1n]) {
    assert.equal(floorUnder({ ...task, keptOfOutput }, limit), 0n);
  }
  for (const keptOfInput of [amount, amount + 1n]) {
    assert.equal(floorUnder({ ...task, keptOfInput }, limit), 0n);
  }
  assert.equal(floorUnder(task, 0n), 0n, 'no purchase passes a limit of nothing');
  assert.ok(floorUnder(task, 1n) > 0n);
  assert.equal(floorUnder(taskOf(POOL_1, 'sell', amount), 0n), 0n);
  const tooMuch = taskOf({ ...POOL_1, alphaReserve: 1n }, 'buy', amount);
  assert.equal(floorUnder(tooMuch, limit), 0n);
  // The launch pools take their fee out of a sale's proceeds.
  const sale = taskOf(launch, 'sell', amount);
  assert.equal(
    floorUnder(sale, 200_000_000n),
    leastAtLimit('sell', amount, 200_000_000n) - 50_000n,
  );
});

test('a limit by price: up to half the tolerance of its own impact, and one part more is above', () => {
  for (const side of ['buy', 'sell'] as const) {
    const reserve = side === 'buy' ? POOL_1.taoReserve : POOL_1.alphaReserve;
    for (const reviewedToleranceBps of [undefined, 20]) {
      const terms = {
        ...TERMS,
        ...(reviewedToleranceBps === undefined ? {} : { reviewedToleranceBps }),
      };
      const half = BigInt(reviewedToleranceBps ?? TERMS.toleranceBps) * 50n;
      let [byPrice, above] = [0, 0];
      for (let permille = 1n; permille < 8n; permille += 1n) {
        const amount = (reserve * permille) / 2_000n;
        const task = { ...taskOf(POOL_1, side, amount), terms };
        const fill = quoteSwap(POOL_1, { side, amount });
        assert.ok(fill.ok);
        const amountOut = fill.amountOut + outputGrain(POOL_1, side);
        const impact = priceImpactPpm({ ...fill, amountOut }, side);
        assert.ok(impact !== null);
        const accepted = leastAccepted(task.expected, terms);
        const found = limitByPrice(task, accepted);
        if (found.kind === 'above') above += 1;
        else byPrice += 1;
        assert.equal(found.kind === 'above', impact > half, `${side} ${permille}`);
        if (found.kind === 'above') continue;
        assert.equal(found.minimum, accepted);
        assert.equal(found.floor, floorUnder(task, found.limitPrice));
        assert.ok(found.floor >= accepted);
        const looser = found.limitPrice + (side === 'buy' ? 1n : -1n);
        assert.ok(floorUnder(task, looser) < accepted, 'the loosest that keeps it');
      }
      assert.ok(byPrice > 0 && above > 0, 'both are met');
    }
  }
  assert.equal(limitByPrice(taskOf(POOL_1, 'buy', 500n, { keptOfInput: 500n }), 1n).kind, 'above');
});

test('where what is withheld takes more than the tolerance leaves, the floor is what is promised', () => {
  for (const [amount, toleranceBps, keptOfInput] of [
    [2_000_000n, 1, 500n],
    [2_000_000n, 5, 500n],
    [10_000_000n, 0, 0n],
    [10_000_000n, 0, 500n],
  ] as const) {
    const terms = { ...TERMS, toleranceBps };
    const task = taskOf(POOL_1, 'buy', amount, { keptOfInput, terms });
    const accepted = leastAccepted(task.expected, terms);
    const found = limitByPrice(task, accepted);
    if (found.kind === 'above') continue;
    assert.ok(found.minimum <= accepted && found.minimum <= found.floor);
    assert.equal(found.minimum, found.floor < accepted ? found.floor : accepted);
    const left = quoteSwap(POOL_1, { side: 'buy', amount: amount - keptOfInput });
    assert.ok(left.ok && left.amountOut >= found.minimum);
  }
});

test('whatever is withheld, what arrives is at least the minimum; nothing withheld, it is the accepted', () => {
  for (const side of ['buy', 'sell'] as const) {
    for (const amount of [3_000_000n, 10n ** 9n]) {
      for (const toleranceBps of [0, 50]) {
        for (const kept of [0n, 500n, amount]) {
          for (const keptOfOutput of [0n, 500n]) {
            const terms = { ...TERMS, toleranceBps };
            const task = taskOf(POOL_1, side, amount, { keptOfInput: kept, keptOfOutput, terms });
            const found = protectTrade(task);
            if (found === null) continue;
            const accepted = leastAccepted(task.expected, terms);
            assert.ok(found.minimum <= accepted);
            if (kept >= amount) assert.equal(found.minimum, 0n);
            else {
              const left = quoteSwap(POOL_1, { side, amount: amount - kept });
              assert.ok(left.ok && left.amountOut - keptOfOutput >= found.minimum);
              const isWide =
                toleranceBps === 50 && amount >= 10n ** 9n && task.expected > 10n ** 6n;
              if (isWide) assert.equal(found.minimum, accepted);
            }
            assert.equal(found.restsOnDepth, found.floor !== null && found.floor < found.minimum);
          }
        }
      }
    }
  }
  for (const nothing of [{ amount: 0n }, { expected: 0n }]) {
    assert.equal(protectTrade({ ...taskOf(POOL_1, 'buy', BILLION), ...nothing }), null);
  }
});

test('an amount that the account may not hold is quoted with just so much more', () => {
  const facts = sampleFacts();
  const bound = { ...facts.coldkey, free: toRao(1_000n), frozen: toRao(900n), reserved: toRao(7n) };
  const state = chainStateOf({ ...facts, coldkey: bound });
  const place = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };
  const held = positionOf(state, SN1, HOTKEY, ME);
  const accountOf = (amounts: { rao?: bigint; alpha?: bigint }) => {
    const { free, frozen, reserved } = richEnough(state, place, amounts).accounts.get(ME) ?? bound;
    return [free, frozen, reserved];
  };
  assert.deepEqual(accountOf({}), [1_000n, 900n, 7n], 'nothing is asked for');
  assert.deepEqual(accountOf({ rao: 499n }), [1_000n, 0n, 0n], 'it has enough: deposit 500');
  assert.deepEqual(accountOf({ rao: 500n }), [1_000n, 0n, 0n]);
  assert.deepEqual(accountOf({ rao: 501n }), [1_001n, 0n, 0n]);
  for (const alpha of [0n, held - 1n, held]) {
    assert.equal(positionOf(richEnough(state, place, { alpha }), SN1, HOTKEY, ME), held);
  }
  assert.equal(
    positionOf(richEnough(state, place, { alpha: held + 1n }), SN1, HOTKEY, ME),
    held + 1n,
  );
  const other = { ...place, coldkey: STRANGER };
  assert.equal(richEnough(state, other, { rao: 5n }).accounts.get(STRANGER), undefined);
});

test('the amount that a change names: all, a part, and what a fee in alpha leaves with its margin', () => {
  const { rules } = sampleFacts();
  const meant = (
    over: typeof rules.overAmounts,
    move: { amount: bigint; isAll?: true },
    before: bigint,
    after: bigint,
  ) => {
    const { amount, wire, isOfWhatIsHeld } = meantOf(
      { ...rules, overAmounts: over },
      move,
      before,
      after,
    );
    return [amount, wire, isOfWhatIsHeld];
  };
  const all = { amount: 100n, isAll: true } as const;
  assert.deepEqual(meant(known('takes-all'), all, 100n, 90n), [90n, U64_MAX, true]);
  assert.deepEqual(meant(known('cuts'), all, 100n, 90n), [90n, 90n, true], 'no margin');
  // A twentieth of the fee of 10, rounded down, and one more.
  assert.deepEqual(meant(known('refuses'), all, 100n, 90n), [89n, 89n, false]);
  assert.deepEqual(meant(known('refuses'), all, 100n, 60n), [57n, 57n, false]);
  assert.deepEqual(meant(unknown, all, 100n, 60n), [57n, 57n, true]);
  assert.deepEqual(meant(known('refuses'), all, 100n, 0n), [100n, 100n, false]);
  assert.deepEqual(meant(known('refuses'), all, 100n, 5n), [5n, 5n, false], 'no less than nothing');
  assert.deepEqual(meant(known('refuses'), all, 100n, 6n), [1n, 1n, false]);
  for (const [amount, wanted] of [
    [59n, 59n],
    [60n, 60n],
    [61n, 57n],
    [100n, 57n],
    [101n, 101n],
  ] as const) {
    assert.deepEqual(meant(known('refuses'), { amount }, 100n, 60n), [wanted, wanted, false]);
  }
});

test('the first call that the runtime has, and what lacks before it; subnets in order or what is known', () => {
  const { rules } = sampleFacts();
  const choose = (calls: string[]) =>
    chooseCall({ ...rules, calls: calls.map((name) => `SubtensorModule.${name}`) }, [
      'a',
      'b',
      'c',
    ]);
  const lack = (names: string): string[] =>
    names.split('').map((name) => `SubtensorModule.${name}`);
  assert.deepEqual(choose(['a', 'b']), { name: 'a', lacking: [] });
  assert.deepEqual(choose(['b', 'c']), { name: 'b', lacking: lack('a') });
  assert.deepEqual(choose(['c']), { name: 'c', lacking: lack('ab') });
  assert.deepEqual(choose([]), { name: null, lacking: lack('abc') });
  const facts = sampleFacts();
  const open = (edit: (facts: MoveFacts) => MoveFacts, ...netuids: number[]) => {
    const scene = { facts, terms: TERMS, coldkey: ME, state: chainStateOf(edit(facts)) };
    const opened = openSubnets(scene, netuids.map(toNetuid));
    return opened.ok
      ? opened.subnets.map(({ facts: { netuid } }) => netuid)
      : [opened.missingNetuid, ...opened.facts.map(({ netuid }) => netuid)];
  };
  const same = (one: MoveFacts): MoveFacts => one;
  assert.deepEqual(open(same, 92, 1), [92, 1]);
  assert.deepEqual(open(same, 1, 7), [7, 1]);
  for (const part of [{ exists: false }, { pool: null }]) {
    const without = (one: MoveFacts): MoveFacts => ({
      ...one,
      subnets: one.subnets.map((subnet) =>
        subnet.netuid === SN92 ? { ...subnet, ...part } : subnet,
      ),
    });
    assert.deepEqual(open(without, 1, 92), [null, 1, 92]);
  }
  const leaving = (amount: bigint) => {
    const { isWhole, remainder, paidForRemainder } = leavingOf({
      subnet: subnetFacts(SN1, POOL_1),
      hotkey: HOTKEY,
      amount,
      held: 10n,
      goes: 'away',
      leave: unknown,
      manner: 'sale',
      worth: null,
      smallestRemainder: null,
    });
    return [isWhole, remainder, paidForRemainder];
  };
  assert.deepEqual([9n, 10n, 11n].map(leaving), [
    [false, 1n, 0n],
    [true, 0n, 0n],
    [true, 0n, 0n],
  ]);
});

test('a lock meets what is held and locked there; what is withheld otherwise counts apart', () => {
  const facts = sampleFacts();
  const bound = (entry: Partial<Availability> | null) => {
    const base = { coldkey: ME, netuid: SN1, total: toAlphaRao(100n), bonds: noBonds };
    const rest = { locked: toAlphaRao(30n), available: toAlphaRao(70n) };
    const list = entry === null ? [] : [{ ...base, ...rest, ...entry }];
    const move = { kind: 'lock', coldkey: ME, hotkey: HOTKEY, netuid: SN1 } as const;
    const planned = plannedLock(
      { ...facts, availability: known(list) },
      { ...move, amount: toAlphaRao(1n) },
    );
    const { total, locked, kept } = planned.bound.known
      ? planned.bound.value
      : { total: -1n, locked: -1n, kept: -1n };
    return [total, locked, kept];
  };
  assert.deepEqual(bound({}), [100n, 30n, 0n]);
  assert.deepEqual(bound({ available: toAlphaRao(50n) }), [100n, 30n, 20n]);
  assert.deepEqual(bound({ available: toAlphaRao(69n) }), [100n, 30n, 1n]);
  assert.deepEqual(bound({ available: toAlphaRao(80n) }), [100n, 30n, 0n]);
  for (const none of [null, { coldkey: FRIEND }, { netuid: SN92 }]) {
    assert.deepEqual(bound(none), [0n, 0n, 0n]);
  }
  const lost = plannedLock(
    { ...facts, availability: unknown },
    { kind: 'lock', coldkey: ME, hotkey: HOTKEY, netuid: SN1, amount: toAlphaRao(1n) },
  );
  assert.deepEqual(lost.bound, unknown);
});

test('a word on locks asks for the account and one call; a transfer for the receiver too', () => {
  assert.deepEqual(factsQueryOf({ kind: 'accept-locked', coldkey: ME, accepts: true }), {
    coldkey: ME,
    netuids: [],
    hotkeys: [],
    destination: null,
    calls: ['SubtensorModule.set_reject_locked_alpha'],
  });
  const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN92, amount: toAlphaRao(1n) };
  const given = factsQueryOf({ kind: 'transfer', ...at, toColdkey: FRIEND });
  assert.deepEqual([given.netuids, given.hotkeys, given.destination], [[SN92], [HOTKEY], FRIEND]);
  const changed = factsQueryOf({
    kind: 'change-subnet',
    ...at,
    toNetuid: SN1,
    toHotkey: OTHER_HOTKEY,
    route: 'protected',
  });
  assert.deepEqual(changed.netuids, [SN1, SN92]);
  assert.deepEqual(changed.hotkeys, [HOTKEY, OTHER_HOTKEY].toSorted());
  assert.equal(changed.destination, null);
  const claims = (hotkeys: (typeof HOTKEY)[], unstakes: boolean) =>
    factsQueryOf({ kind: 'claim', coldkey: ME, hotkeys, unstakes }).calls;
  const claim = 'SubtensorModule.claim_root_with_hotkey';
  const exit = 'SubtensorModule.remove_stake_full_limit';
  assert.deepEqual(claims([HOTKEY], false), [claim]);
  assert.equal(claims([HOTKEY, OTHER_HOTKEY], false).length, 1);
  const [after, before, ...none] = claims([HOTKEY], true);
  assert.ok(after?.includes(exit));
  assert.notEqual(after, before);
  assert.equal(none.length, 0);
});

test('root stake is held for so many blocks, no longer, and only on root', () => {
  const facts = sampleFacts();
  const { number } = facts.block;
  const held = (since: number | null, netuid = ROOT_NETUID, rootHold = known(100)) =>
    isRootHeld(
      chainStateOf({
        ...facts,
        rules: { ...facts.rules, rootHold },
        rootStakedAt: [{ hotkey: HOTKEY, block: known(since) }],
      }),
      { netuid, hotkey: HOTKEY },
    );
  assert.deepEqual(
    [number, number - 1, number - 99, number - 100, number - 101, null].map((since) => held(since)),
    [true, true, true, false, false, false],
  );
  assert.equal(held(number, SN1), false);
  assert.equal(held(number, ROOT_NETUID, known(0)), false);
  const unread = chainStateOf({ ...facts, rules: { ...facts.rules, rootHold: unknown } });
  assert.equal(
    isRootHeld(noteRootChange(unread, ROOT_NETUID, HOTKEY), {
      netuid: ROOT_NETUID,
      hotkey: HOTKEY,
    }),
    false,
  );
  const noted = noteRootChange(chainStateOf(facts), SN1, HOTKEY);
  assert.equal(noted.rootStakedAt.get(HOTKEY), null, 'elsewhere nothing is noted');
  assert.equal(noteRootChange(noted, ROOT_NETUID, HOTKEY).rootStakedAt.get(HOTKEY), number);
});

test('a list of validators is full at its cap: one’s own, and a smaller one for who is given stake', () => {
  const facts = sampleFacts();
  const full = (own: number, receiver: number, hotkey = STRANGER, isGiven = false) =>
    isListFull(
      chainStateOf({ ...facts, rules: { ...facts.rules, hotkeyCaps: known({ own, receiver }) } }),
      ME,
      hotkey,
      isGiven,
    );
  assert.deepEqual([full(1, 9), full(2, 9), full(3, 1)], [true, true, false]);
  assert.deepEqual(
    [1, 2, 3].map((receiver) => full(9, receiver, STRANGER, true)),
    [true, true, false],
  );
  assert.equal(full(1, 1, HOTKEY), false, 'no further validator');
  const rules = { ...facts.rules, hotkeyCaps: unknown };
  assert.equal(isListFull(chainStateOf({ ...facts, rules }), ME, STRANGER, false), false);
  const unread = { ...facts, stakingHotkeys: [{ coldkey: ME, hotkeys: unknown }] };
  assert.equal(isListFull(chainStateOf(unread), ME, STRANGER, false), false);
});

test('what is held in a subnet is of this coldkey and this subnet; free TAO is never below nothing', () => {
  const state = chainStateOf(sampleFacts());
  const grown = changePosition(
    changePosition(changePosition(state, SN1, OTHER_HOTKEY, ME, 7n), SN1, HOTKEY, FRIEND, 11n),
    SN92,
    OTHER_HOTKEY,
    ME,
    13n,
  );
  assert.equal(totalHeld(grown, SN1, ME), 9_000_000_000_007n);
  assert.equal(totalHeld(grown, SN1, FRIEND), 11n);
  assert.equal(totalHeld(grown, SN92, ME), 3_000_000_000_013n);
  assert.equal(totalHeld(grown, SN92, FRIEND), 0n);
  const free = state.accounts.get(ME)?.free ?? 0n;
  assert.equal(changeFree(state, ME, 0n - free).accounts.get(ME)?.free, 0n);
  assert.throws(() => changeFree(state, ME, 0n - free - 1n), RangeError);
});

test('what funds owe: the node’s figures that are read and believed', () => {
  const fundOf = (edit: ReturnType<typeof owing>) => {
    const { threshold, funds } = claimStateOf(edit(sampleFacts()));
    return [threshold, funds.get(HOTKEY), funds.size];
  };
  const fund = { redeemable: 2_000_000_000n, holdings: 20 };
  assert.deepEqual(fundOf(owing()), [500_000n, fund, 2]);
  assert.deepEqual(fundOf(owing({}, { sweptRows: 3 })), [500_000n, { ...fund, holdings: 23 }, 2]);
  assert.deepEqual(fundOf(owing({ payment: unknown })), [500_000n, undefined, 1]);
  assert.deepEqual(fundOf(owing({ doubt: 'sums' })), [500_000n, undefined, 1]);
  assert.deepEqual(fundOf(owing({}, {}, { threshold: unknown })), [null, fund, 2]);
  const facts = owing()(sampleFacts());
  assert.ok(facts.claims?.known);
  for (const of of [
    [],
    [{ coldkey: ME, claims: unknown }],
    [{ coldkey: FRIEND, claims: known([]) }],
  ]) {
    const other: MoveFacts = { ...facts, claims: known({ ...facts.claims.value, of }) };
    assert.deepEqual(claimStateOf(other), { threshold: 500_000n, funds: new Map() });
  }
  assert.deepEqual(fundOf(owingNothing), [500_000n, undefined, 0]);
  assert.deepEqual(claimStateOf(sampleFacts()), { threshold: null, funds: new Map() });
});

test('a lock stays with its hotkey, in a subnet that is there', () => {
  const state = chainStateOf(sampleFacts());
  const lock = { coldkey: ME, hotkey: HOTKEY, netuid: SN1, amount: 5n };
  const errorOf = (one: typeof state, of = lock) => {
    const step = runLock(one, of);
    return step.ok ? null : step.error.slice('SubtensorModule.'.length);
  };
  assert.equal(errorOf(state), null);
  assert.equal(errorOf({ ...state, lockedTo: HOTKEY }), null);
  assert.equal(errorOf({ ...state, lockedTo: OTHER_HOTKEY }), 'LockHotkeyMismatch');
  assert.equal(errorOf(state, { ...lock, netuid: toNetuid(7) }), 'SubnetNotExists');
  const gone = chainStateOf({
    ...sampleFacts(),
    subnets: [subnetFacts(SN1, POOL_1, { exists: false })],
  });
  assert.equal(errorOf(gone), 'SubnetNotExists');
  const step = runLock(state, lock);
  assert.ok(step.ok);
  assert.equal(errorOf(step.state, { ...lock, hotkey: OTHER_HOTKEY }), 'LockHotkeyMismatch');
});

test('a word on locks is the account’s from then on, of no other account', () => {
  const state = chainStateOf(sampleFacts());
  for (const rejects of [true, false]) {
    const step = runRejectLocked(state, ME, rejects);
    assert.ok(step.ok);
    assert.equal(step.value.accepts, !rejects);
    assert.deepEqual(step.state.accounts.get(ME)?.acceptsLockedAlpha, known(!rejects));
    assert.deepEqual(step.state.accounts.get(FRIEND), state.accounts.get(FRIEND));
    const none = runRejectLocked(state, STRANGER, rejects);
    assert.ok(none.ok);
    assert.equal(none.state.accounts.has(STRANGER), false);
  }
});

test('the most to lock is what is not locked yet', () => {
  const facts = sampleFacts();
  const locking = { hotkey: known(HOTKEY), isPerpetual: known(false), unlockRate: known(934_866n) };
  const most = (locked: bigint) => {
    const [first] = facts.availability.known ? facts.availability.value : [];
    assert.ok(first);
    const one = {
      ...first,
      netuid: SN1,
      total: toAlphaRao(100n),
      available: toAlphaRao(100n - locked),
    };
    const availability = known([{ ...one, locked: toAlphaRao(locked) }]);
    return mostOf(
      { kind: 'lock', coldkey: ME, hotkey: HOTKEY, netuid: SN1, amount: toAlphaRao(1n) },
      TERMS,
      { ...facts, availability, locking },
    );
  };
  const [some, none] = [most(30n), most(100n)];
  assert.deepEqual(some, { amount: 70n, why: null, isWhole: false });
  assert.equal(none.amount, null);
  assert.notEqual(none.why, null);
});
