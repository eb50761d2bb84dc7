// Walks the marks of all books of a question once, in order, and keeps what the answer is made of (BOOKS.md, Marks). Linear in
// marks. Amounts in rao.
import type { BookEntry, BookPoint } from '../model/book.ts';
import type { Netuid } from '../units.ts';
import { applyEntry } from './apply-entry.ts';
import { applyPoint, openBook } from './apply-point.ts';
import { BookState, type AccountState, type Money } from './book-state.ts';
import { Columns, type Row } from './columns.ts';
import { lastMark, readSpans } from './coverage.ts';
import type { AccountBook, Column, FlowMark, Question, Sample } from './figures.ts';
import { Samples } from './samples.ts';
import { sortOf } from './split-entry.ts';
import type { Tally } from './tally.ts';

export type Folded = {
  state: BookState;
  /** Time of the last mark; null: no book is open by the end. */
  lastAt: number | null;
  /** The start of the period, or when the first book opened if that was later. */
  openedAt: number;
  columns: readonly Column[];
  /** For the scope alone. */
  days: readonly Column[];
  samples: readonly Sample[];
  flows: readonly FlowMark[];
};

/** The marks of one account that are not applied yet. */
type Cursor = {
  account: AccountState;
  entries: readonly BookEntry[];
  points: readonly BookPoint[];
  entry: number;
  point: number;
  isRead: (from: number, to: number) => boolean;
};

function cursorOf(account: AccountState, { book, entries, points }: AccountBook): Cursor {
  const opening = points[0]?.block.number ?? Number.POSITIVE_INFINITY;
  let entry = 0;
  while (entry < entries.length && (entries[entry]?.block.number ?? 0) <= opening) entry += 1;
  return { account, entries, points, entry, point: 0, isRead: readSpans(book.stretches) };
}

/** Block and time of the next mark; a book without a point has none. */
function nextOf({ entries, points, entry, point }: Cursor): BookEntry | BookPoint | undefined {
  const nextPoint = points[point];
  if (point === 0) return nextPoint;
  const nextEntry = entries[entry];
  if (nextEntry === undefined) return nextPoint;
  return nextPoint === undefined || nextEntry.block.number <= nextPoint.block.number
    ? nextEntry
    : nextPoint;
}

const isEntry = (mark: BookEntry | BookPoint): mark is BookEntry => 'legs' in mark;

/** Calls with each mark in order, up to `to`. */
function walk(
  cursors: readonly Cursor[],
  to: number,
  visit: (cursor: Cursor, mark: BookEntry | BookPoint) => void,
): void {
  for (;;) {
    let first: Cursor | undefined;
    let mark: BookEntry | BookPoint | undefined;
    for (const cursor of cursors) {
      const next = nextOf(cursor);
      if (next === undefined || next.at > to) continue;
      if (mark !== undefined && next.block.number >= mark.block.number) continue;
      first = cursor;
      mark = next;
    }
    if (first === undefined || mark === undefined) return;
    visit(first, mark);
    if (isEntry(mark)) first.entry += 1;
    else first.point += 1;
  }
}

function rowsOf(question: Question, state: BookState): () => Iterable<Row> {
  const { scope } = question;
  if (scope.of === 'accounts') {
    return () =>
      [...state.groups.values()].toSorted(
        (a, b) =>
          a.subnet.netuid - b.subnet.netuid || a.subnet.registeredAt - b.subnet.registeredAt,
      );
  }
  const subnet: { netuid: Netuid; registeredAt: number } = {
    netuid: scope.netuid,
    registeredAt: scope.registeredAt,
  };
  return () => [{ subnet, tally: scopeTally(question, state) }];
}

/** Made before the walk, so that a subnet has one tally from its first mark on. */
function scopeTally({ scope }: Question, state: BookState): Tally {
  if (scope.of === 'subnet') state.groupOf(scope);
  return state.inScope();
}

/** `money`: for each unit that lots are counted in, the first one being rao themselves. */
export function foldBooks(question: Question, money: readonly Money[], wantsDays: boolean): Folded {
  const { period, bucket } = question;
  const sorted = question.books.toSorted((a, b) => (a.book.coldkey < b.book.coldkey ? -1 : 1));
  const state = new BookState({ ...question, books: sorted }, money);
  const tally = scopeTally(question, state);
  const cursors = state.accounts.flatMap((account, at) => {
    const book = sorted[at];
    return book === undefined ? [] : [cursorOf(account, book)];
  });
  const coldkeys = new Set<string>(sorted.map(({ book }) => book.coldkey));
  const rows = rowsOf(question, state);
  const columns = bucket === null ? null : new Columns(bucket, tally, rows);
  const days = wantsDays ? new Columns('day', tally, () => []) : null;
  const firstAt = Math.min(...cursors.map(({ points }) => points[0]?.at ?? period.to));
  const openedAt = Math.max(period.from, firstAt);
  const lasts = sorted.map((one) => lastMark(one, period.to)?.at ?? Number.NEGATIVE_INFINITY);
  const end = Math.max(...lasts);
  const samples = new Samples(openedAt, end, question.samples);
  const flows: FlowMark[] = [];
  const touched = new Set<Tally>();
  let hasBegun = false;
  let points = 0;

  const begin = (): void => {
    hasBegun = true;
    for (const one of state.tallies()) one.begin(firstAt <= period.from ? period.from : null);
    for (const { assets } of state.accounts) {
      for (const asset of assets) {
        asset.realisedBefore = asset.ledgers.map(({ realised }) => realised);
      }
    }
  };

  walk(cursors, period.to, (cursor, mark) => {
    const { account } = cursor;
    if (!hasBegun && mark.at > period.from) begin();
    if (hasBegun) {
      columns?.markAt(mark.at);
      days?.markAt(mark.at);
    }
    const context = { state, account, touched };
    let isBetween = false;
    if (isEntry(mark)) {
      applyEntry(context, mark);
      isBetween =
        mark.counterparty !== null &&
        sortOf(mark.kind) === 'other' &&
        coldkeys.has(mark.counterparty);
    } else if (account.isOpen) {
      points += 1;
      applyPoint(context, mark, points, cursor.isRead(account.block, mark.block.number));
    } else openBook(context, mark);
    let flow = 0n;
    for (const one of touched) {
      const sum = one.settle(mark.at, isBetween);
      if (one === tally) flow = sum;
    }
    touched.clear();
    if (!hasBegun) return;
    if (flow !== 0n) {
      flows.push({
        at: mark.at,
        block: mark.block.number,
        coldkey: account.coldkey,
        amount: flow,
      });
    }
    const isSampled = question.samples > 0 && (flow !== 0n || !isEntry(mark));
    if (isSampled) samples.add(mark.at, tally.value, tally.worth);
  });
  if (!hasBegun) begin();
  return {
    state,
    lastAt: Number.isFinite(end) ? end : null,
    openedAt,
    columns: columns?.end() ?? [],
    days: days?.end() ?? [],
    samples: samples.end(),
    flows,
  };
}
