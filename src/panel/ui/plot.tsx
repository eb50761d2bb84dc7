// Small plots of lines, areas and bars, scaled to their box, each with a text alternative.
import type { ComponentChildren } from 'preact';

type PlotPoint = { x: number; y: number };

const WIDTH = 320;

type PlotProps = {
  /** x and y from 0 to 1, y upwards; ascending x. */
  points: readonly PlotPoint[];
  /** Text alternative for screen readers. */
  alternative: string;
  height?: number;
  hasArea?: boolean;
  marks?: readonly { point: PlotPoint; key: string }[];
  children?: ComponentChildren;
};

export function Plot(props: PlotProps) {
  const { points, alternative, height = 72, hasArea = true, marks = [] } = props;
  const at = ({ x, y }: PlotPoint): [string, string] => [
    (x * WIDTH).toFixed(1),
    ((1 - y) * height).toFixed(1),
  ];
  const line = points
    .map((point, index) => `${index === 0 ? 'M' : 'L'}${at(point).join(' ')}`)
    .join('');
  const first = points[0];
  const last = points.at(-1);
  const area = first && last ? `${line}L${at(last)[0]} ${height}L${at(first)[0]} ${height}Z` : '';
  return (
    <svg
      class="plot"
      viewBox={`0 -4 ${WIDTH} ${height + 8}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={alternative}
    >
      <path class="plot-grid" d={`M0 ${height}H${WIDTH}`} />
      {hasArea && <path class="plot-area" d={area} />}
      <path class="plot-line" d={line} />
      {marks.map(({ point, key }) => (
        <circle key={key} class="plot-dot" cx={at(point)[0]} cy={at(point)[1]} r="3.5" />
      ))}
    </svg>
  );
}

/** Fits values into 0…1 on both axes; a flat line is drawn in the middle. */
export function fitPoints(values: readonly { x: number; y: number }[]): PlotPoint[] {
  const xs = values.map(({ x }) => x);
  const ys = values.map(({ y }) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  return values.map(({ x, y }) => ({
    x: right === left ? 0 : (x - left) / (right - left),
    y: high === low ? 0.5 : (y - low) / (high - low),
  }));
}

/** The least and the greatest value: bottom and top of a fitted plot. */
export function rangeOf(values: readonly bigint[]): [least: bigint, most: bigint] {
  let [least = 0n] = values;
  let most = least;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
