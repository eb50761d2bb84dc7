// Daily prices of one TAO from a CSV that a person brings: `2026-11-29,412.35`. The first wrong line is named, nothing is taken in.
import { isDayText } from '../calendar.ts';
import type { DailyPrices } from '../figures.ts';

type PriceProblem = 'wrong-columns' | 'wrong-date' | 'wrong-price' | 'twice' | 'empty';
type ReadPrices =
  | { ok: true; prices: DailyPrices }
  | { ok: false; line: number; problem: PriceProblem };

const MOST_DECIMALS = 18;
const PRICE = /^(\d{1,15})(?:\.(\d{1,18}))?$/;

const unquoted = (cell: string): string => cell.trim().replace(/^"(.*)"$/, '$1');

type Row = { line: number; day: string; price: string };

/** `day,price` each, the price with a point; a first line without a digit is a heading, empty lines are none. */
function rowsOf(text: string): { rows: Row[] } | { line: number } {
  const rows: Row[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '' || (at === 0 && !/\d/.test(line))) continue;
    const cells = line.split(/[,;\t]/).map(unquoted);
    const [day = '', price = ''] = cells;
    if (cells.length !== 2) return { line: at + 1 };
    rows.push({ line: at + 1, day, price });
  }
  return { rows };
}

/** Exact: the scale is as many decimals as the longest price has. Prices above 0. */
export function readPrices(text: string, currency: string, source: string): ReadPrices {
  const found = rowsOf(text);
  if ('line' in found) return { ok: false, line: found.line, problem: 'wrong-columns' };
  const decimals = new Map<string, [whole: string, fraction: string]>();
  let scale = 0;
  for (const { line, day, price } of found.rows) {
    if (!isDayText(day)) return { ok: false, line, problem: 'wrong-date' };
    if (decimals.has(day)) return { ok: false, line, problem: 'twice' };
    const [, whole, fraction = ''] = PRICE.exec(price) ?? [];
    if (whole === undefined || /^0*$/.test(whole + fraction)) {
      return { ok: false, line, problem: 'wrong-price' };
    }
    scale = Math.min(MOST_DECIMALS, Math.max(scale, fraction.length));
    decimals.set(day, [whole, fraction]);
  }
  if (decimals.size === 0) return { ok: false, line: 1, problem: 'empty' };
  const days = new Map(
    [...decimals].map(([day, [whole, fraction]]): [string, bigint] => [
      day,
      BigInt(whole + fraction.padEnd(scale, '0')),
    ]),
  );
  return { ok: true, prices: { currency, source, scale, days } };
}
