// One chart for every plot: axes with units, a crosshair by mouse, touch and keys, and the same values as a table.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../core/text.ts';
import { ChartDrawing } from './chart-drawing.tsx';
import type { ChartData } from './chart-model.ts';
import { ChartTable } from './chart-table.tsx';
import { liesOnWhich } from './covered-lines.ts';
import { indexByKey, nearestIndex } from './crosshair.ts';
import { pixelX, stackTotals, type Frame } from './geometry.ts';
import { fixedAxis, stepOf, valueAxis, type ValueAxis } from './value-axis.ts';

type ChartProps = {
  data: ChartData;
  /** What the chart is of, for screen readers. */
  label: string;
  height?: number;
  /** The column that is told while none is chosen; missing: the last. */
  rest?: number;
  /** Told in place of a column while none is chosen; a value for each series. */
  whole?: { text: string; values: readonly (bigint | null)[] };
  /** A table of the same values stands beside it. */
  isTabled?: boolean;
  /** What it is measured on or how it is worked out, behind “How?”. */
  how?: string;
  /** Beneath the plot, as wide as the figure; --chart-start and --chart-end are the room beside the plot. */
  children?: ComponentChildren;
};

/** About a character of a tick's text, in pixels. */
const CHARACTER = 6.2;
const LABEL_GAP = 8;
/** As many series stand below the time, more of them in columns. */
const BELOW = 3;
/** Before the first measure. */
const WIDTH = 320;

export function axisOf({ series, ticks, mayCut = false, marks = [] }: ChartData): ValueAxis {
  if (ticks !== undefined) return fixedAxis(ticks);
  const bars = series.filter(({ form }) => form === 'bar');
  const known = (values: readonly (bigint | null)[]): bigint[] =>
    values.flatMap((value) => (value === null ? [] : [value]));
  const shown = [
    ...stackTotals(bars),
    ...series.flatMap(({ form, values }) => (form === 'bar' ? [] : known(values))),
    ...known(marks.map(({ value }) => value)),
  ];
  return valueAxis(shown, mayCut && bars.length === 0);
}

type Box = { width: number; isMirrored: boolean };

function frameOf(data: ChartData, axis: ValueAxis, box: Box, height: number): Frame {
  const { tickText = data.valueText, xs } = data;
  const longest = Math.max(
    0,
    ...axis.ticks.map(
      (tick) => tickText(tick, stepOf(axis)).replace(/[\u2066-\u2069]/g, '').length,
    ),
  );
  return {
    ...box,
    height,
    start: Math.ceil(longest * CHARACTER) + LABEL_GAP,
    end: 10,
    top: 8,
    bottom: data.xTicks.length > 0 ? 20 : 6,
    from: data.ends?.from ?? xs[0] ?? 0,
    to: data.ends?.to ?? xs.at(-1) ?? 1,
  };
}

function useBox() {
  const element = useRef<HTMLDivElement>(null);
  const [box, setBox] = useState<Box>({ width: WIDTH, isMirrored: false });
  useLayoutEffect(() => {
    const plot = element.current;
    if (plot === null) return undefined;
    const measure = (): void => {
      const isMirrored = getComputedStyle(plot).direction === 'rtl';
      setBox({ width: plot.clientWidth || WIDTH, isMirrored });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(plot);
    return () => observer.disconnect();
  }, []);
  return { element, box };
}

export function Chart({ data, label, height = 168, rest = -1, whole, how, ...more }: ChartProps) {
  const { element, box } = useBox();
  const [chosen, setChosen] = useState<number | null>(null);
  const { xs, series, columnText, valueText } = data;
  const last = xs.length - 1;
  // The columns may have become fewer since one was chosen.
  const at = chosen === null ? null : Math.min(chosen, last);
  const index = at ?? (rest >= 0 && rest <= last ? rest : last);
  if (last < 0) return null;
  const axis = axisOf(data);
  const frame = frameOf(data, axis, box, height);
  const told = (value: bigint | null | undefined): string =>
    value === null || value === undefined ? t('notKnown') : valueText(value);
  const isOne = series.length === 1;
  const all = at === null ? whole : undefined;
  const toldText = all?.text ?? columnText(index);
  const toldOf = ({ values }: (typeof series)[number], place: number): string =>
    told(all === undefined ? values[index] : all.values[place]);
  const under = liesOnWhich(series, frame, axis);
  const classes = [
    'chart-readout small',
    ...(series.length === BELOW ? ['chart-readout-below'] : []),
    ...(series.length > BELOW ? ['chart-readout-many'] : []),
  ];
  const spoken = series.map((one, place) =>
    isOne ? toldOf(one, place) : `${one.name} ${toldOf(one, place)}`,
  );

  const follow = (event: PointerEvent): void => {
    const plot = element.current;
    if (plot === null) return;
    const places = xs.map((x) => pixelX(frame, x));
    setChosen(nearestIndex(places, event.clientX - plot.getBoundingClientRect().left));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && at !== null) {
      event.preventDefault();
      setChosen(null);
      return;
    }
    const next = indexByKey(
      event.key,
      all === undefined ? index : xs.length,
      xs.length,
      box.isMirrored,
    );
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
  };
  return (
    <figure
      class="chart"
      style={{ '--chart-start': `${frame.start}px`, '--chart-end': `${frame.end}px` }}
    >
      <p class={classes.join(' ')}>
        <span class="quiet">{toldText}</span>
        {series.map((one, place) => (
          <span key={one.key} class="chart-legend">
            {!isOne && (
              <span
                class={`chart-swatch chart-series-${place + 1} ${one.form === 'bar' ? 'chart-swatch-bar' : under[place] === place ? '' : 'chart-over'}`}
              />
            )}
            {!isOne && <span class="soft">{one.name}</span>}{' '}
            <bdi class="strong">{toldOf(one, place)}</bdi>
          </span>
        ))}
      </p>
      <div
        ref={element}
        class="chart-plot"
        style={{ blockSize: `${height}px` }}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={index}
        aria-valuetext={`${toldText}: ${spoken.join(', ')}`}
        onPointerDown={follow}
        onPointerMove={follow}
        // A finger that is lifted leaves what it chose.
        onPointerLeave={(event) => event.pointerType === 'mouse' && setChosen(null)}
        onBlur={() => setChosen(null)}
        onKeyDown={onKeyDown}
      >
        <ChartDrawing data={data} frame={frame} axis={axis} at={at} />
      </div>
      {more.children}
      <div class="chart-more">
        {more.isTabled !== true && <ChartTable data={data} label={label} told={told} />}
        {how !== undefined && (
          <details>
            <summary>{t('how')}</summary>
            <p class="small soft">{how}</p>
          </details>
        )}
        {axis.isCut && <p class="small quiet">{t('chartCutAxis')}</p>}
      </div>
    </figure>
  );
}
