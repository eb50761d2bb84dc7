// The value axis of a chart: where it begins and ends, and its round ticks. In bigint, because ticks are printed. Pure.

export type ValueAxis = {
  low: bigint;
  high: bigint;
  ticks: readonly bigint[];
  /** It does not reach down to zero, which the chart marks. */
  isCut: boolean;
};

const MOST_TICKS = 4n;
/** An axis is cut only where the range is less than this part of the highest value: else zero costs little room. */
const CUT_UNDER = 3n;
/** A cut axis spans at least this part of the highest value, so that a trifle does not look like a crash. */
const LEAST_CUT = 20n;

/** The smallest of 1, 2, 5, 10, 20, … of which the range holds no more than the most ticks. */
function roundStep(range: bigint): bigint {
  for (let unit = 1n; ; unit *= 10n) {
    for (const step of [unit, 2n * unit, 5n * unit]) if (range <= step * MOST_TICKS) return step;
  }
}

const floorTo = (value: bigint, step: bigint): bigint => {
  const rest = value % step;
  return value - rest - (rest < 0n ? step : 0n);
};
const ceilTo = (value: bigint, step: bigint): bigint => -floorTo(-value, step);

function axisOver(low: bigint, high: bigint): ValueAxis {
  const step = roundStep(high > low ? high - low : 1n);
  const first = floorTo(low, step);
  const last = ceilTo(high > low ? high : low + 1n, step);
  const ticks: bigint[] = [];
  for (let tick = first; tick <= last; tick += step) ticks.push(tick);
  return { low: first, high: last, ticks, isCut: first > 0n };
}

/** Around these values; from zero unless a cut is allowed and shows what would else be flat. */
export function valueAxis(values: readonly bigint[], mayCut: boolean): ValueAxis {
  let [low, high] = [values[0] ?? 0n, values[0] ?? 0n];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (!mayCut || low <= 0n || (high - low) * CUT_UNDER >= high) {
    return axisOver(low < 0n ? low : 0n, high > 0n ? high : 0n);
  }
  const least = high / LEAST_CUT;
  const spare = high - low >= least ? 0n : (least - (high - low)) / 2n;
  return axisOver(low - spare, high + spare);
}

/** From one tick to the next. */
export const stepOf = ({ ticks: [first = 0n, second = first + 1n] }: ValueAxis): bigint =>
  second - first;

/** With ticks that the chart is given, from the first to the last; for scales that have meaning, as those of a rule. */
export function fixedAxis(ticks: readonly bigint[]): ValueAxis {
  const [low, high] = [ticks[0] ?? 0n, ticks.at(-1) ?? 1n];
  return { low, high, ticks, isCut: low > 0n };
}

/** From 0 at the bottom to 1 at the top, for pixels only; outside where the value is. */
export function heightOf({ low, high }: ValueAxis, value: bigint): number {
  return Number(((value - low) * 1_000_000n) / (high - low)) / 1_000_000;
}
