// What was counted of each subnet on demand: locks, the owner's part, how its validators share its stake. The newest count of
// each subnet stays, with its block; counting some again leaves the others as they were.
import type { Hex } from '../units.ts';
import { whole } from './chain-cache.ts';
import { openStore, toStoreError } from './open-store.ts';
import { isSurveyRecord } from './read-survey-record.ts';
import type { SurveyRow } from '../model/records.ts';

/** `rows` may lack what they did not count; that stays as it was. */
export async function keepSurvey(
  genesisHash: Hex,
  rows: readonly (Pick<SurveyRow, 'netuid'> & Partial<SurveyRow>)[],
): Promise<void> {
  try {
    const transaction = (await openStore()).transaction('surveys', 'readwrite');
    const before = whole(await transaction.store.get(genesisHash), isSurveyRecord);
    const kept = new Map<number, SurveyRow>(before?.rows.map((row) => [row.netuid, row]));
    for (const row of rows) {
      kept.set(row.netuid, { locks: null, validators: null, ...kept.get(row.netuid), ...row });
    }
    await transaction.store.put({ genesisHash, rows: [...kept.values()] });
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}
