// Results by day, week or month: what was earned, what the price did and what it cost, or each subnet, as stacked columns.
import { useState } from 'preact/hooks';
import type { BucketSize, Column, Figures, Results } from '../../history/figures.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Chart } from '../ui/chart/chart.tsx';
import type { ChartData } from '../ui/chart/chart-model.ts';
import { timeTicks } from '../ui/chart/time-axis.ts';
import { Segments } from '../ui/field.tsx';
import { HIDDEN_TAO, signedTaoText, stepDecimals, taoText } from '../words/format.ts';
import { columnName, filledColumns, isOngoing, type ResultRange } from './period.ts';
import { seriesSums, subnetSeries } from './subnet-series.ts';
import { costsOf, shownResult, sumLines } from './sums.ts';

const views = ['parts', 'subnets'] as const;
type View = (typeof views)[number];

/** Days are of UTC; what is not over says so. */
function columnTitle(from: number, size: BucketSize, now: number): string {
  const date = columnName(from, size);
  const isOpen = isOngoing(from, size, now);
  switch (size) {
    case 'day':
      return t(isOpen ? 'resultDaySoFar' : 'resultDay', { date });
    case 'week':
      return t(isOpen ? 'resultWeekSoFar' : 'resultWeekOf', { date });
    case 'month':
    case 'year':
      return isOpen ? t('resultSoFar', { date }) : date;
  }
}

type Props = {
  columns: readonly Column[];
  size: BucketSize;
  /** Of the whole period, which is told until a column is chosen. */
  total: Figures;
  bySubnet: Results['bySubnet'];
  range: ResultRange;
};

export function ColumnsChart({ columns, size, total, bySubnet, range }: Props) {
  const { names, store, clock } = usePanel();
  const [view, setView] = useState<View>('parts');
  const { hidesAmounts } = store.settings.value;
  const filled = filledColumns(columns, size);
  if (filled.length < 2) return null;
  const of = filled.map(({ column }) => column);
  const subnets = subnetSeries(of);
  /** One number may have been that of two subnets, which the list keeps apart. */
  const nameOf = (netuid: number | null): string => {
    if (netuid === null) return t('resultOthers');
    const subnet = names.number(netuid);
    const had = bySubnet.filter((one) => one.subnet.netuid === netuid).length;
    return had > 1 ? t('resultOfEarlierToo', { subnet }) : subnet;
  };
  const lines = sumLines(total);
  const sums =
    view === 'parts'
      ? (['earned', 'price', 'costs'] as const).map(
          (wanted) => lines.find(({ key }) => key === wanted)?.shown ?? null,
        )
      : seriesSums(subnets, bySubnet, shownResult(total));
  const series: ChartData['series'] =
    view === 'parts'
      ? [
          {
            key: 'earned',
            name: t('resultRewards'),
            form: 'bar',
            values: of.map((column) => column?.parts.earned ?? null),
          },
          {
            key: 'price',
            name: t('resultPrice'),
            form: 'bar',
            values: of.map((column) => column?.parts.price ?? null),
          },
          {
            key: 'costs',
            name: t('resultCosts'),
            form: 'bar',
            values: of.map((column) => (column === null ? null : costsOf(column.parts))),
          },
        ]
      : subnets.map(({ netuid, values }) => ({
          key: String(netuid),
          name: nameOf(netuid),
          form: 'bar',
          values,
        }));
  const from = (index: number): number => filled[index]?.from ?? 0;
  const title = t(`resultBy_${size}`);
  return (
    <section class="card stack-s" aria-label={title}>
      <div class="line apart line-wrap">
        <h2>{title}</h2>
        <Segments
          label={t('resultColumns')}
          value={view}
          options={views.map((one) => ({ value: one, text: t(`resultView_${one}`) }))}
          onChange={(text) => setView(views.find((one) => one === text) ?? 'parts')}
        />
      </div>
      <Chart
        label={title}
        height={176}
        whole={{ text: t(`resultOver_${range}`), values: sums }}
        data={{
          xs: filled.map((_one, index) => index),
          ends: { from: -0.5, to: filled.length - 0.5 },
          columnName: t('chartTime'),
          columnText: (index) => columnTitle(from(index), size, clock.now.peek()),
          series,
          valueText: (rao) => (hidesAmounts ? HIDDEN_TAO : signedTaoText(rao, 2)),
          tickText: (rao, step) => {
            if (hidesAmounts) return '';
            const decimals = stepDecimals(step);
            return rao < 0n ? signedTaoText(rao, decimals) : taoText(rao, decimals);
          },
          // As the chart of the value over the same time has them, each at the column that it falls into.
          xTicks: timeTicks(from(0), from(filled.length - 1)).map(({ x, text }) => ({
            x: filled.findLastIndex((one) => one.from <= x),
            text,
          })),
        }}
      />
    </section>
  );
}
