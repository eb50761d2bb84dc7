// A small line without axes for a row of a list. Decoration: the row says in words what changed.

type SparkPoint = { at: number; value: bigint };

const WIDTH = 56;
const HEIGHT = 20;
/** At most a twelfth of the time shown is bridged by a line; what is unknown for longer stays a gap. */
const LONGEST_STEP = 1 / 12;
/** A range below this part of the highest value fills no more of the height: a small change looks small. */
const LEAST_RANGE = 10n;

/** A path through ascending points in a box of 56 × 20; a point on its own becomes a dot by its round cap. */
export function sparkPath(points: readonly SparkPoint[], from: number, to: number): string {
  let [low, high] = [points[0]?.value ?? 0n, 0n];
  for (const { value } of points) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = high - low > high / LEAST_RANGE ? high - low : high / LEAST_RANGE || 1n;
  const bottom = low - (range - (high - low)) / 2n;
  let before = Number.NEGATIVE_INFINITY;
  return points
    .map(({ at, value }) => {
      const x = (at - from) / (to - from);
      const y = 1 - Number(((value - bottom) * 1000n) / range) / 1000;
      const place = `${(x * WIDTH).toFixed(1)} ${(y * HEIGHT).toFixed(1)}`;
      const isBridged = x - before <= LONGEST_STEP;
      before = x;
      return isBridged ? `L${place}` : `M${place}h0`;
    })
    .join('');
}

type Props = { points: readonly SparkPoint[]; from: number; to: number };

export function Sparkline({ points, from, to }: Props) {
  return (
    <svg class="spark" viewBox={`-2 -2 ${WIDTH + 4} ${HEIGHT + 4}`} aria-hidden="true">
      <path d={sparkPath(points, from, to)} />
    </svg>
  );
}
