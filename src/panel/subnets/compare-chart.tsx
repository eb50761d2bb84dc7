// The prices of the compared subnets over each other, each from where it stood when the range began.
import { useState } from 'preact/hooks';
import type { Netuid } from '../../units.ts';
import { priceSeries } from '../core/price-series.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { RangeSwitch } from '../ui/chart/range-switch.tsx';
import { rangesReached, spanOf, timeTicks, type Range } from '../ui/chart/time-axis.ts';
import { columnPercentText } from '../words/change.tsx';
import { blockText, timeText } from '../words/format.ts';
import { overlayOf } from './price-overlay.ts';

const ENOUGH = 3;
/** An archive's price of just before the range is taken for its beginning. */
const EDGE = 0.01;
const changeText = (ppm: bigint): string => columnPercentText(ppm, ppm > 0n ? '+' : '');

export function CompareChart({ netuids }: { netuids: readonly Netuid[] }) {
  const { store, names } = usePanel();
  const [picked, setPicked] = useState<Range>('week');
  const snapshot = store.snapshot.value?.snapshot;
  if (snapshot === undefined) return null;
  const head = { at: snapshot.blockTime, block: snapshot.block.number };
  const sources = { history: store.history.value, prices: store.prices.value, head };
  const whole = netuids.map((netuid) =>
    priceSeries(sources, { netuid, registeredAt: names.details(netuid)?.registeredAt }, 0),
  );
  const known = whole.flat();
  if (known.length < ENOUGH * netuids.length) return null;
  const first = known.reduce((least, { at }) => Math.min(least, at), head.at);
  const now = known.reduce((most, { at }) => Math.max(most, at), head.at);
  const ranges = rangesReached(first, now);
  const range = ranges.includes(picked) ? picked : (ranges.at(-1) ?? 'day');
  const { from, to, bridge } = spanOf(range, first, now);
  const { times, changes } = overlayOf(
    whole.map((points) => points.filter(({ at }) => at >= from - (to - from) * EDGE)),
  );
  return (
    <section class="stack-s" aria-label={t('emissionPriceOverTime')}>
      <div class="line apart line-wrap">
        <h2>{t('emissionPriceOverTime')}</h2>
        <RangeSwitch ranges={ranges} value={range} onChange={setPicked} />
      </div>
      <Chart
        label={t('emissionPriceOverTime')}
        height={180}
        data={{
          xs: times.map(({ at }) => at),
          columnName: t('chartTime'),
          columnText: (index) => {
            const { at = 0, block = 0 } = times[index] ?? {};
            return `${timeText(at)} · ${t('blockNumber', { block: blockText(block) })}`;
          },
          series: netuids.map((netuid, index) => ({
            key: String(netuid),
            name: names.title(netuid),
            form: 'line',
            values: changes[index] ?? [],
          })),
          valueText: changeText,
          ends: { from, to },
          xTicks: timeTicks(from, to),
          bridge,
        }}
      />
      <p class="small quiet">{t('compareChartNote')}</p>
    </section>
  );
}
