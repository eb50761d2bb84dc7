// From values to pixels: the box of a plot, paths of lines, steps and areas with gaps, and stacked bars. Pure.
import { area, curveLinear, curveStepAfter, line } from 'd3-shape';
import { heightOf, type ValueAxis } from './value-axis.ts';

export type Frame = {
  width: number;
  height: number;
  /** Room for the labels of the value axis, at the side where lines of text begin. */
  start: number;
  end: number;
  top: number;
  bottom: number;
  /** The first and the last place of the x axis. */
  from: number;
  to: number;
  /** Time runs from right to left, as the text does. */
  isMirrored: boolean;
};

export function pixelX({ width, start, end, from, to, isMirrored }: Frame, x: number): number {
  const part = to === from ? 0 : (x - from) / (to - from);
  const along = start + part * (width - start - end);
  return isMirrored ? width - along : along;
}

export function pixelY({ height, top, bottom }: Frame, axis: ValueAxis, value: bigint): number {
  return height - bottom - heightOf(axis, value) * (height - top - bottom);
}

type Column = { x: number; value: bigint | null };
/** null: the line is broken here. `isNew`: of something else than the place before it. */
type Place = { x: number; y: number; isNew: boolean } | null;

/** Breaks at what is unknown, where two places are further apart than `bridge`, and before each of `breaks`. */
function placesOf(
  frame: Frame,
  axis: ValueAxis,
  columns: readonly Column[],
  bridge: number,
  breaks: readonly number[],
): Place[] {
  let before = Number.POSITIVE_INFINITY;
  return columns.flatMap(({ x, value }): Place[] => {
    if (value === null) return [null];
    const isFar = x - before > bridge;
    const isNew = breaks.includes(x);
    before = x;
    const place = { x: pixelX(frame, x), y: pixelY(frame, axis, value), isNew };
    return isFar || isNew ? [null, place] : [place];
  });
}

type LineOptions = {
  bridge?: number | undefined;
  isStep?: boolean;
  breaks?: readonly number[] | undefined;
};

export function linePath(
  frame: Frame,
  axis: ValueAxis,
  columns: readonly Column[],
  { bridge = Number.POSITIVE_INFINITY, isStep = false, breaks = [] }: LineOptions = {},
): { line: string; area: string; gaps: string } {
  const places = placesOf(frame, axis, columns, bridge, breaks);
  const curve = isStep ? curveStepAfter : curveLinear;
  const lowest = axis.low > 0n ? axis.low : axis.high < 0n ? axis.high : 0n;
  const base = pixelY(frame, axis, lowest);
  const isThere = (place: Place): boolean => place !== null;
  const x = (place: Place): number => place?.x ?? 0;
  const y = (place: Place): number => place?.y ?? 0;
  const toLine = line<Place>().defined(isThere).x(x).y(y).curve(curve).digits(1);
  const toArea = area<Place>().defined(isThere).x(x).y0(base).y1(y).curve(curve).digits(1);
  return {
    line: toLine(places) ?? '',
    area: toArea(places) ?? '',
    gaps: Number.isFinite(bridge) ? gapsOf(places) : '',
  };
}

/** Straight over each break between two places that are known. */
function gapsOf(places: readonly Place[]): string {
  let path = '';
  let before: Place = null;
  let isBroken = false;
  for (const place of places) {
    if (place === null) {
      isBroken = true;
      continue;
    }
    const [from, to] = [before, place].map((one) => `${one?.x.toFixed(1)} ${one?.y.toFixed(1)}`);
    if (isBroken && !place.isNew && before !== null) path += `M${from}L${to}`;
    before = place;
    isBroken = false;
  }
  return path;
}

/** In pixels: a few columns in a wide window stay columns. */
const WIDEST_BAR = 48;

type Bar = { key: string; x: number; y: number; width: number; height: number };

/** A stack: what is above zero from zero up, what is below from zero down, in the order of the series; what is unknown has none. */
export function stackBars(
  frame: Frame,
  axis: ValueAxis,
  xs: readonly number[],
  series: readonly { key: string; values: readonly (bigint | null)[] }[],
): Bar[] {
  const room = (frame.width - frame.start - frame.end) / Math.max(1, xs.length);
  const width = Math.min(WIDEST_BAR, Math.max(1, room * 0.7));
  return xs.flatMap((x, index) => {
    const reached = { up: 0n, down: 0n };
    return series.flatMap(({ key, values }): Bar[] => {
      const value = values[index] ?? null;
      if (value === null || value === 0n) return [];
      const way = value > 0n ? 'up' : 'down';
      const from = reached[way];
      reached[way] += value;
      const ends = [from, reached[way]].map((at) => pixelY(frame, axis, at));
      const [y, bottom] = [Math.min(...ends), Math.max(...ends)];
      const height = bottom - y;
      // A pixel between two parts tells them apart where their colours do not.
      const gap = from === 0n || height < 3 ? 0 : 1;
      const top = way === 'up' ? y : y + gap;
      const place = { x: pixelX(frame, x) - width / 2, y: top, width, height: height - gap };
      return [{ key: `${key} ${index}`, ...place }];
    });
  });
}

/** How far the stacks of all columns reach up and down, which the axis must hold. */
export function stackTotals(series: readonly { values: readonly (bigint | null)[] }[]): bigint[] {
  const totals = new Map<string, bigint>();
  for (const { values } of series) {
    for (const [index, value] of values.entries()) {
      const key = `${index} ${(value ?? 0n) < 0n ? 'down' : 'up'}`;
      totals.set(key, (totals.get(key) ?? 0n) + (value ?? 0n));
    }
  }
  return [...totals.values()];
}
