// Prices of earlier blocks as an archive told them: some of each time, the fewer the older.
import type { PricesRecord } from '../model/records.ts';
import type { Hex } from '../units.ts';
import { isPricesRecord } from './cached-shapes.ts';
import { writeCached } from './chain-cache.ts';
import { openStore } from './open-store.ts';
import { readAllWhole, readLastWhole } from './read-whole.ts';

const KEPT_PRICES = 60;

/** Ascending by block. */
export async function readPricesRecords(genesisHash: Hex): Promise<PricesRecord[]> {
  const all = IDBKeyRange.bound([genesisHash, 0], [genesisHash, Number.POSITIVE_INFINITY]);
  return readAllWhole('prices', isPricesRecord, all);
}

/** Of the highest block of that stretch, both ends within it; null: there is none. */
export async function readLastPrices(
  genesisHash: Hex,
  { from, to }: { from: number; to: number },
): Promise<PricesRecord | null> {
  const stretch = IDBKeyRange.bound([genesisHash, from], [genesisHash, to]);
  return readLastWhole('prices', isPricesRecord, stretch);
}

/**
 * The blocks to drop of these ascending ones: repeatedly the block whose two neighbours are nearest to each other, never
 * the first or the last. So a price of a year ago survives many prices of yesterday.
 */
export function blocksToDrop(blocks: readonly number[], most: number): number[] {
  const kept = [...blocks];
  const dropped: number[] = [];
  while (kept.length > Math.max(most, 2)) {
    const gapAround = (at: number): number =>
      (kept[at + 1] ?? Number.POSITIVE_INFINITY) - (kept[at - 1] ?? Number.NEGATIVE_INFINITY);
    let tightest = 1;
    for (let at = 2; at < kept.length - 1; at += 1) {
      if (gapAround(at) < gapAround(tightest)) tightest = at;
    }
    dropped.push(...kept.splice(tightest, 1));
  }
  return dropped;
}

export async function writePricesRecord(record: PricesRecord): Promise<void> {
  await writeCached((store) => store.put('prices', record));
  const store = await openStore();
  const kept = await readPricesRecords(record.genesisHash);
  const blocks = kept.map(({ blockNumber }) => blockNumber);
  for (const blockNumber of blocksToDrop(blocks, KEPT_PRICES)) {
    await store.delete('prices', [record.genesisHash, blockNumber]);
  }
}
