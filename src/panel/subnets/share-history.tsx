// The emission share of one or several subnets at the horizons, as far back as it is known, and now.
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { isWidestWindow } from '../core/wide-window.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { percentText } from '../words/format.ts';
import { columnShareText } from '../words/round-share.ts';
import { horizonShort } from './figure.tsx';
import { drawnRatio, type Netuid } from '../../units.ts';
import { horizons } from './horizons.ts';
import { useSubnets } from './subnets-context.ts';

const HEIGHT = 140;
/** Of the longest bar, in rem; the other where the window is widest. */
const BAR_HEIGHT = 5;
const TALL_BAR = 13;

type Column = { text: string; share: bigint | null };

/** A bar from zero for each reading, and above it what it is. */
function ShareBars({ columns, label }: { columns: readonly Column[]; label: string }) {
  const most = columns.reduce(
    (all, { share }) => (share !== null && share > all ? share : all),
    0n,
  );
  const height = isWidestWindow.value ? TALL_BAR : BAR_HEIGHT;
  return (
    <ol class="period-bars" aria-label={label}>
      {columns.map(({ text, share }) => (
        <li key={text}>
          <span>{share === null ? '–' : columnShareText(share)}</span>
          <span
            class="period-bar"
            style={{ blockSize: `${drawnRatio(share ?? 0n, most) * height}rem` }}
          />
          <span class="quiet">{text}</span>
        </li>
      ))}
    </ol>
  );
}

/** As columns of equal width, however far apart they are in time: with a line and dots where several are compared. */
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
  const xs = [...daysAgo, 0].map((_days, index) => index);
  const [only] = netuids.length === 1 ? series : [];
  return (
    <section class="part" aria-label={title}>
      <h2>{title}</h2>
      {only === undefined ? (
        <Chart
          label={title}
          height={HEIGHT}
          data={{
            xs,
            columnName: t('chartTime'),
            columnText: whenText,
            series: series.map(({ netuid, values }) => ({
              key: String(netuid),
              name: names.number(netuid),
              form: 'line',
              values,
            })),
            valueText: columnShareText,
            tickText: percentText,
            xTicks: xs.map((x) => ({ x, text: whenText(x) })),
            bridge: 1,
            mayCut: true,
            hasDots: true,
          }}
        />
      ) : (
        <ShareBars
          label={title}
          columns={xs.map((x) => ({ text: whenText(x), share: only.values[x] ?? null }))}
        />
      )}
    </section>
  );
}
