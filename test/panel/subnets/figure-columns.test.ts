// The figures that subnets are ordered, filtered and compared by, those read on demand among them, and the holder's own part.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { AppError } from '../../../src/errors.ts';
import { compareRecorded } from '../../../src/emission/compare-recorded.ts';
import {
  figureColumns,
  figureOf,
  orderInForce,
  sortSubnets,
} from '../../../src/panel/subnets/figure-columns.ts';
import { filtersInForce } from '../../../src/panel/subnets/subnet-filters.ts';
import { topics } from '../../../src/panel/subnets/figure-sources.tsx';
import { hasFigure } from '../../../src/panel/subnets/list-columns.tsx';
import { holdingPriceShown, mineOf } from '../../../src/panel/subnets/removal-ladder.tsx';
import {
  limitOf,
  passesLimits,
  unjudged,
  type FigureLimit,
} from '../../../src/panel/subnets/figure-limits.ts';
import { averageYieldPpm } from '../../../src/panel/subnets/average-yield.ts';
import { ownPart } from '../../../src/panel/emission/own-part.ts';
import { coverageOf, surveySince } from '../../../src/panel/subnets/survey.ts';
import type { Call } from '../../../src/panel/core/panel-deps.ts';
import { createSurveyModel } from '../../../src/panel/subnets/survey-model.ts';
import type { SubnetEntry } from '../../../src/panel/subnets/subnet-entry.ts';
import { valuePortfolio } from '../../../src/portfolio/value-portfolio.ts';
import type { SurveyRow } from '../../../src/model/records.ts';
import { formatAmount, toAlphaRao, toNetuid } from '../../../src/units.ts';
import { validatorsOf, subnets } from '../../tools/pictures/chain.ts';
import { emissionRecord } from '../../tools/pictures/emission.ts';
import { ledgerMain, positions, savings, snapshotWith } from '../../tools/pictures/stored.ts';

const TAO = 1_000_000_000n;

const row = (netuid: number, ppm: bigint, block = 500): SurveyRow => ({
  netuid: toNetuid(netuid),
  locks: { block, ppm, leftPpm: null, ownerPpm: ppm / 2n },
  validators: { block, count: 3, largestPpm: ppm * 2n, needed: 1 },
});

function entry(netuid: number, part: Partial<SubnetEntry> = {}): SubnetEntry {
  return {
    netuid: toNetuid(netuid),
    text: `SN${netuid}`,
    price: { rao: BigInt(netuid), perAlphaRao: 100n },
    depth: BigInt(netuid) * TAO,
    held: 0n,
    worth: null,
    cap: null,
    apyPpm: null,
    isFavourite: false,
    changes: { day: null, week: null, shareWeek: null },
    flow: null,
    figures: null,
    survey: null,
    ...part,
  };
}

const limit = (...body: Parameters<typeof limitOf>): FigureLimit => {
  const made = limitOf(...body);
  assert.ok(typeof made !== 'string');
  return made;
};

test('by a figure that no subnet has, the order in force is that of the numbers', () => {
  const chosen = { sort: 'share', isReversed: true } as const;
  assert.deepEqual(orderInForce([entry(2), entry(1)], chosen), {
    sort: 'number',
    isReversed: false,
  });
  const byHolding = { sort: 'held', isReversed: true } as const;
  assert.equal(orderInForce([entry(2), entry(1)], byHolding), byHolding);
  const byDay = { sort: 'day', isReversed: false } as const;
  const known = entry(3, { changes: { day: 1n, week: null, shareWeek: null } });
  assert.equal(orderInForce([entry(1), known], byDay), byDay);
});

