import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitChange } from '../../src/portfolio/split-change.ts';
import { mulDivDown } from '../../src/units.ts';

const ALPHA = 1_000_000_000n;

test('what the price did and what alpha came are told apart', () => {
  const split = splitChange(
    { alpha: 100n * ALPHA, raoPerAlpha: 50_000_000n },
    { alpha: 104n * ALPHA, price: { rao: 40_000_000n, perAlphaRao: ALPHA } },
  );
  assert.deepEqual(split, { byPrice: -1_000_000_000n, byAlpha: 160_000_000n, alpha: 4n * ALPHA });
});

test('both parts are the whole difference, to the rao', () => {
  const amount = fc.bigInt({ min: 0n, max: 21n * 10n ** 15n });
  const price = fc.bigInt({ min: 0n, max: 10n ** 12n });
  fc.assert(
    fc.property(amount, price, amount, price, (before, priceThen, after, bits) => {
      const now = { alpha: after, price: { rao: bits, perAlphaRao: 1n << 30n } };
      const split = splitChange({ alpha: before, raoPerAlpha: priceThen }, now);
      const difference = mulDivDown(after, bits, 1n << 30n) - mulDivDown(before, priceThen, ALPHA);
      assert.equal(split.byPrice + split.byAlpha, difference);
    }),
  );
});
