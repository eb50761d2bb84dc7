// The prices of the compared subnets over each other, each from where it stood when the range began.
import { useState } from 'preact/hooks';
import type { Netuid } from '../../units.ts';
import { priceSeriesToNow } from '../core/price-series.ts';
import { t } from '../core/text.ts';
import { usePanel, type Panel } from '../core/panel-context.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { RangeSwitch } from '../ui/chart/range-switch.tsx';
import { rangeDays, rangesReached, spanOf, timeTicks, type Range } from '../ui/chart/time-axis.ts';
import { columnPercentText } from '../words/change.tsx';
import { blockText, signedPercentText, timeText } from '../words/format.ts';
import { overlayOf } from './price-overlay.ts';
import { useSubnets } from './subnets-context.ts';

const ENOUGH = 3;
/** Above a table the chart is lower, so that the first rows are in sight with it. */
const HEIGHT = 150;
const LOW = 104;

const knownPrices = (panel: Panel, netuids: readonly Netuid[]) =>
  netuids.map((netuid) => priceSeriesToNow(panel, netuid)?.points ?? []);
const isEnough = (whole: ReturnType<typeof knownPrices>): boolean =>
  whole.length > 0 && whole.flat().length >= ENOUGH * whole.length;

/** Whether there is a chart to draw now. */
export const hasCompareChart = (panel: Panel, netuids: readonly Netuid[]): boolean =>
  isEnough(knownPrices(panel, netuids));

const changeText = (ppm: bigint): string => columnPercentText(ppm, ppm > 0n ? '+' : '');

type Props = { netuids: readonly Netuid[]; isLow: boolean };

export function CompareChart({ netuids, isLow }: Props) {
  const panel = usePanel();
  const { names } = panel;
  const { pastPrice } = useSubnets();
  const [picked, setPicked] = useState<Range>('week');
  const whole = knownPrices(panel, netuids);
  if (!isEnough(whole)) return null;
  const known = whole.flat();
  const now = known.reduce((most, { at }) => Math.max(most, at), 0);
  const first = known.reduce((least, { at }) => Math.min(least, at), now);
  const ranges = rangesReached(first, now);
  const range = ranges.includes(picked) ? picked : (ranges.at(-1) ?? 'day');
  const { from, to, bridge } = spanOf(range, first, now);
  const { times, changes } = overlayOf(
    whole.map((points, index) => {
      const within = points.filter(({ at }) => at > from);
      const before = pastPrice(netuids[index] ?? 0, rangeDays[range]);
      // The price that the table's change begins at, so that the curve ends at that change.
      return before === null
        ? within
        : [{ at: from, block: before.block, value: before.raoPerAlpha }, ...within];
    }),
  );
  return (
    <section class="part compare-prices" aria-label={t('emissionPriceOverTime')}>
      <div class="line apart line-wrap">
        <h2>{t('emissionPriceOverTime')}</h2>
        <RangeSwitch ranges={ranges} value={range} onChange={setPicked} />
      </div>
      <Chart
        label={t('emissionPriceOverTime')}
        height={isLow ? LOW : HEIGHT}
        data={{
          xs: times.map(({ at }) => at),
          columnName: t('chartTime'),
          columnText: (index) => {
            const { at = 0, block = 0 } = times[index] ?? {};
            return `${timeText(at)} · ${t('blockNumber', { block: blockText(block) })}`;
          },
          series: netuids.map((netuid, index) => ({
            key: String(netuid),
            name: names.number(netuid),
            form: 'line',
            values: changes[index] ?? [],
          })),
          valueText: changeText,
          tickText: signedPercentText,
          ends: { from, to },
          xTicks: timeTicks(from, to),
          bridge,
        }}
      />
    </section>
  );
}
