// What a subnet was worth at earlier blocks and since when we have seen stake of ours in it: from an archive where
// one answered, else from our own record. Pure over what the store holds; every answer names its block.
import type { HistoryRecord, PricesRecord } from '../../store/schema.ts';
import { BLOCKS_PER_DAY, pricesNear } from './lens-reading.ts';

export type Earlier = {
  raoPerAlpha: bigint;
  /** Of all TAO given out in that block, parts per million; null where it was not told. */
  sharePpm: bigint | null;
  block: number;
  from: 'archive' | 'own';
};

export type EarlierPrices = (netuid: number, registeredAt: number) => Earlier | null;

const PPM = 1_000_000n;

function fromArchive({ prices, blockNumber }: PricesRecord): EarlierPrices {
  const given = prices.prices.filter(({ netuid }) => netuid !== 0);
  const isTold = given.every(({ tao }) => tao !== null);
  const total = isTold ? given.reduce((sum, { tao }) => sum + (tao ?? 0n), 0n) : 0n;
  const byNetuid = new Map(given.map((entry) => [Number(entry.netuid), entry]));
  return (netuid, registeredAt) => {
    const entry = byNetuid.get(netuid);
    // A subnet registered later is another one under the same number.
    if (entry === undefined || registeredAt > blockNumber) return null;
    const { raoPerAlpha, tao } = entry;
    const sharePpm = tao === null || total === 0n ? null : (tao * PPM) / total;
    return { raoPerAlpha, sharePpm, block: blockNumber, from: 'archive' };
  };
}

function fromOwn({ prices, block }: HistoryRecord): EarlierPrices {
  return (netuid, registeredAt) => {
    const entry = prices.find((one) => one.netuid === netuid && one.registeredAt === registeredAt);
    return entry === undefined
      ? null
      : { raoPerAlpha: entry.raoPerAlpha, sharePpm: null, block, from: 'own' };
  };
}

/** Prices so many days before the head. The archive's first, as it has every subnet. */
export function earlierPrices(
  records: readonly PricesRecord[],
  history: readonly HistoryRecord[],
  head: number,
  days: number,
): EarlierPrices {
  const archived = pricesNear(records, head, days);
  const own = nearest(history, head - days * BLOCKS_PER_DAY, days * 300);
  const answers = [
    ...(archived === null ? [] : [fromArchive(archived)]),
    ...(own === null ? [] : [fromOwn(own)]),
  ];
  return (netuid, registeredAt) => {
    for (const answer of answers) {
      const found = answer(netuid, registeredAt);
      if (found !== null) return found;
    }
    return null;
  };
}

function nearest(
  history: readonly HistoryRecord[],
  block: number,
  slack: number,
): HistoryRecord | null {
  let best: HistoryRecord | null = null;
  for (const point of history) {
    const distance = Math.abs(point.block - block);
    if (distance > slack) continue;
    if (best === null || distance < Math.abs(best.block - block)) best = point;
  }
  return best;
}

/** (now − then) / then in parts per million, towards zero; null without both. */
export function changePpm(now: bigint | null, then: bigint | null): bigint | null {
  return now === null || then === null || then === 0n ? null : ((now - then) * PPM) / then;
}

/**
 * Since when we have seen stake of ours there without a break; `isOpen`: it was there when we began to record, so it is at
 * least that long. null: none now.
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
