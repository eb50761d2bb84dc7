// Every figure of some fifty plans, held to the unit: test/vectors/plans.json. Whether the figures are true is for the
// tests against the simulated chain and the reference vectors; here none of them may change unseen. After a change that
// is meant: `TAUBAR_RECORD=1 npm run test:unit -- held-plans`, and the difference is reviewed.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { test } from 'node:test';
import type { MoveFacts } from '../../src/model/facts.ts';
import type { Move, MoveTerms } from '../../src/model/move.ts';
import type { Leg, Plan } from '../../src/model/plan.ts';
import { largestOrder, maxAmount } from '../../src/moves/max-amount.ts';
import { planMove } from '../../src/moves/plan-move.ts';
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
  TERMS,
  unknown,
} from './sample-facts.ts';

const RECORD = 'test/vectors/plans.json';
const TAO = 1_000_000_000n;
const SUPER = toNetuid(3);

const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };
const stake = (tao: bigint, netuid = SN1): Move => ({
  kind: 'stake',
  ...at,
  netuid,
  amount: toRao(tao),
});
const unstake = (alpha: bigint, netuid = SN1): Move => ({
  kind: 'unstake',
  ...at,
  netuid,
  amount: toAlphaRao(alpha),
});
const change = (alpha: bigint, route: 'protected' | 'one-call', to = SN92): Move => ({
  kind: 'change-subnet',
  ...at,
  toNetuid: to,
  toHotkey: OTHER_HOTKEY,
  amount: toAlphaRao(alpha),
  route,
});
const validator = (alpha: bigint): Move => ({
  kind: 'change-validator',
  ...at,
  toHotkey: OTHER_HOTKEY,
  amount: toAlphaRao(alpha),
});
const give = (alpha: bigint): Move => ({
  kind: 'transfer',
  ...at,
  toColdkey: FRIEND,
  amount: toAlphaRao(alpha),
});
const all = (netuid = SN1): Move => ({ kind: 'unstake-all', ...at, netuid });
const exit = (sending: 'one-batch' | 'one-by-one', ...netuids: (typeof SN1)[]): Move => ({
  kind: 'exit-several',
  coldkey: ME,
  items: netuids.map((netuid) => ({ hotkey: HOTKEY, netuid })),
  sending,
});

type Edit = (facts: MoveFacts) => MoveFacts;
const same: Edit = (facts) => facts;
const free =
  (rao: bigint): Edit =>
  (facts) => ({ ...facts, coldkey: { ...facts.coldkey, free: toRao(rao) } });
const without =
  (...names: string[]): Edit =>
  (facts) => ({
    ...facts,
    rules: { ...facts.rules, calls: facts.rules.calls.filter((name) => !names.includes(name)) },
  });
const availability =
  (reason: 'unreadable' | 'not-on-this-runtime'): Edit =>
  (facts) => ({ ...facts, availability: { known: false, reason } });
const uninjected: Edit = (facts) => ({
  ...facts,
  subnets: facts.subnets.map((one) => ({ ...one, injection: unknown })),
});
const oneSource: Edit = (facts) => ({ ...facts, depth: 'one-source' });
const locked =
  (alpha: bigint): Edit =>
  (facts) => ({
    ...facts,
    availability: known(
      (facts.availability.known ? facts.availability.value : []).map((one) => ({
        ...one,
        locked: toAlphaRao(alpha),
        available: toAlphaRao(one.total > alpha ? one.total - alpha : 0n),
      })),
    ),
  });
/** A superellipse of the size of SN1 in the place of SN92. */
const ellipse: Edit = (facts) => {
  const [tao, alpha] = [23_027_286_571_256n, 3_508_759_482_573_826n];
  const pool = {
    kind: 'superellipse',
    taoReserve: tao,
    alphaReserve: alpha,
    alphaScale: alpha << 32n,
    taoScale: tao << 32n,
    centerAlpha: alpha << 33n,
    centerTao: tao << 33n,
    feeRate: 33,
  } as const;
  return { ...facts, subnets: [...facts.subnets, subnetFacts(SUPER, pool)] };
};

const loose: Partial<MoveTerms> = { toleranceBps: 500 };
const tight: Partial<MoveTerms> = { toleranceBps: 1 };
const ordinary: Partial<MoveTerms> = {};
const partial: Partial<MoveTerms> = { allowPartial: true };

