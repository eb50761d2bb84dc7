// What was checked of each runtime, by the hash of its code: read once, and again only where something was left unread.
import type { CheckValue } from '../model/check.ts';
import type { ReadCost } from '../model/emission-facts.ts';
import type { GuardRecord } from '../model/guard-record.ts';
import type { GuardRow, GuardVerdict } from '../model/guard.ts';
import type { Hex } from '../units.ts';
import { blockShape } from './block-shapes.ts';
import { openStore, toStoreError } from './open-store.ts';
import { readAllWhole, readWhole } from './read-whole.ts';
import {
  amount,
  hex,
  listOf,
  number,
  oneOf,
  orNull,
  recordOf,
  testOf,
  text,
  variantOf,
} from '../parse.ts';

const ofAmount = { amount };
const ofCount = { amount: number };
const ofText = { text: text };
const value = variantOf<CheckValue, 'unit'>('unit', {
  rao: ofAmount,
  alpha: {
    amount,
    netuid: number,
  },
  ppm: ofAmount,
  blocks: ofCount,
  count: ofCount,
  netuid: ofCount,
  block: ofCount,
  text: ofText,
  address: ofText,
});

const verdict = variantOf<GuardVerdict, 'state'>('state', {
  agrees: {},
  disagrees: {
    where: orNull(number),
    ours: value,
    chain: value,
  },
  'not-checked': {
    reason: oneOf('not-on-this-runtime', 'unreadable', 'no-model', 'nothing'),
  },
});

export const isGuardRecord = testOf<GuardRecord>({
  genesisHash: hex,
  specVersion: number,
  code: hex,
  block: blockShape,
  readAt: number,
  endpoint: orNull(text),
  rows: listOf(
    recordOf<GuardRow>({
      subject: oneOf('spot', 'simulation', 'prune', 'emission', 'call', 'event'),
      name: orNull(text),
      verdict,
    }),
  ),
  cost: recordOf<ReadCost>({ questions: number, bytes: number }),
});

/** Of one network: the present runtime, the one before, and those of an archive or another node that is behind. */
const KEPT = 4;

type GuardKey = Pick<GuardRecord, 'genesisHash' | 'specVersion' | 'code'>;

export async function readGuardRecord(key: GuardKey): Promise<GuardRecord | null> {
  const { genesisHash, specVersion, code } = key;
  return readWhole('guards', [genesisHash, specVersion, code], isGuardRecord);
}

/** All of a network, the newest reading first. */
export async function readGuards(genesisHash: Hex): Promise<GuardRecord[]> {
  const all = IDBKeyRange.bound([genesisHash], [genesisHash, []]);
  const records = await readAllWhole('guards', isGuardRecord, all);
  return records.toSorted((a, b) => b.readAt - a.readAt);
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
