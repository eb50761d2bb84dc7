// Changes to a book's stretches. A book stays sorted, without gap or overlap. Pure.
import type { Book, Stretch, Unread } from '../model/book.ts';

type StretchState =
  | { state: 'read'; byNonce?: true }
  | { state: 'open' }
  | { state: 'unread'; why: Unread; at: number };

const isSameState = (one: Stretch, other: Stretch): boolean =>
  one.state === other.state &&
  (one.state === 'read' && other.state === 'read'
    ? one.byNonce === other.byNonce
    : one.state !== 'unread' || (other.state === 'unread' && one.why === other.why));

/** Neighbours of one state become one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  for (const one of stretches) {
    const last = found.at(-1);
    if (last !== undefined && last.to === one.from && isSameState(last, one)) {
      found[found.length - 1] = { ...one, from: last.from };
    } else found.push(one);
  }
  return found;
}

/** The blocks `from` < n ≤ `to` in another state. Blocks that the book does not have yet are added. */
export function withStretch<B extends Pick<Book, 'stretches'>>(
  book: B,
  from: number,
  to: number,
  state: StretchState,
): B {
  const kept = book.stretches.flatMap((one): Stretch[] => {
    if (one.to <= from || one.from >= to) return [one];
    const before: Stretch[] = one.from < from ? [{ ...one, to: from }] : [];
    const after: Stretch[] = one.to > to ? [{ ...one, from: to }] : [];
    return [...before, ...after];
  });
  const changed: Stretch = { from, to, ...state };
  return { ...book, stretches: joined([...kept, changed].toSorted((a, b) => a.from - b.from)) };
}

/** Blocks of `from` to `to` that no stretch has are opened, and what could not be read is to be tried again. */
export function opened<B extends Pick<Book, 'stretches'>>(book: B, from: number, to: number): B {
  let next = book;
  for (const { state, from: start, to: end } of book.stretches) {
    if (state === 'unread') next = withStretch(next, start, end, { state: 'open' });
  }
  const first = next.stretches[0]?.from ?? to;
  const last = next.stretches.at(-1)?.to ?? from;
  if (next.stretches.length === 0)
    return from < to ? withStretch(next, from, to, { state: 'open' }) : next;
  if (from < first) next = withStretch(next, from, first, { state: 'open' });
  return last < to ? withStretch(next, last, to, { state: 'open' }) : next;
}

/** Up to the block `until`. */
export const blocksOpen = ({ stretches }: Pick<Book, 'stretches'>, until: number): number =>
  stretches.reduce(
    (sum, { state, from, to }) =>
      sum + (state === 'open' ? Math.max(0, Math.min(to, until) - from) : 0),
    0,
  );