const cases: readonly [string, Move, Edit?, Partial<MoveTerms>?][] = [
  ['stake 1', stake(TAO)],
  ['stake 300', stake(300n * TAO)],
  ['stake 300 loosely', stake(300n * TAO), same, loose],
  ['stake 300 tightly', stake(300n * TAO), same, tight],
  ['stake 300 in part', stake(300n * TAO), same, partial],
  ['stake 300, one source', stake(300n * TAO), oneSource],
  ['stake 100, injections unknown', stake(100n * TAO), uninjected],
  ['stake all', stake(5n * TAO), free(5n * TAO + 1_360_000n)],
  ['stake more than there is', stake(500n * TAO)],
  ['stake too little', stake(2_001_006n)],
  ['stake on root', stake(7n * TAO, ROOT_NETUID)],
  ['stake without a limit', stake(TAO), without('SubtensorModule.add_stake_limit')],
  ['stake on an ellipse', stake(50n * TAO, SUPER), ellipse],
  ['unstake 1000', unstake(1_000n * TAO)],
  ['unstake 1000 in part', unstake(1_000n * TAO), same, partial],
  ['unstake 8000 loosely', unstake(8_000n * TAO), same, loose],
  ['unstake and leave a residue', unstake(8_999n * TAO)],
  ['unstake, the fee in alpha', unstake(1_000n * TAO), free(600n)],
  ['unstake from root', unstake(7n * TAO, ROOT_NETUID)],
  ['unstake from the small pool', unstake(300n * TAO, SN92)],
  ['unstake what is locked', unstake(1_000n * TAO), locked(8_500n * TAO)],
  ['unstake without a limit', unstake(1_000n * TAO), without('SubtensorModule.remove_stake_limit')],
  ['unstake all', all()],
  ['unstake all loosely', all(), same, loose],
  ['unstake all, one source', all(), oneSource],
  ['unstake all without its call', all(), without('SubtensorModule.remove_stake_full_limit')],
  ['unstake all from root', all(ROOT_NETUID)],
  ['unstake all, a part locked', all(), locked(1_000n * TAO)],
  ['change validator', validator(1_000n * TAO)],
  ['change validator, too little', validator(304_000_000n)],
  ['change validator, nothing free', validator(1_000n * TAO), free(0n)],
  ['change subnet, protected', change(100n * TAO, 'protected')],
  ['change subnet, protected loosely', change(1_000n * TAO, 'protected'), same, loose],
  ['change subnet, protected, one source', change(1_000n * TAO, 'protected'), oneSource],
  ['change subnet, protected, injections unknown', change(10n * TAO, 'protected'), uninjected],
  ['change to root, protected', change(100n * TAO, 'protected', ROOT_NETUID)],
  ['change subnet, one call', change(100n * TAO, 'one-call')],
  ['change subnet, one call loosely', change(1_000n * TAO, 'one-call'), same, loose],
  [
    'change subnet with the hotkey, one call',
    { ...change(100n * TAO, 'one-call'), toHotkey: HOTKEY } as Move,
  ],
  [
    'change subnet with the hotkey, no limit',
    { ...change(100n * TAO, 'one-call'), toHotkey: HOTKEY } as Move,
    without('SubtensorModule.swap_stake_limit'),
  ],
  ['change to root, one call', change(100n * TAO, 'one-call', ROOT_NETUID)],
  [
    'change from root, one call',
    { ...change(5n * TAO, 'one-call', SN1), netuid: ROOT_NETUID } as Move,
  ],
  ['change to an ellipse', change(100n * TAO, 'protected', SUPER), ellipse],
  [
    'change subnet, no call with a limit',
    change(100n * TAO, 'one-call'),
    without('SubtensorModule.swap_stake_limit', 'SubtensorModule.move_stake_limit'),
  ],
  // What cannot be signed is quoted all the same.
  ['unstake more than is held', unstake(20_000n * TAO)],
  ['unstake one unit', unstake(1n)],
  ['unstake all, nothing free', all(), free(0n)],
  ['change subnet, protected, more than is held', change(20_000n * TAO, 'protected')],
  ['change subnet, one call, more than is held', change(20_000n * TAO, 'one-call')],
  ['change subnet, one call, nothing free', change(100n * TAO, 'one-call'), free(0n)],
  ['change subnet, protected, nothing free', change(100n * TAO, 'protected'), free(0n)],
  ['change subnet, one call, too little', change(310_000_000n, 'one-call')],
  ['change validator, more than is held', validator(20_000n * TAO)],
  ['change validator, availability unread', validator(1_000n * TAO), availability('unreadable')],
  [
    'change validator, no availability',
    validator(1_000n * TAO),
    availability('not-on-this-runtime'),
  ],
  ['transfer more than is held', give(20_000n * TAO)],
  ['transfer', give(1_000n * TAO)],
  ['transfer with a lock', give(1_000n * TAO), locked(8_500n * TAO)],
  ['transfer, too little', give(304_000_000n)],
  ['exit two in a batch', exit('one-batch', SN1, SN92)],
  ['exit two one by one', exit('one-by-one', SN92, SN1)],
  ['exit three in a batch loosely', exit('one-batch', SN1, ROOT_NETUID, SN92), same, loose],
  ['exit two, one source', exit('one-batch', SN1, SN92), oneSource],
  ['exit two, one locked', exit('one-batch', SN1, SN92), locked(3_000n * TAO)],
];

