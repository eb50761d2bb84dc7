// What a quarter, a half, or all of my stake in one subnet would bring if it were sold now, beside its value at spot.
import { PPM, type Netuid } from '../../units.ts';
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import { fixedTaoText, percentText, stepDecimals, taoText } from '../words/format.ts';
import { t } from '../core/text.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { exitRows, exitWords } from './depth-model.ts';

/** One per cent, in parts per million: two lines closer than that are one, which a sentence says better. */
const LEAST_DRAWN = 10_000n;
const TICKS = [0, 25, 50, 75, 100];
const partText = (percent: number): string => percentText(BigInt(percent) * 10_000n);

export function ExitChart({ netuid }: { netuid: Netuid }) {
  const { portfolio, store } = usePanel();
  const facts = useSubnets().facts(netuid);
  const held = portfolio.value.value?.subnets.find((subnet) => subnet.netuid === netuid);
  const price = facts && valuationPrice(facts);
  if (netuid === 0 || held === undefined || !facts?.pool || !price) return null;
  let alpha = 0n;
  for (const { sold } of held.positions) alpha += sold;
  if (alpha === 0n) return null;
  const rows = exitRows(facts.pool, price, alpha);
  const { hidesAmounts } = store.settings.value;
  const shown = (rao: bigint, decimals: number): string =>
    hidesAmounts ? t('hiddenAmount') : fixedTaoText(rao, decimals);
  const all = rows.at(-1);
  const words = exitWords(held, alpha);
  const loss =
    all === undefined || all.exit === null || all.spot === 0n
      ? null
      : { rao: all.spot - all.exit, ppm: ((all.spot - all.exit) * PPM) / all.spot };
  return (
    <section class="part" aria-label={t('exitChartTitle')}>
      <h2>{t(loss !== null && loss.ppm < LEAST_DRAWN ? 'sellableNow' : 'exitChartTitle')}</h2>
      {words !== null && all !== undefined && all.exit !== null && loss !== null && (
        <p>
          {t(words, {
            amount: shown(all.exit, 2),
            difference: hidesAmounts ? t('hiddenAmount') : taoText(loss.rao),
            loss: percentText(loss.ppm),
          })}
        </p>
      )}
      {words !== null && loss !== null && loss.ppm < LEAST_DRAWN ? (
        <p class="small quiet">{t('exitWholeNote')}</p>
      ) : (
        <Chart
          label={t('exitChartTitle')}
          how={t('exitChartNote')}
          data={{
            xs: rows.map(({ percent }) => percent),
            columnName: t('exitChartPart'),
            columnText: (index) =>
              t('exitChartSold', { part: partText(rows[index]?.percent ?? 0) }),
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
      )}
    </section>
  );
}
