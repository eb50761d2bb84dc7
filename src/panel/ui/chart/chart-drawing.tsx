// The drawing of a chart: bands, grid, axes, marks and the crosshair, around its series. The values are told beside it.
import { ASCENT, besideLines } from './beside-lines.ts';
import type { ChartData } from './chart-model.ts';
import { CrosshairMark } from './crosshair-mark.tsx';
import { clearOf, isNearOne, textBox } from './clear-texts.ts';
import { Series } from './chart-series.tsx';
import { pixelX, pixelY, type Frame } from './geometry.ts';
import { stepOf, type ValueAxis } from './value-axis.ts';

/** A band lower than this has no room for its name. */
const NAMED_BAND = 18;
/** Labels closer than this, in pixels, would lie on each other. */
const LINE = 11;
/** About half as wide as high. */
const CHARACTER = 5.5;
/** Between an edge or a rule and a text beside it. */
const GAP = 6;

type Props = { data: ChartData; frame: Frame; axis: ValueAxis; at: number | null };

type Drawn = Pick<Props, 'data' | 'frame' | 'axis'>;

/** The bands that the axis reaches, and where the name of each stands: at the other end where a rule would go through it. */
function placedBands({ data: { bands = [], marks = [] }, frame, axis }: Drawn) {
  const left = frame.isMirrored ? frame.end : frame.start;
  const inner = frame.width - frame.start - frame.end;
  const inward = frame.isMirrored ? -GAP : GAP;
  const longest = Math.max(0, ...bands.map(({ name }) => Math.abs(widthOf(name, frame))));
  const edge = frame.isMirrored ? left + inner : left;
  const rules = marks.flatMap((mark) => (mark.value === null ? [pixelX(frame, mark.x)] : []));
  const isCrossed = rules.some((place) => Math.abs(place - edge) < longest + GAP);
  const x = isCrossed ? 2 * left + inner - edge - inward : edge + inward;
  const anchor = isCrossed ? ('end' as const) : ('start' as const);
  return bands.flatMap(({ from, tone, name }, index) => {
    const next = bands[index + 1]?.from ?? axis.high;
    const top = pixelY(frame, axis, next < axis.high ? next : axis.high);
    const height = pixelY(frame, axis, from) - top;
    if (height <= 0) return [];
    const ends = x + widthOf(name, frame) * (isCrossed ? -1 : 1);
    return [{ tone, name, left, inner, top, height, x, ends, anchor, y: top + 13 }];
  });
}

/** Of a text that begins at a place, and runs as lines of text do. */
const widthOf = (text: string, frame: Frame): number =>
  text.length * CHARACTER * 1.2 * (frame.isMirrored ? -1 : 1);

function Bands(props: Props) {
  return (
    <>
      {placedBands(props).map(({ tone, name, left, inner, top, height, x, anchor, y }) => (
        <g key={tone}>
          <rect
            class={`chart-band chart-band-${tone}`}
            x={left}
            y={top}
            width={inner}
            height={height}
          />
          {height >= NAMED_BAND && (
            <text class="chart-tick" x={x} y={y} text-anchor={anchor}>
              {name}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

function Axes({ data, frame, axis }: Props) {
  const { xTicks, valueText, tickText = valueText } = data;
  const ends = [frame.from, frame.to].map((x) => pixelX(frame, x));
  const [begin = 0, end = 0] = ends;
  const [side, bottom] = [frame.isMirrored ? frame.width : 0, frame.height - frame.bottom];
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
    // At an end it would be cut off in its middle, and moved off its tick it would name another time.
    const isNear = (edge: number): boolean => Math.abs(place - edge) < half;
    // Before the end it stands below its tick while the room beside the plot holds the rest of it.
    const beyond = (frame.isMirrored ? end - place : place - end) + half;
    const isHeld = !ends.includes(place) && beyond <= frame.end;
    const anchor = isNear(end) && !isHeld ? 'end' : isNear(begin) ? 'start' : 'middle';
    const isMoved = anchor !== 'middle' && xTicks.length > 3 && !ends.includes(place);
    const inward = frame.isMirrored ? half : -half;
    const middle = anchor === 'middle' ? place : place + (anchor === 'end' ? inward : -inward);
    if (isMoved || Math.abs(middle - drawn.middle) < half + drawn.half + LINE) return [];
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

/** Where the texts of the marks stand: off the lines, the names of the bands and each other. Among small dots the first that wants a place has it. */
function placedTexts(props: Props) {
  const { frame, axis } = props;
  const taken = placedBands(props)
    .filter(({ height }) => height >= NAMED_BAND)
    .map(({ x, ends, y }) => textBox(x, ends, y));
  return (props.data.marks ?? []).flatMap(({ key, x, value, text, isSmall = false }) => {
    if (text === '') return [];
    const place = pixelX(frame, x);
    const isLeft = place > frame.width / 2;
    const edge = place + (isLeft ? -GAP : GAP);
    const far = edge + (isLeft ? -1 : 1) * Math.abs(widthOf(text, frame));
    const wanted =
      value === null
        ? frame.top + ASCENT
        : besideLines(props, Math.min(edge, far), Math.max(edge, far), pixelY(frame, axis, value));
    const y = clearOf(taken, edge, far, wanted, frame.height - frame.bottom);
    if (isSmall && isNearOne(taken, edge, far, y)) return [];
    taken.push(textBox(edge, far, y));
    return [{ key, text, edge, y, anchor: isLeft === frame.isMirrored ? 'start' : 'end' }];
  });
}

/** A text is drawn after all dots: none of them may lie on it. */
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
      {placedTexts(props).map(({ key, text, edge, y, anchor }) => (
        <text key={key} class="chart-mark-text" x={edge} y={y} text-anchor={anchor}>
          {text}
        </text>
      ))}
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
      <CrosshairMark {...props} />
    </svg>
  );
}
