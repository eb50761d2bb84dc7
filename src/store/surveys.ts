// Surveys of subnets, made on demand: locks, the owner's part, how the validators share the stake. Keeps each subnet's
// newest survey with its block; a survey of some subnets leaves the others unchanged.
import type { Hex } from '../units.ts';
import { openStore, toStoreError } from './open-store.ts';
import { whole } from './read-whole.ts';
import { isSurveyRecord } from './read-survey-record.ts';
import type { SurveyRow } from '../model/records.ts';

/** Fields that `rows` lack keep their stored values. */
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
