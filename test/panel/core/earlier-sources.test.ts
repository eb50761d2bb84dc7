// Before all of the history is read, changes over a day, a week and a month say what they say after it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { HistoryRecord, PricesRecord } from '../../../src/model/records.ts';
import { defaultSettings } from '../../../src/store/settings.ts';
import { createPanelModel } from '../../../src/panel/panel-model.ts';
import { BLOCK_MS, BLOCKS_PER_DAY, toNetuid, toRao } from '../../../src/units.ts';
import { fakeDeps, settle } from '../fake-deps.ts';
import { blockAt, genesisHash } from '../../tools/pictures/chain.ts';
import { positions, snapshotWith, stored } from '../../tools/pictures/stored.ts';

const record = snapshotWith(positions, []);
const { blockTime, block } = record.snapshot;
const [sample] = stored().history;
const held = [...new Set(positions.map(({ netuid }) => netuid))];
const priceOf = (netuid: number, at: number): bigint => BigInt(1_000_000 + netuid * 977 + at);

const unread = { known: false, reason: 'unreadable' } as const;
const flow = { reserve: toRao(0n), stakers: unread, protocol: unread, takenAt: unread };

/** So many blocks before the snapshot; negative: after it, of a clock or a chain that ran ahead. */
const ago = fc.oneof(
  fc.integer({ min: -300, max: 50 * BLOCKS_PER_DAY }),
  // Around the edges of what counts as a day, a week or a month ago.
  fc
    .tuple(fc.constantFrom(1, 1.5, 7, 10.5, 30, 45), fc.integer({ min: -52, max: 52 }))
    .map(([days, blocks]) => Math.floor(days * BLOCKS_PER_DAY) + blocks),
);
const pointOf = (blocks: number): HistoryRecord => {
  if (sample === undefined) throw new RangeError('no point');
  const prices = held.map((netuid) => ({
    netuid,
    registeredAt: 1,
    raoPerAlpha: priceOf(netuid, blocks),
  }));
  return { ...sample, at: blockTime - blocks * BLOCK_MS, prices };
};
const pricesOf = (blocks: number): PricesRecord => {
  const at = blockAt(block.number - blocks);
  const prices = held.map((one) => {
    const netuid = toNetuid(one);
    return { netuid, raoPerAlpha: priceOf(one, blocks + 7), tao: null, flow };
  });
  return {
    genesisHash,
    blockNumber: at.number,
    prices: { known: true, block: at, prices },
  };
};

test('the few records that are read first tell the same changes as all of them', async () => {
  const some = fc.uniqueArray(ago, { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(some, some, async (own, told) => {
      const history = own.toSorted((a, b) => b - a).map(pointOf);
      const prices = told.toSorted((a, b) => b - a).map(pricesOf);
      const { deps } = fakeDeps(stored({ snapshot: record, history }));
      const reader = {
        ...deps.reader,
        readPrices: async () => prices,
        readLastPrices: async (_of: string, { from, to }: { from: number; to: number }) =>
          prices.findLast(({ blockNumber }) => from <= blockNumber && blockNumber <= to) ?? null,
      };
      const panel = createPanelModel({ ...deps, reader }, defaultSettings);
      await panel.load();
      const { sources } = panel.store;
      const few = sources.peek();
      const said = (): unknown[] =>
        panel.portfolio.changes.value.map(({ horizon, earlier, change }) => [
          horizon,
          earlier?.from,
          earlier?.block,
          earlier?.age,
          change,
        ]);
      const first = said();
      assert.ok(few.history.length <= 3 && few.prices.length <= 3);
      while (sources.peek() === few) await settle(1);
      assert.equal(sources.peek().history.length, history.length);
      assert.deepEqual(said(), first);
    }),
    { numRuns: 60 },
  );
});
