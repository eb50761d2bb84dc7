// What was not read is no value: a reading has no default.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  absentAs,
  known,
  must,
  NOT_HERE,
  UNREADABLE,
} from '../../src/chain/runtime/storage-query.ts';

test('what other facts need ends the reading where it is unknown', () => {
  assert.equal(must(known(7), 'alpha'), 7);
  for (const unknown of [NOT_HERE, UNREADABLE]) {
    assert.throws(() => must(unknown, 'alpha'), RangeError);
  }
});

test('only the lack of an item may mean a value; an item that cannot be read means none', () => {
  assert.equal(absentAs(known(7n), 0n, 'excess'), 7n);
  assert.equal(absentAs(NOT_HERE, 0n, 'excess'), 0n);
  assert.throws(() => absentAs(UNREADABLE, 0n, 'excess'), RangeError);
});
