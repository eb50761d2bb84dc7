import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idleReasonKey, samplesOf } from '../../../src/panel/subnet/earnings.ts';
import { toNetuid } from '../../../src/units.ts';
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
