// Rules at the exact edge of what they judge, one unit to either side, with every figure that they show, in its order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canPayFee, enoughBalance, keepsDeposit } from '../../src/checks/account-rules.ts';
import { percentToType, openYeses, typedYes } from '../../src/checks/acceptance.ts';
import {
  dustExit,
  enoughStake,
  minimumStake,
  noResidue,
  poolCanFill,
  stakeAvailable,
} from '../../src/checks/amount-rules.ts';
import { deviceHash, deviceSize } from '../../src/checks/device-rules.ts';
import { explainRefusal } from '../../src/checks/explain-refusal.ts';
import { receiptReadable, runtimeModel } from '../../src/checks/guard-rules.ts';
import {
  hotkeyEarns,
  hotkeyKnown,
  hotkeyRegistered,
  hotkeyTake,
} from '../../src/checks/hotkey-rules.ts';
import type { Entering, Leaving, PlanSubject } from '../../src/checks/plan-subject.ts';
import {
  allOrNothing,
  callsExist,
  depthFromOne,
  impactSeverity,
  largestImpact,
  priceImpact,
  priceLimit,
  wholeFill,
} from '../../src/checks/price-rules.ts';
import { isNoWorse, leastAtPrice, pricedLeg, promisedOf } from '../../src/checks/promise.ts';
import { receiverEmpty, receiverHotkey } from '../../src/checks/receiver-rules.ts';
import { blockedBy, firstBlock, severestOfEach } from '../../src/checks/run-checks.ts';
import type { Rule } from '../../src/checks/rule.ts';
import { rootNotHeld } from '../../src/checks/runtime-rules.ts';
import {
  modelExists,
  nodePriceAgrees,
  notNextToPrune,
  oldEnough,
  subnetExists,
  subtokenEnabled,
} from '../../src/checks/subnet-rules.ts';
import { lockMayTravel, transferEnabled } from '../../src/checks/transfer-rules.ts';
import type { CheckResult } from '../../src/model/check.ts';
import type { GuardRow, GuardSubject } from '../../src/model/guard.ts';
import type { Leg, Plan } from '../../src/model/plan.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { leastAtLimit } from '../../src/pool/execution-limit.ts';
import { ROOT_NETUID, toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
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
  POOL_1,
  POOL_92,
  TERMS,
  unknown,
} from '../moves/sample-facts.ts';
import { tellResult } from './tell-result.ts';

const facts = sampleFacts();
const subnet = subnetFacts(SN1, POOL_1);
const other = subnetFacts(SN92, POOL_92);
const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };
const plan = planMove({ kind: 'stake', ...at, amount: toRao(1_000_000_000n) }, TERMS, facts);
const [leg] = plan.legs;
assert.ok(leg);

const subjectOf = (part: Partial<PlanSubject> = {}): PlanSubject => ({
  plan,
  facts,
  subnets: [subnet],
  mustBeEnabled: [],
  missingNetuid: null,
  leaving: null,
  entering: null,
  arrival: null,
  isTransfer: false,
  lockedTravels: 0n,
  lackingCalls: [],
  limit: 'solved',
  feeName: null,
  canPayFee: true,
  ...part,
});
const leave = (sure: bigint, most: bigint) => known({ sure, most, unlocked: most });
const leaving = (part: Partial<Leaving> = {}): { leaving: Leaving } => ({
  leaving: {
    subnet,
    hotkey: HOTKEY,
    amount: 100n,
    held: 200n,
    goes: 'away',
    leave: leave(150n, 180n),
    manner: 'sale',
    worth: 5_000_000n,
    isWhole: false,
    smallestRemainder: known(10n),
    remainder: 10n,
    paidForRemainder: 7n,
    ...part,
  },
});
const entering = (part: Partial<Entering> = {}): { entering: Entering } => ({
  entering: {
    subnet,
    hotkey: HOTKEY,
    amount: 900n,
    smallest: 800n,
    spendable: 1_000n,
    keepAlive: 950n,
    isFromSale: false,
    ...part,
  },
});
const planned = (part: Partial<Plan>): { plan: Plan } => ({ plan: { ...plan, ...part } });

