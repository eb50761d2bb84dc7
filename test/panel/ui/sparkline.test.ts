// The small line: its scale does not exaggerate, and what is unknown stays a gap.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sparkPath } from '../../../src/panel/ui/chart/sparkline.tsx';

test('a line fills the height only when the range is a tenth of the highest value', () => {
  const at = (value: bigint, index: number) => ({ at: index * 8, value });
  assert.equal(sparkPath([500n, 1000n].map(at), 0, 100), 'M0.0 20.0h0L4.5 0.0');
  // One in a hundred is a tenth of the height, in its middle.
  assert.equal(sparkPath([990n, 1000n].map(at), 0, 100), 'M0.0 11.0h0L4.5 9.0');
  assert.equal(sparkPath([7n, 7n].map(at), 0, 100), 'M0.0 20.0h0L4.5 20.0');
  assert.equal(sparkPath([], 0, 100), '');
});

test('a twelfth of the time is bridged and no more; a lone point is a dot', () => {
  const points = [0, 10, 21, 61].map((at) => ({ at, value: 5n }));
  assert.equal(sparkPath(points, 0, 120).replaceAll(/\d[\d.]* [\d.]+/g, ''), 'Mh0LMh0Mh0');
});
