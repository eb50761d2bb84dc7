import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newestOnly } from '../../src/chain/rpc/newest-only.ts';

test('of a thousand items in a gap the first is used at once, and then the newest', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const used: number[] = [];
  const heads = newestOnly<number>(250, (item) => used.push(item));
  for (let item = 0; item < 1000; item += 1) heads.take(item);
  assert.deepEqual(used, [0]);
  t.mock.timers.tick(250);
  assert.deepEqual(used, [0, 999]);
  t.mock.timers.tick(250);
  heads.take(1000);
  assert.deepEqual(used, [0, 999, 1000]);
});

test('what waits is dropped with the connection', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const used: number[] = [];
  const heads = newestOnly<number>(250, (item) => used.push(item));
  heads.take(1);
  heads.take(2);
  heads.clear();
  t.mock.timers.tick(1000);
  assert.deepEqual(used, [1]);
});

test('without a gap every item is used', () => {
  const used: number[] = [];
  const heads = newestOnly<number>(0, (item) => used.push(item));
  for (const item of [1, 2, 3]) heads.take(item);
  assert.deepEqual(used, [1, 2, 3]);
});
