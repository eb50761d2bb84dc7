// oxlint-disable typescript/no-unsafe-type-assertion -- the one file that brands
// Branded amounts and ids, named roundings, and the only place where text becomes an amount or an amount becomes
// text. Words come from _locales.

declare const unit: unique symbol;

/** 10⁻⁹ TAO. */
export type Rao = bigint & { readonly [unit]: 'rao' };
/** 10⁻⁹ of one subnet's alpha. Alpha of two subnets must never be added. */
export type AlphaRao = bigint & { readonly [unit]: 'alpha-rao' };
/** Subnet number; 0 is root. */
export type Netuid = number & { readonly [unit]: 'netuid' };
/** An address in prefix 42, checksum verified. */
export type Ss58Address = string & { readonly [unit]: 'ss58' };
/** `0x` and an even number of lower-case hex digits. */
export type Hex = `0x${string}`;

/** rao paid per `perAlphaRao` smallest units of alpha: compared by cross-multiplication. */
export type Price = { readonly rao: bigint; readonly perAlphaRao: bigint };

export const RAO_PER_TAO = 1_000_000_000n;
/** Alpha-rao in one alpha. */
export const RAO_PER_ALPHA = 1_000_000_000n;
/** Parts per million in a whole. */
export const PPM = 1_000_000n;
/** Basis points in a whole. */
export const BASIS_POINTS = 10_000n;
export const PPM_PER_BPS = 100n;
/** Milliseconds from one block to the next. */
export const BLOCK_MS = 12_000;
export const BLOCKS_PER_DAY = 7_200;
/** The same, for amounts. */
export const BLOCKS_PER_DAY_BIG = BigInt(BLOCKS_PER_DAY);
export const U64_MAX = (1n << 64n) - 1n;
export const ROOT_NETUID = 0 as Netuid;
const DECIMALS = 9;

function requireU64(value: bigint, name: string): void {
  if (value < 0n || value > U64_MAX) throw new RangeError(`${name} is no u64: ${value}`);
}

/** Brands a u64 as rao. Throws RangeError outside u64. */
export function toRao(value: bigint): Rao {
  requireU64(value, 'rao');
  return value as Rao;
}

/** Brands a u64 as alpha-rao. Throws RangeError outside u64. */
export function toAlphaRao(value: bigint): AlphaRao {
  requireU64(value, 'alpha');
  return value as AlphaRao;
}

/** Whether these can be amounts of one thing that happened, whatever their signs: sums of them are shown as amounts. */
export function fitTogether(amounts: readonly bigint[]): boolean {
  let sum = 0n;
  for (const one of amounts) sum += one < 0n ? -one : one;
  return sum <= U64_MAX;
}

/** Brands a u16 as netuid. Throws RangeError outside u16. */
export function toNetuid(value: number): Netuid {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff) {
    throw new RangeError(`no netuid: ${value}`);
  }
  return value as Netuid;
}

/** floor(a·b / c) for non-negative operands. Throws RangeError when c is 0. */
export function mulDivDown(a: bigint, b: bigint, c: bigint): bigint {
  return (a * b) / c;
}

/** ceil(a·b / c) for non-negative operands. Throws RangeError when c is 0. */
export function mulDivUp(a: bigint, b: bigint, c: bigint): bigint {
  return (a * b + c - 1n) / c;
}

/** A U64F64 price (TAO per alpha, as in `pool`) as a ratio. */
export function priceFromBits(bits: bigint): Price {
  return { rao: bits, perAlphaRao: 1n << 64n };
}

type Refusal = 'empty' | 'not-a-number' | 'too-many-decimals' | 'too-large';
export type AmountProblem = Refusal | 'ambiguous';
type ParsedAmount =
  | { ok: true; amount: bigint }
  | { ok: false; problem: Refusal }
  /** "1,500": grouped, or with three decimals. Only the writer knows. */
  | { ok: false; problem: 'ambiguous'; choices: readonly [bigint, bigint] };

const fail = (problem: Refusal): ParsedAmount => ({ ok: false, problem });

/** Digits of every script are ten in a row, from zero up; a few rows follow each other. */
function latinDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}

