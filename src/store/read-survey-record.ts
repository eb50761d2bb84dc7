// Reads the survey record and checks its shape, for the panel; surveys.ts writes the record.
import type { Hex } from '../units.ts';
import { whole } from './shape.ts';
import { openStore } from './open-store.ts';
import type { SurveyRecord, SurveyRow } from '../model/records.ts';
import { isAmount, isHex, isNumber, listOf, orNull, recordOf } from './shape.ts';

export const isSurveyRecord = recordOf<SurveyRecord>({
  genesisHash: isHex,
  rows: listOf(
    recordOf<SurveyRow>({
      netuid: isNumber,
      locks: orNull(
        recordOf<NonNullable<SurveyRow['locks']>>({
          block: isNumber,
          ppm: isAmount,
          leftPpm: orNull(isAmount),
          ownerPpm: orNull(isAmount),
        }),
      ),
      validators: orNull(
        recordOf<NonNullable<SurveyRow['validators']>>({
          block: isNumber,
          count: isNumber,
          largestPpm: isAmount,
          needed: isNumber,
        }),
      ),
    }),
  ),
});

export async function readSurveyRecord(genesisHash: Hex): Promise<SurveyRecord | null> {
  return whole(await (await openStore()).get('surveys', genesisHash), isSurveyRecord);
}
