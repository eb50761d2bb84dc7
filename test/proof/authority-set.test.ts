// Sets of voters and changes of them, one unit to either side of each edge.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '../../src/chain/scale/hex.ts';
import { ScaleReader } from '../../src/chain/scale/scale-reader.ts';
import { AppError, type ErrorCode } from '../../src/errors.ts';
import {
  canDecide,
  isSameList,
  nextAuthorities,
  readAuthorities,
  readKeys,
  type Authority,
} from '../../src/proof/authority-set.ts';
import {
  changeItem,
  compact,
  consensusItem,
  hash32,
  join,
  unsigned,
  votersBytes,
} from '../oracle/grandpa-oracle.ts';

const throws = (code: ErrorCode) => (error: unknown) =>
  error instanceof AppError && error.code === code;
const malformed = throws('NODE_MALFORMED');
const invalid = throws('PROOF_INVALID');
const notServed = throws('PROOF_NOT_SERVED');

const voters = (count: number, weight = 1n) =>
  Array.from({ length: count }, (_unused, i) => ({ key: hash32(unsigned(i, 8)), weight }));
const listed = (count: number, weight = 1n): Authority[] =>
  voters(count, weight).map(({ key }) => ({ key: toHex(key), weight }));
const MOST = BigInt(Number.MAX_SAFE_INTEGER);

test('a list decides with one to 256 different keys, each with a weight, and a sum that numbers hold', () => {
  assert.ok(canDecide(listed(1)));
  assert.ok(canDecide(listed(256)));
  assert.ok(!canDecide(listed(257)));
  assert.ok(!canDecide([]));
  const [first, second] = listed(2);
  assert.ok(first && second);
  assert.ok(!canDecide([first, first]));
  assert.ok(!canDecide([first, { ...second, weight: 0n }]));
  assert.ok(canDecide([first, { ...second, weight: MOST - 1n }]));
  assert.ok(!canDecide([first, { ...second, weight: MOST }]));
});

test('stored lists are read to the byte', () => {
  const reader = new ScaleReader(votersBytes(voters(3, 7n)));
  assert.deepEqual(readAuthorities(reader), listed(3, 7n));
  assert.equal(reader.left, 0);
  const short = votersBytes(voters(3)).subarray(0, -1);
  assert.throws(() => readAuthorities(new ScaleReader(short)), malformed);
  assert.throws(() => readAuthorities(new ScaleReader(votersBytes(voters(257)))), malformed);
  const keys = (count: number) => join(compact(count), ...voters(count).map(({ key }) => key));
  assert.equal(readKeys(new ScaleReader(keys(256))).length, 256);
  for (const bytes of [keys(257), keys(0), keys(2).subarray(0, -1)]) {
    assert.throws(() => readKeys(new ScaleReader(bytes)), malformed);
  }
});

test('lists are the same only with the same keys and weights in the same order', () => {
  const list = listed(3);
  assert.ok(isSameList(list, listed(3)));
  assert.ok(!isSameList(list, listed(2)));
  assert.ok(!isSameList(listed(2), list));
  assert.ok(!isSameList(list, list.toReversed()));
  assert.ok(!isSameList(list, listed(3, 2n)));
});

test('a change of voters stands in the digest; what voters do nothing on does not', () => {
  const next = (...items: Uint8Array[]) => nextAuthorities({ logs: items.map(toHex) });
  const log = (...bytes: number[]) => consensusItem('FRNK', Uint8Array.from(bytes));
  assert.equal(next(), null);
  assert.deepEqual(next(changeItem(voters(4))), listed(4));
  assert.deepEqual(next(log(3, 0, 0, 0, 0, 0, 0, 0, 0), changeItem(voters(4))), listed(4));
  for (const index of [3, 4, 5]) assert.equal(next(log(index, 0, 0, 0, 0)), null);
  for (const index of [0, 6, 255]) assert.throws(() => next(log(index)), notServed, String(index));
  assert.throws(() => next(log()), notServed);
  for (const delay of [1, 0x8000_0000]) {
    assert.throws(() => next(changeItem(voters(4), delay)), notServed, String(delay));
  }
  const longer = join(Uint8Array.of(1), votersBytes(voters(2)), unsigned(0, 4), Uint8Array.of(0));
  assert.throws(() => next(consensusItem('FRNK', longer)), notServed);
  const twice = [changeItem(voters(4)), changeItem(voters(5))];
  assert.throws(() => next(...twice), notServed);
  // The same bytes, and so the same hash, but taken apart in another way: that is the node's doing.
  const [first = new Uint8Array(), second = new Uint8Array()] = twice;
  for (const at of [0, 1, first.length - 1, first.length + 1, first.length + second.length]) {
    const bytes = join(first, second);
    assert.throws(() => next(bytes.subarray(0, at), bytes.subarray(at)), invalid, String(at));
  }
  // Another engine's log is not ours.
  assert.equal(next(consensusItem('BEEF', longer)), null);
});
