// The wait before a looser limit: whatever is saved when, and however the clock is turned, nothing looser is in force before
// its time, and nothing tighter after it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  beginsWait,
  isLooser,
  limitsStateAt,
  noLimits,
  withLimits,
  type AccountLimits,
  type LimitsState,
} from '../../src/model/account-limits.ts';
import { toNetuid, toRao } from '../../src/units.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';

const HOUR = 3_600_000;
const T0 = 1_800_000_000_000;
const at = (hours: number) => ({ earliest: T0 + hours * HOUR, latest: T0 + hours * HOUR });

const keys = [1, 2, 3].map((byte) => formatSs58(new Uint8Array(32).fill(byte)));
const full: AccountLimits = {
  mostPerOrder: toRao(10n),
  mostPerDay: toRao(50n),
  netuids: [toNetuid(1), toNetuid(2)],
  hotkeys: keys.slice(0, 2),
  mostImpactBps: 100,
  leastFree: toRao(5n),
  waitHours: 24,
};
const before: LimitsState = { inForce: full, loosening: null };

const looser: readonly Partial<AccountLimits>[] = [
  { mostPerOrder: toRao(11n) },
  { mostPerOrder: null },
  { mostPerDay: toRao(51n) },
  { mostPerDay: null },
  { netuids: [1, 2, 3].map(toNetuid) },
  { netuids: [toNetuid(3)] },
  { netuids: null },
  { hotkeys: keys },
  { hotkeys: null },
  { mostImpactBps: 101 },
  { mostImpactBps: null },
  { leastFree: toRao(4n) },
  { leastFree: null },
  { waitHours: 23 },
];

const tighter: readonly Partial<AccountLimits>[] = [
  { mostPerOrder: toRao(9n) },
  { mostPerOrder: toRao(0n) },
  { mostPerDay: toRao(49n) },
  { netuids: [toNetuid(2)] },
  { netuids: [] },
  { hotkeys: keys.slice(1, 2) },
  { mostImpactBps: 0 },
  { leastFree: toRao(6n) },
  { waitHours: 25 },
];

test('each limit by itself: a tighter one is in force at once, a looser one waits', () => {
  assert.equal(isLooser(full, full), false);
  assert.equal(isLooser(full, noLimits), false);
  assert.equal(isLooser(noLimits, full), true);
  // None and nothing at all keep the same free.
  assert.equal(isLooser({ ...noLimits }, { ...noLimits, leastFree: toRao(0n) }), false);
  for (const part of looser) {
    const wanted = { ...full, ...part };
    const after = withLimits(before, wanted, at(0));
    assert.equal(isLooser(after.inForce, full), false, Object.keys(part).join());
    assert.deepEqual(after.loosening, { limits: wanted, from: T0 + 24 * HOUR });
    assert.deepEqual(limitsStateAt(after, T0 + 24 * HOUR - 1), after);
    const later = limitsStateAt(after, T0 + 24 * HOUR);
    assert.deepEqual(later, { inForce: wanted, loosening: null });
  }
  for (const part of tighter) {
    const wanted = { ...full, ...part };
    assert.deepEqual(withLimits(before, wanted, at(0)), { inForce: wanted, loosening: null });
  }
});

test('a first limit needs no wait, and sets the wait of the next', () => {
  const first = withLimits({ inForce: noLimits, loosening: null }, full, at(0));
  assert.deepEqual(first, before);
});

test('of one save the tighter part is in force at once and the looser part waits', () => {
  const wanted = { ...full, mostPerOrder: toRao(5n), mostPerDay: null };
  const after = withLimits(before, wanted, at(0));
  assert.deepEqual(after.inForce, { ...full, mostPerOrder: 5n });
  assert.deepEqual(after.loosening?.limits, wanted);
  // A longer wait counts at once, a shorter one not for itself.
  const longer = { ...full, mostPerOrder: null, waitHours: 48 };
  assert.equal(withLimits(before, longer, at(0)).loosening?.from, T0 + 48 * HOUR);
  const shorter = { ...full, mostPerOrder: null, waitHours: 0 };
  assert.equal(withLimits(before, shorter, at(0)).loosening?.from, T0 + 24 * HOUR);
});

