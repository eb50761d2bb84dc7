import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decimalsThatAdd } from '../../../src/panel/emission/emission-split.tsx';

test('parts are printed with as many decimals as it takes to add up to their printed sum', () => {
  assert.equal(decimalsThatAdd([33_180_000_000n, 22_120_000_000n], 2), 2);
  // 33.18 and 22.12 would stand above 55.31.
  assert.equal(decimalsThatAdd([33_187_000_000n, 22_125_000_000n], 2), 3);
  assert.equal(decimalsThatAdd([1n, 999_999_999n], 2), 9);
  assert.equal(decimalsThatAdd([0n, 0n], 2), 2);
});
