import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scaleOf } from '../../../src/panel/emission/share-list.tsx';

test('a full bar is a round share that holds the largest of all lists', () => {
  const list = (largest: bigint, total: bigint) => ({
    title: 'a list',
    parts: [{ key: 'a', name: 'a', rao: largest }],
    total,
  });
  assert.equal(scaleOf([list(34n, 1_000n)]), 50_000n);
  assert.equal(scaleOf([list(50n, 1_000n)]), 50_000n);
  assert.equal(scaleOf([list(50n, 1_000n), list(261n, 1_000n)]), 500_000n);
  assert.equal(scaleOf([list(9n, 10n)]), 1_000_000n);
  // Nothing was counted.
  assert.equal(scaleOf([list(0n, 0n)]), 10_000n);
});
