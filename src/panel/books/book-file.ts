// The book as a file: read out of the store, written by one of the formats, in the order of time.
import { cointrackingCsv } from '../../history/export/cointracking.ts';
import { koinlyCsv } from '../../history/export/koinly.ts';
import { ownCsv } from '../../history/export/own-csv.ts';
import { bookLine, entryLine, fileHead, pointLine } from '../../history/book-lines.ts';
import type { AccountBook, DailyPrices, Period } from '../../history/figures.ts';
import type * as bookReader from '../../store/book-reader.ts';
import type { Hex, Ss58Address } from '../../units.ts';

export const fileFormats = ['csv', 'koinly', 'cointracking', 'json'] as const;
export type FileFormat = (typeof fileFormats)[number];

type Reader = Pick<
  typeof bookReader,
  'readBooks' | 'readEntriesBetween' | 'readPoints' | 'streamEntries' | 'streamPoints'
>;

type Asked = {
  genesisHash: Hex;
  coldkeys: readonly Ss58Address[];
  /** In UTC, as the times of the file are; null: all of it. */
  year: number | null;
  prices: DailyPrices | null;
};

/** `rows`: without the head. */
type File = { name: string; content: Blob; rows: number };

const LAST_BLOCK = Number.MAX_SAFE_INTEGER;

async function accountBooks(reader: Reader, asked: Asked): Promise<AccountBook[]> {
  const { genesisHash, coldkeys } = asked;
  const books = await reader.readBooks(genesisHash);
  const found: AccountBook[] = [];
  for (const book of books) {
    if (!coldkeys.includes(book.coldkey)) continue;
    const whose = { genesisHash, coldkey: book.coldkey };
    const entries = await reader.readEntriesBetween(whose, -1, LAST_BLOCK);
    const points = await reader.readPoints(whose, 0, LAST_BLOCK);
    found.push({ book, entries, points });
  }
  return found;
}

const periodOf = (year: number | null): Period =>
  year === null
    ? { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }
    : { from: Date.UTC(year) - 1, to: Date.UTC(year + 1) - 1 };

/** `taubar-koinly-2026.csv` */
const nameOf = (format: string, year: number | null, ending: string): string =>
  `taubar-${format}${year === null ? '' : `-${year}`}.${ending}`;

async function bookTable(
  reader: Reader,
  format: Exclude<FileFormat, 'json'>,
  asked: Asked,
): Promise<File> {
  const books = await accountBooks(reader, asked);
  const period = periodOf(asked.year);
  const rowsBy = {
    csv: () => ownCsv(books, period, asked.prices),
    koinly: () => koinlyCsv(books, period, asked.prices),
    cointracking: () => cointrackingCsv(books, period),
  };
  const lines = [...rowsBy[format]()];
  const content = new Blob(lines, { type: 'text/csv' });
  return { name: nameOf(format, asked.year, 'csv'), content, rows: lines.length - 1 };
}

/** Everything, a record a line, so that a wrong one can be named. */
async function bookLines(reader: Reader, { genesisHash, coldkeys }: Asked): Promise<File> {
  const { readBooks, streamEntries, streamPoints } = reader;
  const lines: string[] = [fileHead()];
  for (const book of await readBooks(genesisHash)) {
    if (!coldkeys.includes(book.coldkey)) continue;
    const whose = { genesisHash, coldkey: book.coldkey };
    lines.push(bookLine(book));
    for await (const entries of streamEntries(whose, 0, LAST_BLOCK)) {
      lines.push(...entries.map(entryLine));
    }
    for await (const points of streamPoints(whose, 0, LAST_BLOCK)) {
      lines.push(...points.map(pointLine));
    }
  }
  const content = new Blob(lines, { type: 'application/jsonl' });
  return { name: nameOf('history', null, 'jsonl'), content, rows: lines.length - 1 };
}

export const bookFile = (reader: Reader, format: FileFormat, asked: Asked): Promise<File> =>
  format === 'json' ? bookLines(reader, asked) : bookTable(reader, format, asked);
