// What one TAO was worth on each day, from a file of the user's, so that results can be told in their currency. Pure.
// Types and the one parser of such a file.

/** The price of one day by UTC, in millionths of the currency per TAO. `source`: a price source's id, or FROM_FILE. */
export type FiatDay = { currency: string; day: string; microPerTao: bigint; source: string };

export const FROM_FILE = 'file';

type ParsedDays = { ok: true; days: FiatDay[] } | { ok: false; line: number };

const DECIMALS = 6;
const row = /^"?(\d{4}-\d{2}-\d{2})(?:[T ][^",;\t]*)?"?[,;\t]\s*"?(\d{1,12})(?:\.(\d{1,18}))?"?$/;

/** Whether the calendar has that day. */
function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(day);
}

function dayOf(text: string, currency: string): FiatDay | null {
  const [, day, whole, fraction = ''] = row.exec(text) ?? [];
  if (day === undefined || whole === undefined || !isDay(day)) return null;
  const microPerTao = BigInt(whole + fraction.slice(0, DECIMALS).padEnd(DECIMALS, '0'));
  return microPerTao === 0n ? null : { currency, day, microPerTao, source: FROM_FILE };
}

/**
 * Lines of a day (YYYY-MM-DD, a time after it is left out) and a price with a decimal point, cut after six decimals; split by
 * comma, semicolon or tab. The first line may be a heading. One day with two prices is refused, as is any other line.
 */
export function parseFiatDays(text: string, currency: string): ParsedDays {
  const found = new Map<string, FiatDay>();
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const trimmed = line.trim();
    const isHeading = index === 0 && !/\d/.test(trimmed);
    if (trimmed === '' || isHeading) continue;
    const one = dayOf(trimmed, currency);
    const same = one && found.get(one.day);
    if (one === null || (same && same.microPerTao !== one.microPerTao)) {
      return { ok: false, line: index + 1 };
    }
    found.set(one.day, one);
  }
  return { ok: true, days: [...found.values()] };
}
