// Price impact against amount, with this order marked, and a slider along the curve.
import { priceImpactPpm } from '../../pool/price-impact.ts';
import { sampleCurve } from '../../pool/sample-curve.ts';
import type { Leg } from '../../model/plan.ts';
import { PPM, drawnRatio, exactText } from '../../units.ts';
import { percentText } from '../words/format.ts';
import type { Worked } from './ticket-plan.ts';
import { t } from '../core/text.ts';
import { Amount } from '../words/amount.tsx';
import { fitPoints, Plot } from '../ui/plot.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { useTicket } from './ticket-context.ts';

const POINTS = 25;
const SLIDER_STEPS = 200n;

/** Amount as a part of the most that may be moved, and impact, along the pool's curve. */
function curveOf({ before, side }: Leg, most: bigint): { x: number; y: number }[] {
  return sampleCurve(before, side, most, { maxPoints: POINTS }).flatMap(({ amount, fill }) => {
    const impact = priceImpactPpm(fill, side);
    return impact === null ? [] : [{ x: drawnRatio(amount, most), y: drawnRatio(impact, PPM) }];
  });
}

export function ImpactPlot({ worked }: { worked: Worked }) {
  const ticket = useTicket();
  const leg = worked.plan.legs.find(({ purpose }) => purpose === 'trade');
  const most = ticket.maximum.value;
  const isSlidable = worked.plan.move.kind === 'stake' || worked.plan.move.kind === 'unstake';
  if (leg === undefined || most === null || most <= 0n || !isSlidable) return null;
  const values = curveOf(leg, most);
  const top = Math.max(...values.map(({ y }) => y));
  const own = drawnRatio(leg.order.amount, most);
  const gives = worked.plan.gives;
  return (
    <figure class="stack-s">
      <Plot
        points={fitPoints(values)}
        alternative={t('impactPlotText', { impact: percentText(leg.priceImpactPpm) })}
        marks={
          own <= 1 && top > 0
            ? [{ key: 'own', point: { x: own, y: drawnRatio(leg.priceImpactPpm, PPM) / top } }]
            : []
        }
      />
      <input
        type="range"
        min="0"
        max={String(SLIDER_STEPS)}
        value={String(Math.round(own * Number(SLIDER_STEPS)))}
        aria-label={t('amountSlider')}
        aria-valuetext={percentText(leg.priceImpactPpm)}
        onInput={(event) => {
          const amount = (most * BigInt(event.currentTarget.value)) / SLIDER_STEPS;
          ticket.edit({
            amountText: exactText(amount),
            unit: worked.plan.move.kind === 'stake' ? 'tao' : 'alpha',
          });
        }}
      />
      {gives !== null && (
        <figcaption class="small quiet">
          <RichText
            text="impactPlotCaption"
            with={{ amount: <Amount quantity={gives} />, impact: percentText(leg.priceImpactPpm) }}
          />
        </figcaption>
      )}
    </figure>
  );
}
