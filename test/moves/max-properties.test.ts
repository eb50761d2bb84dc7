// What Max gives can be planned: of every kind of move, whatever is locked, bonded, held or paid in alpha. And what it
// cannot give it has a reason for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Availability, MoveFacts } from '../../src/model/facts.ts';
import type { Move, MoveTerms } from '../../src/model/move.ts';
import { mostOf } from '../../src/moves/max-amount.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { toAlphaRao, toRao } from '../../src/units.ts';
import {
  FRIEND,
  HOTKEY,
  known,
  ME,
  noBonds,
  OTHER_HOTKEY,
  sampleFacts,
  SN1,
  SN92,
  unknown,
} from './sample-facts.ts';

const RUNS = process.env['TAUBAR_DEEP'] === '1' ? 50_000 : 600;
const SEED = Number(process.env['TAUBAR_SEED'] ?? 20261129);

/** Amounts of the orders of magnitude between. */
const between = (low: number, high: number) =>
  fc
    .tuple(fc.integer({ min: low, max: high }), fc.bigInt({ min: 0n, max: 1n << 60n }))
    .map(([order, value]) => (1n << BigInt(order)) + (value % (1n << BigInt(order))));
const nothing = fc.constant(0n);
/** A part of a whole, its ends often. */
const part = fc.oneof(
  { weight: 2, arbitrary: nothing },
  { weight: 2, arbitrary: fc.bigInt({ min: 0n, max: 1_000_000n }) },
  { weight: 1, arbitrary: fc.constantFrom(1n, 999_999n, 1_000_000n) },
);
const of = (whole: bigint, ppm: bigint): bigint => (whole * ppm) / 1_000_000n;

