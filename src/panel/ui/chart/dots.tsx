// Dots at the readings of a series: the line between them is none.
import { pixelX, pixelY, type Frame } from './geometry.ts';
import type { ValueAxis } from './value-axis.ts';

type Point = { x: number; value: bigint | null };
type Props = { frame: Frame; axis: ValueAxis; points: readonly Point[] };

export function Dots({ frame, axis, points }: Props) {
  return (
    <>
      {points.map(({ x, value }) =>
        value === null ? null : (
          <circle
            key={x}
            class="chart-dot"
            cx={pixelX(frame, x)}
            cy={pixelY(frame, axis, value)}
            r="3.5"
          />
        ),
      )}
    </>
  );
}
