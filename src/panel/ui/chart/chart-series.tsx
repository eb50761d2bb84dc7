// The series of a chart: bars, and lines with what is unknown between them dotted.
import type { ChartData } from './chart-model.ts';
import { liesOnWhich } from './covered-lines.ts';
import { Dots } from './dots.tsx';
import { linePath, stackBars, type Frame } from './geometry.ts';
import type { ValueAxis } from './value-axis.ts';

type Props = { data: ChartData; frame: Frame; axis: ValueAxis; at: number | null };

export function Series({ data, frame, axis, at }: Props) {
  const { xs, series, bridge, breaks, hasDots = false } = data;
  const bars = series.filter(({ form }) => form === 'bar');
  const under = liesOnWhich(series, frame, axis);
  return (
    <>
      {stackBars(frame, axis, xs, bars).map(({ key, ...place }) => {
        const index = bars.findIndex((one) => key.startsWith(`${one.key} `));
        const isChosen = at === null || key.endsWith(` ${at}`);
        return (
          <rect
            key={key}
            class={`chart-bar chart-series-${index + 1} ${isChosen ? '' : 'chart-faint'}`}
            {...place}
          />
        );
      })}
      {series.map(({ key, form, values }, index) => {
        if (form === 'bar') return null;
        const columns = xs.map((x, column) => ({ x, value: values[column] ?? null }));
        const isStep = form === 'step';
        const path = linePath(frame, axis, columns, { isStep, bridge, breaks });
        return (
          <g
            key={key}
            class={`chart-series-${index + 1} ${under[index] === index ? '' : 'chart-over'}`}
          >
            {form === 'area' && <path class="chart-area" d={path.area} />}
            <path class="chart-line" d={path.line} />
            {path.gaps !== '' && <path class="chart-line chart-unknown" d={path.gaps} />}
            {hasDots && <Dots frame={frame} axis={axis} points={columns} />}
          </g>
        );
      })}
    </>
  );
}
