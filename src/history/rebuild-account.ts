// What the reader of the past knows of one account while it reads: its book, and marks between which stretches are open.
import type { Book } from '../model/book.ts';
import type { PastMark, Place, SpecRange } from '../model/past.ts';
import { toRao, type Ss58Address } from '../units.ts';
import { nonceOf, placesIn } from './rebuild-digest.ts';

/** `from`, `to`: what remains unread where the answer fails. */
type Stretch = { from: number; to: number };

/** `isFull`: values too, not only what two blocks are compared by. */
export type Ask = Stretch & {
  kind: 'mark' | 'block';
  block: number;
  isFull: boolean;
  /** The block was made by a runtime from the first to the last of these. */
  specs: SpecRange;
  coldkeys: readonly Ss58Address[];
};

/** Stored in place of the digest of a block that is to be looked at. */
export const HINT = '0x';
export const NO_DIGEST = '0x0000000000000000';
/** No runtime is newer. */
export const NEWEST = Number.MAX_SAFE_INTEGER;

export type Account = {
  book: Book;
  marks: Map<number, PastMark>;
  /** Blocks that are looked at too: something that the ends of a stretch do not tell must have been there. */
  hints: readonly number[];
  /** The newest block whose state the node was found not to keep, and when; older ones are gone too. null: none yet. */
  gone: { block: number; at: number } | null;
  points: PastMark[];
  /** What `next` answered; worked out again after each change. */
  wanted: Ask | null | undefined;
};

export const nameOf = ({ hotkey, netuid }: Place): string => `${netuid} ${hotkey}`;

export function accountOf(book: Book): Account {
  const marks = new Map<number, PastMark>();
  const hints = book.marks.filter(({ digest }) => digest === HINT).map(({ block }) => block);
  for (const { block, digest } of book.marks) {
    if (digest === HINT) continue;
    // Of a stored mark only the digest is known: enough to compare, and asked again before a block is read by it.
    const hash = '0x';
    const nonce = nonceOf(digest);
    const unknown = { spec: 0, free: toRao(0n), hotkeys: [], full: null };
    marks.set(block, { block: { hash, number: block }, nonce, digest, ...unknown });
  }
  return { book, marks, hints, gone: null, points: [], wanted: undefined };
}

/** Whether the mark tells of all places that are known by now. */
export const covers = ({ book }: Account, mark: PastMark | undefined): mark is PastMark =>
  mark !== undefined && placesIn(mark.digest) === book.places.length;

/** The newest open blocks up to `head`. */
export function lastOpen({ stretches }: Book, head: number): Stretch | undefined {
  const open = stretches.findLast(({ state, from }) => state === 'open' && from < head);
  return open && { from: open.from, to: Math.min(open.to, head) };
}
