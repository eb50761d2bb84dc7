// Asks the price source that the user chose, while a panel is open, and at most every few minutes.
import { AppError } from '../errors.ts';
import { isFresh } from '../model/age.ts';
import { fiatSource, parseFiatAnswer } from '../model/fiat.ts';
import { readFiat, writeFiat } from '../store/chain-cache.ts';
import { keepFiatDay } from '../store/fiat-days.ts';
import { readSettings } from '../store/settings.ts';

const FRESH_MS = 5 * 60_000;
/** A source that failed is not asked again with every block. */
const AGAIN_AFTER_MS = 60_000;
const DEADLINE_MS = 10_000;

let lastAsked: { what: string; at: number } | null = null;

/** True when a newer price was stored. Throws NODE_UNREACHABLE, NODE_MALFORMED with the source's name. */
export async function refreshFiat(now: number, request: typeof fetch = fetch): Promise<boolean> {
  const { fiat } = await readSettings();
  const source = fiat && fiatSource(fiat.source);
  if (!fiat || !source || !source.currencies.includes(fiat.currency)) return false;
  const { currency } = fiat;
  const stored = await readFiat();
  const isSame = stored?.currency === currency && stored.source === source.id;
  if (isSame && isFresh(stored.at, now, FRESH_MS)) return false;
  const what = `${source.id} ${currency}`;
  if (lastAsked?.what === what && isFresh(lastAsked.at, now, AGAIN_AFTER_MS)) return false;
  lastAsked = { what, at: now };
  const text = await read(source.url(currency), source.name, request);
  const microPerTao = parseFiatAnswer(text, currency);
  if (microPerTao === null) throw new AppError('NODE_MALFORMED', { what: source.name });
  await writeFiat({ currency, source: source.id, microPerTao, at: now });
  const day = new Date(now).toISOString().slice(0, 10);
  await keepFiatDay({ currency, day, microPerTao, source: source.id });
  return true;
}

async function read(url: string, name: string, request: typeof fetch): Promise<string> {
  try {
    const response = await request(url, {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    if (!response.ok) throw new AppError('NODE_REFUSED', { text: name });
    return await response.text();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('NODE_UNREACHABLE', { what: name }, error);
  }
}
