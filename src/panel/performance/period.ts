// How far back results go, and the columns of a chart of them. Times in UTC, as the results count days. Pure.
import type { BucketSize, Column, Period } from '../../history/figures.ts';

export const resultRanges = ['day', 'week', 'month', 'year', 'all'] as const;
export type ResultRange = (typeof resultRanges)[number];

const DAY = 86_400_000;
const rangeDays: Readonly<Record<Exclude<ResultRange, 'all'>, number>> = {
  day: 1,
  week: 7,
  month: 30,
  year: 365,
};

/** Of all: from the first mark on. */
export function periodOf(range: ResultRange, now: number): Period {
  return { from: range === 'all' ? 0 : now - rangeDays[range] * DAY, to: now };
}

/** From this length on, columns are months; below it weeks, and days below a month and a half: no more than can be told apart. */
const MONTHS_FROM = 120 * DAY;
const WEEKS_FROM = 45 * DAY;
/** One column shows nothing that the sum does not. */
const LEAST = 2 * DAY;

/** null: too short for columns. */
export function bucketOf(length: number): BucketSize | null {
  if (length < LEAST) return null;
  if (length < WEEKS_FROM) return 'day';
  return length < MONTHS_FROM ? 'week' : 'month';
}

function nextStart(from: number, size: BucketSize): number {
  const date = new Date(from);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (size) {
    case 'day':
      return from + DAY;
    case 'week':
      return from + 7 * DAY;
    case 'month':
      return Date.UTC(year, month + 1, 1);
    case 'year':
      return Date.UTC(year + 1, 0, 1);
  }
}

/** More would be too narrow to be seen. */
const MOST = 400;

/** One for each day, week or month from the first to the last; null where nothing is recorded of it. */
export function filledColumns(
  columns: readonly Column[],
  size: BucketSize,
): readonly { from: number; column: Column | null }[] {
  const [first, last] = [columns[0], columns.at(-1)];
  if (first === undefined || last === undefined) return [];
  const known = new Map(columns.map((column) => [column.from, column]));
  const filled: { from: number; column: Column | null }[] = [];
  for (let from = first.from; from <= last.from; from = nextStart(from, size)) {
    if (filled.length === MOST) break;
    filled.push({ from, column: known.get(from) ?? null });
  }
  return filled;
}

const formats = {
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: 'numeric' },
  year: { year: 'numeric' },
} as const;

/** What a column is called; a week by its Monday. */
export function columnName(from: number, size: BucketSize, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { ...formats[size], timeZone: 'UTC' }).format(from);
}

/** Whether the column is of a time that is not over. */
export const isOngoing = (from: number, size: BucketSize, now: number): boolean =>
  nextStart(from, size) > now;
