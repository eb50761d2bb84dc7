// Prices of one subnet in time, from our own record and from an archive's answers. Pure; a price that nobody knows is missing.
import type { HistoryRecord, PricesRecord } from '../../model/records.ts';
import { BLOCK_MS } from '../../units.ts';

type PricePoint = { at: number; block: number; value: bigint };

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
      if (list.push({ at, block, value, registeredAt }) === 1) bySubnet.set(netuid, list);
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
    if (found) points.push({ at, block: blockNumber, value: found.raoPerAlpha });
  }
  return points
    .flatMap(({ at, block, value }) => (at >= since ? [{ at, block, value }] : []))
    .sort((a, b) => a.at - b.at);
}
