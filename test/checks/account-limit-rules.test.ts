// The user's own limits at their edges, on real plans: the limit itself passes, one rao or one part in a million more blocks,
// for every kind of move; and what cannot be told blocks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountLimitRules } from '../../src/checks/account-limit-rules.ts';
import { largestImpact } from '../../src/checks/price-rules.ts';
import { blockedBy, firstBlock } from '../../src/checks/run-checks.ts';
import { noLimits, type AccountLimits, type LimitsMet } from '../../src/model/account-limits.ts';
import type { MoveFacts } from '../../src/model/facts.ts';
import type { Move } from '../../src/model/move.ts';
import type { Plan } from '../../src/model/plan.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { mostOf } from '../../src/moves/max-amount.ts';
import { ROOT_NETUID, toAlphaRao, toRao } from '../../src/units.ts';
import {
  FRIEND,
  HOTKEY,
  known,
  ME,
  OTHER_HOTKEY,
  sampleFacts,
  SN1,
  SN92,
  subnetFacts,
  TERMS,
  unknown,
} from '../moves/sample-facts.ts';
import { claim, claimAndLeave, owing, owingNothing } from './claim-cases.ts';

const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };
const alpha = toAlphaRao(1_000_000_000_000n);
const stake: Move = { kind: 'stake', ...at, amount: toRao(10_000_000_000n) };
const swap = {
  kind: 'change-subnet',
  ...at,
  toNetuid: SN92,
  toHotkey: OTHER_HOTKEY,
  amount: alpha,
} as const;
const exits = {
  kind: 'exit-several',
  coldkey: ME,
  items: [
    { hotkey: HOTKEY, netuid: SN1 },
    { hotkey: HOTKEY, netuid: SN92 },
  ],
} as const;

const moves: Readonly<Record<string, Move>> = {
  stake,
  unstake: { kind: 'unstake', ...at, amount: alpha },
  'unstake-all': { kind: 'unstake-all', ...at },
  'change-validator': { kind: 'change-validator', ...at, toHotkey: OTHER_HOTKEY, amount: alpha },
  'protected route': { ...swap, route: 'protected' },
  'one call': { ...swap, route: 'one-call' },
  transfer: { kind: 'transfer', ...at, toColdkey: FRIEND, amount: alpha },
  batch: { ...exits, sending: 'one-batch' },
  claim,
  'claim and unstake': claimAndLeave,
  lock: { kind: 'lock', ...at, amount: alpha },
};

const facts = owing()(
  sampleFacts({
    locking: { hotkey: known(null), isPerpetual: known(false), unlockRate: known(1n) },
  }),
);

const under = (
  limits: Partial<AccountLimits>,
  movedToday: LimitsMet['movedToday'] = known(toRao(0n)),
  on: MoveFacts = facts,
): MoveFacts => ({
  ...on,
  accountLimits: known({ limits: { ...noLimits, ...limits }, movedToday }),
});

const planUnder = (move: Move, on: MoveFacts): Plan => planMove(move, TERMS, on);

/** The verdict of one of these rules, and the figures of a block. */
function verdictOf(plan: Plan, rule: string): string | null {
  const found = plan.checks.find(({ id }) => id === `account-limit-${rule}`);
  return found?.verdict ?? null;
}

const valueOf = (move: Move): bigint => {
  const { orderValue } = planUnder(move, facts);
  assert.ok(typeof orderValue === 'bigint' && orderValue > 0n);
  return orderValue;
};

test('what an order moves: TAO spent, alpha at its spot price, all that leaves in a batch', () => {
  const price = (netuid: number, amount: bigint): bigint => {
    const read = facts.subnets.find((one) => one.netuid === netuid)?.nodePrice;
    assert.ok(read?.known);
    return (amount * read.value) / 1_000_000_000n;
  };
  const near = (value: bigint, expected: bigint) =>
    assert.ok(value >= expected && value - expected <= expected / 100_000n + 2n, `${value}`);
  assert.equal(valueOf(stake), 10_000_000_000n);
  for (const name of [
    'unstake',
    'change-validator',
    'protected route',
    'one call',
    'transfer',
    'lock',
  ]) {
    near(valueOf(moves[name] ?? stake), price(1, alpha));
  }
  near(valueOf({ kind: 'unstake-all', ...at }), price(1, 9_000_000_000_000n));
  near(
    valueOf({ ...exits, sending: 'one-batch' }),
    price(1, 9_000_000_000_000n) + price(92, 3_000_000_000_000n),
  );
  assert.equal(valueOf(claim), 2_000_000_000n);
  assert.equal(valueOf(claimAndLeave), 52_000_000_000n);
  // More than is held counts as typed, and more than there is stays a figure.
  near(valueOf({ kind: 'unstake', ...at, amount: toAlphaRao(alpha * 20n) }), price(1, alpha * 20n));
});

