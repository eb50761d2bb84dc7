// Reads the survey record and checks its shape, for the panel; surveys.ts writes the record.
import type { Hex } from '../units.ts';
import { testOf } from '../parse.ts';
import { readWhole } from './read-whole.ts';
import type { SurveyRecord, SurveyRow } from '../model/records.ts';
import { amount, hex, number, listOf, orNull, recordOf } from '../parse.ts';

export const isSurveyRecord = testOf<SurveyRecord>({
  genesisHash: hex,
  rows: listOf(
    recordOf<SurveyRow>({
      netuid: number,
      locks: orNull(
        recordOf<NonNullable<SurveyRow['locks']>>({
          block: number,
          ppm: amount,
          leftPpm: orNull(amount),
          ownerPpm: orNull(amount),
        }),
      ),
      validators: orNull(
        recordOf<NonNullable<SurveyRow['validators']>>({
          block: number,
          count: number,
          largestPpm: amount,
          needed: number,
        }),
      ),
    }),
  ),
});

export async function readSurveyRecord(genesisHash: Hex): Promise<SurveyRecord | null> {
  return readWhole('surveys', genesisHash, isSurveyRecord);
}