const legOf = ({
  purpose,
  netuid,
  side,
  item,
  order,
  fill,
  priceImpactPpm,
  swapFee,
  limitPrice,
  headroomPpm,
  sim,
}: Leg) => ({
  purpose,
  place: `${side} ${netuid} of ${item}`,
  order: `${order.amount} at ${order.limitPrice ?? 'any'}${order.dropFees === true ? ', no fee' : ''}`,
  fill: `${fill.amountIn} + ${fill.fee} → ${fill.amountOut}`,
  priceImpactPpm,
  swapFee,
  limitPrice,
  headroomPpm,
  sim,
});

const figuresOf = ({ plan, more }: { plan: Plan; more: unknown }): object => {
  const { legs, items, checks, terms: _t, move: _m, runtime: _r, block: _b, ...rest } = plan;
  return {
    ...rest,
    legs: legs.map(legOf),
    items: items.map((item) => figuresOf({ plan: item, more: undefined })),
    checks: checks
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ id, verdict, values, severity }) =>
        [
          id,
          verdict,
          severity ?? '',
          ...Object.values(values).map((one) => ('text' in one ? one.text : one.amount)),
        ].join(' '),
      ),
    ...(more === undefined ? {} : { most: more }),
  };
};

const names = new Map<unknown, string>([
  [ME, 'me'],
  [FRIEND, 'friend'],
  [HOTKEY, 'hotkey'],
  [OTHER_HOTKEY, 'other'],
]);

/** As it lies in the record: bigints as text, addresses by name. */
const written = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_name, part: unknown) =>
      typeof part === 'bigint' ? `${part}` : (names.get(part) ?? part),
    ),
  );

type Case = (typeof cases)[number];

/** Planned in its own test: one that changes is the only one that fails. */
function planned([, move, edit = same, terms = ordinary]: Case): unknown {
  const facts = edit(sampleFacts());
  const full = { ...TERMS, ...terms };
  // Each takes a search over plans: only where the case is an ordinary one.
  const isOrdinary = 'amount' in move && edit === same && terms === ordinary;
  const more = isOrdinary
    ? [maxAmount(move, full, facts), largestOrder(move, full, facts, 100)]
    : undefined;
  return written(figuresOf({ plan: planMove(move, full, facts), more }));
}

if (process.env['TAUBAR_RECORD'] === '1') {
  const lines = cases.map((one) => `${JSON.stringify(one[0])}: ${JSON.stringify(planned(one))}`);
  writeFileSync(RECORD, `{\n${lines.join(',\n')}\n}\n`);
}
const record: Record<string, unknown> = JSON.parse(readFileSync(RECORD, 'utf8'));

for (const one of cases) {
  const [name] = one;
  test(`every figure of: ${name}`, () => assert.deepEqual(planned(one), record[name]));
}

test('no other plan is in the record', () => {
  assert.deepEqual(
    Object.keys(record),
    cases.map(([name]) => name),
  );
});
