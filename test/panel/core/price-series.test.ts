// Prices of one subnet in time: of this registration only, from both sources, and never reckoned without a head.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HistoryRecord, PricesRecord } from '../../../src/model/records.ts';
import { priceSeries } from '../../../src/panel/core/price-series.ts';
import { sourceKey } from '../../../src/panel/subnets/price-source.ts';
import { toNetuid, toRao } from '../../../src/units.ts';

const HOUR = 3_600_000;
const point = (at: number, registeredAt: number, raoPerAlpha: bigint): HistoryRecord => ({
  genesisHash: '0x00',
  at,
  block: 0,
  spot: toRao(0n),
  sellable: toRao(0n),
  coldkeys: [],
  held: [],
  prices: [{ netuid: toNetuid(8), registeredAt, raoPerAlpha }],
});
const unread = { known: false, reason: 'unreadable' } as const;
const flow = { reserve: toRao(0n), stakers: unread, protocol: unread, takenAt: unread };
const archived = (blockNumber: number, raoPerAlpha: bigint): PricesRecord => ({
  genesisHash: '0x00',
  blockNumber,
  prices: {
    known: true,
    block: { number: blockNumber, hash: '0x00' },
    prices: [{ netuid: toNetuid(8), raoPerAlpha, tao: null, flow }],
  },
});

const head = { at: 100 * HOUR, block: 100_000 };
const history = [point(98 * HOUR, 7, 3n), point(99 * HOUR, 90_000, 4n)];
const subnet = { netuid: 8, registeredAt: 90_000 };

test('a record of another registration is left out, and an archive’s block before this one', () => {
  // 300 blocks an hour.
  const prices = [archived(89_999, 1n), archived(99_100, 2n)];
  assert.deepEqual(priceSeries({ history, prices, head }, subnet, 0), [
    { at: 97 * HOUR, block: 99_100, value: 2n, from: 'archive' },
    { at: 99 * HOUR, block: 0, value: 4n, from: 'own' },
  ]);
});

test('nothing older than asked, of no other subnet, and of no archive without head or registration', () => {
  const prices = [archived(99_100, 2n)];
  const at = (points: { at: number }[]): number[] => points.map((one) => one.at / HOUR);
  assert.deepEqual(at(priceSeries({ history, prices, head }, subnet, 98 * HOUR)), [99]);
  assert.deepEqual(at(priceSeries({ history, prices, head: null }, subnet, 0)), [99]);
  assert.deepEqual(at(priceSeries({ history, prices, head }, { ...subnet, netuid: 9 }, 0)), []);
  const unknown = { netuid: 8, registeredAt: undefined };
  assert.deepEqual(at(priceSeries({ history, prices, head }, unknown, 0)), [98, 99]);
});

test('a chart names every source that its points are from, and none that they are not from', () => {
  const now = { from: 'now' } as const;
  const [own, archive] = [{ from: 'own' }, { from: 'archive' }] as const;
  assert.equal(sourceKey([own, own, now]), 'ownHistoryNote');
  assert.equal(sourceKey([archive, own, now]), 'ownHistoryBoth');
  assert.equal(sourceKey([archive, now]), 'ownHistoryArchive');
});