function tell(rule: Rule<PlanSubject>, rows: [Partial<PlanSubject>, string | null][]): void {
  for (const [index, [part, wanted]] of rows.entries()) {
    assert.equal(tellResult(rule.check(subjectOf(part))), wanted, `${rule.id}, row ${index}`);
  }
}

test('more than is held is not given, and the figures name what is held before what is missing', () => {
  tell(enoughStake, [
    [leaving({ amount: 199n }), 'pass held=200@1 missing=0@1'],
    [leaving({ amount: 200n }), 'pass held=200@1 missing=0@1'],
    [leaving({ amount: 201n }), 'block NotEnoughStakeToWithdraw remedy held=200@1 missing=1@1'],
    [
      leaving({ amount: 201n, manner: 'within' }),
      'block NotEnoughStakeToWithdraw remedy held=200@1 missing=1@1',
    ],
    [leaving({ amount: 1n, held: 1n }), 'pass held=1@1 missing=0@1'],
    [
      leaving({ amount: 0n, held: 0n }),
      'block NotEnoughStakeToWithdraw remedy held=0@1 missing=0@1',
    ],
    [{}, null],
  ]);
});

test('what is sure may leave, what is not even possible is refused, between them nobody knows', () => {
  tell(stakeAvailable, [
    [leaving({ amount: 150n }), 'pass available=150@1 missing=0@1'],
    [leaving({ amount: 151n }), 'unknown'],
    [leaving({ amount: 180n }), 'unknown'],
    [leaving({ amount: 181n }), 'block StakeUnavailable remedy available=180@1 missing=1@1'],
    [leaving({ leave: unknown }), 'unknown'],
    [leaving({ goes: 'within', leave: leave(200n, 200n) }), null],
    [leaving({ goes: 'within', leave: leave(199n, 200n) }), 'pass available=199@1 missing=0@1'],
  ]);
});

test('each manner has its own comparison with the chain’s minimum', () => {
  const low = 'block AmountTooLow remedy least=2000000';
  const lowWithin = 'block AmountTooLow remedy least=100000';
  const fine = 'pass least=2000000';
  tell(minimumStake, [
    [leaving({ worth: 1_999_999n }), low],
    [leaving({ worth: 2_000_000n }), fine],
    [leaving({ worth: 1_999_999n, isWhole: true }), fine],
    [leaving({ worth: 99_999n, manner: 'within' }), lowWithin],
    [leaving({ worth: 100_000n, manner: 'within' }), 'pass least=100000'],
    [leaving({ worth: 99_999n, manner: 'within', isWhole: true }), lowWithin],
    [leaving({ worth: 2_000_000n, manner: 'across' }), low],
    [leaving({ worth: 2_000_001n, manner: 'across' }), fine],
    [leaving({ worth: null }), fine],
    [leaving({ worth: null, amount: 0n }), low],
    [entering({ amount: 799n }), 'block AmountTooLow remedy least=800'],
    [entering({ amount: 800n }), 'pass least=800'],
    // The whole balance leaves the deposit: what is taken counts.
    [entering({ amount: 1_000n, keepAlive: 799n }), 'block AmountTooLow remedy least=800'],
    [entering({ amount: 1_000n, keepAlive: 800n }), 'pass least=800'],
    [entering({ amount: 1_001n, keepAlive: 799n }), 'pass least=800'],
    [entering({ amount: 799n, keepAlive: 799n }), 'block AmountTooLow remedy least=800'],
  ]);
});

test('the balance: the last rao is enough, and what the deposit keeps back is named', () => {
  tell(enoughBalance, [
    [entering({ amount: 1_000n }), 'pass spendable=1000 missing=0'],
    [entering({ amount: 1_001n }), 'block NotEnoughBalanceToStake remedy spendable=1000 missing=1'],
    [entering({ isFromSale: true }), null],
    [{ ...entering(), canPayFee: null }, 'unknown'],
  ]);
  tell(keepsDeposit, [
    [entering({ amount: 950n }), 'pass'],
    [entering({ amount: 951n }), 'warn notice kept=1'],
    [entering({ amount: 1_000n }), 'warn notice kept=50'],
    [entering({ amount: 1_001n }), null],
  ]);
});

