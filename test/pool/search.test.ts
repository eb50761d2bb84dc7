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

/** Probes, then what was found. The probes are held, too: each is a quote of milliseconds. */
const told = (run: (note: (value: bigint) => void) => unknown): string => {
  const probes: bigint[] = [];
  const found = run((value) => probes.push(value));
  return `[${probes.join(' ')}] ${String(found)}`;
};

test('each probe of a bracketing search is where it was', () => {
  const rows: ['last' | 'first', bigint, bigint, bigint, bigint, string][] = [
    ['last', 0n, 100n, 50n, 37n, '[50 49 45 29 37 41 39 38] 37'],
    ['first', 0n, 100n, 50n, 37n, '[49 48 44 28 36 40 38 37] 38'],
    ['last', 0n, 100n, 37n, 37n, '[37 38] 37'],
    ['first', 0n, 100n, 37n, 37n, '[36 37 41 39 38] 38'],
    ['last', 0n, 100n, 36n, 37n, '[36 37 41 39 38] 37'],
    ['first', 0n, 100n, 36n, 37n, '[35 36 40 38 37] 38'],
    ['last', 0n, 100n, 200n, 37n, '[100 99 95 79 15 47 31 39 35 37 38] 37'],
    ['first', 0n, 100n, 200n, 37n, '[100 99 95 79 15 47 31 39 35 37 38] 38'],
    ['last', 0n, 100n, -5n, 37n, '[0 1 5 21 85 53 37 45 41 39 38] 37'],
    ['first', 0n, 100n, -5n, 37n, '[0 1 5 21 85 53 37 45 41 39 38] 38'],
    ['last', 0n, 100n, 99n, 100n, '[99 100] 100'],
    ['first', 0n, 100n, 99n, 100n, '[98 99 100] undefined'],
    ['last', 0n, 100n, 3n, -1n, '[3 2 0] undefined'],
    ['first', 0n, 100n, 3n, -1n, '[2 1 0] 0'],
    ['last', 5n, 5n, 5n, 5n, '[5] 5'],
    ['first', 5n, 5n, 5n, 5n, '[5] undefined'],
    ['last', 5n, 5n, 5n, 4n, '[5] undefined'],
    ['first', 5n, 5n, 5n, 4n, '[5] 5'],
    ['last', 6n, 5n, 5n, 9n, '[] undefined'],
    ['first', 6n, 5n, 5n, 9n, '[] undefined'],
    [
      'last',
      0n,
      1000000n,
      0n,
      777777n,
      '[0 1 5 21 85 341 1365 5461 21845 87381 349525 1000000 674762 837381 756071 796726 776398 786562 781480 778939 777668 778303 777985 777826 777747 777786 777766 777776 777781 777778 777777] 777777',
    ],
    [
      'first',
      0n,
      1000000n,
      0n,
      777777n,
      '[0 1 5 21 85 341 1365 5461 21845 87381 349525 1000000 674762 837381 756071 796726 776398 786562 781480 778939 777668 778303 777985 777826 777747 777786 777766 777776 777781 777778 777777] 777778',
    ],
  ];
  for (const [kind, low, high, guess, last, wanted] of rows) {
    const found = told((note) =>
      kind === 'last'
        ? lastTrue(low, high, guess, (value) => (note(value), value <= last))
        : firstTrue(low, high, guess, (value) => (note(value), value > last)),
    );
    assert.equal(found, wanted, `${kind} ${low} ${high} ${guess} ${last}`);
  }
});

test('each probe of a bracket around a fall is where it was', () => {
  const functions: Record<string, (argument: bigint) => bigint> = {
    line: (x) => 100_000n - x,
    curve: (x) => 10n ** 12n / (x + 1_000n),
    steps: (x) => 1_000n - x / 700n,
  };
  const rows: [string, bigint, bigint, bigint, bigint, string][] = [
    [
      'line',
      1000000n,
      0n,
      1n,
      500n,
      '[0 1 2 4 8 16 32 64 128 256 512 1024 2048 4096 8192 16384 32768 65536 131072 99500 99501] 99500,99501',
    ],
    ['line', 1000000n, 40000n, 1n, 60000n, '[0 40000 80000 40001] 40000,40001'],
    [
      'line',
      1000000n,
      5n,
      64n,
      900n,
      '[0 5 10 20 40 80 160 320 640 1280 2560 5120 10240 20480 40960 81920 163840 99132 99068] 99068,99132',
    ],
    ['line', 50000n, 1000000000n, 3n, 700n, '[0 50000] undefined'],
    ['line', 10000000n, 1000000n, 1n, 999n, '[0 1000000 99001 99002] 99001,99002'],
    [
      'curve',
      1000000n,
      0n,
      1n,
      500n,
      '[0 1 2 4 8 16 32 64 128 256 512 1024 2048 4096 8192 16384 32768 65536 131072 262144 524288 1000000] undefined',
    ],
    [
      'curve',
      1000000n,
      40000n,
      1n,
      60000n,
      '[0 40000 80000 160000 320000 640000 1000000] undefined',
    ],
    [
      'curve',
      1000000n,
      5n,
      64n,
      900n,
      '[0 5 10 20 40 80 160 320 640 1280 2560 5120 10240 20480 40960 81920 163840 327680 655360 1000000] undefined',
    ],
    ['curve', 50000n, 1000000000n, 3n, 700n, '[0 50000] undefined'],
    [
      'curve',
      10000000n,
      1000000n,
      1n,
      999n,
      '[0 1000000 2000000 4000000 8000000 10000000] undefined',
    ],
    [
      'steps',
      1000000n,
      0n,
      1n,
      500n,
      '[0 1 2 4 8 16 32 64 128 256 512 1024 2048 4096 8192 16384 32768 65536 131072 262144 524288 350810 350460 350635 350722 350678 350700 350689 350694 350697 350698 350699] 350699,350700',
    ],
    ['steps', 1000000n, 40000n, 1n, 60000n, '[0] undefined'],
    [
      'steps',
      1000000n,
      5n,
      64n,
      900n,
      '[0 5 10 20 40 80 160 320 640 1280 2560 5120 10240 20480 40960 81920 70497 70800 70648 70756 70670 70713] 70670,70713',
    ],
    ['steps', 50000n, 1000000000n, 3n, 700n, '[0 50000] undefined'],
    [
      'steps',
      10000000n,
      1000000n,
      1n,
      999n,
      '[0 1000000 1050 1400 1225 1312 1356 1378 1389 1394 1397 1398 1399] 1399,1400',
    ],
  ];
  for (const [name, most, reach, tolerance, target, wanted] of rows) {
    const valueAt = functions[name];
    assert.ok(valueAt);
    const found = told((note) =>
      bracketFall(most, { reach, tolerance, target }, (x) => (note(x), valueAt(x))),
    );
    assert.equal(found, wanted, `${name} ${most} ${reach} ${tolerance} ${target}`);
  }
});
