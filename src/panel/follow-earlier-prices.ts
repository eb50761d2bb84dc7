// Has prices of earlier blocks read from an archive: while the panel is open, at most once an hour, and only those that
// our own record lacks. No address is sent; results arrive as a change of the store.
import { effect } from '@preact/signals';
import { isFresh } from '../model/age.ts';
import { blocksAgo, isWorthReading } from '../portfolio/earlier-prices.ts';
import type { Clock } from './core/clock.ts';
import type { PanelDeps } from './core/panel-deps.ts';
import type { PortfolioModel } from './core/portfolio-model.ts';
import type { StoreModel } from './core/store-model.ts';

const HOUR = 3_600_000;

type EarlierPricesDeps = {
  deps: PanelDeps;
  store: StoreModel;
  portfolio: PortfolioModel;
  clock: Clock;
};

/** How many blocks back an archive may have prices that we lack. */
function blocksToRead({ store, portfolio }: EarlierPricesDeps): number[] {
  const head = store.head.peek()?.block.number ?? 0;
  const held = portfolio.sums.peek()?.subnets ?? [];
  if (held.every(({ netuid }) => netuid === 0)) return [];
  return portfolio.changes
    .peek()
    .filter(
      ({ horizon, earlier }) => blocksAgo[horizon] < head && isWorthReading(earlier, horizon, held),
    )
    .map(({ horizon }) => blocksAgo[horizon]);
}

/** Reads as soon as the node is connected, and again every hour. Returns the function that stops it. */
export function followEarlierPrices(panel: EarlierPricesDeps): () => void {
  const { deps, store, clock } = panel;
  let lastRead: { of: string; at: number } | null = null;
  return effect(() => {
    const { archive, id } = store.network.value;
    const isReady = store.node.value?.state === 'connected' && store.head.value !== null;
    const now = clock.now.value;
    if (!isReady || archive === null) return;
    if (lastRead !== null && lastRead.of === id && isFresh(lastRead.at, now, HOUR)) return;
    const wanted = blocksToRead(panel);
    lastRead = { of: id, at: now };
    if (wanted.length === 0) return;
    // Without an answer the line shows "not known".
    void deps.call('readEarlierPrices', { blocksAgo: wanted }).catch(() => undefined);
  });
}
