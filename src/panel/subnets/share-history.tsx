// The emission share of one or several subnets at the horizons, as far back as it is known, and now.
import type { Netuid } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { percentText } from '../words/format.ts';
import { columnShareText } from '../words/round-share.ts';
import { horizonShort } from './figure.tsx';
import { horizons, namedTimes } from './horizons.ts';
import { useSubnets } from './subnets-context.ts';

const HEIGHT = 140;
/** Days: what lies further apart is known at its ends alone, and dotted between them. */
const BRIDGE = 30;

/** Readings as far apart as they are in time, each with its dot. */
export function ShareHistory({ netuids, title }: { netuids: readonly Netuid[]; title: string }) {
  const { names } = usePanel();
  const subnets = useSubnets();
  const all = subnets.all.value;
  const sharePast = (netuid: Netuid, days: number): bigint | null =>
    subnets.pastPrice(netuid, days)?.sharePpm ?? null;
  const daysAgo = horizons
    .filter((days) => netuids.some((netuid) => sharePast(netuid, days) !== null))
    .toReversed();
  const series = netuids.map((netuid) => ({
    netuid,
    values: [
      ...daysAgo.map((days) => sharePast(netuid, days)),
      all.find((one) => one.netuid === netuid)?.figures?.sharePpm ?? null,
    ],
  }));
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  if (known.length === 0 || known.length < 2 * netuids.length) return null;
  const whenText = (index: number): string => {
    const days = daysAgo[index];
    return days === undefined ? t('horizonNow') : horizonShort(days);
  };
  const xs = [...daysAgo.map((days) => -days), 0];
  return (
    <section class="part" aria-label={title}>
      <h2>{title}</h2>
      <Chart
        label={title}
        height={HEIGHT}
        data={{
          xs,
          columnName: t('chartTime'),
          columnText: whenText,
          series: series.map(({ netuid, values }) => ({
            key: String(netuid),
            name: netuids.length === 1 ? t('figureLong_share') : names.number(netuid),
            form: 'line',
            values,
          })),
          valueText: columnShareText,
          tickText: percentText,
          xTicks: namedTimes(xs).map((x) => ({ x, text: whenText(xs.indexOf(x)) })),
          bridge: BRIDGE,
          hasDots: true,
        }}
      />
    </section>
  );
}
