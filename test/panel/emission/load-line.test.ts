// What the screen about concentration offers to load.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadsOf } from '../../../src/panel/emission/load-line.tsx';

type Parts = Parameters<typeof loadsOf>[0];
type State = {
  state?: 'idle' | 'reading' | 'failed' | 'done';
  left?: number;
  isPast?: boolean;
  holders?: 'idle' | 'reading' | 'done';
  holdersLeft?: number;
  hasMore?: boolean;
};

function offered(is: State): readonly string[] {
  const { state = 'done', left, isPast = false, holders = 'idle', holdersLeft = 0 } = is;
  const none = () => undefined;
  const parts = {
    stakes: {
      model: { reading: { value: { state } } },
      found: left === undefined ? null : { left: Array.from({ length: left }, () => 1) },
      isPast,
      all: left === undefined ? null : {},
      load: none,
    },
    holders: { reading: { state: holders, left: holdersLeft }, model: { start: none } },
    hasMore: is.hasMore ?? false,
    find: none,
    early: { answer: null, isReading: false, read: none },
    hasArchive: false,
  };
  return loadsOf(parts as unknown as Parts).map(({ key }) => key);
}

test('validators come first; then what is left of them, and their holders', () => {
  assert.deepEqual(offered({}), ['validators']);
  assert.deepEqual(offered({ state: 'reading' }), []);
  assert.deepEqual(offered({ state: 'failed', left: 3 }), []);
  assert.deepEqual(offered({ left: 3 }), ['rest', 'holders']);
  assert.deepEqual(offered({ left: 0 }), ['holders']);
});

test('holders are offered again where validators were loaded since', () => {
  assert.deepEqual(offered({ left: 0, holders: 'done' }), []);
  assert.deepEqual(offered({ left: 0, holders: 'done', hasMore: true }), ['more']);
  assert.deepEqual(offered({ left: 0, holders: 'done', holdersLeft: 2 }), ['more']);
  assert.deepEqual(offered({ left: 3, holders: 'reading', hasMore: true }), ['rest']);
});

test('nothing goes on at a block that may be gone: validators are loaded anew', () => {
  assert.deepEqual(offered({ left: 49, isPast: true }), ['validators']);
  assert.deepEqual(offered({ left: 0, isPast: true, holders: 'done', holdersLeft: 2 }), [
    'validators',
  ]);
});
