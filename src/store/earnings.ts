// What the hotkeys we hold paid in each epoch: our own record and what an archive added. Thinned as it ages. A node
// without old states could not answer it again.
import type { Hex, Netuid } from '../units.ts';
import { openStore, toStoreError } from './open-store.ts';
import { readAllWhole } from './read-whole.ts';
import type { EpochRecord } from '../model/records.ts';
import { amount, hex, listOf, number, oneOf, recordOf, testOf, text } from '../parse.ts';

const source = oneOf('own', 'archive');
export const isEpochRecord = testOf<EpochRecord>({
  genesisHash: hex,
  netuid: number,
  registeredAt: number,
  epoch: number,
  period: number,
  earned: listOf(
    recordOf<EpochRecord['earned'][number]>({
      hotkey: text,
      dividends: amount,
      earnedOn: amount,
      from: source,
    }),
  ),
});
const HOUR = 300;
const DAY = 24 * HOUR;
/** Younger than `age` blocks: at most one record every `spacing` blocks; older than the last `age`: none. */
const thinning: readonly { age: number; spacing: number }[] = [
  { age: 8 * DAY, spacing: HOUR },
  { age: 35 * DAY, spacing: DAY },
];

/** The blocks to drop of these ascending ones with the chain at `head`: the first of each interval stays. */
export function blocksToThin(blocks: readonly number[], head: number): number[] {
  const dropped: number[] = [];
  let kept = Number.NEGATIVE_INFINITY;
  for (const block of blocks) {
    const spacing = thinning.find(({ age }) => head - block < age)?.spacing ?? null;
    // The newest always stays: it marks what has been read already.
    const isNewest = block === blocks.at(-1);
    if (!isNewest && (spacing === null || block - kept < spacing)) dropped.push(block);
    else kept = block;
  }
  return dropped;
}

const rangeOf = (genesisHash: Hex, netuid: Netuid): IDBKeyRange =>
  IDBKeyRange.bound([genesisHash, netuid, 0], [genesisHash, netuid, Number.POSITIVE_INFINITY]);

/** Ascending. */
export async function readEpochs(genesisHash: Hex, netuid: Netuid): Promise<EpochRecord[]> {
  return readAllWhole('epochs', isEpochRecord, rangeOf(genesisHash, netuid));
}

/** The newest one; null: none, or none that can be read. */
export async function readLastEpoch(genesisHash: Hex, netuid: Netuid): Promise<EpochRecord | null> {
  const { store } = (await openStore()).transaction('epochs');
  const record = (await store.openCursor(rangeOf(genesisHash, netuid), 'prev'))?.value;
  return isEpochRecord(record) ? record : null;
}

/** Merges these epochs into the stored ones and thins old ones, in one transaction. */
export async function writeEpochs(records: readonly EpochRecord[], head: number): Promise<void> {
  const store = await openStore();
  try {
    const transaction = store.transaction('epochs', 'readwrite');
    for (const record of records) {
      const { genesisHash, netuid, epoch } = record;
      const before = await transaction.store.get([genesisHash, netuid, epoch]);
      // An archive also knows hotkeys that we did not hold then.
      const others =
        isEpochRecord(before) && before.registeredAt === record.registeredAt
          ? before.earned.filter(({ hotkey }) =>
              record.earned.every((one) => one.hotkey !== hotkey),
            )
          : [];
      await transaction.store.put({ ...record, earned: [...record.earned, ...others] });
      const keys = await transaction.store.getAllKeys(rangeOf(genesisHash, netuid));
      const blocks = keys.map(([, , block]) => block);
      for (const block of blocksToThin(blocks, head)) {
        await transaction.store.delete([genesisHash, netuid, block]);
      }
    }
    await transaction.done;
  } catch (error) {
    throw toStoreError(error);
  }
}
