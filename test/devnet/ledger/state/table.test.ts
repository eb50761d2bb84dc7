// A table's copies are independent in both directions, whatever is written where.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Table } from './table.ts';

test('a fork and its origin never see each other’s later writes', () => {
  const write = fc.tuple(
    fc.constantFrom('origin', 'fork', 'second'),
    fc.nat({ max: 40 }).map((n) => `key ${n}`),
    fc.option(fc.nat()),
  );
  fc.assert(
    fc.property(
      fc.array(write, { maxLength: 60 }),
      fc.array(write, { maxLength: 60 }),
      (first, later) => {
        const origin = new Table<string, number>();
        const expected = new Map<string, number>();
        for (const [, key, value] of first) apply(origin, expected, key, value);
        const tables = { origin, fork: origin.fork(), second: origin.fork() };
        const maps = {
          origin: new Map(expected),
          fork: new Map(expected),
          second: new Map(expected),
        };
        for (const [side, key, value] of later) apply(tables[side], maps[side], key, value);
        for (const side of ['origin', 'fork', 'second'] as const) {
          assert.deepEqual(new Map(tables[side].entries()), maps[side]);
          assert.equal(tables[side].size, maps[side].size);
        }
      },
    ),
  );
});

function apply(
  table: Table<string, number>,
  map: Map<string, number>,
  key: string,
  value: number | null,
): void {
  if (value === null) {
    table.delete(key);
    map.delete(key);
  } else {
    table.set(key, value);
    map.set(key, value);
  }
}

test('number keys and iteration cover every entry once', () => {
  const table = new Table<number, string>();
  for (let netuid = 0; netuid < 1500; netuid += 1) table.set(netuid, `subnet ${netuid}`);
  table.delete(700);
  assert.equal(table.size, 1499);
  assert.equal(new Set(table.keys()).size, 1499);
  assert.equal([...table.values()].length, 1499);
  assert.equal(table.get(700), undefined);
  assert.equal(table.get(1212), 'subnet 1212');
});
