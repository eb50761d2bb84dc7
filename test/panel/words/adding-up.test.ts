// Figures that stand beside their printed sum add up to it, whatever they are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CENT, cut, cutParts, rounded, roundedParts } from '../../../src/panel/words/adding-up.ts';

const sumOf = (parts: readonly bigint[]): bigint => parts.reduce((sum, part) => sum + part, 0n);
const amounts = fc.array(fc.bigInt(0n, 10n ** 15n), { maxLength: 30 });
/** So small that it is printed with more digits. */
const isTrifle = (part: bigint): boolean => part !== 0n && part < CENT;

test('rows of amounts add up to their printed sum, each off by less than its last digit', () => {
  fc.assert(
    fc.property(amounts, (parts) => {
      const shown = cutParts(parts);
      const large = parts.every((part) => !isTrifle(part));
      if (large) assert.equal(sumOf(shown), cut(sumOf(parts)));
      for (const [index, part] of parts.entries()) {
        const off = (shown[index] ?? -1n) - part;
        assert.ok(off < CENT && off > -CENT);
        if (part % CENT === 0n || isTrifle(part)) assert.equal(off, 0n);
      }
    }),
  );
});

test('many amounts that are printed with more digits make no row of the others more than it is', () => {
  const whole = 100n * CENT;
  const trifle = (CENT * 9n) / 10n;
  assert.deepEqual(cutParts([whole, trifle, trifle]), [whole, trifle, trifle]);
  const small = fc.array(fc.oneof(fc.bigInt(0n, CENT - 1n), fc.bigInt(0n, 5n * CENT)));
  fc.assert(
    fc.property(small, (parts) => {
      const shown = cutParts(parts);
      assert.equal(cut(sumOf(shown)), cut(sumOf(parts)));
      for (const [index, part] of parts.entries()) {
        const off = (shown[index] ?? -1n) - part;
        assert.ok(off < CENT && off > -CENT);
        if (part % CENT === 0n || isTrifle(part)) assert.equal(off, 0n);
      }
    }),
  );
});

test('what is printed of three exits is their printed sum, and the one that lost most takes the last digit', () => {
  const parts = [956_690_000_000n, 607_060_000_000n, 10_000_000n];
  assert.deepEqual(cutParts(parts), [956_690_000_000n, 607_060_000_000n, 10_000_000n]);
  const cents = [95_668_000_000n, 60_709_000_000n];
  assert.deepEqual(cutParts(cents), [95_660_000_000n, 60_710_000_000n]);
  assert.equal(sumOf(cutParts(cents)), cut(sumOf(cents)));
});

test('steps from one printed total down to another lead there', () => {
  fc.assert(
    fc.property(amounts, fc.bigInt(0n, 10n ** 15n), (steps, end) => {
      const all = steps.filter((step) => step >= CENT);
      const start = end + sumOf(all);
      const shown = cutParts(all, cut(start) - cut(end));
      assert.equal(cut(start) - sumOf(shown), all.length === 0 ? cut(start) : cut(end));
      for (const [index, step] of all.entries()) {
        const off = (shown[index] ?? -1n) - step;
        assert.ok(off < CENT && off > -CENT);
      }
    }),
  );
});

test('parts of a result add up to the rounded sum, gains and losses among them', () => {
  const changes = fc.array(fc.bigInt(-(10n ** 15n), 10n ** 15n), { maxLength: 9 });
  fc.assert(
    fc.property(changes, (parts) => {
      const shown = roundedParts(parts);
      assert.equal(sumOf(shown), rounded(sumOf(parts)));
      for (const [index, part] of parts.entries()) {
        const off = (shown[index] ?? -1n) - part;
        assert.ok(off < CENT && off > -CENT);
      }
    }),
  );
});