test('a remainder that the chain sells is warned of below the smallest, with what it brings', () => {
  tell(noResidue, [
    [leaving({ remainder: 0n }), 'pass'],
    [leaving({ remainder: 9n }), 'warn warning remedy remainder=9@1 brings=7 missing=1@1'],
    [leaving({ remainder: 10n }), 'pass remainder=10@1 brings=7 missing=0@1'],
    [leaving({ smallestRemainder: null }), null],
    [leaving({ smallestRemainder: unknown }), 'unknown'],
  ]);
});

test('of the pool’s refusals only those that a pool makes are the pool’s', () => {
  const failing = (wouldFailWith: string | null) => planned({ wouldFailWith });
  tell(poolCanFill, [
    [failing(null), 'pass'],
    [planned({ wouldFailWith: null, legs: [] }), null],
    [failing('Swap.ReservesTooLow'), 'block ReservesTooLow remedy'],
    [
      { ...failing('Swap.ReservesTooLow'), ...leaving({ worth: null }) },
      'block ReservesTooLow remedy',
    ],
    [{ ...failing('Swap.ReservesTooLow'), ...leaving() }, null],
    [failing('Swap.PriceLimitExceeded'), null],
    [
      { ...failing('Swap.PriceLimitExceeded'), limit: 'not-needed' },
      'block PriceLimitExceeded remedy',
    ],
    [{ ...failing('SubtensorModule.AmountTooLow'), limit: 'not-needed' }, null],
  ]);
  tell(dustExit, [
    [
      { ...failing('Swap.ReservesTooLow'), ...leaving({ worth: 3n }) },
      'block ReservesTooLow remedy worth=3',
    ],
    [{ ...failing('Swap.ReservesTooHigh'), ...leaving() }, null],
  ]);
});

test('the network fee: of a plan with a call, or one that only lacks its limit', () => {
  const paid = { known: true, value: { paidIn: 'tao', fee: toRao(9n) } } as const;
  const inAlpha = {
    known: true,
    value: { paidIn: 'alpha', fee: toAlphaRao(9n), netuid: SN1 },
  } as const;
  tell(canPayFee, [
    [planned({ networkFee: paid }), 'pass fee=9'],
    [planned({ networkFee: inAlpha }), 'warn notice fee=9@1'],
    [{ ...planned({ networkFee: paid }), canPayFee: false }, 'block remedy fee=9'],
    [{ ...planned({ networkFee: paid }), canPayFee: null }, 'unknown'],
    [planned({ networkFee: paid, call: null }), null],
    [{ ...planned({ networkFee: paid, call: null }), limit: 'impossible' }, 'pass fee=9'],
  ]);
});

test('the steps of price impact: 1, 3, 5 and 10 per cent, each from its first part per million', () => {
  const steps = [
    [0n, null],
    [9_999n, null],
    [10_000n, 'notice'],
    [29_999n, 'notice'],
    [30_000n, 'warning'],
    [49_999n, 'warning'],
    [50_000n, 'red'],
    [99_999n, 'red'],
    [100_000n, 'typed'],
  ] as const;
  for (const [ppm, severity] of steps) assert.equal(impactSeverity(ppm), severity, String(ppm));
  const moving = (...all: bigint[]): Leg[] =>
    all.map((priceImpactPpm) => ({ ...leg, priceImpactPpm }));
  assert.equal(largestImpact([]), 0n);
  assert.equal(largestImpact(moving(0n)), 0n);
  assert.equal(largestImpact(moving(3n, 5n, 4n)), 5n);
  tell(priceImpact, [
    [planned({ legs: [] }), null],
    [planned({ legs: moving(9_999n, 1n) }), 'pass impact=9999'],
    [planned({ legs: moving(1n, 100_000n) }), 'warn typed remedy impact=100000'],
  ]);
});

