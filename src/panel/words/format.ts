// Amounts, shares, ages and blocks as text with their units. All cutting and grouping is done by units.ts.
import { ageOf, roughAge, type RoughAge } from '../../model/age.ts';
import { PPM, decimalsFor, exactText, formatAmount, formatPpm, BLOCK_MS } from '../../units.ts';
import { t } from '../core/text.ts';

/** A narrow no-break space between figure and unit. */
export const GAP = '\u202f';
export const TAO_SIGN = 'τ';
/** In place of an amount's digits while amounts are hidden. */
export const HIDDEN = '•••';
export const HIDDEN_TAO = `${TAO_SIGN}${GAP}${HIDDEN}`;
/** Figures of two decimals are aligned in columns. */
export const COLUMN_DECIMALS = 2;

/** As in the elements of amount.tsx: figures of two decimals keep their trailing zeros. */
const textOf = (amount: bigint, decimals: number, isFixed = decimals === COLUMN_DECIMALS): string =>
  formatAmount(amount, { decimals, isFixed });

/** Between an amount of alpha and its subnet: no line ends there. */
export const OF_SUBNET = '\u00a0·\u00a0';

/** A figure with its unit, isolated left-to-right within any sentence. */
function figure(text: string): string {
  return `\u2066${text}\u2069`;
}

export function taoText(rao: bigint, decimals = decimalsFor(rao)): string {
  return figure(`${TAO_SIGN}${GAP}${textOf(rao, decimals)}`);
}

/** In a column or beside a figure of as many decimals: trailing zeros are shown. */
export function fixedTaoText(rao: bigint, decimals: number): string {
  return figure(`${TAO_SIGN}${GAP}${textOf(rao, decimals, true)}`);
}

/** Decimals that such steps of an amount need to be told apart: none from whole units on. */
export function stepDecimals(step: bigint): number {
  let decimals = 9;
  for (let rest = step; decimals > 0 && rest % 10n === 0n; rest /= 10n) decimals -= 1;
  return decimals;
}

export function alphaText(alpha: bigint, symbol: string, decimals = decimalsFor(alpha)): string {
  return figure(`${symbol}${GAP}${textOf(alpha, decimals)}`);
}

/** A change in TAO with its sign in front. */
export function signedTaoText(rao: bigint, decimals = decimalsFor(rao), isFixed?: boolean): string {
  const size = rao < 0n ? -rao : rao;
  const sign = rao > 0n ? '+' : rao < 0n ? '−' : '';
  return figure(`${sign}${TAO_SIGN}${GAP}${textOf(size, decimals, isFixed)}`);
}

/** All nine decimals: for hover, copying and receipts. */
export function exactAmountText(amount: bigint, sign: string): string {
  return `${sign}${GAP}${exactText(amount)}`;
}

/** Where a language puts the sign of per cent; the digits themselves never pass through a float. */
let percentParts: Intl.NumberFormatPart[] | null = null;

export function percentOf(digits: string, sign = ''): string {
  percentParts ??= new Intl.NumberFormat(undefined, {
    style: 'percent',
    numberingSystem: 'latn',
  }).formatToParts(1);
  const parts = percentParts.map(({ type, value }) => (type === 'integer' ? digits : value));
  return figure(sign + parts.join(''));
}

/** Parts per million as the language writes a percentage: `1.3%`. */
export function percentText(ppm: bigint): string {
  return ppm < 0n ? percentOf(formatPpm(-ppm), '−') : percentOf(formatPpm(ppm));
}

export function signedPercentText(ppm: bigint): string {
  return ppm > 0n ? percentOf(formatPpm(ppm), '+') : percentText(ppm);
}

/** To the part per million, for shares that change little. */
export function finePercentText(ppm: bigint): string {
  return percentOf(formatAmount(ppm * 100_000n, { decimals: 4, isFixed: true }));
}

/** From this amount on, whole units are shown. */
const WHOLE_UNITS_FROM = 1_000_000_000n;
const MICRO = 1_000_000n;

/** Millionths of a currency as text, cut towards zero. The digits never pass through a float. */
export function moneyText(micro: bigint, currency: string): string {
  const isWhole = micro >= WHOLE_UNITS_FROM;
  const style = new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    numberingSystem: 'latn',
    ...(isWhole ? { maximumFractionDigits: 0 } : {}),
  });
  const fraction = (micro % MICRO).toString().padStart(6, '0');
  const parts = style
    .formatToParts(micro / MICRO)
    .map(({ type, value }) => (type === 'fraction' ? fraction.slice(0, value.length) : value));
  return figure(parts.join(''));
}

export function bpsText(bps: number): string {
  return percentText(BigInt(bps) * 100n);
}

export function blockText(block: number): string {
  return block.toLocaleString();
}

/** The last digits of a block number, for people who watch it move: `…388`. */
export function shortBlockText(block: number): string {
  return `…${String(block).slice(-3)}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How each unit of an age is told; `count` stands where the number does. */
export const agoText: Readonly<Record<RoughAge['unit'], (count: string) => string>> = {
  seconds: (seconds) => t('agoSeconds', { seconds }),
  minutes: (minutes) => t('agoMinutes', { minutes }),
  hours: (hours) => t('agoHours', { hours }),
  days: (days) => t('agoDays', { days }),
};

/** Of what is dated in the future: says that, instead of an age. */
export function ageText(milliseconds: number): string {
  const age = ageOf(0, milliseconds);
  if (age === null) return t('agoNever');
  const { unit, count } = roughAge(age);
  return agoText[unit](String(count));
}

/** Of a block; null: dated in the future. */
export function blockAgeText(age: number | null): string {
  return age === null ? t('agoNever') : ageText(age);
}

/** How long a number of blocks lasts, roughly. */
export function durationText(blocks: number): string {
  return lastsText(blocks * BLOCK_MS);
}

/** The same for a bigint count from the chain. */
export function blocksLastText(blocks: bigint): string {
  const hours = (blocks + 150n) / 300n;
  return hours < 48n
    ? t('lastsHours', { hours: hours.toString() })
    : t('lastsDays', { days: ((hours + 12n) / 24n).toString() });
}

/** A length of time, roughly. */
export function lastsText(length: number): string {
  if (length < 90 * MINUTE)
    return t('lastsMinutes', { minutes: String(Math.max(1, Math.round(length / MINUTE))) });
  if (length < 2 * DAY) return t('lastsHours', { hours: String(Math.round(length / HOUR)) });
  return t('lastsDays', { days: String(Math.round(length / DAY)) });
}

export function timeText(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** The same without the year, where it is that of `now`. */
export function shortTimeText(at: number, now: number): string {
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(undefined, {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    ...(!isThisYear && { year: 'numeric' }),
  }).format(at);
}

export function dateText(at: number): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(at);
}

/** Parts of 65535 as a percentage. */
export function takeText(take: number): string {
  return percentText((BigInt(take) * PPM) / 65_535n);
}

/** Megabytes rounded up to a tenth, so that a reading's cost is never understated. */
export function megabytesText(bytes: number): string {
  return (Math.ceil(bytes / 100_000) / 10).toLocaleString();
}
