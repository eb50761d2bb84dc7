import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SubnetEntry } from '../../../src/panel/subnets/subnet-entry.ts';
import {
  flowTone,
  largestTone,
  rankTone,
  removalTone,
} from '../../../src/panel/subnet/figure-tones.ts';

/** Only what is judged. */
const entryOf = (part: object): SubnetEntry =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest is not looked at
  ({ flow: null, figures: null, ...part }) as unknown as SubnetEntry;

test('a flow is good or bad only where its whole range is on one side of zero', () => {
  const of = (low: bigint, high: bigint) => entryOf({ flow: { kind: 'estimated', low, high } });
  assert.equal(flowTone(of(1n, 5n)), 'good');
  assert.equal(flowTone(of(-5n, -1n)), 'bad');
  assert.equal(flowTone(of(-1n, 5n)), null);
  assert.equal(flowTone(of(0n, 5n)), null);
  assert.equal(flowTone(entryOf({})), 'unknown');
});

test('a rank is held against the bar of emission where there is one', () => {
  const at = (rank: number | null) => entryOf({ figures: { rank } });
  const bar = (barRank: number) =>
    ({ known: true, value: { barBits: 1n, exponentBits: 1n, barRank } }) as const;
  assert.equal(rankTone(at(32), bar(32)), 'good');
  assert.equal(rankTone(at(33), bar(32)), 'bad');
  assert.equal(rankTone(at(33), bar(0)), null);
  assert.equal(rankTone(at(33), { known: false, reason: 'not-on-this-runtime' }), null);
  // Nothing of it is neither good nor bad: it is not known which.
  assert.equal(rankTone(at(33), { known: false, reason: 'unreadable' }), 'unknown');
  assert.equal(rankTone(at(33), undefined), 'unknown');
  assert.equal(rankTone(at(null), bar(32)), 'unknown');
  assert.equal(rankTone(entryOf({}), bar(32)), 'unknown');
});

test('the next to be deregistered ask for a look, immune ones and all others do not', () => {
  const at = (place: number | null) => entryOf({ figures: { removal: { place } } });
  assert.equal(removalTone(at(5)), 'bad');
  assert.equal(removalTone(at(6)), 'good');
  assert.equal(removalTone(at(null)), 'good');
  assert.equal(removalTone(entryOf({})), 'unknown');
});

test('one validator with more than half is bad, with less than a third good', () => {
  assert.equal(largestTone(500_001n), 'bad');
  assert.equal(largestTone(500_000n), null);
  assert.equal(largestTone(333_333n), null);
  assert.equal(largestTone(333_332n), 'good');
  assert.equal(largestTone(null), 'unknown');
});
