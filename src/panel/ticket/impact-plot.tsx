// Price impact against amount, up to the most that the move may take or this order asks, with it and the limit marked, and a slider
// along it.
import { priceImpactPpm } from '../../pool/price-impact.ts';
import { sampleCurve } from '../../pool/sample-curve.ts';
import type { Leg, Plan } from '../../model/plan.ts';
import { drawnRatio, exactText } from '../../units.ts';
import { alphaText, bpsText, percentText, taoText } from '../words/format.ts';
import { impactBands, impactTicks } from '../words/impact-scale.ts';
import { t } from '../core/text.ts';
import { plotEnd } from './impact-band.ts';
import { Chart } from '../ui/chart/chart.tsx';
import type { ChartMark } from '../ui/chart/chart-model.ts';
import { usePanel } from '../core/panel-context.ts';
import { useTicket } from './ticket-context.ts';

const POINTS = 41;
const SLIDER_STEPS = 200n;

type CurvePoint = { amount: bigint; impact: bigint | null };

/** Along the pool's curve, with this order itself among the points. */
function curveOf({ before, side, order, priceImpactPpm: own }: Leg, most: bigint): CurvePoint[] {
  const sampled = sampleCurve(before, side, most, { maxPoints: POINTS }).map(
    ({ amount, fill }): CurvePoint => ({ amount, impact: priceImpactPpm(fill, side) }),
  );
  if (order.amount > most) return sampled;
  return [
    ...sampled.filter(({ amount }) => amount < order.amount),
    { amount: order.amount, impact: own },
    ...sampled.filter(({ amount }) => amount > order.amount),
  ];
}

export function ImpactPlot({ plan }: { plan: Plan }) {
  const ticket = useTicket();
  const { names, store } = usePanel();
  const leg = plan.legs.find(({ purpose }) => purpose === 'trade');
  const maximum = ticket.maximum.value;
  const { move } = plan;
  const isSlidable = move.kind === 'stake' || move.kind === 'unstake';
  if (leg === undefined || maximum === null || maximum <= 0n || !isSlidable) return null;
  const largest = ticket.largest.value;
  const { impactLimitBps } = store.settings.value;
  const end = plotEnd(maximum, leg.order.amount, largest?.amount ?? null, impactLimitBps);
  // An order that is refused as too large is on the chart too: its figures are those of the quote.
  const most = leg.order.amount > end ? leg.order.amount : end;
  const points = curveOf(leg, most);
  const own = drawnRatio(leg.order.amount, most);
  const placeOf = (amount: bigint): number => drawnRatio(amount, most);
  const amountText = (amount: bigint, decimals = 2): string =>
    move.kind === 'stake'
      ? taoText(amount, decimals)
      : alphaText(amount, names.symbol(move.netuid), decimals);
  const limit = bpsText(impactLimitBps);
  const marks: ChartMark[] = [
    // Where the balance or the position ends first, the limit binds nothing.
    ...(largest !== null && largest.amount < most && largest.amount < maximum
      ? [
          {
            key: 'limit',
            x: placeOf(largest.amount),
            value: null,
            text: t('impactMarkLimit', { limit }),
          },
        ]
      : []),
    ...(own <= 1
      ? [{ key: 'own', x: own, value: leg.priceImpactPpm, text: t('impactMarkYou') }]
      : []),
  ];
  const impacts = points.map(({ impact }) => impact);
  return (
    <>
      <p class="label">{t('depthChartTitle')}</p>
      <Chart
        label={t('impactPlotText', { impact: percentText(leg.priceImpactPpm) })}
        height={152}
        rest={points.findIndex(({ amount }) => amount === leg.order.amount)}
        data={{
          xs: points.map(({ amount }) => placeOf(amount)),
          columnName: t('amountLabel'),
          columnText: (index) =>
            t('depthChartOrder', { size: amountText(points[index]?.amount ?? 0n) }),
          series: [{ key: 'impact', name: t('impactChartName'), form: 'area', values: impacts }],
          valueText: percentText,
          ends: { from: 0, to: 1 },
          xTicks: [
            { x: 0, text: amountText(0n, 0) },
            { x: 1, text: amountText(most) },
          ],
          ticks: impactTicks(impacts),
          bands: impactBands(),
          marks,
        }}
      >
        <input
          type="range"
          class="chart-slider"
          style={{ '--slider-at': String(Math.min(own, 1)) }}
          min="0"
          max={String(SLIDER_STEPS)}
          value={String(Math.round(own * Number(SLIDER_STEPS)))}
          aria-label={t('amountSlider')}
          aria-valuetext={percentText(leg.priceImpactPpm)}
          onInput={(event) => {
            const amount = (most * BigInt(event.currentTarget.value)) / SLIDER_STEPS;
            ticket.edit({
              amountText: exactText(amount),
              unit: move.kind === 'stake' ? 'tao' : 'alpha',
            });
          }}
        />
      </Chart>
    </>
  );
}
