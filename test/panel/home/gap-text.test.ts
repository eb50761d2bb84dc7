// The difference of two sums that lack something is not called the difference.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gapText } from '../../../src/panel/home/gap-text.ts';
import { isAllRead, isFreeOnly } from '../../../src/portfolio/portfolio-value.ts';
import { toRao } from '../../../src/units.ts';
import { valuePortfolio } from '../../../src/portfolio/value-portfolio.ts';
import { ledgerMain, positions, savings, snapshotWith } from '../../tools/pictures/stored.ts';

const { snapshot } = snapshotWith(positions, [4]);

test('all known: the difference', () => {
  const value = valuePortfolio(snapshot, [ledgerMain, savings]);
  assert.equal(isAllRead(value), true);
  assert.equal(gapText(value), 'gapTotal');
});

test('an account is not loaded: the difference of what was', () => {
  const accounts = snapshot.accounts.filter(({ coldkey }) => coldkey !== savings);
  const value = valuePortfolio({ ...snapshot, accounts }, [ledgerMain, savings]);
  assert.equal(isAllRead(value), false);
  assert.equal(gapText(value), 'gapLoaded');
});

test('what can be sold is not known: at most the difference', () => {
  const availability = { known: false, reason: 'unreadable' } as const;
  const value = valuePortfolio({ ...snapshot, availability }, [ledgerMain, savings]);
  assert.equal(value.isSpotWhole, true);
  assert.equal(gapText(value), 'gapMost');
});

test('without stake both values are the free TAO, said once; not where TAO is frozen or an account is missing', () => {
  const none = { ...snapshot, positions: [] };
  const value = valuePortfolio(none, [ledgerMain, savings]);
  assert.equal(value.spot, value.free);
  assert.equal(isFreeOnly(value), true);
  assert.equal(isFreeOnly({ ...value, sellable: toRao(value.spot - 1n) }), false);
  assert.equal(isFreeOnly(valuePortfolio(snapshot, [ledgerMain, savings])), false);
  const accounts = snapshot.accounts.filter(({ coldkey }) => coldkey !== savings);
  assert.equal(isFreeOnly(valuePortfolio({ ...none, accounts }, [ledgerMain, savings])), false);
});
