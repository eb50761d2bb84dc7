// Figures that stand beside their printed sum add up to it, whatever they are; those that stand elsewhere too are cut as there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  amountParts,
  CENT,
  cut,
  loseByCutting,
  resultParts,
} from '../../../src/panel/words/adding-up.ts';

const sumOf = (parts: readonly bigint[]): bigint => parts.reduce((sum, part) => sum + part, 0n);
const amounts = fc.array(fc.bigInt(0n, 10n ** 15n), { maxLength: 30 });
const changes = fc.array(fc.bigInt(-(10n ** 15n), 10n ** 15n), { maxLength: 9 });
/** So small that it is printed with more digits. */
const isTrifle = (part: bigint): boolean => part !== 0n && part < CENT;

test('rows that print less than their printed sum are noticed, and no others', () => {
  assert.ok(loseByCutting([CENT + 6n, CENT - 6n], 2n * CENT));
  assert.ok(!loseByCutting([CENT, CENT + 6n], 2n * CENT + 6n));
  assert.ok(!loseByCutting([CENT, CENT - 6n], 3n * CENT), 'the sum is of something else too');
  assert.ok(!loseByCutting([], 0n));
});

test('rows of amounts add up to their printed sum, each off by less than its last digit', () => {
  fc.assert(
    fc.property(amounts, (parts) => {
      const shown = amountParts(parts);
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
  assert.deepEqual(amountParts([whole, trifle, trifle]), [whole, trifle, trifle]);
  const small = fc.array(fc.oneof(fc.bigInt(0n, CENT - 1n), fc.bigInt(0n, 5n * CENT)));
  fc.assert(
    fc.property(small, (parts) => {
      const shown = amountParts(parts);
      assert.equal(cut(sumOf(shown)), cut(sumOf(parts)));
      for (const [index, part] of parts.entries()) {
        const off = (shown[index] ?? -1n) - part;
        assert.ok(off < CENT && off > -CENT);
        if (part % CENT === 0n || isTrifle(part)) assert.equal(off, 0n);
      }
    }),
  );
});

test('the part that lost most by cutting takes the last digit of the sum', () => {
  const parts = [956_690_000_000n, 607_060_000_000n, 10_000_000n];
  assert.deepEqual(amountParts(parts), parts);
  const cents = [95_668_000_000n, 60_709_000_000n];
  assert.deepEqual(amountParts(cents), [95_660_000_000n, 60_710_000_000n]);
});

test('steps from one printed total down to another lead there', () => {
  fc.assert(
    fc.property(amounts, fc.bigInt(0n, 10n ** 15n), (steps, end) => {
      const all = steps.filter((step) => step >= CENT);
      const start = end + sumOf(all);
      const shown = amountParts(all, cut(start) - cut(end));
      assert.equal(cut(start) - sumOf(shown), all.length === 0 ? cut(start) : cut(end));
      for (const [index, step] of all.entries()) {
        const off = (shown[index] ?? -1n) - step;
        assert.ok(off < CENT && off > -CENT);
      }
    }),
  );
});

test('parts of a result add up to its printed sum, gains and losses among them', () => {
  fc.assert(
    fc.property(changes, (parts) => {
      const shown = resultParts(parts);
      const missed = sumOf(shown) - cut(sumOf(parts));
      // Below zero a sum is cut upwards: of whole hundredths there is nothing to give.
      assert.equal(missed, 0n);
      for (const [index, part] of parts.entries()) {
        const off = (shown[index] ?? -1n) - part;
        assert.ok(off < CENT && off > -CENT);
      }
    }),
  );
});

test('what stands on another screen too is cut as there, and the others make up what they can', () => {
  fc.assert(
    fc.property(changes, fc.nat({ max: 8 }), (parts, kept) => {
      for (const fit of [amountParts, resultParts]) {
        const shown = fit(parts, undefined, new Set([kept]));
        if (kept < parts.length) assert.equal(shown[kept], cut(parts[kept] ?? 0n));
        for (const [index, part] of parts.entries()) {
          const off = (shown[index] ?? -1n) - part;
          assert.ok(off < CENT && off > -CENT);
        }
      }
    }),
  );
  const [rewards, price, costs] = [14_486_000_000n, 2_508_000_000n, -1_209_000_000n];
  const shown = resultParts([rewards, price, costs], undefined, new Set([0]));
  assert.deepEqual(shown, [14_480_000_000n, 2_510_000_000n, -1_210_000_000n]);
  assert.deepEqual(resultParts([rewards], 14_490_000_000n, new Set([0])), [14_480_000_000n]);
});
