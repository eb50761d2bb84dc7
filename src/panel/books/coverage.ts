// What of the past is in a book and what is not, as a person is told it. Pure.
import type { Book, Stretch, Unread } from '../../model/book.ts';
import { BLOCK_MS } from '../../units.ts';

/** Neighbours of one state, and of one reason, as one; the newest first. */
export function mergedStretches(stretches: readonly Stretch[]): readonly Stretch[] {
  const merged: Stretch[] = [];
  const whyOf = (one: Stretch): Unread | boolean =>
    one.state === 'unread' ? one.why : one.state === 'read' && one.byNonce === true;
  for (const stretch of stretches) {
    const last = merged.at(-1);
    const isSame =
      last !== undefined && last.state === stretch.state && whyOf(last) === whyOf(stretch);
    if (isSame) merged[merged.length - 1] = { ...stretch, from: last.from };
    else merged.push(stretch);
  }
  return merged.toReversed();
}

/** Why parts of the past are not known, each reason once. */
export function reasonsOf(books: readonly Pick<Book, 'stretches'>[]): readonly Unread[] {
  const reasons = books.flatMap(({ stretches }) =>
    stretches.flatMap((stretch) => (stretch.state === 'unread' ? [stretch.why] : [])),
  );
  return [...new Set(reasons)];
}

/** About when a block was or will be, reckoned from one whose time is known. */
export function timeOfBlock(block: number, head: { block: number; at: number }): number {
  return head.at - (head.block - block) * BLOCK_MS;
}

/** Whether nothing was ever read of what was before our own records. */
export const isPastUnread = (books: readonly Pick<Book, 'stretches'>[]): boolean =>
  books.every(({ stretches }) => stretches.every(({ state }) => state !== 'read'));
