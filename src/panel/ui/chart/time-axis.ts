// Ticks of a time axis on round local hours, days and months, and the ranges that a record reaches. Pure but for the time zone.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_TICKS = 5;

export type PlaceTick = { x: number; text: string };

/** Hours or days from one tick to the next; `month`: the first of every so many months. */
const steps = [
  { unit: 'hour', every: 1, lasts: HOUR },
  { unit: 'hour', every: 3, lasts: 3 * HOUR },
  { unit: 'hour', every: 6, lasts: 6 * HOUR },
  { unit: 'hour', every: 12, lasts: 12 * HOUR },
  { unit: 'day', every: 1, lasts: DAY },
  { unit: 'day', every: 2, lasts: 2 * DAY },
  { unit: 'day', every: 7, lasts: 7 * DAY },
  { unit: 'month', every: 1, lasts: 31 * DAY },
  { unit: 'month', every: 3, lasts: 92 * DAY },
  { unit: 'month', every: 12, lasts: 366 * DAY },
] as const;
type Step = (typeof steps)[number];

const formats = {
  hour: { hour: 'numeric', minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  // All digits of the year: two of them read as a day.
  month: { month: 'short', year: 'numeric' },
} as const;

/** The first tick at or before a time; the calendar knows how long a day or a month is. */
function tickBefore(at: number, { unit, every }: Step): Date {
  const tick = new Date(at);
  tick.setMinutes(0, 0, 0);
  if (unit === 'hour') tick.setHours(Math.floor(tick.getHours() / every) * every);
  else tick.setHours(0);
  if (unit === 'month') tick.setMonth(Math.floor(tick.getMonth() / every) * every, 1);
  return tick;
}

function goOn(tick: Date, { unit, every }: Step): void {
  if (unit === 'hour') tick.setHours(tick.getHours() + every);
  else if (unit === 'day') tick.setDate(tick.getDate() + every);
  else tick.setMonth(tick.getMonth() + every);
}

export function timeTicks(from: number, to: number, locale?: string): PlaceTick[] {
  const step = steps.find(({ lasts }) => (to - from) / lasts <= MOST_TICKS) ?? steps[9];
  const formatOf = (tick: Date) =>
    new Intl.DateTimeFormat(
      locale,
      // Among hours, midnight says which day begins.
      formats[step.unit === 'hour' && tick.getHours() === 0 ? 'day' : step.unit],
    );
  const ticks: PlaceTick[] = [];
  for (const tick = tickBefore(from, step); tick.getTime() <= to; goOn(tick, step)) {
    if (tick.getTime() >= from)
      ticks.push({ x: tick.getTime(), text: formatOf(tick).format(tick) });
  }
  return ticks;
}

export type Range = 'day' | 'week' | 'month' | 'year';
export const rangeDays: Readonly<Record<Range, number>> = { day: 1, week: 7, month: 30, year: 365 };
const ranges: readonly Range[] = ['day', 'week', 'month', 'year'];

/** The shortest, and every longer one that shows what the one before it does not. */
export function rangesReached(first: number, now: number): readonly Range[] {
  return ranges.filter((_range, index) => {
    const shorter = ranges[index - 1];
    return shorter === undefined || now - first > rangeDays[shorter] * DAY;
  });
}

/** The record begins within the range, which shows all of it then. */
export const isShorter = (first: number, range: Range, now: number): boolean =>
  now - first < rangeDays[range] * DAY;

/**
 * When the range before `now` begins, at the first point where the record is shorter; and how long a line may bridge in it:
 * what is unknown for longer stays a gap.
 */
export function spanOf(
  range: Range,
  first: number,
  now: number,
): { from: number; to: number; bridge: number } {
  const from = Math.max(first, now - rangeDays[range] * DAY);
  return { from, to: now, bridge: (now - from) / 12 };
}
