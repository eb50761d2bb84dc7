// Hands a file of the user's to the background, which takes it in when it is whole.
import { AppError } from '../../errors.ts';
import type { Call } from '../core/panel-deps.ts';

/** Characters in a message. */
const PART = 256 * 1_024;
/** Each part is sent after the reply to the one before. */
export async function sendBook(
  call: Call,
  text: string,
): Promise<{ entries: number; points: number }> {
  const id = crypto.randomUUID();
  for (let part = 0; ; part += 1) {
    const from = part * PART;
    const isLast = from + PART >= text.length;
    const piece = text.slice(from, from + PART);
    const taken = await call('importBooks', { id, part, text: piece, isLast });
    if (isLast) return taken ?? { entries: 0, points: 0 };
  }
}

/** Of a file with one line a day: more than a hundred years. */
const LONGEST_PRICES = 1_024 * 1_024;

/** Prices of TAO by day; of a file that is too long nothing. */
export async function sendPrices(call: Call, currency: string, text: string): Promise<number> {
  if (text.length > LONGEST_PRICES) {
    const line = text.slice(0, LONGEST_PRICES).split('\n').length;
    throw new AppError('PRICES_FILE', { line });
  }
  return (await call('importFiatDays', { currency, text })).days;
}
