// The drawing of a chart: bands, grid, axes, series, marks and the crosshair. The values are told beside it.
import { ASCENT, besideLines } from './beside-lines.ts';
import type { ChartData } from './chart-model.ts';
import { drawnAs } from './covered-lines.ts';
import { linePath, pixelX, pixelY, stackBars, type Frame } from './geometry.ts';
import { stepOf, type ValueAxis } from './value-axis.ts';

/** A band lower than this has no room for its name. */
const NAMED_BAND = 18;
/** Labels closer than this, in pixels, would lie on each other. */
const LINE = 11;
/** About half as wide as high. */
const CHARACTER = 5.5;

type Props = { data: ChartData; frame: Frame; axis: ValueAxis; at: number | null };

function Bands({ data: { bands = [] }, frame, axis }: Props) {
  const inner = frame.width - frame.start - frame.end;
  const left = frame.isMirrored ? frame.end : frame.start;
  return (
    <>
      {bands.map(({ from, tone, name }, index) => {
        const next = bands[index + 1]?.from ?? axis.high;
        const [bottom, top] = [from, next < axis.high ? next : axis.high].map((value) =>
          pixelY(frame, axis, value),
        );
        const height = (bottom ?? 0) - (top ?? 0);
        if (height <= 0) return null;
        return (
          <g key={tone}>
            <rect
              class={`chart-band chart-band-${tone}`}
              x={left}
              y={top}
              width={inner}
              height={height}
            />
            {height >= NAMED_BAND && (
              <text
                class="chart-tick"
                x={frame.isMirrored ? left + inner - 6 : left + 6}
                y={(top ?? 0) + 13}
                text-anchor="start"
              >
                {name}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

function Axes({ data, frame, axis }: Props) {
  const { xTicks, valueText, tickText = valueText } = data;
  const ends = [frame.from, frame.to].map((x) => pixelX(frame, x));
  const [begin = 0, end = 0] = ends;
  const side = frame.isMirrored ? frame.width : 0;
  const bottom = frame.height - frame.bottom;
  const labelled: bigint[] = [];
  for (const tick of axis.ticks) {
    const below = labelled.at(-1);
    const room =
      below === undefined ? LINE : pixelY(frame, axis, below) - pixelY(frame, axis, tick);
    if (room >= LINE) labelled.push(tick);
  }
  let drawn = { middle: Number.NEGATIVE_INFINITY, half: 0 };
  const named = xTicks.flatMap(({ x, text }) => {
    const place = pixelX(frame, x);
    const half = (text.length * CHARACTER) / 2;
    // A label at an end would be cut off in its middle.
    const isNear = (edge: number): boolean => Math.abs(place - edge) < half;
    const anchor = isNear(end) ? 'end' : isNear(begin) ? 'start' : 'middle';
    const inward = frame.isMirrored ? half : -half;
    const middle = anchor === 'middle' ? place : place + (anchor === 'end' ? inward : -inward);
    if (Math.abs(middle - drawn.middle) < half + drawn.half + LINE) return [];
    drawn = { middle, half };
    return [{ x, text, place, anchor }];
  });
  return (
    <>
      {axis.ticks.map((tick) => (
        <g key={String(tick)}>
          <path
            class={tick === 0n ? 'chart-zero' : 'chart-grid'}
            d={`M${begin} ${pixelY(frame, axis, tick)}H${end}`}
          />
          {labelled.includes(tick) && (
            <text class="chart-tick" x={side} y={pixelY(frame, axis, tick) + 4} text-anchor="start">
              {tickText(tick, stepOf(axis))}
            </text>
          )}
        </g>
      ))}
      {axis.isCut && <path class="chart-cut" d={`M${begin} ${bottom - 8}l-3 2l6 4l-6 4l3 2`} />}
      {named.map(({ x, text, place, anchor }) => (
        <text key={x} class="chart-tick" x={place} y={frame.height - 3} text-anchor={anchor}>
          {text}
        </text>
      ))}
    </>
  );
}

function Series({ data, frame, axis, at }: Props) {
  const { xs, series, bridge } = data;
  const bars = series.filter(({ form }) => form === 'bar');
  const drawn = drawnAs(series, frame, axis);
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
        if (form === 'bar' || drawn[index] !== index) return null;
        const columns = xs.map((x, column) => ({ x, value: values[column] ?? null }));
        const options = { isStep: form === 'step', ...(bridge !== undefined && { bridge }) };
        const path = linePath(frame, axis, columns, options);
        return (
          <g key={key} class={`chart-series-${index + 1}`}>
            {form === 'area' && <path class="chart-area" d={path.area} />}
            <path class="chart-line" d={path.line} />
            {path.gaps !== '' && <path class="chart-line chart-unknown" d={path.gaps} />}
          </g>
        );
      })}
    </>
  );
}

/** A text is drawn after all dots: none of them may lie on it, and it stands above the lines or below them. */
function Marks(props: Props) {
  const { marks = [] } = props.data;
  const { frame, axis } = props;
  return (
    <g class="chart-mark">
      {marks.map(({ key, x, value, isSmall = false }) => {
        const place = pixelX(frame, x);
        return value === null ? (
          <path
            key={key}
            class="chart-rule"
            d={`M${place} ${frame.top}V${frame.height - frame.bottom}`}
          />
        ) : (
          <circle
            key={key}
            class="chart-dot"
            cx={place}
            cy={pixelY(frame, axis, value)}
            r={isSmall ? 3 : 4}
          />
        );
      })}
      {marks.map(({ key, x, value, text }) => {
        if (text === '') return null;
        const place = pixelX(frame, x);
        const isLeft = place > frame.width / 2;
        const edge = place + (isLeft ? -6 : 6);
        const far = edge + (isLeft ? -1 : 1) * text.length * CHARACTER * 1.2;
        return (
          <text
            key={key}
            class="chart-mark-text"
            x={edge}
            y={
              value === null
                ? frame.top + ASCENT
                : besideLines(
                    props,
                    Math.min(edge, far),
                    Math.max(edge, far),
                    pixelY(frame, axis, value),
                  )
            }
            text-anchor={isLeft === frame.isMirrored ? 'start' : 'end'}
          >
            {text}
          </text>
        );
      })}
    </g>
  );
}

function Crosshair({ data: { xs, series }, frame, axis, at }: Props) {
  const x = at === null ? undefined : xs[at];
  if (at === null || x === undefined) return null;
  const place = pixelX(frame, x);
  const drawn = drawnAs(series, frame, axis);
  return (
    <g class="chart-crosshair">
      <path class="chart-rule" d={`M${place} ${frame.top}V${frame.height - frame.bottom}`} />
      {series.map(({ key, form, values }, index) => {
        const value = values[at] ?? null;
        if (value === null || form === 'bar' || drawn[index] !== index) return null;
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

export function ChartDrawing(props: Props) {
  const { width, height } = props.frame;
  return (
    <svg class="chart-drawing" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <Bands {...props} />
      <Axes {...props} />
      <Series {...props} />
      <Marks {...props} />
      <Crosshair {...props} />
    </svg>
  );
}