test('a filter by a figure that no subnet has is not in force: unread is not “none”', () => {
  const chosen = new Set(['mine', 'rising', 'inflow', 'exposed', 'earning', 'protected'] as const);
  assert.deepEqual([...filtersInForce([entry(1), entry(2)], chosen)], ['mine']);
  const falls = entry(3, { changes: { day: -1n, week: null, shareWeek: null } });
  assert.deepEqual([...filtersInForce([entry(1), falls], chosen)], ['mine', 'rising']);
  const flows = entry(4, { flow: { kind: 'recorded', rao: 0n } as SubnetEntry['flow'] });
  assert.deepEqual([...filtersInForce([flows], chosen)], ['mine', 'inflow']);
  assert.deepEqual([...filtersInForce([], chosen)], []);
});

test('subnets come in the order of what was read on demand, those not read last', () => {
  const all = [
    entry(1),
    entry(2, { survey: row(2, 10n) }),
    entry(3, { survey: { ...row(3, 30n), validators: null } }),
  ];
  const by = (sort: (typeof figureColumns)[number]) =>
    sortSubnets(all, sort).map(({ netuid }) => Number(netuid));
  assert.deepEqual(by('locked'), [3, 2, 1]);
  assert.deepEqual(by('owner'), [3, 2, 1]);
  assert.deepEqual(by('largest'), [2, 1, 3]);
  assert.deepEqual(coverageOf([entry(0), ...all], 'validators'), {
    known: 1,
    of: 3,
    blocks: { first: 500, last: 500 },
  });
  assert.equal(coverageOf([entry(1)], 'locks').blocks, null);
});

test('a count of the subnet that had the number before says nothing of this one', () => {
  assert.deepEqual(surveySince(row(1, 10n, 500), 500), row(1, 10n, 500));
  assert.deepEqual(surveySince(row(1, 10n, 500), 501), {
    netuid: 1,
    locks: null,
    validators: null,
  });
  assert.equal(surveySince(undefined, 0), null);
});

test('any figure can be a limit, in the unit that it is shown in', () => {
  for (const column of figureColumns) {
    const unknown = entry(1, { price: null, depth: null });
    if (figureOf(unknown, column) === null) {
      assert.equal(passesLimits(unknown, [limit(column, true, '-1')]), false, column);
      assert.equal(unjudged([unknown, entry(0)], [limit(column, true, '-1')]), 1, column);
    }
  }
  const deep = entry(20);
  assert.equal(passesLimits(deep, [limit('depth', true, '20')]), true);
  assert.equal(passesLimits(deep, [limit('depth', true, '20.000000001')]), false);
  assert.equal(passesLimits(deep, [limit('depth', false, '20')]), true);
  const locked = entry(2, { survey: row(2, 125_000n) });
  assert.equal(passesLimits(locked, [limit('locked', true, '12,5')]), true);
  assert.equal(passesLimits(locked, [limit('locked', true, '12.5001')]), false);
  // Finer than a part per million is not rounded into passing.
  assert.equal(passesLimits(locked, [limit('locked', true, '12.500000001')]), false);
  const fell = entry(3, { changes: { day: -50_000n, week: null, shareWeek: null } });
  assert.equal(passesLimits(fell, [limit('day', false, '−5')]), true);
  assert.equal(passesLimits(fell, [limit('day', false, '-5.1')]), false);
  assert.equal(limitOf('depth', true, ''), 'empty');
  assert.equal(limitOf('depth', true, 'much'), 'not-a-number');
});

test('a range of flow passes only where all of it does', () => {
  const flow = { kind: 'estimated', low: -TAO, high: 3n * TAO } as const;
  const ranged = entry(1, { flow });
  assert.equal(passesLimits(ranged, [limit('flow', true, '0')]), false);
  assert.equal(passesLimits(ranged, [limit('flow', true, '-1')]), true);
  assert.equal(passesLimits(ranged, [limit('flow', false, '2')]), false);
});

