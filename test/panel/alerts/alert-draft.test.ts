import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOfSnapshot } from '../../../src/alerts/facts-of-snapshot.ts';
import {
  aimedAt,
  changedRule,
  draftFrom,
  figureNow,
  fitted,
  ruleOf,
} from '../../../src/panel/alerts/alert-draft.ts';
import { offersSale } from '../../../src/panel/alerts/offers-sale.ts';
import { alertKinds } from '../../../src/alerts/kinds.ts';
import { testedPoints } from '../../../src/alerts/back-test.ts';
import type { AlertKind, AlertRule } from '../../../src/model/alert.ts';
import { toNetuid } from '../../../src/units.ts';
import { stored } from '../../tools/pictures/stored.ts';

test('a line has the figure of today beside it where there is one, and no other', () => {
  const { snapshot, accounts } = stored();
  assert.ok(snapshot);
  const facts = factsOfSnapshot(snapshot.snapshot, {
    coldkeys: accounts.filter(({ isCounted }) => isCounted).map(({ coldkey }) => coldkey),
    emission: null,
    rootClaims: null,
    takes: new Map(),
    requests: [],
  });
  const now = (kind: Parameters<typeof figureNow>[0]['kind'], netuid: number | null) =>
    figureNow({ kind, side: 'below', netuid: netuid === null ? null : toNetuid(netuid) }, facts);
  const exit = facts.subnets.find(({ netuid }) => netuid === 64)?.exit;
  assert.ok(exit?.known);
  assert.equal(now('exit-value', 64), exit.value);
  assert.ok(facts.rootClaimable.known);
  assert.equal(now('root-dividends', null), facts.rootClaimable.value);
  assert.equal(now('near-removal', null), null);
  assert.equal(figureNow({ kind: 'exit-value', side: 'falls', netuid: null }, facts), null);
});

test('a form begins with the side of each kind that is its danger', () => {
  const sideOf = (kind: Parameters<typeof fitted>[0]['kind']) =>
    fitted({ kind, netuid: toNetuid(64), side: null, quiet: null }, null, toNetuid(64)).side;
  assert.equal(sideOf('exit-value'), 'below');
  assert.equal(sideOf('sellable-gap'), 'above');
  assert.equal(sideOf('emission-share'), 'below');
  assert.equal(sideOf('take-raised'), null);
});

test('what one node alone reports offers no sale', () => {
  assert.equal(offersSale({ kind: 'exit-value', isConfirmed: false }), false);
  assert.equal(offersSale({ kind: 'exit-value', isConfirmed: true }), true);
  // Where no second operator is set.
  assert.equal(offersSale({ kind: 'spot-price' }), true);
  assert.equal(offersSale({ kind: 'take-raised', isConfirmed: true }), false);
});

const netuid = toNetuid(64);
const newRule = (kind: AlertKind): AlertRule => {
  const rule = ruleOf(fitted({ kind, netuid, side: null, quiet: null }, null, netuid));
  assert.ok(rule !== null);
  return rule;
};

test('the form of an alert that is changed says what the alert says', () => {
  for (const kind of Object.keys(alertKinds)) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are the kinds
    const rule = newRule(kind as AlertKind);
    assert.deepEqual(ruleOf(draftFrom(rule)), rule, kind);
  }
});

test('a line of any number of blocks opens as days that are read as those blocks, in few digits', () => {
  const rule = newRule('immunity-ending');
  const textOf = (value: bigint) => draftFrom({ ...rule, value }).text;
  assert.equal(textOf(7_200n * 3n), '3');
  assert.equal(textOf(1_000n), '0.139');
  // Three decimals alone could be taken for thousands.
  assert.equal(textOf(8_100n), '1.1250');
  assert.equal(textOf(7_201n), '1.0002');
  for (const value of [1n, 2n, 719n, 720n, 7_199n, 7_201n, 8_101n, 123_457n, 7_200_001n]) {
    const opened = draftFrom({ ...rule, value });
    assert.equal(ruleOf(opened)?.value, value, opened.text);
  }
  for (let value = 1n; value < 20_000n; value += 1n)
    assert.equal(ruleOf(draftFrom({ ...rule, value }))?.value, value);
});

test('an alert of another line is a new one, so that it tells anew; other hours leave it the same', () => {
  const before = { ...newRule('exit-value'), id: 'a', isEnabled: false, createdAt: 5 };
  const quiet = { from: 0, to: 60 };
  assert.deepEqual(changedRule(before, { ...newRule('exit-value'), quiet }), { ...before, quiet });
  const other = { ...newRule('exit-value'), value: before.value + 1n };
  assert.deepEqual(changedRule(before, other), { ...other, id: '', isEnabled: false });
  const side = { ...newRule('exit-value'), side: 'above' } as const;
  assert.equal(changedRule(before, side).id, '');
});

test('the chart of a form has what was recorded of its own accounts', () => {
  const { history, accounts } = stored();
  const coldkeys = accounts.filter(({ isCounted }) => isCounted).map(({ coldkey }) => coldkey);
  const now = Date.now();
  const rule: AlertRule = { ...newRule('exit-value'), scope: { of: 'everything' } };
  const points = testedPoints(rule, history, { coldkeys, now });
  assert.ok(points.length > 0);
  assert.deepEqual(
    points.map(({ value }) => value),
    history.slice(-points.length).map(({ sellable }) => sellable),
  );
  assert.deepEqual(testedPoints(rule, history, { coldkeys: ['other'], now }), []);
  assert.deepEqual(testedPoints(newRule('take-raised'), history, { coldkeys, now }), []);
});

test('a quick line is so many per cent away from the figure, cut to five digits and never rounded up', () => {
  assert.equal(aimedAt(159_290_000_000n, -5n), 151_320_000_000n);
  assert.equal(aimedAt(159_290_000_000n, -20n), 127_430_000_000n);
  assert.equal(aimedAt(159_290_000_000n, 10n), 175_210_000_000n);
  // A price below one: as many digits of it.
  assert.equal(aimedAt(61_777_777n, -10n), 55_599_000n);
  assert.equal(aimedAt(3n, -5n), 2n);
});
