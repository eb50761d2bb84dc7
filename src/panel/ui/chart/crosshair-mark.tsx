// Where a reader stands in a chart: a rule, and a dot on each line.
import type { ChartData } from './chart-model.ts';
import { liesOnWhich } from './covered-lines.ts';
import { pixelX, pixelY, type Frame } from './geometry.ts';
import type { ValueAxis } from './value-axis.ts';

type Props = { data: ChartData; frame: Frame; axis: ValueAxis; at: number | null };

export function CrosshairMark({ data: { xs, series }, frame, axis, at }: Props) {
  const x = at === null ? undefined : xs[at];
  if (at === null || x === undefined) return null;
  const place = pixelX(frame, x);
  const under = liesOnWhich(series, frame, axis);
  return (
    <g class="chart-crosshair">
      <path class="chart-rule" d={`M${place} ${frame.top}V${frame.height - frame.bottom}`} />
      {series.map(({ key, form, values }, index) => {
        const value = values[at] ?? null;
        if (value === null || form === 'bar' || under[index] !== index) return null;
        return (
          <circle
            key={key}
            class={`chart-dot chart-series-${index + 1}`}
            cx={place}
            cy={pixelY(frame, axis, value)}
            r="4"
          />
        );
      })}
    </g>
  );
}
