// What a quarter, a half, or all of my stake in one subnet would bring if it were sold now, beside its value at spot.
import type { Netuid } from '../../units.ts';
import { fixedTaoText, percentText, stepDecimals, taoText } from '../words/format.ts';
import { t } from '../core/text.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useExit } from './exit-gap.tsx';

const TICKS = [0, 25, 50, 75, 100];
const partText = (percent: number): string => percentText(BigInt(percent) * 10_000n);

export function ExitChart({ netuid }: { netuid: Netuid }) {
  const { store } = usePanel();
  const found = useExit(netuid);
  if (found === null || !found.isDrawn) return null;
  const { rows, all, words, loss } = found;
  const { hidesAmounts } = store.settings.value;
  const shown = (rao: bigint, decimals: number): string =>
    hidesAmounts ? t('hiddenAmount') : fixedTaoText(rao, decimals);
  return (
    <section class="part" aria-label={t('exitChartTitle')}>
      <h2>{t('exitChartTitle')}</h2>
      {words !== null && all !== undefined && all.exit !== null && loss !== null && (
        <p>
          {t(words, {
            amount: shown(all.exit, 2),
            difference: hidesAmounts ? t('hiddenAmount') : taoText(loss.rao),
            loss: percentText(loss.ppm),
          })}
        </p>
      )}
      <Chart
        label={t('exitChartTitle')}
        how={t('exitChartNote')}
        data={{
          xs: rows.map(({ percent }) => percent),
          columnName: t('exitChartPart'),
          columnText: (index) => t('exitChartSold', { part: partText(rows[index]?.percent ?? 0) }),
          series: [
            {
              key: 'exit',
              name: t('sellableNow'),
              form: 'area',
              values: rows.map(({ exit }) => exit),
            },
            {
              key: 'spot',
              name: t('atSpot'),
              form: 'line',
              values: rows.map(({ spot }) => spot),
            },
          ],
          valueText: (rao) => shown(rao, 2),
          tickText: (rao, step) => shown(rao, stepDecimals(step)),
          xTicks: TICKS.map((percent) => ({ x: percent, text: partText(percent) })),
        }}
      />
    </section>
  );
}
