// Views of the list of subnets, the direction of an order, the best of those compared, and prices laid over each other.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestOf } from '../../../src/panel/subnets/best-of.ts';
import {
  orderInForce,
  sortSubnets,
  startsSmall,
} from '../../../src/panel/subnets/figure-columns.ts';
import { type SubnetFilter } from '../../../src/panel/subnets/subnet-filters.ts';
import { canView, presetKeys, presetOf, viewOf } from '../../../src/panel/subnets/presets.ts';
import { overlayOf } from '../../../src/panel/subnets/price-overlay.ts';
import type { SubnetEntry } from '../../../src/panel/subnets/subnet-entry.ts';
import { columnPercentText, directionOf } from '../../../src/panel/words/change.tsx';
import { tabByKey } from '../../../src/panel/ui/tabs.tsx';
import { toNetuid } from '../../../src/units.ts';

const entry = (
  netuid: number,
  depth: bigint | null,
  part: Partial<SubnetEntry> = {},
): SubnetEntry => ({
  netuid: toNetuid(netuid),
  text: `SN${netuid}`,
  price: null,
  depth,
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

const placed = (netuid: number, place: number, perDay: bigint | null = null) =>
  entry(netuid, null, {
    figures: {
      netuid: toNetuid(netuid),
      registeredAt: 1,
      age: 1,
      spot: null,
      average: null,
      momentumPpm: null,
      depth: null,
      perDay,
      sharePpm: null,
      share: null,
      perDayPerThousand: null,
      rank: null,
      isEmissionOff: false,
      removal: { netuid: toNetuid(netuid), place, of: 9, protectedUntil: 0, roomPpm: null },
      protectedFor: null,
    },
  });

test('a view is offered where some subnet has what it is ordered or filtered by', () => {
  const offered = (...entries: SubnetEntry[]) =>
    presetKeys.filter((key) => canView(entries, viewOf(key)));
  assert.deepEqual(offered(entry(1, 1n), entry(2, 2n)), ['watchlist']);
  assert.deepEqual(offered(entry(1, 1n), placed(2, 1, 5n)), ['top', 'new', 'risk', 'watchlist']);
});

test('by a figure that none has yet they stay in the order of emission, and without that of numbers', () => {
  const byLocked = { sort: 'locked', isReversed: true } as const;
  const inForce = (...entries: SubnetEntry[]) => orderInForce(entries, byLocked);
  assert.deepEqual(inForce(entry(1, 1n), placed(2, 1, 5n)), { sort: 'share', isReversed: false });
  assert.deepEqual(inForce(entry(1, 1n)), { sort: 'number', isReversed: false });
});

test('each preset is recognised by what it sets, and one filter more makes it the user’s own', () => {
  for (const key of presetKeys) {
    const view = viewOf(key);
    assert.equal(presetOf(view), key);
    const filters = new Set<SubnetFilter>([...view.filters, 'mine']);
    assert.equal(presetOf({ ...view, filters }), null);
    assert.equal(presetOf({ ...view, isReversed: !view.isReversed }), null);
  }
});

test('an order turned round keeps favourites first and what is unknown last', () => {
  const all = [entry(1, 10n), entry(2, null), entry(3, 30n), entry(4, 20n, { isFavourite: true })];
  const order = (isReversed: boolean) =>
    sortSubnets(all, 'depth', isReversed).map(({ netuid }) => Number(netuid));
  assert.deepEqual(order(false), [4, 3, 1, 2]);
  assert.deepEqual(order(true), [4, 1, 3, 2]);
  assert.deepEqual(
    sortSubnets(all, 'number', true).map(({ netuid }) => Number(netuid)),
    [4, 3, 2, 1],
  );
  assert.equal(startsSmall('depth', false), false);
  assert.equal(startsSmall('depth', true), true);
  assert.equal(startsSmall('rank', false), true);
  assert.equal(startsSmall('name', true), false);
});

test('the best of a row is marked only where all are known, not equal, and an end is better', () => {
  const best = (...depths: (bigint | null)[]) => [
    ...bestOf(
      depths.map((depth, index) => entry(index, depth)),
      'depth',
    ),
  ];
  assert.deepEqual(best(10n, 30n, 30n), [1, 2]);
  assert.deepEqual(best(10n, null), []);
  assert.deepEqual(best(10n, 10n), []);
  const changed = (netuid: number, week: bigint) =>
    entry(netuid, null, { changes: { day: null, week, shareWeek: null } });
  assert.deepEqual([...bestOf([changed(1, -800n), changed(2, -7_500n)], 'week')], [1]);
  assert.deepEqual([...bestOf([changed(1, -800n), changed(2, 10n)], 'week')], [2]);
  assert.deepEqual([...bestOf([entry(1, 1n), entry(2, 2n)], 'held')], []);
  assert.deepEqual([...bestOf([placed(1, 1), placed(2, 9)], 'removal')], [2]);
  const survey = (netuid: number, largestPpm: bigint) =>
    entry(netuid, null, {
      survey: {
        netuid: toNetuid(netuid),
        locks: null,
        validators: { block: 1, count: 2, largestPpm, needed: 1 },
      },
    });
  assert.deepEqual([...bestOf([survey(1, 9n), survey(2, 5n)], 'largest')], [2]);
});

test('prices of different size begin at the same height, and a missing one is a gap', () => {
  const at = (time: number, value: bigint) => ({ at: time, block: time * 10, value });
  const { times, changes } = overlayOf([[at(1, 100n), at(3, 150n)], [at(2, 8n), at(3, 6n)], []]);
  assert.deepEqual(
    times.map(({ at: time, block }) => [time, block]),
    [
      [1, 10],
      [2, 20],
      [3, 30],
    ],
  );
  assert.deepEqual(changes, [
    [0n, null, 500_000n],
    [null, 0n, -250_000n],
    [null, null, null],
  ]);
});

test('a change has two decimals always; what prints as zero has no direction', () => {
  const plain = (text: string) => text.replaceAll(/[\u2066-\u2069]/g, '');
  assert.equal(plain(columnPercentText(28_000n, '+')), '+2.80%');
  assert.equal(plain(columnPercentText(-500n)), '−0.05%');
  assert.equal(plain(columnPercentText(540n)), '0.05%');
  assert.equal(plain(columnPercentText(0n)), '0.00%');
  assert.deepEqual([-100n, -99n, 99n, 100n].map(directionOf), ['down', 'flat', 'flat', 'up']);
});

test('arrows go round the tabs as they are seen, Home and End to the ends', () => {
  assert.equal(tabByKey('ArrowRight', 3, 4, false), 0);
  assert.equal(tabByKey('ArrowLeft', 0, 4, false), 3);
  assert.equal(tabByKey('ArrowRight', 0, 4, true), 3);
  assert.equal(tabByKey('ArrowLeft', 0, 4, true), 1);
  assert.equal(tabByKey('Home', 2, 4, false), 0);
  assert.equal(tabByKey('End', 0, 4, false), 3);
  assert.equal(tabByKey('a', 0, 4, false), null);
});
