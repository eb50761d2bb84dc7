// Reads the record of a subnet's validators and checks its shape. Apart for the reason named in read-emission-record.ts.
import type * as Facts from '../model/facts.ts';
import type { Hex, Netuid } from '../units.ts';
import { blockShape } from './block-shapes.ts';
import { testOf } from '../parse.ts';
import { readWhole } from './read-whole.ts';
import type { ValidatorsRecord } from '../model/records.ts';
import { amount, flag, hex, number, text, listOf, orNull, readingOf, recordOf } from '../parse.ts';

export const isValidatorsRecord = testOf<ValidatorsRecord>({
  genesisHash: hex,
  netuid: number,
  block: blockShape,
  readAt: number,
  validators: listOf(
    recordOf<Facts.ValidatorFacts>({
      hotkey: text,
      owner: orNull(text),
      take: orNull(number),
      name: orNull(text),
      netuid: number,
      isRegistered: flag,
      hasPermit: readingOf(flag),
      alphaStake: amount,
      dividends: readingOf(amount),
      stakeAtLastEpoch: readingOf(amount),
      weightsAge: readingOf(number),
    }),
  ),
});

export async function readValidatorsRecord(
  genesisHash: Hex,
  netuid: Netuid,
): Promise<ValidatorsRecord | null> {
  return readWhole('validators', [genesisHash, netuid], isValidatorsRecord);
}
