import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneAtATime } from '../../src/service/one-at-a-time.ts';

test('of items that arrive while one is worked on, only the newest is worked on afterwards', async () => {
  const worked: number[] = [];
  let isBusy = false;
  const work = oneAtATime(async (item: number) => {
    assert.equal(isBusy, false);
    isBusy = true;
    worked.push(item);
    await new Promise((resolve) => setImmediate(resolve));
    isBusy = false;
  });
  await Promise.all([1, 2, 3, 4].map(work));
  assert.deepEqual(worked, [1, 4]);
  await work(5);
  assert.deepEqual(worked, [1, 4, 5]);
});

test('work that fails is reported to its callers, and the next item is worked on', async () => {
  const work = oneAtATime(async (item: number) => {
    if (item === 1) throw new RangeError('first');
  });
  await assert.rejects(work(1), RangeError);
  await work(2);
});
