// Reads a file of books back, strictly: the first line that is wrong is named, and nothing is taken in. Pure.
import type { Book, BookEntry, BookPoint } from '../../model/book.ts';
import {
  count,
  isObject,
  object,
  only,
  parseExactly,
  ShapeError,
  type Parser,
} from '../../parse.ts';
import type { AccountBook } from '../figures.ts';
import { bookShape, entryShape, pointShape } from './book-shapes.ts';
import { FORMAT, VERSION } from './books-json.ts';

/**
 * `no-json`: the line is none. `no-books`: the file is of another kind. `newer`: of a version that is not known. `wrong-shape`: a record
 * lacks or has what it should not (`where`). `wrong-account`: an entry or a point of another account than the book above it.
 * `out-of-order`: not after the record before, or twice. `wrong-count`: the last line counts other records. `cut-off`: the end is missing.
 */
type FileProblem =
  | 'no-json'
  | 'no-books'
  | 'newer'
  | 'wrong-shape'
  | 'wrong-account'
  | 'out-of-order'
  | 'wrong-count'
  | 'cut-off';

/** `line`: from 1. `where`: the field, from the outside in, or empty. */
type ReadBooks =
  | { ok: true; books: readonly AccountBook[] }
  | { ok: false; line: number; problem: FileProblem; where: string };

class Fault extends Error {
  readonly problem: FileProblem;
  readonly where: string;

  constructor(problem: FileProblem, where = '') {
    super(problem);
    this.problem = problem;
    this.where = where;
  }
}

/** Longer digits are no amount of any chain, and slow to read. */
const AMOUNT = /^-?(?:0|[1-9]\d{0,38})n$/;

const amountIn = (_key: string, value: unknown): unknown =>
  typeof value === 'string' && AMOUNT.test(value) ? BigInt(value.slice(0, -1)) : value;

function recordIn(line: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line, amountIn);
  } catch {
    throw new Fault('no-json');
  }
  if (!isObject(value)) throw new Fault('wrong-shape');
  return value;
}

function parsed<T>(parse: Parser<T, never>, value: unknown, name: string): T {
  try {
    return parseExactly(parse, value);
  } catch (error) {
    const inside = error instanceof ShapeError && error.where !== '' ? `.${error.where}` : '';
    throw new Fault('wrong-shape', `${name}${inside}`);
  }
}

type Opened = { book: Book; entries: BookEntry[]; points: BookPoint[] };
const sums = object({ books: count(), entries: count(), points: count() });

function requireStretches({ stretches }: Book): void {
  stretches.forEach(({ from, to }, at) => {
    const before = stretches[at - 1];
    if (from >= to || (before !== undefined && before.to !== from)) {
      throw new Fault('wrong-shape', `book.stretches.${at}`);
    }
  });
}

class Reading {
  readonly books: Opened[] = [];
  #entries = 0;
  #points = 0;
  #hasHead = false;
  hasEnd = false;

  take(line: string): void {
    const record = recordIn(line);
    if (!this.#hasHead) {
      this.#takeHead(record);
      return;
    }
    if (this.hasEnd) throw new Fault('wrong-shape');
    const names = Object.keys(record);
    const [name = ''] = names;
    if (names.length !== 1) throw new Fault('wrong-shape');
    if (name === 'book') this.#takeBook(parsed(bookShape, record[name], name));
    else if (name === 'entry') this.#takeEntry(parsed(entryShape, record[name], name));
    else if (name === 'point') this.#takePoint(parsed(pointShape, record[name], name));
    else if (name === 'end') this.#takeEnd(record[name]);
    else throw new Fault('wrong-shape', name);
  }

  #takeHead(record: Record<string, unknown>): void {
    if (record['format'] !== FORMAT) throw new Fault('no-books');
    const { version } = parsed(object({ format: only(FORMAT), version: count() }), record, '');
    if (version !== VERSION) throw new Fault('newer');
    this.#hasHead = true;
  }

  #takeBook(book: Book): void {
    const before = this.books.at(-1)?.book;
    const isAfter =
      before === undefined ||
      before.genesisHash < book.genesisHash ||
      (before.genesisHash === book.genesisHash && before.coldkey < book.coldkey);
    if (!isAfter) throw new Fault('out-of-order');
    requireStretches(book);
    this.books.push({ book, entries: [], points: [] });
  }

  #openedFor({ genesisHash, coldkey }: BookEntry | BookPoint): Opened {
    const opened = this.books.at(-1);
    if (opened?.book.genesisHash !== genesisHash || opened.book.coldkey !== coldkey) {
      throw new Fault('wrong-account');
    }
    return opened;
  }

  #takeEntry(entry: BookEntry): void {
    const { entries, points } = this.#openedFor(entry);
    const last = entries.at(-1);
    const isAfter =
      last === undefined ||
      last.block.number < entry.block.number ||
      (last.block.number === entry.block.number && last.place < entry.place);
    if (points.length > 0 || !isAfter) throw new Fault('out-of-order');
    entries.push(entry);
    this.#entries += 1;
  }

  #takePoint(point: BookPoint): void {
    const { points } = this.#openedFor(point);
    const last = points.at(-1);
    if (last !== undefined && last.block.number >= point.block.number) {
      throw new Fault('out-of-order');
    }
    points.push(point);
    this.#points += 1;
  }

  #takeEnd(value: unknown): void {
    const end = parsed(sums, value, 'end');
    const isAll =
      end.books === this.books.length &&
      end.entries === this.#entries &&
      end.points === this.#points;
    if (!isAll) throw new Fault('wrong-count');
    this.hasEnd = true;
  }
}

/** Lines of a text that comes in pieces; the last one may lack its end. */
function* linesOf(chunks: Iterable<string>): Generator<string> {
  let rest = '';
  for (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (rest !== '') yield rest;
}

/** Of the pieces of a file of ours, in order; all of it or nothing. */
export function readBooks(chunks: Iterable<string>): ReadBooks {
  const reading = new Reading();
  let line = 0;
  try {
    for (const text of linesOf(chunks)) {
      line += 1;
      reading.take(text);
    }
    if (!reading.hasEnd) throw new Fault('cut-off');
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { ok: false, line, problem: error.problem, where: error.where };
  }
  return { ok: true, books: reading.books };
}
