// What the difference between spot and exit value is called, by what of both is known. Pure.
import type { PortfolioSums } from '../../portfolio/portfolio-value.ts';

/** What lacks an account or a price is the difference of what was loaded; one that lacks a sale alone can only shrink. */
export function gapText({
  isSpotWhole,
  isSellableWhole,
}: Pick<PortfolioSums, 'isSpotWhole' | 'isSellableWhole'>): 'gapLoaded' | 'gapTotal' | 'gapMost' {
  if (!isSpotWhole) return 'gapLoaded';
  return isSellableWhole ? 'gapTotal' : 'gapMost';
}
