// The line beside a change covers the time of that change.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointsOver } from '../../../src/panel/words/price-sparkline.tsx';

const HOUR = 3_600_000;
const NOW = 400 * HOUR;
const hoursAgo = (hours: number) => ({ at: NOW - hours * HOUR });

test('it begins at the last point that is as old as the change, not before', () => {
  const points = [200, 168.5, 168, 90, 30, 24.5, 23.5, 1, 0].map(hoursAgo);
  assert.equal(pointsOver(points, NOW, 7)[0], points[2]);
  assert.equal(pointsOver(points, NOW, 1)[0], points[5]);
  assert.equal(pointsOver(points, NOW, 1).at(-1), points.at(-1));
});

test('the block of an archive that is a few minutes younger is as old', () => {
  const points = [23.9, 12, 0].map(hoursAgo);
  assert.equal(pointsOver(points, NOW, 1).length, 3);
});

test('a record that reaches back less far has no line', () => {
  assert.deepEqual(pointsOver([20, 10, 0].map(hoursAgo), NOW, 1), []);
  assert.deepEqual(pointsOver([48, 24, 0].map(hoursAgo), NOW, 7), []);
});
