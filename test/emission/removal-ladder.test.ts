// The five next to go: their order, what would keep them, who joins, and that the chain's own word decides.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { removalLadder } from '../../src/emission/removal-ladder.ts';
import type { EmissionFacts } from '../../src/model/emission-facts.ts';
import { toNetuid } from '../../src/units.ts';
import { emissionFacts, subnetFacts } from './sample-facts.ts';

const ONE_32 = 1n << 32n;
const known = <T>(value: T) => ({ known: true, value }) as const;

/** Average in thousandths of a TAO, and the block of registration. */
type Row = readonly [netuid: number, milli: number, registeredAt: number];

function factsOf(rows: readonly Row[], next: number | null, block = 1_000): EmissionFacts {
  return {
    ...emissionFacts(block, [
      subnetFacts(0),
      ...rows.map(([netuid, milli, registeredAt]) =>
        subnetFacts(netuid, {
          registeredAt,
          emaPriceBits: known((BigInt(milli) * ONE_32) / 1_000n),
        }),
      ),
    ]),
    toPrune: known(next === null ? null : toNetuid(next)),
    immunityPeriod: known(500),
  };
}

const seven: Row[] = [
  [1, 70, 0],
  [2, 20, 1],
  [3, 20, 0],
  [4, 0, 4],
  [5, 50, 5],
  [6, 60, 6],
  [7, 40, 7],
];

test('lowest average first, ties older first, one without an average before all', () => {
  const ladder = removalLadder(factsOf(seven, 4));
  assert.ok(ladder.known);
  const { rungs, safe, holdingPrice } = ladder.value;
  assert.deepEqual(
    rungs.map(({ netuid, place }) => [Number(netuid), place]),
    [
      [4, 1],
      [3, 2],
      [2, 3],
      [7, 4],
      [5, 5],
    ],
  );
  assert.equal(safe && Number(safe.netuid), 6);
  assert.equal(rungs[0]?.risePpm, null, 'no per cent of nothing');
  // From 0.02 to just above 0.06: 200 %, rounded up.
  assert.ok(rungs[1]?.risePpm === 2_000_000n || rungs[1]?.risePpm === 2_000_001n);
  // 0.06 as bits is just below 0.06; the next rao above holds.
  assert.equal(holdingPrice, 60_000_000n);
  assert.equal(rungs[1]?.protectedUntil, 500);
});

test('who is protected is not on the ladder, and joins it when the protection ends', () => {
  const rows: Row[] = [...seven, [8, 30, 900], [9, 10, 700], [10, 65, 800]];
  const ladder = removalLadder(factsOf(rows, 4));
  assert.ok(ladder.known);
  assert.deepEqual(
    ladder.value.joiners.map(({ netuid, place, protectedUntil }) => [
      Number(netuid),
      place,
      protectedUntil,
    ]),
    [
      [9, 2, 1_200],
      // Behind 4, 9, 3 and 2: the one that joins before it is counted.
      [8, 5, 1_400],
    ],
  );
  // The four lowest and the one that joins first are before it: it would be the sixth.
  const sixth = removalLadder(factsOf([...seven, [8, 45, 900], [9, 10, 700]], 4));
  assert.ok(sixth.known);
  assert.deepEqual(
    sixth.value.joiners.map(({ netuid }) => Number(netuid)),
    [9],
  );
  // One whose protection ends later does not count.
  const later = removalLadder(factsOf([...seven, [8, 45, 900], [9, 10, 950]], 4));
  assert.ok(later.known);
  assert.deepEqual(
    later.value.joiners.map(({ netuid, place }) => [Number(netuid), place]),
    [
      [8, 5],
      [9, 2],
    ],
  );
  // In its last protected block still protected, in the next one first.
  assert.ok(!removalLadder(factsOf([...seven, [9, 0, 501]], 9)).known);
  const after = removalLadder(factsOf([...seven, [9, 0, 500]], 4));
  assert.ok(after.known);
  assert.deepEqual(
    after.value.rungs.slice(0, 2).map(({ netuid }) => Number(netuid)),
    [4, 9],
  );
});

test('fewer than six: nobody is safe, and no price is said to hold', () => {
  const ladder = removalLadder(factsOf(seven.slice(0, 4), 4));
  assert.ok(ladder.known);
  const { safe, holdingPrice, rungs } = ladder.value;
  assert.deepEqual([safe, holdingPrice, rungs.length], [null, null, 4]);
  const none = removalLadder(factsOf([], null));
  assert.ok(none.known && none.value.rungs.length === 0);
});

test('the chain names another one: no ladder, and both are named; unread is never agreement', () => {
  assert.deepEqual(removalLadder(factsOf(seven, 3)), {
    known: false,
    reason: 'differs',
    chain: 3,
    ours: 4,
  });
  const facts = factsOf(seven, 4);
  const missing = { known: false, reason: 'unreadable' } as const;
  assert.ok(!removalLadder({ ...facts, toPrune: missing }).known);
  assert.ok(!removalLadder({ ...facts, immunityPeriod: missing }).known);
  const subnets = [...facts.subnets, subnetFacts(11, { emaPriceBits: missing })];
  assert.ok(!removalLadder({ ...facts, subnets }).known);
});
