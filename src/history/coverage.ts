// What the figures of one account rest on: which of its blocks are read, open or unread (Book.stretches). Pure.
import type { Book, Stretch } from '../model/book.ts';
import type { AccountBook, Coverage, CoveragePart, Period } from './figures.ts';

/** Says of spans that come in ascending order whether all of their blocks are read. */
export function readSpans(stretches: readonly Stretch[]): (from: number, to: number) => boolean {
  let place = 0;
  return (from, to) => {
    while ((stretches[place]?.to ?? Number.POSITIVE_INFINITY) <= from) place += 1;
    let reached = from;
    for (let at = place; reached < to; at += 1) {
      const stretch = stretches[at];
      if (stretch === undefined || stretch.from > reached || stretch.state !== 'read') return false;
      reached = stretch.to;
    }
    return true;
  };
}

/** Blocks `from` < n ≤ `to` cut out of the stretches; what no stretch has is open. Neighbours of one kind are one. */
function partsBetween(stretches: readonly Stretch[], from: number, to: number): CoveragePart[] {
  const parts: CoveragePart[] = [];
  const add = (part: CoveragePart): void => {
    if (part.from >= part.to) return;
    const last = parts.at(-1);
    const isSame =
      last?.state === part.state &&
      (last.state !== 'unread' || part.state !== 'unread' || last.why === part.why);
    if (last !== undefined && isSame) parts[parts.length - 1] = { ...last, to: part.to };
    else parts.push(part);
  };
  let reached = from;
  for (const stretch of stretches) {
    if (stretch.to <= reached) continue;
    if (stretch.from >= to) break;
    add({ from: reached, to: Math.max(reached, stretch.from), state: 'open' });
    const span = { from: Math.max(reached, stretch.from), to: Math.min(to, stretch.to) };
    add(
      stretch.state === 'unread'
        ? { ...span, state: 'unread', why: stretch.why }
        : { ...span, state: stretch.state },
    );
    reached = span.to;
  }
  add({ from: reached, to, state: 'open' });
  return parts;
}

const blocksOf = (parts: readonly CoveragePart[], state: CoveragePart['state']): number =>
  parts.reduce((sum, part) => (part.state === state ? sum + part.to - part.from : sum), 0);

const missingOf = ({ extrinsicsByNonce, extrinsicsFound }: Book): number =>
  extrinsicsByNonce - extrinsicsFound;

type Mark = { block: number; at: number };

/** The last mark that counts at or before a time; null: the book opens later. */
export function lastMark({ points, entries }: AccountBook, until: number): Mark | null {
  const opening = points[0];
  if (opening === undefined || opening.at > until) return null;
  const point = points.findLast(({ at }) => at <= until) ?? opening;
  const entry = entries.findLast(({ at }) => at <= until);
  const last = entry !== undefined && entry.block.number > point.block.number ? entry : point;
  return { block: last.block.number, at: last.at };
}

/** Between the last mark at or before the start of the period, else the opening of the book, and the last mark in the period. */
export function coverageOf(account: AccountBook, period: Period): Coverage {
  const { book, points } = account;
  const last = lastMark(account, period.to);
  const opening = points[0];
  const first =
    last === null || opening === undefined
      ? null
      : (lastMark(account, period.from) ?? { block: opening.block.number, at: opening.at });
  const parts =
    first === null || last === null ? [] : partsBetween(book.stretches, first.block, last.block);
  return {
    coldkey: book.coldkey,
    first,
    last,
    parts,
    readBlocks: blocksOf(parts, 'read'),
    openBlocks: blocksOf(parts, 'open'),
    unreadBlocks: blocksOf(parts, 'unread'),
    extrinsicsMissing: missingOf(book),
  };
}
