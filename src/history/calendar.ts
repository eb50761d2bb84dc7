// Days, weeks, months and years in UTC, from epoch milliseconds and back. No clock, no time zones.
import type { BucketSize } from './figures.ts';

const DAY_MS = 86_400_000;
const SECOND_MS = 1000;
/** 1 January 1970 was a Thursday. */
const MONDAY_OFFSET = 3;

type Civil = { year: number; month: number; day: number };

/** Days since 1 January 1970. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);

// The year is counted from March, in eras of 400 years: leap days are then the last of their year.
const DAYS_TO_ERA = 719_468;
const DAYS_OF_ERA = 146_097;

function civilOf(day: number): Civil {
  const shifted = day + DAYS_TO_ERA;
  const era = Math.floor(shifted / DAYS_OF_ERA);
  const inEra = shifted - era * DAYS_OF_ERA;
  const yearOfEra = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36_524) - Math.floor(inEra / 146_096)) /
      365,
  );
  const inYear =
    inEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * inYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: inYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  };
}

function dayOfCivil({ year, month, day }: Civil): number {
  const fromMarch = month <= 2 ? year - 1 : year;
  const era = Math.floor(fromMarch / 400);
  const yearOfEra = fromMarch - era * 400;
  const inYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const inEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + inYear;
  return era * DAYS_OF_ERA + inEra - DAYS_TO_ERA;
}

const padded = (value: number, length = 2): string => String(value).padStart(length, '0');

/** "2026-11-29" of a day since 1970. */
export function dayText(day: number): string {
  const civil = civilOf(day);
  return `${padded(civil.year, 4)}-${padded(civil.month)}-${padded(civil.day)}`;
}

/** "2026-11-29 14:43:39"; milliseconds are cut. */
export function secondText(at: number): string {
  const seconds = Math.floor((at - dayOf(at) * DAY_MS) / SECOND_MS);
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${dayText(dayOf(at))} ${time.map((part) => padded(part)).join(':')}`;
}

/** Begin of the bucket that holds a time, and of the next one; a bucket holds its begin. */
export function bucketAt(at: number, size: BucketSize): { from: number; to: number } {
  const day = dayOf(at);
  if (size === 'day') return { from: day * DAY_MS, to: (day + 1) * DAY_MS };
  if (size === 'week') {
    const monday = day - ((((day + MONDAY_OFFSET) % 7) + 7) % 7);
    return { from: monday * DAY_MS, to: (monday + 7) * DAY_MS };
  }
  const { year, month } = civilOf(day);
  const begin = (y: number, m: number): number =>
    dayOfCivil({ year: y, month: m, day: 1 }) * DAY_MS;
  if (size === 'year') return { from: begin(year, 1), to: begin(year + 1, 1) };
  const next = month === 12 ? begin(year + 1, 1) : begin(year, month + 1);
  return { from: begin(year, month), to: next };
}