test('the runtime: of a plan that trades, and of the event that a receipt is read from', () => {
  const count = (amount: number) => ({ unit: 'count', amount }) as const;
  const row = (subject: GuardSubject, state: 'agrees' | 'disagrees'): GuardRow => ({
    subject,
    name: subject,
    verdict:
      state === 'agrees' ? { state } : { state, where: null, ours: count(1), chain: count(2) },
  });
  const guarded = (...guard: GuardRow[]): Partial<PlanSubject> => ({ facts: { ...facts, guard } });
  const fine = guarded(row('spot', 'agrees'), row('simulation', 'agrees'));
  tell(runtimeModel, [
    [fine, 'pass'],
    [{ ...fine, ...planned({ legs: [] }) }, null],
    [{}, null],
  ]);
  tell(receiptReadable, [
    [guarded(row('event', 'disagrees')), 'warn notice'],
    [guarded(row('event', 'agrees')), null],
    [guarded(row('spot', 'disagrees')), null],
    [{}, null],
  ]);
});

test('root stake that is held: until which block, and how many are left', () => {
  const now = facts.block.number;
  const root = subnetFacts(ROOT_NETUID, { kind: 'stable' });
  const rooted = (since: number | null, hold = 7_200): Partial<PlanSubject> => ({
    ...leaving({ subnet: root }),
    facts: {
      ...facts,
      rules: { ...facts.rules, rootHold: known(hold) },
      rootStakedAt: [{ hotkey: HOTKEY, block: known(since) }],
    },
  });
  const held = 'block RootStakeLocked remedy';
  const claim = { kind: 'claim', coldkey: ME, hotkeys: [HOTKEY], unstakes: true } as const;
  tell(rootNotHeld, [
    [rooted(now), `${held} until=${now + 7_200} left=7200`],
    [rooted(now - 7_199), `${held} until=${now + 1} left=1`],
    [rooted(now - 7_200), 'pass'],
    [rooted(null), 'pass'],
    [rooted(now, 1), `${held} until=${now + 1} left=1`],
    [rooted(now, 0), null],
    [{ ...rooted(now), ...leaving() }, null],
    [{ ...rooted(now), ...planned({ move: claim }) }, null],
  ]);
});

test('the limit, the depth and the calls: what is said of each, with its figures', () => {
  const failing = (wouldFailWith: string | null) => planned({ wouldFailWith });
  tell(priceLimit, [
    [failing(null), 'pass tolerance=5000'],
    [failing('Swap.PriceLimitExceeded'), 'block PriceLimitExceeded remedy tolerance=5000'],
    [failing('SubtensorModule.SlippageTooHigh'), 'block SlippageTooHigh remedy tolerance=5000'],
    [failing('Swap.ReservesTooLow'), 'pass tolerance=5000'],
    [{ ...failing(null), limit: 'impossible' }, 'block remedy tolerance=5000'],
    [{ ...failing(null), limit: 'none' }, null],
  ]);
  const shallow: Partial<PlanSubject> = {
    ...planned({ depthNeeded: true, legs: [{ ...leg, priceImpactPpm: 7n }] }),
    facts: { ...facts, depth: 'one-source' },
  };
  tell(depthFromOne, [
    [shallow, 'block remedy impact=7 tolerance=5000'],
    [{ ...shallow, limit: 'impossible' }, null],
    [{ ...shallow, facts }, 'pass'],
    [planned({ depthNeeded: false }), null],
  ]);
  tell(callsExist, [
    [{}, 'pass'],
    [{ lackingCalls: ['a', 'b'] }, 'warn warning asks calls=a, b'],
    [{ lackingCalls: ['a'], ...planned({ call: null }) }, 'block remedy calls=a'],
  ]);
  tell(allOrNothing, [
    [planned({ items: [plan, plan] }), 'warn notice items=2'],
    [planned({ items: [plan] }), null],
    [planned({ items: [plan, plan], call: null }), null],
  ]);
});

