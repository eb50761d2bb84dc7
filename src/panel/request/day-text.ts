// Days and the times of a day, as the headings and rows of a list say them.
import { t } from '../core/text.ts';

/** The time of a day that is named nearby. */
export function clockText(at: number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(at);
}

/** Where no day is named nearby: the time of today, else the date. */
export function whenText(at: number, now: number): string {
  if (new Date(at).toDateString() === new Date(now).toDateString()) return clockText(at);
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(at);
}

/** A day as a heading, with its year where it is another one. */
export function dayText(at: number, now: number): string {
  const day = new Date(at).toDateString();
  const today = new Date(now);
  if (day === today.toDateString()) return t('dayToday');
  const yesterday = new Date(now);
  yesterday.setDate(today.getDate() - 1);
  if (day === yesterday.toDateString()) return t('dayYesterday');
  const isThisYear = new Date(at).getFullYear() === today.getFullYear();
  return new Intl.DateTimeFormat(undefined, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(at);
}

/** Some days as a heading, by their first moments. */
export function daysText(from: number, to: number, now: number): string {
  if (new Date(from).toDateString() === new Date(to).toDateString()) return dayText(to, now);
  const isThisYear = new Date(from).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(undefined, {
    day: 'numeric',
    month: 'long',
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).formatRange(from, to);
}
