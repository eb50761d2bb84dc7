// Hands a file of the user's to the background, which takes it in when it is whole.
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