test('a part that fills is less than what was asked, the deposit aside', () => {
  const partial = (amount: bigint, part: Partial<Plan> = {}) =>
    planned({
      terms: { ...TERMS, allowPartial: true },
      gives: { unit: 'rao', amount: toRao(amount) },
      ...part,
    });
  const alpha = { unit: 'alpha', netuid: SN1, amount: toAlphaRao(99n) } as const;
  tell(wholeFill, [
    [{ ...partial(900n), ...entering() }, 'pass'],
    [{ ...partial(899n), ...entering() }, 'warn notice filled=899'],
    [{ ...partial(950n), ...entering({ amount: 1_000n }) }, 'pass'],
    [{ ...partial(949n), ...entering({ amount: 1_000n }) }, 'warn notice filled=949'],
    [{ ...partial(0n, { gives: alpha }), ...leaving() }, 'warn notice filled=99@1'],
    [partial(1n), null],
    [{ ...planned({ gives: alpha }), ...leaving() }, null],
    [
      {
        ...partial(1n, { move: { kind: 'unstake-all', ...at } }),
        ...leaving(),
      },
      null,
    ],
  ]);
});

test('what is promised: the floor unless the minimum rests on somebody’s word', () => {
  const quantity = (amount: bigint) => ({ unit: 'rao', amount: toRao(amount) }) as const;
  const [minimum, floor] = [quantity(9n), quantity(5n)];
  assert.equal(promisedOf({ minimum, floor, minimumRestsOn: null }), floor);
  assert.equal(promisedOf({ minimum, floor, minimumRestsOn: 'two-sources' }), minimum);
  assert.equal(promisedOf({ minimum, floor: null, minimumRestsOn: null }), minimum);
  const free = { ...leg, limitPrice: null };
  const residue: Leg = { ...leg, purpose: 'residue', limitPrice: 7n };
  assert.equal(pricedLeg([residue, free, leg]), leg);
  assert.equal(pricedLeg([residue, free]), undefined);
});

test('the least at a price is nothing for nothing, and no worse means no worse for that side', () => {
  const billion = 1_000_000_000n;
  assert.equal(leastAtPrice('buy', 0n, 1n), 0n);
  assert.equal(leastAtPrice('buy', billion, 0n), 0n);
  assert.equal(leastAtPrice('sell', billion, 0n), 0n);
  assert.equal(leastAtPrice('buy', 1n, 1n), leastAtLimit('buy', 1n, 1n));
  assert.ok(leastAtLimit('buy', 1n, 1n) > 999_999_900n);
  assert.equal(
    leastAtPrice('sell', 1_000n * billion, 1n),
    leastAtLimit('sell', 1_000n * billion, 1n),
  );
  assert.deepEqual(
    [1n, 2n, 3n].map((price) => [isNoWorse(price, 2n, 'buy'), isNoWorse(price, 2n, 'sell')]),
    [
      [true, false],
      [true, true],
      [false, true],
    ],
  );
});

test('subnets: there, known, started, priced as the node says, each named by its own number', () => {
  const gone = { ...other, exists: false, pool: null };
  const noModel = { ...other, pool: null };
  tell(subnetExists, [
    [{}, 'pass'],
    [{ subnets: [subnet, gone] }, 'block SubnetNotExists remedy netuid=92'],
    [{ missingNetuid: toNetuid(7) }, 'block SubnetNotExists remedy netuid=7'],
    [{ missingNetuid: toNetuid(0) }, 'block SubnetNotExists remedy netuid=0'],
  ]);
  tell(modelExists, [
    [{ subnets: [subnet, noModel] }, 'block remedy netuid=92'],
    [{ subnets: [subnet, gone] }, 'pass'],
    [{ subnets: [gone] }, null],
  ]);
  const off = { ...other, isSubtokenEnabled: known(false) };
  tell(subtokenEnabled, [
    [{}, null],
    [{ mustBeEnabled: [subnet] }, 'pass'],
    [{ mustBeEnabled: [subnet, off] }, 'block SubtokenDisabled remedy netuid=92'],
    [{ mustBeEnabled: [subnet], subnets: [subnet, gone] }, null],
  ]);
  const priced = (nodePrice: bigint) => ({ ...subnet, nodePrice: known(nodePrice) });
  tell(nodePriceAgrees, [
    [{ subnets: [priced(6_562_800n)] }, 'pass'],
    [{ subnets: [priced(6_562_801n)] }, 'block remedy netuid=1 node=6562801 local=6562800'],
    [{ subnets: [priced(6_562_799n)] }, 'block remedy netuid=1 node=6562799 local=6562800'],
    [
      { subnets: [subnet, { ...noModel, nodePrice: known(3n) }] },
      'block remedy netuid=92 node=3 local=0',
    ],
    [{ subnets: [gone] }, null],
    [{ subnets: [noModel] }, null],
  ]);
});

