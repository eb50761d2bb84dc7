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

export type AmountProblem = 'empty' | 'not-a-number' | 'too-many-decimals' | 'too-large';
type ParsedAmount = { ok: true; amount: bigint } | { ok: false; problem: AmountProblem };

/**
 * Text in whole units (TAO or alpha) to smallest units. Accepts a comma or a point as the decimal
 * mark and thin, normal or no-break spaces as grouping; refuses more than nine decimals rather than rounding.
 */
export function parseAmount(text: string): ParsedAmount {
  const bare = text.replace(/[\s\u00a0\u2009\u202f]/g, '');
  if (bare === '') return { ok: false, problem: 'empty' };
  const match = /^(\d*)(?:[.,](\d*))?$/.exec(bare);
  const whole = match?.[1] ?? '';
  const fraction = match?.[2] ?? '';
  if (!match || (whole === '' && fraction === '')) return { ok: false, problem: 'not-a-number' };
  if (fraction.length > DECIMALS) return { ok: false, problem: 'too-many-decimals' };
  if (whole.length > 20) return { ok: false, problem: 'too-large' };
  const amount = BigInt(whole || '0') * RAO_PER_TAO + BigInt(fraction.padEnd(DECIMALS, '0') || '0');
  return amount > U64_MAX ? { ok: false, problem: 'too-large' } : { ok: true, amount };
}

/** The exact decimal text of an amount, `.` as mark, no grouping, no trailing zeros: what a copy button copies. */
export function exactText(amount: bigint): string {
  const sign = amount < 0n ? '-' : '';
  const positive = amount < 0n ? -amount : amount;
  const fraction = (positive % RAO_PER_TAO).toString().padStart(DECIMALS, '0').replace(/0+$/, '');
  const whole = (positive / RAO_PER_TAO).toString();
  return `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`;
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
  const shown = whole === '0' && lead >= 0 ? Math.max(decimals, lead + significant) : decimals;
  const cut = digits.slice(0, Math.min(shown, DECIMALS));
  const fraction = isFixed && shown === decimals ? cut : cut.replace(/0+$/, '');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return `${sign}${grouped}${fraction === '' ? '' : mark + fraction}`;
}

/** Parts per million as a percentage with two decimals (more for small ones), cut towards zero. */
export function formatPpm(ppm: bigint, locale?: string): string {
  // 1 % = 10,000 ppm: shifting by 10⁵ makes one whole unit one per cent.
  const small = ppm > -10_000n && ppm < 10_000n;
  return formatAmount(ppm * 100_000n, {
    decimals: 2,
    significant: small ? 2 : 1,
    ...(locale === undefined ? {} : { locale }),
  });
}

/** First and last characters of an address: `5Grwva…utQY`. */
export function shortAddress(address: string): string {
  return address.length > 13 ? `${address.slice(0, 6)}…${address.slice(-4)}` : address;
}

/** part / whole as a plain number, for pixels and angles only: never for an amount that is shown or sent. */
export function drawnRatio(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 1_000_000;
}
