// What a subnet's alpha cost so many days ago: the one source of every change over days, in lists, heads, tables and charts.
import { computed } from '@preact/signals';
import type { StoreModel } from '../core/store-model.ts';
import { pricesDaysAgo, type PastPrice } from './price-history.ts';

export type PastPrices = (netuid: number, days: number) => PastPrice | null;

/** `registeredAt`: of the subnet that has the number now; undefined: not known, and so is what it cost. */
export function createPastPrices(
  store: StoreModel,
  registeredAt: (netuid: number) => number | undefined,
): PastPrices {
  /** Counted from the block of the prices that are shown. */
  const sources = computed(() => {
    const snapshot = store.snapshot.value?.snapshot;
    const record = store.emission.value;
    const now =
      snapshot === undefined
        ? { at: record?.readAt ?? 0, block: record?.facts.block.number ?? 0 }
        : { at: snapshot.blockTime, block: snapshot.block.number };
    return {
      now,
      prices: store.prices.value,
      history: store.history.value,
      found: new Map<number, ReturnType<typeof pricesDaysAgo>>(),
    };
  });
  return (netuid, days) => {
    const since = netuid === 0 ? undefined : registeredAt(netuid);
    if (since === undefined) return null;
    const { now, prices, history, found } = sources.value;
    let ofDays = found.get(days);
    if (ofDays === undefined) {
      ofDays = pricesDaysAgo(prices, history, now, days);
      found.set(days, ofDays);
    }
    return ofDays(netuid, since);
  };
}
