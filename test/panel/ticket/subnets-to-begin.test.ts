// Which subnets a ticket without an amount begins with.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SubnetFigures } from '../../../src/emission/subnet-figures.ts';
import type { SubnetEntry } from '../../../src/panel/subnets/subnet-entry.ts';
import { firstSubnets } from '../../../src/panel/ticket/subnets-to-begin.ts';
import { toNetuid } from '../../../src/units.ts';

const entry = (netuid: number, part: Partial<SubnetEntry> = {}): SubnetEntry => ({
  netuid: toNetuid(netuid),
  text: `SN${netuid}`,
  price: { rao: 1n, perAlphaRao: 1n },
  depth: BigInt(netuid),
  held: 0n,
  worth: null,
  cap: null,
  apyPpm: null,
  isFavourite: false,
  changes: { day: null, week: null, shareWeek: null },
  flow: null,
  figures: null,
  survey: null,
  ...part,
});
const numbers = ({ entries }: ReturnType<typeof firstSubnets>) =>
  entries.map(({ netuid }) => Number(netuid));

test('of somebody with stake: the own subnets, root among them, most money first', () => {
  const all = [entry(0, { held: 1n }), entry(1), entry(2, { held: 1n }), entry(3, { held: 1n })];
  const first = firstSubnets(all, (netuid) => (netuid === 3 ? 9n : netuid === 0 ? 5n : 1n));
  assert.equal(first.areOwn, true);
  assert.deepEqual(numbers(first), [3, 0, 2]);
});

test('what is near deregistration or gets no emission is offered to nobody who begins, and the rule is said where it is known', () => {
  const at = (netuid: number, place: number | null, part: Partial<SubnetFigures> = {}) =>
    entry(netuid, {
      figures: {
        netuid: toNetuid(netuid),
        registeredAt: 1,
        age: 1,
        spot: null,
        average: null,
        momentumPpm: null,
        depth: null,
        perDay: 1n,
        sharePpm: null,
        share: null,
        perDayPerThousand: null,
        rank: null,
        isEmissionOff: false,
        removal: { netuid: toNetuid(netuid), place, of: 20, protectedUntil: 0, roomPpm: null },
        protectedFor: null,
        ...part,
      },
    });
  const all = [
    at(9, 10),
    at(8, 11),
    at(7, null),
    at(6, 12, { isEmissionOff: true }),
    at(5, 13, { perDay: 0n }),
  ];
  const first = firstSubnets(all, () => 0n);
  assert.deepEqual(numbers(first), [8, 7]);
  assert.equal(first.isSafer, true);
  // What is not known is offered, but nobody is told that it was looked at.
  for (const unknown of [entry(4), at(4, 14, { perDay: null }), at(4, 14, { removal: null })]) {
    const some = firstSubnets([...all, unknown], () => 0n);
    assert.deepEqual(numbers(some), [8, 7, 4]);
    assert.equal(some.isSafer, false);
    assert.equal(firstSubnets([...all, unknown], () => 0n, 2).isSafer, true);
  }
  assert.equal(firstSubnets([entry(1)], () => 0n).isSafer, false);
  // Whoever has stake is shown what is held.
  assert.deepEqual(numbers(firstSubnets([{ ...at(9, 1), held: 1n }], () => 1n)), [9]);
});

test('of somebody without: those with the most TAO in their pools, none that was not read, and few', () => {
  const all = [entry(0), entry(9, { depth: null }), ...[1, 2, 3, 4, 5].map((one) => entry(one))];
  const first = firstSubnets(all, () => 0n);
  assert.equal(first.areOwn, false);
  assert.deepEqual(numbers(first), [5, 4, 3, 2]);
  assert.deepEqual(numbers(firstSubnets([], () => 0n)), []);
});
