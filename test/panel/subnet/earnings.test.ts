import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  idleReasonKey,
  newestBlock,
  rootRates,
  samplesOf,
} from '../../../src/panel/subnet/earnings.ts';
import { toAlphaRao, toNetuid } from '../../../src/units.ts';
import { names, hotkeys, validatorsOf } from '../../tools/pictures/chain.ts';
import { epochRecords } from '../../tools/pictures/earnings.ts';

const netuid = toNetuid(64);
const registeredAt = names[64]?.registeredAt ?? 0;
const records = epochRecords().filter((record) => record.netuid === netuid);
const [hotkey = ''] = hotkeys;

test('samples are those of the hotkey, with who told them, and of this subnet alone', () => {
  const samples = samplesOf(records, hotkey, registeredAt);
  assert.equal(samples.length, records.length);
  assert.deepEqual(
    samples.map(({ epoch }) => epoch),
    records.map(({ epoch }) => epoch),
  );
  assert.ok(samples.some(({ from }) => from === 'archive'));
  assert.deepEqual(samplesOf(records, 'nobody', registeredAt), []);
  // The same number registered again is another subnet.
  assert.deepEqual(samplesOf(records, hotkey, registeredAt + 1), []);
});

test('on root the rate of a validator is of its newest reading, and of none that lies ahead', () => {
  const year = 2_629_800;
  const [one, two] = hotkeys;
  assert.ok(one !== undefined && two !== undefined);
  const reading = (
    epoch: number,
    hotkeyRates: readonly (readonly [(typeof hotkeys)[number], bigint])[],
  ) => ({
    genesisHash: records[0]?.genesisHash ?? '0x',
    netuid: toNetuid(0),
    registeredAt: 0,
    epoch,
    period: year,
    earned: hotkeyRates.map(([of, dividends]) => ({
      hotkey: of,
      dividends: toAlphaRao(dividends),
      earnedOn: toAlphaRao(100n),
      from: 'own' as const,
    })),
  });
  const all = [
    reading(1_000, [
      [one, 5n],
      [two, 7n],
    ]),
    reading(2_000, [[one, 6n]]),
    reading(9_000, [[one, 50n]]),
  ];
  assert.deepEqual(
    [...rootRates(all, 3_000)],
    [
      [one, 60_000n],
      [two, 70_000n],
    ],
  );
  assert.deepEqual([...rootRates([], 3_000)], []);
});

test('what was read of root after the snapshot counts: its block is "now" beside the record', () => {
  const hash = '0x01';
  const snapshot = { number: 9_240_788, hash } as const;
  const [of] = hotkeys;
  const [record] = records;
  assert.ok(of !== undefined && record !== undefined);
  const earned = [
    { hotkey: of, dividends: toAlphaRao(5n), earnedOn: toAlphaRao(100n), from: 'own' as const },
  ];
  const reading = (epoch: number) => ({
    ...record,
    netuid: toNetuid(0),
    registeredAt: 0,
    epoch,
    period: 2_629_800,
    earned,
  });
  // Read at the head of the chain, six blocks after the snapshot of all.
  const now = [reading(9_240_794)];
  assert.equal(newestBlock(snapshot, undefined, now), 9_240_794);
  assert.deepEqual([...rootRates(now, newestBlock(snapshot, undefined, now))], [[of, 50_000n]]);
  // Of yesterday and before it is no rate of now, and rows that belong to another snapshot are no head.
  const before = [reading(9_233_000)];
  assert.equal(newestBlock(snapshot, undefined, before), 9_240_788);
  assert.deepEqual([...rootRates(before, newestBlock(snapshot, undefined, before))], []);
  const block = { number: 9_240_800, hash: '0x02' } as const;
  const rowsOf = (newer: '0x01' | '0x03') => ({ of: newer, block, blockTime: 0, rows: [] });
  assert.equal(newestBlock(snapshot, rowsOf(hash), now), 9_240_800);
  assert.equal(newestBlock(snapshot, rowsOf('0x03'), now), 9_240_794);
  assert.equal(newestBlock(null, undefined, now), 9_240_794);
  assert.equal(newestBlock(null, undefined, []), 0);
});

test('why nothing was earned is said only as far as the chain tells it', () => {
  const all = validatorsOf(netuid);
  const [validator] = all;
  assert.ok(validator);
  const reason = (hasPermit: typeof validator.hasPermit) =>
    idleReasonKey(true, [{ ...validator, hasPermit }], validator.hotkey);
  assert.equal(idleReasonKey(false, all, validator.hotkey), 'yieldNoSlot');
  assert.equal(reason({ known: true, value: true }), 'yieldNoWeights');
  assert.equal(reason({ known: true, value: false }), 'yieldNoPermit');
  assert.equal(reason({ known: false, reason: 'unreadable' }), 'yieldNoReason');
  // Where some have a permit only those are read; without a reading there is no reason.
  assert.equal(idleReasonKey(true, all, 'another'), 'yieldNoPermit');
  assert.equal(idleReasonKey(true, null, validator.hotkey), 'yieldNoReason');
});
