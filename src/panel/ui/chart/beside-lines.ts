// Where the text of a mark stands, so that no line of the chart goes through it. Pure.
import type { ChartData } from './chart-model.ts';
import { pixelX, pixelY, type Frame } from './geometry.ts';
import type { ValueAxis } from './value-axis.ts';

/** Of a text, above its foot. */
export const ASCENT = 9;
/** Left free between a text and a line. */
const GAP = 8;

type Lines = { data: Pick<ChartData, 'xs' | 'series'>; frame: Frame; axis: ValueAxis };

/** The highest and the lowest pixel of all lines between two places, and one point to either side. */
function reachOfLines({ data: { xs, series }, frame, axis }: Lines, from: number, to: number) {
  const places = xs.map((x) => pixelX(frame, x));
  const near = (index: number): boolean =>
    [index - 1, index, index + 1].some((one) => {
      const place = places[one];
      return place !== undefined && place >= from && place <= to;
    });
  let [top, bottom] = [frame.height, 0];
  for (const { form, values } of series) {
    if (form === 'bar') continue;
    values.forEach((value, index) => {
      if (value === null || !near(index)) return;
      const place = pixelY(frame, axis, value);
      top = Math.min(top, place);
      bottom = Math.max(bottom, place);
    });
  }
  return { top, bottom };
}

/** Where a text stands that a line between these places would else go through: above them, or below where that is cut off. */
export function besideLines(lines: Lines, from: number, to: number, own: number): number {
  const { frame } = lines;
  const { top, bottom } = reachOfLines(lines, from, to);
  const high = frame.top + ASCENT;
  const above = Math.min(top, own) - GAP;
  if (above >= high) return above;
  const below = Math.max(bottom, own) + GAP + ASCENT;
  return below <= frame.height - frame.bottom - GAP ? below : high;
}
