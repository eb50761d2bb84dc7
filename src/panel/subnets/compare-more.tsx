// Of the compared subnets, over each other: the emission share at the horizons, and what selling costs by its size.
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import { PPM, RAO_PER_TAO, type Netuid } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { columnPercentText } from '../words/change.tsx';
import { percentText, taoText } from '../words/format.ts';
import { saleCost, saleSizes } from './compare-model.ts';
import { ShareHistory } from './share-history.tsx';
import { useSubnets } from './subnets-context.ts';

const HEIGHT = 140;

function SaleCosts({ netuids }: { netuids: readonly Netuid[] }) {
  const { names } = usePanel();
  const subnets = useSubnets();
  const title = t('compareSaleChart');
  const series = netuids.flatMap((netuid) => {
    const facts = subnets.facts(netuid);
    const price = facts && valuationPrice(facts);
    const pool = facts?.pool ?? null;
    if (pool === null || !price) return [];
    const values = saleSizes.map((tao) => {
      const cost = saleCost(pool, price, tao);
      return cost === null ? null : (cost * PPM) / (tao * RAO_PER_TAO);
    });
    return [{ key: String(netuid), name: names.number(netuid), form: 'line' as const, values }];
  });
  if (series.length < netuids.length) return null;
  const sizeText = (tao: bigint): string => taoText(tao * RAO_PER_TAO, 0);
  return (
    <section class="part" aria-label={title}>
      <h2>{title}</h2>
      <Chart
        label={title}
        height={HEIGHT}
        data={{
          xs: saleSizes.map((tao) => Math.log10(Number(tao))),
          columnName: t('depthChartSize'),
          columnText: (index) => t('compareSaleOf', { size: sizeText(saleSizes[index] ?? 0n) }),
          series,
          valueText: columnPercentText,
          tickText: percentText,
          xTicks: [1n, 10n, 100n, 1_000n].map((tao) => ({
            x: Math.log10(Number(tao)),
            text: sizeText(tao),
          })),
        }}
      />
    </section>
  );
}

export function CompareMore({ netuids }: { netuids: readonly Netuid[] }) {
  return (
    <div class="compare-more">
      <ShareHistory netuids={netuids} title={t('figureLong_share')} />
      <SaleCosts netuids={netuids} />
    </div>
  );
}
