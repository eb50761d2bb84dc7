// What was checked of each runtime, by the hash of its code: read once, and again only where something was left unread.
import type { CheckValue } from '../model/check.ts';
import type { ReadCost } from '../model/emission-facts.ts';
import type { GuardRecord } from '../model/guard-record.ts';
import type { GuardRow, GuardVerdict } from '../model/guard.ts';
import type { Hex } from '../units.ts';
import { blockShape } from './cached-shapes.ts';
import { openStore, toStoreError } from './open-store.ts';
import {
  isAmount,
  isAnything,
  isHex,
  isNumber,
  isText,
  listOf,
  oneOf,
  orNull,
  recordOf,
  variantOf,
  whole,
} from './shape.ts';

const ofAmount = recordOf<{ unit: string; amount: bigint }>({ unit: isText, amount: isAmount });
const ofCount = recordOf<{ unit: string; amount: number }>({ unit: isText, amount: isNumber });
const ofText = recordOf<{ unit: string; text: string }>({ unit: isText, text: isText });
const value = variantOf<CheckValue['unit']>('unit', {
  rao: ofAmount,
  alpha: recordOf<Extract<CheckValue, { unit: 'alpha' }>>({
    unit: isText,
    amount: isAmount,
    netuid: isNumber,
  }),
  ppm: ofAmount,
  blocks: ofCount,
  count: ofCount,
  netuid: ofCount,
  block: ofCount,
  text: ofText,
  address: ofText,
});

const verdict = variantOf<GuardVerdict['state']>('state', {
  agrees: isAnything,
  disagrees: recordOf<Extract<GuardVerdict, { state: 'disagrees' }>>({
    state: isText,
    where: orNull(isNumber),
    ours: value,
    chain: value,
  }),
  'not-checked': recordOf<Extract<GuardVerdict, { state: 'not-checked' }>>({
    state: isText,
    reason: oneOf('not-on-this-runtime', 'unreadable', 'no-model', 'nothing'),
  }),
});

const isGuardRecord = recordOf<GuardRecord>({
  genesisHash: isHex,
  specVersion: isNumber,
  code: isHex,
  block: blockShape,
  readAt: isNumber,
  endpoint: orNull(isText),
  rows: listOf(
    recordOf<GuardRow>({
      subject: oneOf('spot', 'simulation', 'prune', 'emission', 'call', 'event'),
      name: orNull(isText),
      verdict,
    }),
  ),
  cost: recordOf<ReadCost>({ questions: isNumber, bytes: isNumber }),
});

/** Of one network: the present runtime, the one before, and those of an archive or another node that is behind. */
const KEPT = 4;

type GuardKey = Pick<GuardRecord, 'genesisHash' | 'specVersion' | 'code'>;

export async function readGuardRecord(key: GuardKey): Promise<GuardRecord | null> {
  const { genesisHash, specVersion, code } = key;
  const found = await (await openStore()).get('guards', [genesisHash, specVersion, code]);
  return whole(found, isGuardRecord);
}

/** All of a network, the newest reading first. */
export async function readGuards(genesisHash: Hex): Promise<GuardRecord[]> {
  const all = IDBKeyRange.bound([genesisHash], [genesisHash, []]);
  const records = await (await openStore()).getAll('guards', all);
  return records.filter((record) => isGuardRecord(record)).toSorted((a, b) => b.readAt - a.readAt);
}

export async function writeGuardRecord(record: GuardRecord): Promise<void> {
  try {
    const transaction = (await openStore()).transaction('guards', 'readwrite');
    await transaction.store.put(record);
    const all = (await transaction.store.getAll()).filter(
      ({ genesisHash }) => genesisHash === record.genesisHash,
    );
    for (const old of all.toSorted((a, b) => b.readAt - a.readAt).slice(KEPT)) {
      await transaction.store.delete([old.genesisHash, old.specVersion, old.code]);
    }
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}
