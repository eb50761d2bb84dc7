import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bracketFall, firstTrue, lastTrue } from '../../src/pool/search.ts';
import { U64_MAX } from './arbitrary-pools.ts';

const values = fc.bigInt({ min: 0n, max: U64_MAX });

test('the last true integer is found from any guess, in few probes from a near one', () => {
  fc.assert(
    fc.property(values, values, values, (a, b, guess) => {
      const [edge, high] = a < b ? [a, b] : [b, a];
      let probes = 0;
      const isTrue = (value: bigint): boolean => {
        probes++;
        return value <= edge;
      };
      assert.equal(lastTrue(0n, high, guess, isTrue), edge);
      assert.ok(probes < 140);
      probes = 0;
      assert.equal(lastTrue(0n, high, edge + 3n, isTrue), edge);
      assert.ok(probes <= 8);
    }),
  );
});

test('nothing true is undefined, everything true is the end', () => {
  assert.equal(
    lastTrue(5n, 9n, 7n, () => false),
    undefined,
  );
  assert.equal(
    lastTrue(5n, 9n, 7n, () => true),
    9n,
  );
  assert.equal(
    lastTrue(9n, 5n, 7n, () => true),
    undefined,
  );
  assert.equal(
    firstTrue(5n, 9n, 7n, () => false),
    undefined,
  );
  assert.equal(
    firstTrue(5n, 9n, 7n, () => true),
    5n,
  );
  assert.equal(
    firstTrue(5n, 9n, 100n, (value) => value >= 8n),
    8n,
  );
});

test('a falling function is bracketed at its target, whatever its steps', () => {
  const steps = fc.bigInt({ min: 1n, max: 1n << 40n });
  fc.assert(
    fc.property(values, steps, steps, values, (top, step, reach, target) => {
      const valueAt = (x: bigint): bigint => top - x / step;
      const bracket = bracketFall(U64_MAX, { reach, tolerance: 1n, target }, valueAt);
      if (top < target || valueAt(U64_MAX) >= target) {
        assert.equal(bracket, undefined);
        return;
      }
      assert.ok(bracket !== undefined);
      assert.equal(bracket[1] - bracket[0], 1n);
      assert.ok(valueAt(bracket[0]) >= target && valueAt(bracket[1]) < target);
    }),
  );
});
