// How far a purchase and a sale of round sizes would move the price: what a subnet's liquidity means for an order.
import { RAO_PER_TAO, type Netuid } from '../../units.ts';
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import { percentText, taoText } from '../words/format.ts';
import { impactBands, impactTicks } from '../words/impact-scale.ts';
import { t } from '../core/text.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { useSubnets } from '../subnets/subnets-context.ts';
import { depthRows, type DepthRow } from './depth-model.ts';

/** In TAO. */
const TICKS = [1, 10, 100, 1_000];

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
  const sizeText = (rao: bigint): string => taoText(rao, 0);
  return (
    <section class="part" aria-label={t('depthChartTitle')}>
      <h2>{t('depthChartTitle')}</h2>
      {largest !== undefined && (
        <p>
          {t('depthChartSentence', {
            size: sizeText(largest.rao),
            stake: percentText(largest.buyPpm),
            unstake: percentText(largest.sellPpm),
          })}
        </p>
      )}
      <Chart
        label={t('depthChartTitle')}
        how={t('depthChartNote')}
        data={{
          xs: rows.map(({ tao }) => Math.log10(Number(tao))),
          columnName: t('depthChartSize'),
          columnText: (index) => t('depthChartOrder', { size: sizeText(rows[index]?.rao ?? 0n) }),
          series: [
            { key: 'buy', name: t('depthChartStake'), form: 'line', values: buys },
            { key: 'sell', name: t('depthChartUnstake'), form: 'line', values: sells },
          ],
          valueText: percentText,
          xTicks: TICKS.map((tao) => ({
            x: Math.log10(tao),
            text: sizeText(BigInt(tao) * RAO_PER_TAO),
          })),
          ticks: impactTicks([...buys, ...sells]),
          bands: impactBands(),
        }}
      />
    </section>
  );
}
