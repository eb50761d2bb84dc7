// A small line without axes for a row of a list. Decoration: the row says in words what changed.

type SparkPoint = { at: number; value: bigint };

const WIDTH = 56;
const HEIGHT = 20;
/**
 * At most an eighth of the time shown is bridged by a full line; over what is unknown for longer a dotted one leads, which would
 * be a stray dot were it shorter.
 */
const LONGEST_STEP = 1 / 8;
/** A range below this part of the highest value fills no more of the height: a small change looks small. */
const LEAST_RANGE = 10n;

type SparkPath = { known: string; unknown: string };

/** Two paths through ascending points in a box of 56 × 20: where the points are close, and over the gaps between. */
export function sparkPath(points: readonly SparkPoint[], from: number, to: number): SparkPath {
  let [low, high] = [points[0]?.value ?? 0n, 0n];
  for (const { value } of points) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = high - low > high / LEAST_RANGE ? high - low : high / LEAST_RANGE || 1n;
  const bottom = low - (range - (high - low)) / 2n;
  const path = { known: '', unknown: '' };
  let before: { x: number; place: string } | null = null;
  for (const { at, value } of points) {
    const x = (at - from) / (to - from);
    const y = 1 - Number(((value - bottom) * 1000n) / range) / 1000;
    const place = `${(x * WIDTH).toFixed(1)} ${(y * HEIGHT).toFixed(1)}`;
    if (before !== null && x - before.x <= LONGEST_STEP) path.known += `L${place}`;
    else {
      if (before !== null) path.unknown += `M${before.place}L${place}`;
      path.known += `M${place}`;
    }
    before = { x, place };
  }
  return path;
}

/** What lies below each stretch of the full line. */
const areaBelow = (known: string): string =>
  known
    .split('M')
    .slice(1)
    .map((line) => `M${line}V${HEIGHT + 2}H${line.split(' ', 1)[0]}Z`)
    .join('');

type Props = {
  points: readonly SparkPoint[];
  from: number;
  to: number;
  /** As wide as there is room, with the area below it. */
  isWide?: boolean;
};

export function Sparkline({ points, from, to, isWide = false }: Props) {
  const { known, unknown } = sparkPath(points, from, to);
  return (
    <svg
      class={isWide ? 'spark spark-wide' : 'spark'}
      viewBox={isWide ? `0 -2 ${WIDTH} ${HEIGHT + 4}` : `-2 -2 ${WIDTH + 4} ${HEIGHT + 4}`}
      preserveAspectRatio={isWide ? 'none' : undefined}
      aria-hidden="true"
    >
      {isWide && <path class="spark-area" d={areaBelow(known)} />}
      <path d={known} />
      <path class="spark-unknown" d={unknown} />
    </svg>
  );
}