const world = fc.record({
  free: fc.oneof(
    fc.constantFrom(0n, 499n, 500n, 501n, 600n, 1_360_500n, 1_360_501n),
    between(20, 42),
  ),
  reserved: fc.oneof(nothing, between(5, 40)),
  frozen: fc.oneof(nothing, between(5, 40)),
  held: fc.oneof(
    { weight: 1, arbitrary: between(0, 30) },
    { weight: 6, arbitrary: between(30, 44) },
    { weight: 1, arbitrary: between(44, 52) },
  ),
  beside: fc.oneof(nothing, between(10, 46)),
  lockedPpm: part,
  bondPpm: part,
  besideBondPpm: part,
  hiddenPpm: fc.oneof(nothing, nothing, part),
  bonds: fc.constantFrom('none-here', 'known', 'unreadable'),
  fee: fc.oneof(fc.constantFrom(0n, 1n, 1_360_000n), between(10, 28)),
  unread: fc.constantFrom('', '', '', '', '', 'availability', 'fee', 'old'),
  takesLocks: fc.boolean(),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

function availabilityOf(one: World): Availability {
  const hasBonds = one.bonds !== 'none-here';
  const total = one.held + one.beside;
  const locked = of(total, one.lockedPpm);
  const bond = hasBonds ? of(one.held, one.bondPpm) : 0n;
  const besideBond = hasBonds ? of(one.beside, one.besideBondPpm) : 0n;
  const hidden = of(total, one.hiddenPpm);
  const kept = locked + bond + besideBond + hidden;
  const bonds = [
    { hotkey: HOTKEY, alpha: toAlphaRao(bond) },
    { hotkey: OTHER_HOTKEY, alpha: toAlphaRao(besideBond) },
  ];
  return {
    coldkey: ME,
    netuid: SN1,
    total: toAlphaRao(total),
    locked: toAlphaRao(locked),
    available: toAlphaRao(total > kept ? total - kept : 0n),
    bonds:
      one.bonds === 'known'
        ? known(bonds.filter(({ alpha }) => alpha > 0n))
        : hasBonds
          ? unknown
          : noBonds,
  };
}

function factsOf(one: World): MoveFacts {
  const facts = sampleFacts();
  const fee = one.unread === 'fee' ? unknown : known(toRao(one.fee));
  const alphaAt = { [HOTKEY]: one.held, [OTHER_HOTKEY]: one.beside };
  return {
    ...facts,
    coldkey: {
      ...facts.coldkey,
      free: toRao(one.free),
      reserved: toRao(one.reserved),
      frozen: toRao(one.frozen),
    },
    destination: facts.destination && {
      ...facts.destination,
      acceptsLockedAlpha: known(one.takesLocks),
    },
    positions: facts.positions.map((position) =>
      position.netuid === SN1
        ? { ...position, alpha: toAlphaRao(alphaAt[position.hotkey] ?? 0n) }
        : position,
    ),
    availability:
      one.unread === 'availability'
        ? unknown
        : one.unread === 'old'
          ? noBonds
          : known([availabilityOf(one)]),
    networkFees: Object.fromEntries(Object.keys(facts.networkFees).map((name) => [name, fee])),
  };
}

const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 } as const;
const alpha = { ...at, amount: toAlphaRao(1n) };
const across = { toNetuid: SN92, kind: 'change-subnet' } as const;
const moves: readonly Extract<Move, { amount: unknown }>[] = [
  { kind: 'stake', ...at, amount: toRao(1n) },
  { kind: 'unstake', ...alpha },
  { kind: 'change-validator', ...alpha, toHotkey: OTHER_HOTKEY },
  { kind: 'transfer', ...alpha, toColdkey: FRIEND },
  { ...alpha, ...across, toHotkey: HOTKEY, route: 'protected' },
  { ...alpha, ...across, toHotkey: HOTKEY, route: 'one-call' },
  { ...alpha, ...across, toHotkey: OTHER_HOTKEY, route: 'one-call' },
];
const LONG = 2;
/** A change between two pools in one call solves its limit by trials: rarer, so that there is time for more of the others. */
const move = fc.oneof(
  { weight: 19, arbitrary: fc.constantFrom(...moves.slice(0, -LONG)) },
  { weight: 1, arbitrary: fc.constantFrom(...moves.slice(-LONG)) },
);
const terms: fc.Arbitrary<MoveTerms> = fc.record({
  toleranceBps: fc.constantFrom(1, 50, 500),
  allowPartial: fc.boolean(),
  eraBlocks: fc.constant(32),
});

const withAmount = (one: (typeof moves)[number], amount: bigint): Move =>
  one.kind === 'stake' ? { ...one, amount: toRao(amount) } : { ...one, amount: toAlphaRao(amount) };

test(`what Max gives has no block, and where it gives nothing it says why (${RUNS} worlds)`, (t) => {
  let given = 0;
  let paidInAlpha = 0;
  fc.assert(
    fc.property(world, move, terms, (one, wanted, conditions) => {
      const facts = factsOf(one);
      const { amount, why } = mostOf(wanted, conditions, facts);
      if (amount === null) {
        const isUnread = one.unread !== '' || one.bonds === 'unreadable' || one.hiddenPpm > 0n;
        assert.ok(why !== null || isUnread, 'nothing possible, and nothing says why');
        if (why !== null) assert.equal(why.verdict, 'block');
        return;
      }
      assert.ok(amount > 0n);
      const plan = planMove(withAmount(wanted, amount), conditions, facts);
      const blocks = plan.checks.filter(({ verdict }) => verdict === 'block');
      assert.deepEqual(blocks, []);
      assert.equal(plan.wouldFailWith, null);
      assert.ok(plan.call !== null);
      const stays = plan.checks.find(({ id }) => id === 'stake-available');
      assert.notEqual(stays?.verdict, 'unknown', 'what may leave is sure');
      given += 1;
      if (plan.networkFee.known && plan.networkFee.value.paidIn === 'alpha') paidInAlpha += 1;
    }),
    { numRuns: RUNS, seed: SEED },
  );
  t.diagnostic(`${given} given, ${paidInAlpha} of them with the fee in alpha`);
  assert.ok(given > RUNS / 4 && paidInAlpha > RUNS / 50);
});

test('Max leaves nothing behind that could go: the next amount is refused, unsure, locked or the deposit', () => {
  fc.assert(
    fc.property(world, move, terms, (one, wanted, conditions) => {
      const facts = factsOf(one);
      // Where a limit decides, a larger amount may have one again that a smaller one lacks.
      if (wanted.kind === 'change-subnet' || conditions.toleranceBps === 1) return;
      const { amount } = mostOf(wanted, conditions, facts);
      if (amount === null) return;
      // Where the pool bounds it, it is found to one part in 65,536.
      const more = amount + amount / 60_000n + 2n;
      const plan = planMove(withAmount(wanted, more), conditions, facts);
      const isHeld = plan.checks.some(
        ({ id, verdict }) =>
          verdict === 'block' ||
          (id === 'stake-available' && verdict === 'unknown') ||
          (id === 'locked-transfer' && verdict !== 'pass') ||
          (id === 'keeps-deposit' && verdict === 'warn'),
      );
      // A change or a transfer of what the fee took is cut down to what is left.
      const isCut = plan.gives !== null && plan.gives.amount <= amount;
      assert.ok(isHeld || isCut);
    }),
    { numRuns: RUNS / 2, seed: SEED },
  );
});

test('what Max gives on a runtime that withholds more than locks is the runtime’s own figure', () => {
  const facts = sampleFacts();
  const entry = (available: bigint): Availability => ({
    coldkey: ME,
    netuid: SN1,
    total: toAlphaRao(9_000_000_000_000n),
    locked: toAlphaRao(0n),
    available: toAlphaRao(available),
    bonds: noBonds,
  });
  for (const wanted of moves.filter(({ kind }) => kind !== 'stake')) {
    const { amount } = mostOf(
      wanted,
      { toleranceBps: 50, allowPartial: false, eraBlocks: 32 },
      { ...facts, availability: known([entry(361_500_000_000n)]) },
    );
    assert.equal(amount, 361_500_000_000n, wanted.kind);
  }
});