test('saved again the wait is no shorter; looser still, it begins anew; the tighter one back ends it', () => {
  const wanted = { ...full, mostPerOrder: toRao(20n) };
  const waiting = withLimits(before, wanted, at(0));
  assert.deepEqual(withLimits(waiting, wanted, at(10)), waiting);
  const less = { ...full, mostPerOrder: toRao(15n) };
  assert.equal(withLimits(waiting, less, at(10)).loosening?.from, T0 + 24 * HOUR);
  const more = { ...full, mostPerOrder: toRao(21n) };
  assert.equal(withLimits(waiting, more, at(10)).loosening?.from, T0 + 34 * HOUR);
  assert.deepEqual(withLimits(waiting, full, at(10)), before);
  // Over by then: what was looser is in force.
  assert.deepEqual(withLimits(waiting, wanted, at(24)), { inForce: wanted, loosening: null });
});

test('a wait that would end when another one does begins all the same', () => {
  const waiting = withLimits(before, { ...full, mostPerOrder: toRao(20n) }, at(0));
  const closer = withLimits(waiting, full, at(10));
  assert.equal(beginsWait(waiting, closer), false);
  const less = withLimits(waiting, { ...full, mostPerOrder: toRao(15n) }, at(10));
  assert.equal(beginsWait(waiting, less), false);
  // By a clock that was turned back to the first save.
  const again = withLimits(less, { ...full, mostPerOrder: toRao(16n) }, at(0));
  assert.equal(again.loosening?.from, less.loosening?.from);
  assert.equal(beginsWait(less, again), true);
  assert.equal(beginsWait(before, waiting), true);
});

const order = fc.option(fc.integer({ min: 0, max: 5 }));
const step = fc.record({
  wanted: order,
  hours: fc.integer({ min: 0, max: 30 }),
  /** By how much the clock is off while this is saved. */
  off: fc.integer({ min: -500, max: 500 }),
  knowsChain: fc.boolean(),
});

test('whatever is saved when by a clock turned anyhow, nothing looser is in force before its time', () => {
  const value = (limit: bigint | null): number => (limit === null ? 99 : Number(limit));
  fc.assert(
    fc.property(order, fc.array(step, { maxLength: 12 }), (first, steps) => {
      const limitsOf = (most: number | null): AccountLimits => ({
        ...noLimits,
        mostPerOrder: most === null ? null : toRao(BigInt(most)),
        waitHours: 24,
      });
      let state: LimitsState = { inForce: limitsOf(first), loosening: null };
      const saved = [{ hour: -1_000, wanted: value(state.inForce.mostPerOrder) }];
      let hour = 0;
      for (const { wanted, hours, off, knowsChain } of steps) {
        hour += hours;
        const clock = T0 + (hour + off) * HOUR;
        const chain = T0 + hour * HOUR;
        const present = knowsChain
          ? { earliest: Math.min(clock, chain), latest: Math.max(clock, chain) }
          : { earliest: 0, latest: clock };
        const next = withLimits(state, limitsOf(wanted), present);
        // Without the chain's time no wait begins: the service refuses it.
        if (knowsChain || !beginsWait(state, next)) {
          state = next;
          saved.push({ hour, wanted: value(limitsOf(wanted).mostPerOrder) });
        }
        const now = value(limitsStateAt(state, Math.min(clock, chain)).inForce.mostPerOrder);
        const recent = saved.filter((one) => one.hour > hour - 24);
        const old = saved.filter((one) => one.hour <= hour - 24);
        for (const one of recent) assert.ok(now <= one.wanted, 'a tighter one is in force');
        assert.ok(now <= Math.max(...old.map((one) => one.wanted)), 'a looser one waited');
      }
    }),
    { numRuns: 2_000 },
  );
});