/** Latin digits, `.` and `,` where the text has a mark that can be either, `d` and `g` where it can be one only. */
function plainly(text: string): string {
  // As most are typed: none of what follows would change it.
  if (/^[\d.,]*$/.test(text)) return text;
  return text
    .replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, '')
    .replace(/^\s*(?:τ|α|TAO)\s*|\s*(?:τ|α|TAO)\s*$/giu, '')
    .trim()
    .replace(/\p{Nd}/gu, latinDigit)
    .replace(/[\s\u00a0\u2009\u202f'’٬]/g, 'g')
    .replace(/．/g, '.')
    .replace(/[，、،]/g, ',')
    .replace(/٫/g, 'd');
}

/** Threes after the first, or twos and a last three as in India. */
const isGrouped = (groups: readonly string[]): boolean =>
  /^[1-9]\d{0,2}(?: \d{3})+$|^[1-9]\d?(?: \d{2})* \d{3}$/.test(groups.join(' '));

function amountOf(whole: string, fraction: string): ParsedAmount {
  if (!/^\d*$/.test(whole) || !/^\d*$/.test(fraction)) return fail('not-a-number');
  if (whole === '' && fraction === '') return fail('not-a-number');
  if (fraction.length > DECIMALS) return fail('too-many-decimals');
  if (whole.replace(/^0+/, '').length > 20) return fail('too-large');
  const amount = BigInt(whole || '0') * RAO_PER_TAO + BigInt(fraction.padEnd(DECIMALS, '0') || '0');
  return amount > U64_MAX ? fail('too-large') : { ok: true, amount };
}

/** The whole part split at its group marks, and the fraction. */
function amountOfGroups(groups: readonly string[], fraction: string): ParsedAmount {
  if (groups.length > 1 && !isGrouped(groups)) return fail('not-a-number');
  return amountOf(groups.join(''), fraction);
}

/**
 * Text in whole units (TAO or alpha) to smallest units, in the digits of any script. A comma or a point is the decimal
 * mark or groups thousands, as the rest of the text decides; where nothing does, both readings are returned as
 * choices. Spaces and apostrophes group. Refuses more than nine decimals rather than rounding.
 */
export function parseAmount(text: string): ParsedAmount {
  const plain = plainly(text);
  if (plain === '') return fail('empty');
  if (!/^[\d.,dg]+$/.test(plain)) return fail('not-a-number');
  const marks = plain.replace(/\d/g, '');
  const kinds = new Set(marks);
  const last = marks.at(-1) ?? '';
  const isLastOnce = marks.indexOf(last) === marks.length - 1;
  if (kinds.size > 2 || (kinds.size === 2 && !isLastOnce)) return fail('not-a-number');
  if (kinds.size === 2 && last === 'g') return fail('not-a-number');
  const parts = plain.split(/[.,dg]/);
  const fraction = parts.at(-1) ?? '';
  const before = parts.slice(0, -1);
  if (kinds.size === 0) return amountOf(plain, '');
  if (kinds.size === 2 || last === 'd') return amountOfGroups(before, fraction);
  if (last === 'g' || marks.length > 1) return amountOfGroups(parts, '');
  const asDecimals = amountOf(before.join(''), fraction);
  const asGroups = isGrouped(parts) ? amountOfGroups(parts, '') : asDecimals;
  if (!asGroups.ok || !asDecimals.ok || asGroups === asDecimals) return asDecimals;
  return { ok: false, problem: 'ambiguous', choices: [asGroups.amount, asDecimals.amount] };
}

/**
 * The exact decimal text of an amount, `.` as mark, no grouping: what a copy button copies. No trailing zeros but one
 * after three decimals that could be taken for thousands: pasted back, the text has one reading.
 */
export function exactText(amount: bigint): string {
  const sign = amount < 0n ? '-' : '';
  const positive = amount < 0n ? -amount : amount;
  const fraction = (positive % RAO_PER_TAO).toString().padStart(DECIMALS, '0').replace(/0+$/, '');
  const whole = (positive / RAO_PER_TAO).toString();
  const looksGrouped = fraction.length === 3 && whole !== '0' && whole.length <= 3;
  const tail = looksGrouped ? `${fraction}0` : fraction;
  return `${sign}${whole}${tail === '' ? '' : `.${tail}`}`;
}

type AmountStyle = {
  /** Decimals shown; what does not fit is cut towards zero, never rounded up. Default 4. */
  decimals?: number;
  /** Show at least this many significant digits of a small amount, up to nine decimals. Default 2. */
  significant?: number;
  /** Keep trailing zeros up to `decimals`, so that figures in a column line up. Default false. */
  isFixed?: boolean;
  locale?: string;
};

const partsByLocale = new Map<string, { group: string; mark: string }>();

function marksOf(locale: string | undefined): { group: string; mark: string } {
  const key = locale ?? '';
  const cached = partsByLocale.get(key);
  if (cached) return cached;
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1234567.8);
  const marks = {
    group: parts.find((part) => part.type === 'group')?.value ?? '',
    mark: parts.find((part) => part.type === 'decimal')?.value ?? '.',
  };
  partsByLocale.set(key, marks);
  return marks;
}

/** An amount in whole units for people: grouped, cut towards zero, never scientific, no unit sign. */
export function formatAmount(amount: bigint, style: AmountStyle = {}): string {
  const { decimals = 4, significant = 2, isFixed = false, locale } = style;
  const { group, mark } = marksOf(locale);
  const sign = amount < 0n ? '−' : '';
  const positive = amount < 0n ? -amount : amount;
  const whole = (positive / RAO_PER_TAO).toString();
  const digits = (positive % RAO_PER_TAO).toString().padStart(DECIMALS, '0');
  const lead = digits.search(/[1-9]/);
  // In a column only what would be all zeros is longer than the others.
  const isLonger = whole === '0' && lead >= (isFixed ? decimals : 0);
  const shown = isLonger ? Math.max(decimals, lead + significant) : decimals;
  const cut = digits.slice(0, Math.min(shown, DECIMALS));
  const fraction = isFixed && shown === decimals ? cut : cut.replace(/0+$/, '');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return `${sign}${grouped}${fraction === '' ? '' : mark + fraction}`;
}

/** Parts per million as a percentage with two decimals (more for small ones), cut towards zero. */
export function formatPpm(ppm: bigint, locale?: string): string {
  // 1 % = 10,000 ppm: shifting by 10⁵ makes one whole unit one per cent.
  return formatAmount(ppm * 100_000n, { decimals: 2, ...(locale !== undefined && { locale }) });
}

/** First and last characters of an address: `5Grwva…utQY`. */
export function shortAddress(address: string): string {
  return address.length > 13 ? `${address.slice(0, 6)}…${address.slice(-4)}` : address;
}

/** part / whole as a plain number, for pixels and angles only: never for an amount that is shown or sent. */
export function drawnRatio(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 1_000_000;
}

/** Decimals to print an amount in rao or alpha rao with: the larger it is, the fewer; dust keeps its digits. `formatAmount` cuts to them. */
export function decimalsFor(amount: bigint): number {
  const size = amount < 0n ? -amount : amount;
  if (size >= 100_000_000_000n) return 2;
  return size >= 1_000_000_000n ? 4 : 6;
}
