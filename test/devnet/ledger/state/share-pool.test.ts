// Shares against hand-worked figures: what positions read after credits, dividends and debits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { emptyState } from '../genesis/genesis.ts';
import {
  canCredit,
  coldkeyAlpha,
  credit,
  creditAll,
  debit,
  hotkeyAlpha,
  positionAlpha,
} from './share-pool.ts';
import { addFloat, floatToU64, mulDiv, safeFloat, subFloat } from '../emission/safe-float.ts';

const HOTKEY = '0xaa';
const A = '0x01';
const B = '0x02';

test('mantissas are kept between 10^20 and 10^21 by truncation', () => {
  assert.deepEqual(safeFloat(1n), { mantissa: 10n ** 21n, exponent: -21 });
  assert.deepEqual(safeFloat(3n), { mantissa: 3n * 10n ** 20n, exponent: -20 });
  assert.deepEqual(mulDiv(safeFloat(2n), safeFloat(1n), safeFloat(3n)), {
    mantissa: 666666666666666666666n,
    exponent: -21,
  });
  assert.equal(floatToU64(mulDiv(safeFloat(2n), safeFloat(1n), safeFloat(3n))), 0n);
  assert.equal(floatToU64(addFloat(safeFloat(5n), safeFloat(7n))), 12n);
  assert.equal(subFloat(safeFloat(0n), safeFloat(7n)), null);
});

test('the first credit sets the price of a share to one', () => {
  const state = emptyState(1, {});
  credit(state, HOTKEY, A, 1, 1_000n);
  assert.equal(positionAlpha(state, HOTKEY, A, 1), 1_000n);
  assert.equal(hotkeyAlpha(state, HOTKEY, 1), 1_000n);
  assert.deepEqual(state.stakingHotkeys.get(A), [HOTKEY]);
});

test('a dividend raises every position in proportion, rounded down', () => {
  const state = emptyState(1, {});
  credit(state, HOTKEY, A, 1, 1_000n);
  credit(state, HOTKEY, B, 1, 2_000n);
  creditAll(state, HOTKEY, 1, 100n);
  assert.equal(positionAlpha(state, HOTKEY, A, 1), 1_033n); // 3100/3
  assert.equal(positionAlpha(state, HOTKEY, B, 1), 2_066n);
  assert.equal(hotkeyAlpha(state, HOTKEY, 1), 3_100n);
  assert.equal(coldkeyAlpha(state, B, 1), 2_066n);
});

test('a debit of more than the position holds takes nothing', () => {
  const state = emptyState(1, {});
  credit(state, HOTKEY, A, 1, 1_000n);
  debit(state, HOTKEY, A, 1, 1_001n);
  assert.equal(positionAlpha(state, HOTKEY, A, 1), 1_000n);
  debit(state, HOTKEY, A, 1, 1_000n);
  assert.equal(positionAlpha(state, HOTKEY, A, 1), 0n);
  assert.equal(state.shares.size, 0);
  assert.equal(state.hotkeyAlpha.size, 0);
});

test('a credit that would round to no shares is refused beforehand', () => {
  const state = emptyState(1, {});
  assert.ok(canCredit(state, HOTKEY, 1, 1n));
  credit(state, HOTKEY, A, 1, 10n ** 18n);
  assert.ok(canCredit(state, HOTKEY, 1, 1n));
  assert.ok(!canCredit(state, HOTKEY, 1, 0n));
});

test('a credit shows up to one unit less, and others move by at most one', () => {
  const amount = fc.bigInt({ min: 1n, max: 10n ** 16n });
  fc.assert(
    fc.property(amount, amount, amount, (first, dividend, second) => {
      const state = emptyState(1, {});
      credit(state, HOTKEY, A, 1, first);
      creditAll(state, HOTKEY, 1, dividend);
      const before = positionAlpha(state, HOTKEY, A, 1);
      credit(state, HOTKEY, B, 1, second);
      const shown = positionAlpha(state, HOTKEY, B, 1);
      const after = positionAlpha(state, HOTKEY, A, 1);
      assert.ok(shown === second || shown === second - 1n, `${shown} of ${second}`);
      assert.ok(after - before <= 1n && before - after <= 1n, `${before} → ${after}`);
      assert.ok(shown + after <= hotkeyAlpha(state, HOTKEY, 1));
    }),
  );
});
