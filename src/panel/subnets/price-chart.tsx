// The price of one subnet in time, from our own record and from an archive where one was asked.
import type { Netuid } from '../../units.ts';
import { blockText, fixedTaoText, stepDecimals, taoText, timeText } from '../words/format.ts';
import { priceSeriesToNow } from '../core/price-series.ts';
import { sourceKey } from './price-source.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { isWidestWindow } from '../core/wide-window.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { RangeSwitch } from '../ui/chart/range-switch.tsx';
import { isShorter, rangesReached, spanOf, timeTicks, type Range } from '../ui/chart/time-axis.ts';

const ENOUGH = 3;
/** In the widest window, where it is the main thing of its part. */
const TALL = 252;

/** Without `onRange` the range is as it is. */
type Props = {
  netuid: Netuid;
  range: Range;
  onRange?: (range: Range) => void;
  isMain?: boolean;
};

export function PriceChart({ netuid, range: picked, onRange, isMain = false }: Props) {
  const panel = usePanel();
  const { names } = panel;
  const series = netuid === 0 ? null : priceSeriesToNow(panel, netuid);
  if (series === null) return null;
  const all = series.points;
  const first = all[0];
  if (all.length < ENOUGH || first === undefined) return null;
  const now = series.now.at;
  const ranges = rangesReached(first.at, now);
  const range = ranges.includes(picked) ? picked : (ranges.at(-1) ?? 'day');
  const { from, to, bridge } = spanOf(range, first.at, now);
  const label = t('priceOf', { subnet: names.number(netuid) });
  // An archive’s block of a week ago is a little older than a week by now.
  const points = all.filter(({ at }) => at >= from - bridge);
  return (
    <section class="part" aria-label={label}>
      <div class="line apart">
        <h2>{t('priceHistory')}</h2>
        {onRange !== undefined && (
          <RangeSwitch
            ranges={ranges}
            value={range}
            onChange={onRange}
            isLastAll={isShorter(first.at, ranges.at(-1) ?? 'day', now)}
          />
        )}
      </div>
      <Chart
        label={label}
        {...(isMain && isWidestWindow.value ? { height: TALL } : {})}
        how={t(sourceKey(points))}
        data={{
          xs: points.map(({ at }) => at),
          columnName: t('chartTime'),
          columnText: (index) => {
            const { at = 0, block = 0 } = points[index] ?? {};
            return `${timeText(at)} · ${t('blockNumber', { block: blockText(block) })}`;
          },
          series: [
            {
              key: 'price',
              name: t('spotPrice'),
              form: 'area',
              values: points.map(({ value }) => value),
            },
          ],
          valueText: (value) => taoText(value),
          tickText: (value, step) => fixedTaoText(value, stepDecimals(step)),
          ends: { from: Math.min(from, points[0]?.at ?? from), to },
          xTicks: timeTicks(from, to),
          mayCut: true,
          bridge,
        }}
      />
    </section>
  );
}
