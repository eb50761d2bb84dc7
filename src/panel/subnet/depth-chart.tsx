// How far a purchase and a sale of round sizes would move the price: what a subnet's liquidity means for an order.
import type { Netuid } from '../../units.ts';
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import { percentText, taoText } from '../words/format.ts';
import { impactBands, impactTicks } from '../words/impact-scale.ts';
import { t } from '../core/text.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { useSubnets } from '../subnets/subnets-context.ts';
import { depthRows, type DepthRow } from './depth-model.ts';

/** Places of 1, 10, 100 and 1,000 TAO among the rows. */
const TICKS = [0, 3, 6, 9];

export function DepthChart({ netuid }: { netuid: Netuid }) {
  const facts = useSubnets().facts(netuid);
  const price = facts && valuationPrice(facts);
  if (netuid === 0 || facts === null || facts.pool === null || !price) return null;
  const rows = depthRows(facts.pool, price);
  const buys = rows.map(({ buyPpm }) => buyPpm);
  const sells = rows.map(({ sellPpm }) => sellPpm);
  // Of the sizes that the pool takes both ways.
  const largest = rows.findLast(
    (row): row is DepthRow & { buyPpm: bigint; sellPpm: bigint } =>
      row.buyPpm !== null && row.sellPpm !== null,
  );
  const sizeText = (index: number): string => taoText(rows[index]?.rao ?? 0n, 0);
  return (
    <section class="stack-s" aria-label={t('depthChartTitle')}>
      <h2>{t('depthChartTitle')}</h2>
      {largest !== undefined && (
        <p>
          {t('depthChartSentence', {
            size: taoText(largest.rao, 0),
            stake: percentText(largest.buyPpm),
            unstake: percentText(largest.sellPpm),
          })}
        </p>
      )}
      <Chart
        label={t('depthChartTitle')}
        data={{
          xs: rows.map((_row, index) => index),
          columnName: t('depthChartSize'),
          columnText: sizeText,
          series: [
            { key: 'buy', name: t('depthChartStake'), form: 'line', values: buys },
            { key: 'sell', name: t('depthChartUnstake'), form: 'line', values: sells },
          ],
          valueText: percentText,
          xTicks: TICKS.map((index) => ({ x: index, text: sizeText(index) })),
          ticks: impactTicks([...buys, ...sells]),
          bands: impactBands,
        }}
      />
      <details>
        <summary>{t('how')}</summary>
        <p class="small soft">{t('depthChartNote')}</p>
      </details>
    </section>
  );
}
