// The scale of price impacts: its bands, the same in every chart, and ticks with room above what the chart shows.
import { t } from '../core/text.ts';
import type { ChartBand } from '../ui/chart/chart-model.ts';
import { valueAxis } from '../ui/chart/value-axis.ts';

/** Parts per million at which a band begins: up to 1, 3, 5, 10 % and beyond; named as on a ticket. */
export const impactBands = (): readonly ChartBand[] => [
  { from: 0n, tone: 'good', name: t('impactBand_low') },
  { from: 10_000n, tone: 'fair', name: t('impactBand_moderate') },
  { from: 30_000n, tone: 'warn', name: t('impactBand_high') },
  { from: 50_000n, tone: 'high', name: t('impactBand_very_high') },
  { from: 100_000n, tone: 'bad', name: t('impactBand_extreme') },
];

/** A chart of less impact than one per cent has its scale: a line near its foot is what so little looks like. */
const LEAST_TOP = 6_666n;

/** From zero to one and a half of the largest value, or a round figure above: a band is drawn where the scale reaches it. */
export function impactTicks(values: readonly (bigint | null)[]): readonly bigint[] {
  let most = LEAST_TOP;
  for (const value of values) if (value !== null && value > most) most = value;
  return valueAxis([0n, (most * 3n) / 2n], false).ticks;
}
