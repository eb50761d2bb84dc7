// What is held cost on average: all lots that are left, over all accounts, of this registration of the subnet alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HoldingFigures } from '../../../src/history/figures.ts';
import { averageCost } from '../../../src/panel/subnet/average-cost.ts';
import { toNetuid } from '../../../src/units.ts';
import { hotkeys } from '../../tools/pictures/chain.ts';
import { ledgerMain } from '../../tools/pictures/stored.ts';

const ALPHA = 1_000_000_000n;
const subnet = { netuid: toNetuid(64), registeredAt: 100 };
const [hotkey] = hotkeys;

function holding(
  lots: readonly (readonly [alpha: bigint, basis: bigint])[],
  registeredAt = 100,
  isKnown = true,
): HoldingFigures {
  assert.ok(hotkey);
  return {
    coldkey: ledgerMain,
    holding: { netuid: toNetuid(64), registeredAt, hotkey },
    alpha: 0n,
    value: { known: true, value: 0n },
    lots: isKnown
      ? ({ known: true, value: {} } as HoldingFigures['lots'])
      : { known: false, why: 'no-price' },
    open: lots.map(([alpha, basis]) => ({ alpha, basis, at: 0, origin: 'bought' })),
  };
}

test('the cost is of all lots together, cut', () => {
  const all = [holding([[2n * ALPHA, 10n]]), holding([[ALPHA, 10n]])];
  assert.equal(averageCost(all, subnet), 6n);
  assert.equal(averageCost([...all, holding([[ALPHA, 900n]], 99)], subnet), 6n);
});

test('nothing is said where lots are unknown or gone', () => {
  assert.equal(averageCost([], subnet), null);
  assert.equal(averageCost([holding([])], subnet), null);
  assert.equal(averageCost([holding([[ALPHA, 5n]]), holding([], 100, false)], subnet), null);
});
