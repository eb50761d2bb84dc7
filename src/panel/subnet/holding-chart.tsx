// What my stake in one subnet was worth at spot in time: its price and its amount together.
import type { Netuid } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { rangesReached, spanOf, timeTicks, type Range } from '../ui/chart/time-axis.ts';
import { blockText, HIDDEN_TAO, stepDecimals, taoText, timeText } from '../words/format.ts';
import { holdingValues } from './holding-values.ts';

const ENOUGH = 3;

export function HoldingChart({ netuid, range: picked }: { netuid: Netuid; range: Range }) {
  const { store, portfolio } = usePanel();
  const value = portfolio.value.value?.subnets.find((one) => one.netuid === netuid);
  const snapshot = store.snapshot.value?.snapshot;
  if (value === undefined || snapshot === undefined || !value.isSpotWhole) return null;
  const now = { at: snapshot.blockTime, block: snapshot.block.number };
  const all = holdingValues(store.history.value, value, portfolio.coldkeys.value, now);
  const first = all[0];
  if (first === undefined) return null;
  const ranges = rangesReached(first.at, now.at);
  const range = ranges.includes(picked) ? picked : (ranges.at(-1) ?? 'day');
  const { from, to, bridge } = spanOf(range, first.at, now.at);
  // One before it, near enough, leads into the range.
  const points = all.filter(({ at }) => at >= from - bridge);
  if (points.length < ENOUGH) return null;
  const { hidesAmounts } = store.settings.value;
  return (
    <section class="part" aria-label={t('holdingChartTitle')}>
      <h2>{t('holdingChartTitle')}</h2>
      <Chart
        label={t('holdingChartTitle')}
        how={t('ownHistoryNote')}
        height={120}
        data={{
          xs: points.map(({ at }) => at),
          columnName: t('chartTime'),
          columnText: (index) => {
            const { at = 0, block = 0 } = points[index] ?? {};
            return `${timeText(at)} · ${t('blockNumber', { block: blockText(block) })}`;
          },
          series: [
            { key: 'spot', name: t('atSpot'), form: 'area', values: points.map(({ rao }) => rao) },
          ],
          valueText: (rao) => (hidesAmounts ? HIDDEN_TAO : taoText(rao, 2)),
          tickText: (rao, step) => (hidesAmounts ? '' : taoText(rao, stepDecimals(step))),
          ends: { from: Math.min(from, points[0]?.at ?? from), to },
          xTicks: timeTicks(from, to),
          mayCut: true,
          bridge,
        }}
      />
    </section>
  );
}
