// The record of what was counted of each subnet, as those read it who show it: what it looks like, and nothing that writes.
import type { Hex } from '../units.ts';
import { whole } from './chain-cache.ts';
import { openStore } from './open-store.ts';
import type { StandingRecord, StandingRow } from '../model/records.ts';
import { isAmount, isHex, isNumber, listOf, orNull, recordOf } from './shape.ts';

export const isStandingRecord = recordOf<StandingRecord>({
  genesisHash: isHex,
  rows: listOf(
    recordOf<StandingRow>({
      netuid: isNumber,
      locks: orNull(
        recordOf<NonNullable<StandingRow['locks']>>({
          block: isNumber,
          ppm: isAmount,
          leftPpm: orNull(isAmount),
          ownerPpm: orNull(isAmount),
        }),
      ),
      validators: orNull(
        recordOf<NonNullable<StandingRow['validators']>>({
          block: isNumber,
          count: isNumber,
          largestPpm: isAmount,
          needed: isNumber,
        }),
      ),
    }),
  ),
});

export async function readStandingRecord(genesisHash: Hex): Promise<StandingRecord | null> {
  return whole(await (await openStore()).get('standing', genesisHash), isStandingRecord);
}
