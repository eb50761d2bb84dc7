// How a lock is said to go on, and in how many days what is left of it is negligible: each edge, one unit to either side.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysUntilNegligible, lockCourse } from '../../src/emission/lock-course.ts';
import type { HeldLock } from '../../src/model/facts.ts';
import { toAlphaRao, toNetuid, type Price, type Ss58Address } from '../../src/units.ts';

const missing = { known: false, reason: 'unreadable' } as const;
const known = <T>(value: T) => ({ known: true, value }) as const;

/** Falls to 1/e in a day: of 1,000 there are 367, 135, 49, 18, 6, 2 and 0 left after one to seven days. */
const lock: HeldLock = {
  coldkey: 'c' as Ss58Address,
  netuid: toNetuid(1),
  hotkey: null,
  locked: toAlphaRao(1_000n),
  isPerpetual: known(false),
  unlockRate: known(7_200n),
};

test('a lock stays, decays with a half-life, or nobody read which', () => {
  assert.deepEqual(lockCourse(lock), { kind: 'decays', halfLifeBlocks: 4_990n });
  assert.deepEqual(lockCourse({ ...lock, isPerpetual: known(true) }), { kind: 'stays' });
  assert.deepEqual(lockCourse({ ...lock, isPerpetual: missing }), { kind: 'unknown' });
  assert.deepEqual(lockCourse({ ...lock, unlockRate: missing }), { kind: 'unknown' });
});

test('the day a lock falls under a hundredth of the stake, if within a week and not already', () => {
  const rows: [bigint, bigint, number | null][] = [
    [1_000n, 100_001n, null],
    [1_000n, 100_000n, 1],
    [1_000n, 4_901n, 3],
    [1_000n, 4_900n, 4],
    [1_000n, 1n, 7],
    [2_000n, 1n, null],
  ];
  for (const [locked, total, day] of rows) {
    const one = { ...lock, locked: toAlphaRao(locked) };
    assert.equal(daysUntilNegligible(one, total, null, 0n), day, `${locked} of ${total}`);
  }
  for (const part of [
    { isPerpetual: known(true) },
    { isPerpetual: missing },
    { unlockRate: missing },
  ]) {
    assert.equal(daysUntilNegligible({ ...lock, ...part }, 100_000n, null, 0n), null);
  }
});

test('or under the small amount, where there is a price', () => {
  const half: Price = { rao: 1n, perAlphaRao: 2n };
  const rows: [Price | null, bigint, number | null][] = [
    [half, 501n, null],
    [half, 500n, 1],
    [half, 183n, 2],
    [null, 501n, 7],
  ];
  for (const [price, smallUnder, day] of rows) {
    assert.equal(daysUntilNegligible(lock, 1n, price, smallUnder), day, `${smallUnder}`);
  }
});