/** Answers wait until let go. */
function heldCall(answer: unknown) {
  const calls: { method: string; run: string }[] = [];
  let sendSigned: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    sendSigned = resolve;
  });
  const call = async (method: string, { run }: { run: string }) => {
    calls.push({ method, run });
    if (method === 'stopReading') return null;
    await held;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is asked here
  return { call: call as unknown as Call, calls, sendSigned };
}

test('cancelling shows at once, ends that reading by its name, and a late answer changes nothing', async () => {
  for (const kind of ['locks', 'validators'] as const) {
    const { call, calls, sendSigned } = heldCall(new AppError('NODE_TIMEOUT', { what: 'test' }));
    const model = createSurveyModel(call, kind, Date.now);
    const stateNow = () => model.reading.value.state;
    const reading = model.read([toNetuid(1)]);
    assert.equal(stateNow(), 'reading');
    model.stop();
    assert.equal(stateNow(), 'idle');
    sendSigned();
    await reading;
    assert.equal(stateNow(), 'idle');
    assert.deepEqual(
      calls.map(({ method }) => method),
      [kind === 'locks' ? 'readSubnetLocks' : 'readValidatorStake', 'stopReading'],
    );
    assert.equal(calls[0]?.run, calls[1]?.run);
    // What is over is not ended again.
    model.stop();
    assert.equal(calls.length, 2);
  }
});

test('a runtime without locks is told from a failure', async () => {
  const { call, sendSigned } = heldCall({ known: false, reason: 'not-on-this-runtime' });
  sendSigned();
  const model = createSurveyModel(call, 'locks', Date.now);
  await model.read([]);
  assert.equal(model.reading.value.state, 'not-here');
});

test('my part of alpha, of validators’ stake and of the vote', () => {
  const record = emissionRecord();
  assert.ok(record.parent);
  const check = compareRecorded(record.parent, record.facts);
  const { snapshot } = snapshotWith(positions, []);
  const portfolio = valuePortfolio(
    snapshot,
    snapshot.accounts.map(({ coldkey }) => coldkey),
  );
  const value = portfolio.subnets.find(({ netuid }) => netuid === 64);
  const subnet = subnets[64];
  assert.ok(value && subnet);
  const validators = validatorsOf(toNetuid(64));
  const part = ownPart(value, record.facts, check, subnet, validators);
  assert.equal(part.alphaPpm, (value.alpha * 1_000_000n) / subnet.alphaOut);
  const ours = value.positions.filter(({ hotkey }) =>
    validators.some((one) => one.hotkey === hotkey),
  );
  const stake = validators.reduce((sum, { alphaStake }) => sum + alphaStake, 0n);
  const held = ours.reduce((sum, { alpha }) => sum + alpha, 0n);
  assert.equal(part.stakePpm, (held * 1_000_000n) / stake);
  assert.ok(part.vote.state === 'vote' && part.vote.ppm > 0n && part.vote.ppm < 1_000_000n);
  assert.ok(part.vote.perDay > 0n);
  // The percentage is of what the subnet is heading to, not of what it gets now.
  assert.equal(part.vote.ppm, (part.vote.perDay * 1_000_000n) / part.vote.heading);

  const unread = ownPart(value, record.facts, { known: false, reason: 'unreadable' }, subnet, null);
  assert.deepEqual([unread.stakePpm, unread.vote.state], [null, 'unknown']);
});

test('root has no figure of a pool, and shows what is held', () => {
  assert.ok(hasFigure(entry(0), 'held'));
  assert.deepEqual(
    figureColumns.filter((column) => hasFigure(entry(0), column)),
    ['held'],
  );
  assert.ok(figureColumns.every((column) => hasFigure(entry(5), column)));
});

