import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOfSnapshot } from '../../../src/alerts/facts-of-snapshot.ts';
import { figureNow, fitted } from '../../../src/panel/alerts/alert-draft.ts';
import { offersSale } from '../../../src/panel/alerts/offers-sale.ts';
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