test('where stake arrives: next to be removed, and its age to the block', () => {
  const arrival = { hotkey: HOTKEY, netuid: SN1 };
  const pruned = (netuid: number): Partial<PlanSubject> => ({
    arrival,
    facts: sampleFacts({
      rules: { ...facts.rules, subnetToPrune: known(toNetuid(netuid)) },
    }),
  });
  tell(notNextToPrune, [
    [pruned(1), 'warn red netuid=1'],
    [pruned(2), 'pass'],
    [{ ...pruned(1), arrival: null }, null],
    [{ ...pruned(1), subnets: [{ ...subnet, exists: false }] }, null],
    [{ ...pruned(0), arrival: { hotkey: HOTKEY, netuid: toNetuid(0) } }, null],
  ]);
  const now = facts.block.number;
  const born = (registeredAt: number) => ({ arrival, subnets: [{ ...subnet, registeredAt }] });
  tell(oldEnough, [
    [born(now - 863_999), 'warn notice netuid=1 age=863999'],
    [born(now - 864_000), 'pass netuid=1 age=864000'],
    [born(now), 'warn notice netuid=1 age=0'],
    [born(now + 5), 'warn notice netuid=1 age=0'],
  ]);
});

test('hotkeys: each by its own facts', () => {
  const arrival = { hotkey: OTHER_HOTKEY, netuid: SN1 };
  const owners = (owner: typeof FRIEND | null): Partial<PlanSubject> => ({
    arrival,
    facts: {
      ...facts,
      hotkeys: facts.hotkeys.map((one) => (one.hotkey === OTHER_HOTKEY ? { ...one, owner } : one)),
    },
  });
  tell(hotkeyKnown, [
    [{ ...owners(FRIEND), ...leaving() }, 'pass'],
    [owners(null), `block HotKeyAccountNotExists remedy hotkey=${OTHER_HOTKEY}`],
    [{ ...owners(null), arrival: null, ...leaving() }, 'pass'],
  ]);
  tell(hotkeyRegistered, [[{ arrival }, `pass hotkey=${OTHER_HOTKEY}`]]);
  const taking = (take: number | null): Partial<PlanSubject> => ({
    arrival,
    facts: {
      ...facts,
      hotkeys: facts.hotkeys.map((one) => (one.hotkey === OTHER_HOTKEY ? { ...one, take } : one)),
    },
  });
  const figures = (take: number) => `hotkey=${OTHER_HOTKEY} take=${take} limit=180000`;
  tell(hotkeyTake, [
    [taking(11_796), `pass ${figures(179_995)}`],
    [taking(11_797), `warn warning remedy ${figures(180_010)}`],
    [taking(65_534), `warn warning remedy ${figures(999_984)}`],
    [taking(65_535), `warn red remedy ${figures(1_000_000)}`],
    // None was set: the chain takes its default.
    [taking(null), `pass ${figures(179_995)}`],
    [{ ...taking(65_535), arrival: null }, null],
    [{ arrival, facts: { ...facts, hotkeys: [] } }, null],
  ]);
  const earning = (dividends: bigint, netuid = SN1): Partial<PlanSubject> => ({
    arrival: { ...arrival, netuid },
    facts: {
      ...facts,
      positions: facts.positions.map((one) => ({
        ...one,
        hotkeyDividends: known(
          toAlphaRao(one.hotkey === OTHER_HOTKEY && one.netuid === netuid ? dividends : 5n),
        ),
      })),
    },
  });
  tell(hotkeyEarns, [
    [earning(0n), `warn notice remedy hotkey=${OTHER_HOTKEY}`],
    [earning(1n), `pass hotkey=${OTHER_HOTKEY}`],
    [earning(0n, SN92), `warn notice remedy hotkey=${OTHER_HOTKEY}`],
    // Root pays in other subnets' alpha.
    [{ ...earning(0n), arrival: { hotkey: HOTKEY, netuid: toNetuid(0) } }, null],
    [{ ...earning(0n), arrival: { hotkey: OTHER_HOTKEY, netuid: toNetuid(7) } }, null],
  ]);
});

