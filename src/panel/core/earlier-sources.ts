// What changes over a day, a week and a month are worked out from: of months of records, the few that are used.
import { blocksAgo, horizons, whereEarlier } from '../../portfolio/earlier-prices.ts';
import type { Snapshot } from '../../model/facts.ts';
import type { HistoryRecord, PricesRecord } from '../../model/records.ts';
import type { Reader } from './panel-deps.ts';

export type EarlierSources = {
  history: readonly HistoryRecord[];
  prices: readonly PricesRecord[];
};

export const noSources: EarlierSources = { history: [], prices: [] };

/** The same that would be chosen of all that is stored, for changes up to this snapshot. */
export async function readSources(
  reader: Pick<Reader, 'readLastPoint' | 'readLastPrices'>,
  { genesisHash, blockTime: at, block }: Pick<Snapshot, 'genesisHash' | 'blockTime' | 'block'>,
): Promise<EarlierSources> {
  const now = { at, block: block.number };
  const places = horizons.map((horizon) => whereEarlier(now, blocksAgo[horizon]));
  const [history, prices] = await Promise.all([
    Promise.all(places.map((place) => reader.readLastPoint(genesisHash, place.at))),
    Promise.all(places.map((place) => reader.readLastPrices(genesisHash, place.block))),
  ]);
  return {
    history: history.filter((one) => one !== null),
    prices: prices.filter((one) => one !== null),
  };
}