for (const [name, move] of Object.entries(moves)) {
  test(`${name}: the limits of value pass at the limit and block one rao above`, () => {
    const value = valueOf(move);
    const rows = [
      ['order', under({ mostPerOrder: toRao(value) }), 'pass'],
      ['order', under({ mostPerOrder: toRao(value - 1n) }), 'block'],
      ['day', under({ mostPerDay: toRao(value + 7n) }, known(toRao(7n))), 'pass'],
      ['day', under({ mostPerDay: toRao(value + 7n) }, known(toRao(8n))), 'block'],
    ] as const;
    for (const [rule, on, verdict] of rows) {
      const plan = planUnder(move, on);
      assert.equal(verdictOf(plan, rule), verdict, rule);
      assert.equal(plan.orderValue, value);
    }
  });

  test(`${name}: a price impact passes at the limit and blocks above it`, () => {
    const plan = planUnder(move, facts);
    const bps = Number((largestImpact(plan.legs) + 99n) / 100n);
    assert.equal(verdictOf(planUnder(move, under({ mostImpactBps: bps })), 'impact'), 'pass');
    if (bps === 0) return;
    assert.equal(verdictOf(planUnder(move, under({ mostImpactBps: bps - 1 })), 'impact'), 'block');
  });
}

test('stake arrives only where it is allowed, and may be unstaked from everywhere', () => {
  const arrivals: Readonly<Record<string, readonly [netuid: number, hotkey: string]>> = {
    stake: [SN1, HOTKEY],
    'change-validator': [SN1, OTHER_HOTKEY],
    'protected route': [SN92, OTHER_HOTKEY],
    'one call': [SN92, OTHER_HOTKEY],
    transfer: [SN1, HOTKEY],
    claim: [ROOT_NETUID, HOTKEY],
    'claim and unstake': [ROOT_NETUID, HOTKEY],
    lock: [SN1, HOTKEY],
  };
  for (const [name, move] of Object.entries(moves)) {
    const arrival = arrivals[name];
    for (const netuid of [ROOT_NETUID, SN1, SN92]) {
      const expected = arrival === undefined ? null : arrival[0] === netuid ? 'pass' : 'block';
      const plan = planUnder(move, under({ netuids: [netuid] }));
      assert.equal(verdictOf(plan, 'subnet'), expected, `${name} ${netuid}`);
    }
    for (const hotkey of [HOTKEY, OTHER_HOTKEY]) {
      const expected = arrival === undefined ? null : arrival[1] === hotkey ? 'pass' : 'block';
      const plan = planUnder(move, under({ hotkeys: [hotkey] }));
      assert.equal(verdictOf(plan, 'validator'), expected, `${name} ${hotkey}`);
    }
  }
  assert.equal(verdictOf(planUnder(stake, under({ netuids: [], hotkeys: [] })), 'subnet'), 'block');
});

test('what is to stay free stays: a stake may go to the limit, what brings TAO may not be stopped', () => {
  const { freeAfter } = planUnder(stake, facts);
  assert.ok(freeAfter.known);
  const least = freeAfter.value;
  assert.equal(verdictOf(planUnder(stake, under({ leastFree: least })), 'free'), 'pass');
  const more = under({ leastFree: toRao(least + 1n) });
  assert.equal(verdictOf(planUnder(stake, more), 'free'), 'block');
  const far = under({ leastFree: toRao(10n ** 15n) });
  assert.equal(verdictOf(planUnder({ kind: 'unstake-all', ...at }, far), 'free'), 'pass');
  assert.equal(verdictOf(planUnder(moves.batch ?? stake, far), 'free'), 'pass');
  // The network fee alone lowers it.
  assert.equal(verdictOf(planUnder(moves['change-validator'] ?? stake, far), 'free'), 'block');
});

