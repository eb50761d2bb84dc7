// What a planned move votes for, over the harness' believable chain.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareRecorded } from '../../../src/emission/compare-recorded.ts';
import type { EmissionFacts } from '../../../src/model/emission-facts.ts';
import type { Move } from '../../../src/model/move.ts';
import { planMove } from '../../../src/moves/plan-move.ts';
import type { Plan } from '../../../src/model/plan.ts';
import {
  emissionEffectOf,
  ownPartChange,
  priceMoves,
  printedRest,
} from '../../../src/panel/ticket/emission-effect.ts';
import { toAlphaRao, toNetuid, toRao } from '../../../src/units.ts';
import { hotkeys, TAO, validatorsOf } from '../../tools/pictures/chain.ts';
import { emissionRecord } from '../../tools/pictures/emission.ts';
import { ledgerMain, moveFactsFrom, positions, snapshotWith } from '../../tools/pictures/stored.ts';

const record = emissionRecord();
assert.ok(record.parent);
const check = compareRecorded(record.parent, record.facts);
const snapshot = snapshotWith(positions, []);
const [hotkey, toHotkey] = hotkeys;
assert.ok(hotkey && toHotkey);
const from = { coldkey: ledgerMain, hotkey, netuid: toNetuid(64) };

function planOf(move: Move): Plan {
  const netuids = move.kind === 'change-subnet' ? [move.netuid, move.toNetuid] : [toNetuid(64)];
  const facts = moveFactsFrom(snapshot, {
    coldkey: ledgerMain,
    netuids: [toNetuid(0), ...netuids],
    hotkeys: [...hotkeys],
    destination: null,
    calls: [],
  });
  return planMove(move, { toleranceBps: 50, allowPartial: false, eraBlocks: 32 }, facts);
}

const stake = planOf({ kind: 'stake', ...from, amount: toRao(10n * TAO) });

test('a stake takes TAO to its subnet from all the others, and what comes is what goes', () => {
  const vote = emissionEffectOf(stake, record.facts, check);
  assert.ok(vote.state === 'vote');
  assert.equal(vote.isBuy, true);
  assert.equal(vote.effect.netuid, 64);
  assert.ok(vote.effect.raoPerDay > 0n);
  const lost = vote.vote.losers.reduce((sum, { raoPerDay }) => sum + raoPerDay, 0n);
  const apart = lost + vote.effect.raoPerDay;
  assert.ok(apart < 100_000n && apart > -100_000n, `${apart} rao a day unaccounted for`);
});

test('an unstake gives it back to the others', () => {
  const vote = emissionEffectOf(
    planOf({ kind: 'unstake', ...from, amount: toAlphaRao(100n * TAO) }),
    record.facts,
    check,
  );
  assert.ok(vote.state === 'vote' && !vote.isBuy);
  assert.ok(vote.effect.raoPerDay < 0n);
  assert.ok(vote.vote.winners.length > 0 && vote.vote.losers.length === 0);
});

test('a change of subnet is about the subnet that is entered, and moves both prices', () => {
  const plan = planOf({
    kind: 'change-subnet',
    ...from,
    toNetuid: toNetuid(8),
    toHotkey,
    amount: toAlphaRao(100n * TAO),
    route: 'one-call',
  });
  const isRaised = new Map(
    priceMoves(plan).map(({ netuid, before, after }) => [Number(netuid), after > before]),
  );
  assert.deepEqual([isRaised.size, isRaised.get(64), isRaised.get(8)], [2, false, true]);
  const vote = emissionEffectOf(plan, record.facts, check);
  assert.ok(vote.state === 'vote' && vote.isBuy && vote.effect.netuid === 8);
});

test('without agreement with the chain only what it gave is told', () => {
  const unread = { known: false, reason: 'unreadable' } as const;
  const vote = emissionEffectOf(stake, record.facts, unread);
  assert.ok(vote.state === 'not-modelled' && vote.observedPpm !== null && vote.observedPpm > 0n);
  const off: EmissionFacts = {
    ...record.facts,
    subnets: record.facts.subnets.map((one) =>
      one.netuid === 64 ? { ...one, isEmissionEnabled: { known: true, value: false } } : one,
    ),
  };
  assert.equal(emissionEffectOf(stake, off, check).state, 'switched-off');
});

test('a move that trades nothing votes for nothing', () => {
  const plan = planOf({ kind: 'change-validator', ...from, toHotkey, amount: toAlphaRao(TAO) });
  assert.equal(emissionEffectOf(plan, record.facts, check).state, 'no-trade');
  assert.equal(ownPartChange(plan, record.facts, snapshot.snapshot.positions, null), null);
});

test('my part of the alpha and of the validator’s stake grows with a stake', () => {
  const own = ownPartChange(
    stake,
    record.facts,
    snapshot.snapshot.positions,
    validatorsOf(toNetuid(64)),
  );
  assert.ok(own?.ofStake);
  assert.equal(own.coldkey, ledgerMain);
  // Savings holds alpha of the subnet too: the part is named after the account, whose alone it is.
  const alone = snapshot.snapshot.positions.filter(({ coldkey }) => coldkey === ledgerMain);
  assert.deepEqual(own, ownPartChange(stake, record.facts, alone, validatorsOf(toNetuid(64))));
  assert.ok(alone.length < snapshot.snapshot.positions.length);
  assert.ok(own.ofAlpha.afterPpm > own.ofAlpha.beforePpm);
  assert.ok(own.ofStake.afterPpm > own.ofStake.beforePpm);
  assert.equal(ownPartChange(stake, record.facts, [], null)?.ofStake, null);
});

test('what is printed of a vote adds up, unless the rest is no part of the total', () => {
  const grain = 1_000n;
  const named = [-428_700n, -420_900n, -401_500n];
  // Cut, the three and the rest miss the total by up to a grain each.
  const rest = printedRest({ total: 16_144_600n, named, rest: -14_893_500n }, grain);
  assert.equal(rest, -14_895_000n);
  assert.equal(16_144_000n - 428_000n - 420_000n - 401_000n + rest, 0n);
  // A swap moves two subnets: those that lose are not only what this one gains.
  assert.equal(printedRest({ total: 16_144_600n, named, rest: -900_500n }, grain), -900_000n);
});
