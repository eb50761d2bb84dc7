// The rows in sight of several windows: none overrules another, and what a closed one told is over.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRowsInSight } from '../../src/service/rows-in-sight.ts';
import { toNetuid } from '../../src/units.ts';

const rows = (...netuids: number[]) => netuids.map((one) => toNetuid(one));

test('the rows of all windows are followed, each once, for as long as its window is open', () => {
  const told: string[] = [];
  const inSight = createRowsInSight((netuids) => void told.push(netuids.join()));
  inSight.opened('popup');
  inSight.opened('side');
  inSight.watch('popup', rows(7, 64));
  inSight.watch('side', rows(64, 3));
  inSight.watch('popup', rows(7));
  inSight.closed('popup');
  inSight.watch('side', rows());
  assert.deepEqual(told, ['7,64', '3,7,64', '3,7,64', '3,64', '']);
});

test('what a window tells without its port being open does not count', () => {
  const told: string[] = [];
  const inSight = createRowsInSight((netuids) => void told.push(netuids.join()));
  inSight.watch('popup', rows(7));
  inSight.opened('popup');
  inSight.closed('popup');
  inSight.watch('popup', rows(7));
  inSight.opened('side');
  inSight.watch('side', rows(1));
  assert.deepEqual(told, ['', '1']);
});
