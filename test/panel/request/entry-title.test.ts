// A failed entry is named by its call, as far as that is known.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BookEntry } from '../../../src/model/book.ts';
import { entryTitle } from '../../../src/panel/request/entry-title.ts';

const entry = (kind: BookEntry['kind'], call: string | null) => ({
  kind,
  extrinsic: call === null ? null : { index: 1, hash: '0x00' as const, call, signer: null },
});

test('a failed entry says what it tried, where its call is one of stake; any other keeps its kind', () => {
  assert.equal(entryTitle(entry('failed', 'SubtensorModule.add_stake_limit')), 'entryFailed_stake');
  assert.equal(entryTitle(entry('failed', 'SubtensorModule.unstake_all')), 'entryFailed_unstake');
  assert.equal(entryTitle(entry('failed', 'Other.add_stake')), 'entryKind_failed');
  assert.equal(entryTitle(entry('failed', 'Utility.batch_all')), 'entryKind_failed');
  assert.equal(entryTitle(entry('failed', null)), 'entryKind_failed');
  assert.equal(entryTitle(entry('stake', 'SubtensorModule.add_stake')), 'entryKind_stake');
});
