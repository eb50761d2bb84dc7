// What an alert watches over the time that we recorded, and the line that it is held against.
import type { AlertRule } from '../../model/alert.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Chart } from '../ui/chart/chart.tsx';
import { timeTicks } from '../ui/chart/time-axis.ts';
import { HIDDEN_TAO, stepDecimals, taoText, timeText } from '../words/format.ts';

const ENOUGH = 3;

type Props = {
  rule: AlertRule;
  points: readonly { at: number; value: bigint | null }[];
  /** The record has its value at spot, not what it would have brought. */
  isBySpot: boolean;
  height: number;
};

/** Nothing where too little is known of it. */
export function AlertChart({ rule, points, isBySpot, height }: Props) {
  const { store } = usePanel();
  const { kind, side, value } = rule;
  const [first, last] = [points[0], points.at(-1)];
  const known = points.filter((point) => point.value !== null);
  if (known.length < ENOUGH || first === undefined || last === undefined) return null;
  const isPrice = kind === 'spot-price';
  const isHidden = store.settings.value.hidesAmounts && !isPrice;
  const name = t(isPrice ? 'alertKind_spot_price' : isBySpot ? 'atSpot' : 'sellableNow');
  const hasLine = side === 'below' || side === 'above';
  return (
    <Chart
      label={t('alertChart', { name })}
      height={height}
      data={{
        xs: points.map(({ at }) => at),
        columnName: t('chartTime'),
        columnText: (index) => timeText(points[index]?.at ?? 0),
        series: [
          {
            key: 'figure',
            name: isBySpot ? t('alertSpotForExit') : name,
            form: 'area',
            values: points.map((point) => point.value),
          },
          ...(hasLine
            ? [
                {
                  key: 'line',
                  name: t('alertLine'),
                  form: 'line',
                  values: points.map(() => value),
                } as const,
              ]
            : []),
        ],
        valueText: (rao) => (isHidden ? HIDDEN_TAO : isPrice ? taoText(rao) : taoText(rao, 2)),
        tickText: (rao, step) => (isHidden ? '' : taoText(rao, stepDecimals(step))),
        ends: { from: first.at, to: last.at },
        xTicks: timeTicks(first.at, last.at),
        mayCut: true,
      }}
    />
  );
}
