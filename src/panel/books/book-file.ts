// The book as a file: read out of the store, written by one of the formats, in the order of time.
import type { Hex, Ss58Address } from '../../units.ts';
import { bookLine, entryLine, fileHead, pointLine } from '../../history/book-lines.ts';
import { columnsOf, csvLine, type PriceOfDay } from './file-formats.ts';
import { rowsOfEntry, rowsOfGrowth, type FileRow } from '../../history/file-rows.ts';
import { growthOf } from '../../history/growth.ts';
import type * as bookReader from '../../store/book-reader.ts';

export const fileFormats = ['csv', 'koinly', 'cointracking', 'json'] as const;
export type FileFormat = (typeof fileFormats)[number];

type Reader = Pick<typeof bookReader, 'readBooks' | 'readEntriesBetween' | 'readPoints'>;

type FileReader = Reader & Pick<typeof bookReader, 'streamEntries' | 'streamPoints'>;

type Asked = {
  genesisHash: Hex;
  coldkeys: readonly Ss58Address[];
  /** In UTC, as the times of the file are; null: all of it. */
  year: number | null;
  labelOf: (coldkey: string) => string;
  fiat: PriceOfDay | null;
};

const LAST_BLOCK = Number.MAX_SAFE_INTEGER;

async function rowsIn(reader: Reader, { genesisHash, coldkeys, year }: Asked): Promise<FileRow[]> {
  const books = await reader.readBooks(genesisHash);
  const rows: FileRow[] = [];
  for (const { coldkey, stretches } of books) {
    if (!coldkeys.includes(coldkey)) continue;
    const whose = { genesisHash, coldkey };
    const entries = await reader.readEntriesBetween(whose, -1, LAST_BLOCK);
    const points = await reader.readPoints(whose, 0, LAST_BLOCK);
    rows.push(
      ...entries.flatMap(rowsOfEntry),
      ...rowsOfGrowth(coldkey, growthOf({ stretches, entries, points })),
    );
  }
  return rows
    .filter(({ at }) => year === null || new Date(at).getUTCFullYear() === year)
    .toSorted((a, b) => a.at - b.at || a.block - b.block);
}

/** `taubar-koinly-2026.csv` */
const nameOf = (format: string, year: number | null, ending: string): string =>
  `taubar-${format}${year === null ? '' : `-${year}`}.${ending}`;

async function bookTable(
  reader: Reader,
  format: Exclude<FileFormat, 'json'>,
  asked: Asked,
): Promise<{ name: string; text: string; rows: number }> {
  const { head, cells } = columnsOf[format];
  const rows = await rowsIn(reader, asked);
  const told = (row: FileRow) => ({ label: asked.labelOf(row.coldkey), fiat: asked.fiat });
  const lines = [csvLine(head), ...rows.map((row) => csvLine(cells(row, told(row))))];
  return { name: nameOf(format, asked.year, 'csv'), text: lines.join(''), rows: rows.length };
}

/** Everything, a record a line, so that a wrong one can be named. */
async function bookLines(
  { readBooks, streamEntries, streamPoints }: FileReader,
  { genesisHash, coldkeys }: Asked,
): Promise<{ name: string; text: string; rows: number }> {
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
  return { name: nameOf('history', null, 'jsonl'), text: lines.join(''), rows: lines.length };
}

export const bookFile = (
  reader: FileReader,
  format: FileFormat,
  asked: Asked,
): Promise<{ name: string; text: string; rows: number }> =>
  format === 'json' ? bookLines(reader, asked) : bookTable(reader, format, asked);