test('that no subnet of the user’s is to be removed is said only of holdings that were read', () => {
  const { snapshot } = snapshotWith(positions, []);
  const own = positions.find(({ coldkey, alpha }) => coldkey === ledgerMain && alpha > 0n);
  assert.ok(own);
  const rungs = [{ netuid: own.netuid }, { netuid: toNetuid(4_000) }];
  assert.deepEqual(mineOf(rungs, [ledgerMain], snapshot), [own.netuid]);
  assert.deepEqual(mineOf(rungs.slice(1), [ledgerMain], snapshot), []);
  assert.deepEqual(mineOf(rungs, [], null), [], 'nobody has no account and a holding');
  assert.equal(mineOf(rungs, [ledgerMain], null), null);
  assert.equal(mineOf(rungs, [ledgerMain], { ...snapshot, unread: [ledgerMain] }), null);
  const accounts = snapshot.accounts.filter(({ coldkey }) => coldkey !== savings);
  assert.equal(mineOf(rungs, [ledgerMain, savings], { ...snapshot, accounts }), null);
});

test('the price that leaves the ladder is never printed at or below what it must pass', () => {
  const passed = 6_385_123n;
  const shown = holdingPriceShown(passed + 1n);
  assert.equal(shown, 6_386_000n);
  assert.ok(formatAmount(shown, { decimals: 6 }) > formatAmount(passed, { decimals: 6 }));
  assert.equal(holdingPriceShown(60_000_000n), 60_000_000n, 'a price of whole digits stays');
});

test('every figure is explained once, in a sentence without a formula', async () => {
  const explained = topics.flatMap(([, columns]) => columns);
  assert.deepEqual(explained.toSorted(), figureColumns.toSorted());
  const file = 'assets/_locales/en/messages.json';
  const words: Record<string, { message: string }> = JSON.parse(await readFile(file, 'utf8'));
  for (const column of figureColumns) {
    assert.match(words[`figureAbout_${column}`]?.message ?? '', /^[A-Z][^÷×−]*\.$/, column);
  }
});

test('the average yield is the validators’ part of new alpha on all that holders have, or unknown', () => {
  const { facts } = emissionRecord();
  const subnet = facts.subnets.find(({ netuid }) => netuid === 64);
  assert.ok(subnet && subnet.protocolAlpha.known && facts.ownerCut.known);
  const unread = { known: false, reason: 'unreadable' } as const;
  const ppm = averageYieldPpm(facts, subnet);
  // 41% of an alpha less root's fifth, 360 blocks of it on what holders have, over 7,305 epochs.
  const rate =
    (Number(TAO) * 360 * 0.41 * 0.8) / Number(subnet.alphaOut - subnet.protocolAlpha.value);
  assert.ok(Math.abs(Number(ppm) / 1e6 - ((1 + rate) ** 7_305 - 1)) < 0.001, `${ppm}`);
  assert.equal(averageYieldPpm({ ...facts, ownerCut: unread }, subnet), null);
  for (const missing of ['alphaOutEmission', 'rootProportionBits', 'tempo', 'protocolAlpha']) {
    assert.equal(averageYieldPpm(facts, { ...subnet, [missing]: unread }), null, missing);
  }
  const none = { known: true, value: toAlphaRao(0n) } as const;
  assert.equal(averageYieldPpm(facts, { ...subnet, alphaOutEmission: none }), 0n);
  assert.equal(
    averageYieldPpm(facts, { ...subnet, alphaOut: toAlphaRao(0n), protocolAlpha: none }),
    null,
  );
});

test('what is mine is ordered by what it would bring, not by its count of alpha', () => {
  const many = entry(1, { held: 900n * TAO, worth: { rao: 1n * TAO, isWhole: true } });
  const dear = entry(2, { held: 10n * TAO, worth: { rao: 5n * TAO, isWhole: true } });
  const unread = entry(3, { held: 10n * TAO, worth: { rao: 0n, isWhole: false } });
  assert.deepEqual(
    sortSubnets([many, unread, dear], 'held').map(({ netuid }) => Number(netuid)),
    [2, 1, 3],
  );
  assert.equal(figureOf(unread, 'held'), null);
  assert.equal(figureOf(entry(4), 'held'), 0n);
});
