import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idleReasonKey, rootRates, samplesOf } from '../../../src/panel/subnet/earnings.ts';
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
