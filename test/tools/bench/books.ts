// How long the books take with 10⁵ points and 10⁴ entries, and how much room: over a store in memory, so that it is the part that is
// ours. A browser's own store is measured by the popup.
import 'fake-indexeddb/auto';
import process from 'node:process';
import { bookLine, entryLine, fileHead } from '../../../src/history/book-lines.ts';
import type { BookEntry, BookPoint } from '../../../src/model/book.ts';
import { readBookFile } from '../../../src/service/read-book-file.ts';
import * as reader from '../../../src/store/book-reader.ts';
import type { EntryFilter } from '../../../src/store/book-entries.ts';
import { saveSteps } from '../../../src/store/books.ts';
import { eraseStore } from '../../../src/store/open-store.ts';
import { packPoints, unpackFirst, unpackPoints } from '../../../src/store/pack-points.ts';
import { toNetuid } from '../../../src/units.ts';
import {
  atOf,
  bookOf,
  coldkeyOf,
  DAY,
  entryOf,
  genesisHash,
  pointOf,
} from '../../store/sample-books.ts';

const ACCOUNTS = 20;
const POINTS = 100_000;
const ENTRIES = 10_000;
const HOLDINGS = 8;

async function timed<T>(
  what: string,
  work: () => Promise<T>,
  told: (result: T) => string,
): Promise<T> {
  const start = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const ms = (performance.now() - start).toFixed(0);
  const { user, system } = process.cpuUsage(before);
  const busy = ((user + system) / 1000).toFixed(0);
  console.log(
    `${what.padEnd(40)}${ms.padStart(7)} ms, ${busy.padStart(6)} of processor  ${told(result)}`,
  );
  return result;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Five years of 20 coldkeys with a point a day, by holdings a coldkey. */
function benchPacks(): void {
  const days = 5 * 365;
  for (const holdings of [5, 20, 60]) {
    const points = Array.from({ length: 480 }, (_one, index) =>
      pointOf(coldkeyOf(1), index * DAY, holdings),
    );
    const packs = Array.from({ length: 10 }, (_one, index) =>
      packPoints(points.slice(index * 48, index * 48 + 48)),
    );
    const names = (48 + 30) * holdings + 30 * (holdings - 1) + 300;
    const size = packs.reduce((sum, { bytes }) => sum + bytes.length + names, 0) / points.length;
    const start = performance.now();
    for (const pack of packs) unpackPoints(pack);
    const each = ((performance.now() - start) * 1000) / points.length;
    const firstStart = performance.now();
    for (const pack of packs) unpackFirst(pack);
    const first = ((performance.now() - firstStart) * 1000) / packs.length;
    console.log(
      `${String(holdings).padStart(3)} holdings: ${size.toFixed(0)} bytes a point, ${megabytes(size * days * 20)} in five years of 20 coldkeys; ` +
        `unpacked in ${each.toFixed(0)} µs a point, ${first.toFixed(0)} µs the first of a pack`,
    );
  }
}

async function fill(): Promise<void> {
  const blocks = 5 * 365 * DAY;
  for (let account = 0; account < ACCOUNTS; account += 1) {
    const coldkey = coldkeyOf(account);
    const of = <T>(all: number, make: (block: number, index: number) => T): T[] =>
      Array.from({ length: all / ACCOUNTS }, (_one, index) =>
        make(account + Math.floor((index * blocks * ACCOUNTS) / all), index),
      );
    const points: BookPoint[] = of(POINTS, (block) => pointOf(coldkey, block, HOLDINGS));
    const entries: BookEntry[] = of(ENTRIES, (block, index) => entryOf(coldkey, block, index));
    const book = bookOf(coldkey, [{ from: 0, to: blocks, state: 'read' }]);
    await saveSteps([{ book, entries, points }]);
  }
}

export async function benchBooks(): Promise<void> {
  benchPacks();
  await timed(`${POINTS} points, ${ENTRIES} entries written`, fill, () => '');
  const coldkeys = Array.from({ length: ACCOUNTS }, (_one, index) => coldkeyOf(index));
  const any: EntryFilter = {
    genesisHash,
    coldkeys,
    kinds: null,
    netuid: null,
    since: null,
    before: null,
  };
  const whose = { genesisHash, coldkey: coldkeyOf(3) };
  const until = atOf(5 * 365 * DAY);
  const count = ({ entries }: { entries: unknown[] }): string => `${entries.length} entries`;
  const page = await timed(
    'first page of all accounts',
    () => reader.readEntries(any, null, 50),
    count,
  );
  await timed('next page', () => reader.readEntries(any, page.next, 50), count);
  const rare: EntryFilter = { ...any, netuid: toNetuid(3), kinds: ['swap'] };
  await timed('a page of what is rare', () => reader.readEntries(rare, null, 50), count);
  const year = { since: Date.UTC(2023, 0, 1), before: Date.UTC(2024, 0, 1) };
  await timed(
    'first page of a year',
    () => reader.readEntries({ ...any, ...year }, null, 50),
    count,
  );
  const told = (points: BookPoint[]): string => `${points.length} points`;
  await timed(
    'series of one account for a chart',
    () => reader.readPointSeries(whose, 0, until, 300),
    told,
  );
  const all = async (): Promise<BookPoint[]> =>
    (
      await Promise.all(
        coldkeys.map((coldkey) => reader.readPointSeries({ genesisHash, coldkey }, 0, until, 60)),
      )
    ).flat();
  await timed('series of all accounts for a chart', all, told);
  await timed(
    'the point a year ago',
    () => reader.readPointBefore(whose, until - 365 * 86_400_000),
    (point) => String(point?.block.number),
  );
  await timed(
    'sizes',
    reader.readBookSizes,
    ({ bytes, points }) => `${megabytes(bytes)}, ${points} points`,
  );
  const file = async (): Promise<string> => {
    const lines = [fileHead()];
    for (const book of await reader.readBooks(genesisHash)) {
      lines.push(bookLine(book));
      for await (const part of reader.streamEntries(book, 0, 1e9))
        lines.push(...part.map(entryLine));
    }
    return lines.join('');
  };
  const text = await timed('all entries exported', file, ({ length }) => megabytes(length));
  await timed(
    'and read again',
    async () => readBookFile(text),
    ({ ok }) => String(ok),
  );
  await eraseStore();
}