test('what cannot be told blocks, and only where a limit needs it', () => {
  const noPrice = {
    ...facts,
    subnets: [
      ...facts.subnets.filter(({ netuid }) => netuid !== SN1),
      subnetFacts(SN1, {
        kind: 'balancer',
        taoReserve: 0n,
        alphaReserve: 1_000_000_000_000n,
        taoWeight: 500_000_000_000_000_000n,
        feeRate: 33,
      }),
    ],
  };
  const untold = owing({ payment: unknown })(facts);
  const validator = moves['change-validator'] ?? stake;
  const rows: readonly (readonly [Move, MoveFacts, 'block' | null])[] = [
    [stake, under({ mostPerDay: toRao(10n ** 12n) }, unknown), 'block'],
    [stake, under({ mostPerOrder: toRao(10n ** 12n) }, unknown), null],
    [validator, under({ mostPerOrder: toRao(1n) }, known(toRao(0n)), noPrice), 'block'],
    [validator, under({ mostPerDay: toRao(1n) }, known(toRao(0n)), noPrice), 'block'],
    [validator, under({ mostImpactBps: 1 }, known(toRao(0n)), noPrice), null],
    [claim, under({ mostPerOrder: toRao(1n) }, known(toRao(0n)), untold), 'block'],
    [claim, under({ mostImpactBps: 100 }, known(toRao(0n)), untold), 'block'],
    [claim, under({ netuids: [ROOT_NETUID] }, known(toRao(0n)), untold), null],
    [
      stake,
      under({ leastFree: toRao(1n) }, known(toRao(0n)), { ...facts, networkFees: {} }),
      'block',
    ],
  ];
  for (const [index, [move, on, verdict]] of rows.entries()) {
    const plan = planUnder(move, on);
    assert.notEqual(plan.call, null, `${index}`);
    assert.equal(verdictOf(plan, 'unknown'), verdict, `${index}`);
  }
});

test('of what cannot be told no rule says that it is within its limit; a claim of nothing loses nothing', () => {
  const nothingMoved = known(toRao(0n));
  const untold = under({ mostImpactBps: 100 }, nothingMoved, owing({ payment: unknown })(facts));
  assert.equal(verdictOf(planUnder(claim, untold), 'impact'), null);
  const noFee = under({ leastFree: toRao(1n) }, nothingMoved, { ...facts, networkFees: {} });
  assert.equal(verdictOf(planUnder(stake, noFee), 'free'), null);
  const nothing = under({ mostImpactBps: 0 }, nothingMoved, owingNothing(facts));
  assert.equal(verdictOf(planUnder(claim, nothing), 'impact'), 'pass');
});

test('limits that cannot be read block every move; without limits, or unread, no rule speaks', () => {
  for (const move of Object.values(moves)) {
    const plan = planUnder(move, { ...facts, accountLimits: unknown });
    const block = firstBlock(plan.checks.filter(({ id }) => id.startsWith('account-limit')));
    assert.equal(block?.id, 'account-limits-unread');
    assert.equal(block && blockedBy(block).code, 'ACCOUNT_LIMIT');
    for (const on of [facts, under({}, unknown), under({ waitHours: 24 }, unknown)]) {
      const said = planUnder(move, on).checks.filter(({ id }) => id.startsWith('account-limit'));
      assert.deepEqual(said, []);
    }
  }
});

test('a claim whose sale loses more than the limit is blocked by what the node tells of it', () => {
  const losing = owing({}, { redeemable: toRao(1_980_000_000n) })(facts);
  const on = (bps: number) => under({ mostImpactBps: bps }, known(toRao(0n)), losing);
  assert.equal(verdictOf(planUnder(claim, on(100)), 'impact'), 'pass');
  assert.equal(verdictOf(planUnder(claim, on(99)), 'impact'), 'block');
});

test('positions sent one by one are an order each, and together the orders of a day', () => {
  const move: Move = { ...exits, sending: 'one-by-one' };
  const value = valueOf(move);
  const plan = planUnder(move, under({ mostPerOrder: toRao(1n), mostPerDay: toRao(value - 1n) }));
  assert.deepEqual([verdictOf(plan, 'order'), verdictOf(plan, 'day')], [null, 'block']);
  for (const item of plan.items) assert.equal(verdictOf(item, 'order'), 'block');
});

test('Max stops at the limit of an order', () => {
  const most = 3_000_000_000n;
  const found = mostOf(stake, TERMS, under({ mostPerOrder: toRao(most) }));
  assert.ok(found.amount !== null);
  assert.ok(found.amount <= most && found.amount > most - most / 1_000n);
  const none = mostOf(stake, TERMS, under({ netuids: [] }));
  assert.equal(none.amount, null);
  assert.equal(none.why?.id, 'account-limit-subnet');
});

test('accepting locked alpha moves nothing', () => {
  const move: Move = { kind: 'accept-locked', coldkey: ME, accepts: true };
  const limits = { mostPerOrder: toRao(0n), mostPerDay: toRao(0n), netuids: [], mostImpactBps: 0 };
  const plan = planUnder(move, under(limits, known(toRao(5n))));
  const blocks = plan.checks.filter(
    ({ id, verdict }) => id.startsWith('account-limit') && verdict === 'block',
  );
  assert.deepEqual(blocks, []);
  assert.equal(accountLimitRules.length, 8);
});
