// What of a stake is free when: the lock decays by the chain's own steps, what is kept beside it stays, and nothing is negative.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freeAfter } from '../../src/emission/free-when.ts';
import { halfLifeOf } from '../../src/emission/lock-decay.ts';

const UNLOCK_RATE = 934_866n;
const HALF = 648_000n;
const bound = {
  total: 1_000n,
  locked: 600n,
  kept: 100n,
  isPerpetual: false,
  unlockRate: UNLOCK_RATE,
};

test('half of a lock is free after a half-life, rounded down, and what is kept beside it stays', () => {
  assert.deepEqual(freeAfter(bound, 0n), { locked: 600n, free: 300n });
  assert.deepEqual(freeAfter(bound, HALF), { locked: 299n, free: 601n });
  assert.deepEqual(freeAfter(bound, 10n ** 9n), { locked: 0n, free: 900n });
  assert.ok(HALF - halfLifeOf(UNLOCK_RATE) <= 1n);
});

test('a perpetual lock stays, whatever the rate', () => {
  for (const unlockRate of [0n, 1n, UNLOCK_RATE]) {
    const course = { ...bound, isPerpetual: true, unlockRate };
    assert.deepEqual(freeAfter(course, 10n ** 9n), { locked: 600n, free: 300n });
  }
});

test('more bound than there is leaves nothing free, never less', () => {
  assert.deepEqual(freeAfter({ ...bound, kept: 401n }, 0n), { locked: 600n, free: 0n });
  assert.deepEqual(freeAfter({ ...bound, kept: 399n }, 0n), { locked: 600n, free: 1n });
});
