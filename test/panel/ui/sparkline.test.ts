// The small line: its scale does not exaggerate, and what is unknown is no full line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sparkPath } from '../../../src/panel/ui/chart/sparkline.tsx';

test('a line fills the height only when the range is a tenth of the highest value', () => {
  const at = (value: bigint, index: number) => ({ at: index * 8, value });
  const knownOf = (values: bigint[]): string => sparkPath(values.map(at), 0, 100).known;
  assert.equal(knownOf([500n, 1000n]), 'M0.0 20.0L4.5 0.0');
  // One in a hundred is a tenth of the height, in its middle.
  assert.equal(knownOf([990n, 1000n]), 'M0.0 11.0L4.5 9.0');
  assert.equal(knownOf([7n, 7n]), 'M0.0 20.0L4.5 20.0');
  assert.equal(knownOf([]), '');
});

test('an eighth of the time is bridged in full and no more; over the rest a dotted line leads', () => {
  const points = [0, 15, 31, 71].map((at) => ({ at, value: 5n }));
  const shape = (path: string): string => path.replaceAll(/\d[\d.]* [\d.]+/g, '');
  const { known, unknown } = sparkPath(points, 0, 120);
  assert.equal(shape(known), 'MLMM');
  assert.equal(shape(unknown), 'MLML');
});