test('transfers: the subnet’s leave, and whose lock is whose', () => {
  const off = { ...other, isTransferEnabled: known(false) };
  tell(transferEnabled, [
    [{ isTransfer: true }, 'pass'],
    [{ isTransfer: true, subnets: [off] }, 'block TransferDisallowed remedy netuid=92'],
    [{ isTransfer: false, subnets: [off] }, null],
    [{ isTransfer: true, subnets: [{ ...off, exists: false }] }, null],
  ]);
  const lock = (coldkey: typeof ME, hotkey: typeof HOTKEY | null, netuid = SN1) => ({
    coldkey,
    netuid,
    hotkey,
    locked: toAlphaRao(1n),
    isPerpetual: known(false),
  });
  const locks = (...all: ReturnType<typeof lock>[]): Partial<PlanSubject> => ({
    isTransfer: true,
    lockedTravels: 4n,
    ...leaving(),
    facts: {
      ...facts,
      locks: known(all),
      destination: facts.destination && {
        ...facts.destination,
        acceptsLockedAlpha: known(true),
      },
    },
  });
  tell(lockMayTravel, [
    [locks(), 'warn warning locked=4@1'],
    [locks(lock(ME, HOTKEY), lock(FRIEND, HOTKEY)), 'warn warning locked=4@1'],
    [
      locks(lock(ME, HOTKEY), lock(FRIEND, OTHER_HOTKEY)),
      'block LockHotkeyMismatch remedy locked=4@1',
    ],
    [locks(lock(ME, HOTKEY), lock(FRIEND, OTHER_HOTKEY, SN92)), 'warn warning locked=4@1'],
    [locks(lock(OTHER_HOTKEY, HOTKEY), lock(FRIEND, OTHER_HOTKEY)), 'warn warning locked=4@1'],
    [
      locks(lock(OTHER_HOTKEY, HOTKEY), lock(ME, HOTKEY), lock(FRIEND, OTHER_HOTKEY)),
      'block LockHotkeyMismatch remedy locked=4@1',
    ],
    [locks(lock(OTHER_HOTKEY, null)), 'warn warning locked=4@1'],
    [locks(lock(ME, null), lock(FRIEND, HOTKEY)), 'unknown'],
    [locks(lock(ME, HOTKEY), lock(FRIEND, null)), 'unknown'],
    [{ ...locks(), lockedTravels: null }, 'unknown'],
    [{ ...locks(), lockedTravels: 0n }, null],
    [{ ...locks(), leaving: null }, 'unknown'],
  ]);
});

test('a receiver is there from its first rao, nonce or hold on; other moves have none', () => {
  const give = planMove(
    { kind: 'transfer', ...at, toColdkey: FRIEND, amount: toAlphaRao(10n ** 12n) },
    TERMS,
    facts,
  );
  const empty = { nonce: 0, free: toRao(0n), reserved: toRao(0n), frozen: toRao(0n) };
  const receiver = (part: Partial<typeof empty>): Partial<PlanSubject> => ({
    plan: give,
    isTransfer: true,
    facts: {
      ...facts,
      destination: facts.destination && { ...facts.destination, ...empty, ...part },
    },
  });
  tell(receiverEmpty, [
    [receiver({}), 'warn red asks remedy'],
    [receiver({ nonce: 1 }), 'pass'],
    [receiver({ free: toRao(1n) }), 'pass'],
    [receiver({ reserved: toRao(1n) }), 'pass'],
    [receiver({ frozen: toRao(1n) }), 'pass'],
    [{ ...receiver({}), plan }, 'unknown'],
    [{ ...receiver({}), facts: { ...facts, destination: null } }, 'unknown'],
    [{ ...receiver({}), isTransfer: false }, null],
  ]);
  tell(receiverHotkey, [[{ ...receiver({}), plan }, 'unknown']]);
});

