// Lines that lie on one drawn before them all along: they are dashed, so that both are seen, each as its legend shows it. Pure.
import type { ChartData } from './chart-model.ts';
import { pixelY, type Frame } from './geometry.ts';
import type { ValueAxis } from './value-axis.ts';

/** Closer than this, in pixels, two lines of two pixels are one. */
const APART = 1.5;

type Values = readonly (bigint | null)[];

function liesOn(line: Values, other: Values, frame: Frame, axis: ValueAxis): boolean {
  return line.every((value, index) => {
    const beside = other[index] ?? null;
    if (value === null || beside === null) return value === beside;
    return Math.abs(pixelY(frame, axis, value) - pixelY(frame, axis, beside)) < APART;
  });
}

/** Of each series the place of the one that it lies on: mostly its own. */
export function liesOnWhich(
  series: ChartData['series'],
  frame: Frame,
  axis: ValueAxis,
): readonly number[] {
  const apart: number[] = [];
  return series.map(({ form, values }, index) => {
    const other =
      form === 'bar'
        ? undefined
        : apart.find((one) => liesOn(values, series[one]?.values ?? [], frame, axis));
    if (other !== undefined) return other;
    if (form !== 'bar') apart.push(index);
    return index;
  });
}
