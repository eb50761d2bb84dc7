// How many own extrinsics a book has, and how many its nonces say there were, where it is read. Pure.
import type { Book, BookEntry, BookPoint, Stretch } from '../model/book.ts';
import type { Ss58Address } from '../units.ts';
import { readSpans } from './coverage.ts';

/** Order of code units, as a sort wants it. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Between neighbouring points of which all blocks between are read. A nonce that is lower than before began anew at 0. */
export function extrinsicsOf(
  coldkey: Ss58Address,
  entries: readonly BookEntry[],
  points: readonly BookPoint[],
  stretches: readonly Stretch[],
): Pick<Book, 'extrinsicsFound' | 'extrinsicsByNonce'> {
  const isRead = readSpans(stretches);
  const found = new Set<string>();
  let byNonce = 0;
  let next = 0;
  let before: BookPoint | null = null;
  for (const point of points) {
    const counts = before !== null && isRead(before.block.number, point.block.number);
    if (before !== null && counts) {
      byNonce += point.nonce - (point.nonce >= before.nonce ? before.nonce : 0);
    }
    for (let entry = entries[next]; entry !== undefined; entry = entries[next]) {
      if (entry.block.number > point.block.number) break;
      const { extrinsic, block } = entry;
      if (counts && extrinsic?.signer === coldkey) found.add(`${block.number}-${extrinsic.index}`);
      next += 1;
    }
    before = point;
  }
  return { extrinsicsFound: found.size, extrinsicsByNonce: byNonce };
}
