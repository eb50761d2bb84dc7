// Price and emission share of a subnet at earlier blocks, and since when we recorded own stake in it. The source is chosen
// by portfolio/earlier-prices.ts. Pure; every result names its block.
import type { HistoryRecord, PricesRecord } from '../../model/records.ts';
import { earlierSources } from '../../portfolio/earlier-prices.ts';
import type { Share } from '../../emission/subnet-figures.ts';
import { PPM, BLOCKS_PER_DAY } from '../../units.ts';

export type PastPrice = {
  raoPerAlpha: bigint;
  /** Part of all TAO emitted in that block, in parts per million; null: not known. */
  sharePpm: bigint | null;
  share: Share | null;
  block: number;
  from: 'archive' | 'own';
};

type PricesDaysAgo = (netuid: number, registeredAt: number) => PastPrice | null;

/** Each subnet's share of the TAO emitted in that block; empty unless the TAO of every subnet is known. */
function sharesIn({ prices }: PricesRecord): ReadonlyMap<number, Share> {
  const paid = prices.prices.filter(({ netuid }) => netuid !== 0);
  const total = paid.reduce((sum, { tao }) => sum + (tao ?? 0n), 0n);
  if (total === 0n || paid.some(({ tao }) => tao === null)) return new Map();
  return new Map(paid.map(({ netuid, tao }) => [netuid, { rao: tao ?? 0n, ofRao: total }]));
}

/** Prices `days` before the head; for each subnet from the closest source that has it. */
export function pricesDaysAgo(
  records: readonly PricesRecord[],
  history: readonly HistoryRecord[],
  now: { at: number; block: number },
  days: number,
): PricesDaysAgo {
  const archived = records.map(({ prices }) => prices);
  const sources = earlierSources(now, days * BLOCKS_PER_DAY, history, archived);
  const fromArchive = sources.find(({ from }) => from === 'archive');
  const record = records.find(({ blockNumber }) => blockNumber === fromArchive?.block);
  const shares = record === undefined ? null : sharesIn(record);
  return (netuid, registeredAt) => {
    for (const { from, block, priceThen } of sources) {
      const raoPerAlpha = priceThen({ netuid, registeredAt });
      if (raoPerAlpha === null) continue;
      // Our own record has no shares; those of the archive are from about the same time.
      const isKnown =
        fromArchive !== undefined && fromArchive.priceThen({ netuid, registeredAt }) !== null;
      const share = (isKnown ? shares?.get(netuid) : null) ?? null;
      const sharePpm = share && (share.rao * PPM) / share.ofRao;
      return { raoPerAlpha, sharePpm, share, block, from };
    }
    return null;
  };
}

/** (now − then) / then in parts per million, towards zero; null without both. */
export function changePpm(now: bigint | null, then: bigint | null): bigint | null {
  return now === null || then === null || then === 0n ? null : ((now - then) * PPM) / then;
}

/**
 * Since when own stake was recorded there without a break. `isOpen`: it was there in the first record, so it is at least
 * that long. null: none now.
 */
export function heldSince(
  history: readonly HistoryRecord[],
  netuid: number,
): { at: number; isOpen: boolean } | null {
  let since: number | null = null;
  for (const { at, held } of history.toReversed()) {
    if (!held.some((one) => one === netuid)) {
      return since === null ? null : { at: since, isOpen: false };
    }
    since = at;
  }
  return since === null ? null : { at: since, isOpen: true };
}
