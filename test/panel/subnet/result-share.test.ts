// A result as a share of what was put in: cut, and only where all of it was put in within the book.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resultSharePpm } from '../../../src/panel/subnet/result-share.ts';

const putIn = { tao: 100n, moved: 50n, others: 24n };

void test('a share is of all that came in, and cut towards zero', () => {
  assert.equal(resultSharePpm({ start: 0n, putIn, result: 87n }), 500_000n);
  assert.equal(resultSharePpm({ start: 0n, putIn, result: -1n }), -5_747n);
});

void test('what was there before, or nothing put in, leaves no share', () => {
  const none = { tao: 0n, moved: 0n, others: 0n };
  assert.equal(resultSharePpm({ start: 1n, putIn, result: 87n }), null);
  assert.equal(resultSharePpm({ start: 0n, putIn: none, result: 87n }), null);
});