test('a device: what its buffer holds, to the byte, and the limit that is met', () => {
  const device = (bytes: number, canHash = true): Partial<PlanSubject> => ({
    feeName: 'a',
    facts: { ...facts, device: { canHash: known(canHash), bytes: { a: known(bytes) } } },
  });
  tell(deviceSize, [
    [device(8_191), 'pass bytes=8191 limit=8192'],
    [device(8_192), 'pass bytes=8192 limit=8192'],
    [device(8_193), 'warn warning remedy bytes=8193 limit=8192'],
    [device(16_384), 'warn warning remedy bytes=16384 limit=8192'],
    [device(16_385), 'warn red asks remedy bytes=16385 limit=16384'],
    [device(9, false), null],
    [{ ...device(9), feeName: null }, null],
    [{ ...device(9), feeName: 'b' }, 'unknown'],
  ]);
  tell(deviceHash, [
    [device(9), 'pass'],
    [device(9, false), 'warn red asks remedy spec=475'],
    [{ ...device(9, false), feeName: null }, null],
  ]);
});

const result = (part: Partial<CheckResult>): CheckResult => ({
  id: 'one',
  verdict: 'pass',
  messageKey: 'key',
  values: {},
  ...part,
});

test('of several answers of one rule the gravest is kept, the first of equals', () => {
  const ranked: Partial<CheckResult>[] = [
    { verdict: 'pass' },
    { verdict: 'warn', severity: 'notice' },
    { verdict: 'warn', severity: 'warning' },
    { verdict: 'warn', severity: 'red' },
    { verdict: 'warn', severity: 'typed' },
    { verdict: 'unknown' },
    { verdict: 'block' },
  ];
  for (const [index, low] of ranked.entries()) {
    for (const high of ranked.slice(index + 1)) {
      const [a, b] = [result(low), result(high)];
      assert.deepEqual(severestOfEach([[a], [b]]), [b]);
      assert.deepEqual(severestOfEach([[b, a]]), [b]);
    }
    const [first, second] = [result(low), result({ ...low, messageKey: 'second' })];
    assert.deepEqual(severestOfEach([[first], [second]]), [first]);
  }
  const block = result({ verdict: 'block', id: 'two' });
  assert.equal(firstBlock([result({}), block]), block);
  assert.equal(firstBlock([result({ verdict: 'unknown' })]), null);
  assert.deepEqual(blockedBy(block), {
    code: 'PLAN_BLOCKED',
    detail: { check: 'two', messageKey: 'key', verdict: 'block' },
  });
});

test('the largest impact of several is typed, and one yes of several is enough', () => {
  const impact = (percent: bigint): CheckResult =>
    result({
      verdict: 'warn',
      severity: 'typed',
      values: { impact: { unit: 'ppm', amount: percent * 10_000n } },
    });
  assert.equal(percentToType([impact(12n), result({}), impact(30n), impact(20n)]), 30n);
  assert.equal(percentToType([result({}), impact(12n)]), 12n);
  assert.equal(percentToType([result({})]), null);
  assert.deepEqual(openYeses([typedYes(12n)], ['unverified', typedYes(12n)]), []);
  assert.deepEqual(openYeses([typedYes(12n)], [typedYes(11n), typedYes(12n)]), []);
  assert.deepEqual(openYeses([typedYes(0n)], ['unverified']), [typedYes(0n)]);
});

test('an error that no rule explains becomes a block of its own, one that a rule explains does not', () => {
  const explained = result({ verdict: 'block', chainError: 'A.B' });
  const another = result({ verdict: 'block', chainError: 'A.C', id: 'two' });
  assert.deepEqual(explainRefusal([result({}), explained, another], 'A.B'), [
    result({}),
    explained,
    result({ verdict: 'block', id: 'two' }),
  ]);
  assert.deepEqual(explainRefusal([explained], null), [result({ verdict: 'block' })]);
  assert.deepEqual(explainRefusal([explained], 'A.B'), [explained]);
  assert.deepEqual(
    explainRefusal([result({})], 'A.B').map(({ id }) => id),
    ['one', 'chain-refuses'],
  );
  const own = explainRefusal([], 'A.B');
  assert.deepEqual(
    own.map(({ id, chainError }) => [id, chainError]),
    [['chain-refuses', 'A.B']],
  );
});
