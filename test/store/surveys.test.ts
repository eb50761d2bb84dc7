// What was counted of each subnet: the newest count of each part stays, and what is no record of it is no hindrance.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { eraseStore, openStore } from '../../src/store/open-store.ts';
import { readSurveyRecord } from '../../src/store/read-survey-record.ts';
import { keepSurvey } from '../../src/store/surveys.ts';
import { toNetuid } from '../../src/units.ts';
import { genesisHash } from '../tools/pictures/chain.ts';

afterEach(eraseStore);

const locks = (block: number) => ({ block, ppm: 1n, leftPpm: null, ownerPpm: 2n });
const validators = (block: number) => ({ block, count: 3, largestPpm: 4n, needed: 1 });
const one = toNetuid(1);
const two = toNetuid(2);

test('a count of one part leaves the other and the other subnets as they were', async () => {
  await keepSurvey(genesisHash, [
    { netuid: one, locks: locks(5) },
    { netuid: two, locks: locks(5) },
  ]);
  await keepSurvey(genesisHash, [{ netuid: two, validators: validators(6) }]);
  await keepSurvey(genesisHash, [{ netuid: one, locks: locks(7) }]);
  assert.deepEqual((await readSurveyRecord(genesisHash))?.rows, [
    { netuid: one, locks: locks(7), validators: null },
    { netuid: two, locks: locks(5), validators: validators(6) },
  ]);
  assert.equal(await readSurveyRecord('0x01'), null);
});

test('a spoiled record is as good as none, and the next count takes its place', async () => {
  const store = await openStore();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- garbage is what no type allows
  await store.put('surveys', { genesisHash, rows: [{ netuid: 1, locks: 7 }] } as never);
  assert.equal(await readSurveyRecord(genesisHash), null);
  await keepSurvey(genesisHash, [{ netuid: one, locks: locks(5) }]);
  assert.deepEqual((await readSurveyRecord(genesisHash))?.rows, [
    { netuid: one, locks: locks(5), validators: null },
  ]);
});
