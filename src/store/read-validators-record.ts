// Reads the record of a subnet's validators and checks its shape. Apart for the reason named in read-emission-record.ts.
import type * as Facts from '../model/facts.ts';
import type { Hex, Netuid } from '../units.ts';
import { blockShape } from './cached-shapes.ts';
import { whole } from './shape.ts';
import { openStore } from './open-store.ts';
import type { ValidatorsRecord } from '../model/records.ts';
import {
  isAmount,
  isFlag,
  isHex,
  isNumber,
  isText,
  listOf,
  orNull,
  readingOf,
  recordOf,
} from './shape.ts';

const isValidatorsRecord = recordOf<ValidatorsRecord>({
  genesisHash: isHex,
  netuid: isNumber,
  block: blockShape,
  readAt: isNumber,
  validators: listOf(
    recordOf<Facts.ValidatorFacts>({
      hotkey: isText,
      owner: orNull(isText),
      take: orNull(isNumber),
      name: orNull(isText),
      netuid: isNumber,
      isRegistered: isFlag,
      hasPermit: readingOf(isFlag),
      alphaStake: isAmount,
      dividends: readingOf(isAmount),
      stakeAtLastEpoch: readingOf(isAmount),
    }),
  ),
});

export async function readValidatorsRecord(
  genesisHash: Hex,
  netuid: Netuid,
): Promise<ValidatorsRecord | null> {
  return whole(
    await (await openStore()).get('validators', [genesisHash, netuid]),
    isValidatorsRecord,
  );
}
