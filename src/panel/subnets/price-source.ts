// Where the prices of a chart come from. Pure.
import type { PricePoint } from '../core/price-series.ts';

/** Where the prices of a chart come from; its end, of now, is from the node. */
export function sourceKey(points: readonly Pick<PricePoint, 'from'>[]) {
  const isOwn = points.some(({ from }) => from === 'own');
  const isArchive = points.some(({ from }) => from === 'archive');
  return isArchive ? (isOwn ? 'ownHistoryBoth' : 'ownHistoryArchive') : 'ownHistoryNote';
}
