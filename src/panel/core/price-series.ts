// Prices of one subnet in time, from our own record, from an archive's answers, and of now. A price that nobody knows is missing.
import type { HistoryRecord, PricesRecord } from '../../model/records.ts';
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import { BLOCK_MS, mulDivDown, RAO_PER_ALPHA } from '../../units.ts';
import type { NamesModel } from './names-model.ts';
import type { StoreModel } from './store-model.ts';

export type PricePoint = {
  at: number;
  block: number;
  value: bigint;
  /** `now`: the end of the series, from the node. */
  from: 'own' | 'archive' | 'now';
};

type Sources = {
  history: readonly HistoryRecord[];
  prices: readonly PricesRecord[];
  /** Block and time that the time of an archive's block is reckoned from; null: unknown, so archives are left out. */
  head: { at: number; block: number } | null;
};

type Recorded = PricePoint & { registeredAt: number };
const recorded = new WeakMap<readonly HistoryRecord[], Map<number, Recorded[]>>();

/** The record by subnet, made once for each reading of the store: a list asks for many subnets. */
function recordedOf(history: readonly HistoryRecord[]): Map<number, Recorded[]> {
  let bySubnet = recorded.get(history);
  if (bySubnet !== undefined) return bySubnet;
  recorded.set(history, (bySubnet = new Map<number, Recorded[]>()));
  for (const { at, block, prices } of history) {
    for (const { netuid, registeredAt, raoPerAlpha: value } of prices) {
      const list = bySubnet.get(netuid) ?? [];
      if (list.push({ at, block, value, from: 'own', registeredAt }) === 1)
        bySubnet.set(netuid, list);
    }
  }
  return bySubnet;
}

/** Ascending by time, of this registration of the number only. */
export function priceSeries(
  { history, prices, head }: Sources,
  subnet: { netuid: number; registeredAt: number | undefined },
  since: number,
): PricePoint[] {
  const { netuid, registeredAt } = subnet;
  const own = recordedOf(history).get(netuid) ?? [];
  const points: PricePoint[] = own.filter(
    (point) => registeredAt === undefined || point.registeredAt === registeredAt,
  );
  for (const { blockNumber, prices: told } of prices) {
    // Without its registration nobody knows whether the number was this subnet's by then.
    if (head === null || registeredAt === undefined || registeredAt > blockNumber) continue;
    const found = told.prices.find((price) => price.netuid === netuid);
    const at = head.at - (head.block - blockNumber) * BLOCK_MS;
    if (found) points.push({ at, block: blockNumber, value: found.raoPerAlpha, from: 'archive' });
  }
  return points
    .flatMap(({ at, block, value, from }) => (at >= since ? [{ at, block, value, from }] : []))
    .sort((a, b) => a.at - b.at);
}

type Known = { store: StoreModel; names: NamesModel };

/**
 * Every chart of a price: it ends at the price that the lists and the head of a subnet show. null: no price is known of now,
 * so there is no end.
 */
export function priceSeriesToNow(
  { store, names }: Known,
  netuid: number,
  since = 0,
): { points: readonly PricePoint[]; now: PricePoint } | null {
  const snapshot = store.snapshot.value?.snapshot;
  const facts = snapshot?.subnets.find((one) => one.netuid === netuid);
  const price = facts === undefined ? null : valuationPrice(facts);
  if (snapshot === undefined || price === null) return null;
  const { blockTime: at, block } = snapshot;
  const value = mulDivDown(RAO_PER_ALPHA, price.rao, price.perAlphaRao);
  const now = { at, block: block.number, value, from: 'now' } as const;
  const head = { at, block: block.number };
  const sources = { history: store.history.value, prices: store.prices.value, head };
  const registeredAt = names.details(netuid)?.registeredAt;
  const before = priceSeries(sources, { netuid, registeredAt }, since);
  return { points: [...before.filter((point) => point.at < at), now], now };
}
