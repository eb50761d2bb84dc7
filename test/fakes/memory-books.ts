// A store of books in memory, and a reader of the past on it whose clock jumps instead of waiting.
import { WebSocket } from 'ws';
import { createPast } from '../../src/chain/past.ts';
import { parseHex, fromHex } from '../../src/chain/scale/hex.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import type { Book, BookEntry, BookPoint, BookRun } from '../../src/model/book.ts';
import type { BookStore } from '../../src/service/book-store.ts';
import { createRebuildBooks, type RebuildBooks } from '../../src/service/rebuild-books.ts';
import type { Hex, Ss58Address } from '../../src/units.ts';
import { createMemoryCache, TEST_TIMING } from './test-client.ts';

export type MemoryBooks = BookStore & {
  books: Map<Ss58Address, Book>;
  entries: Map<string, BookEntry>;
  points: Map<string, BookPoint>;
  run: () => BookRun | null;
  /** Called with each write, before it. */
  onWrite: () => void;
};

export function createMemoryBooks(): MemoryBooks {
  let run: BookRun | null = null;
  const books = new Map<Ss58Address, Book>();
  const entries = new Map<string, BookEntry>();
  const points = new Map<string, BookPoint>();
  const memory: MemoryBooks = {
    books,
    entries,
    points,
    run: () => run,
    onWrite: () => {},
    readBook: async (_genesis, coldkey) => structuredClone(books.get(coldkey) ?? null),
    readRun: async () => structuredClone(run),
    writeRun: async (next) => {
      run = structuredClone(next);
    },
    saveSteps: async (steps) => {
      memory.onWrite();
      for (const { book, entries: found, points: seen } of steps) {
        books.set(book.coldkey, structuredClone(book));
        for (const one of found) {
          entries.set(`${one.coldkey} ${one.block.number} ${one.place}`, structuredClone(one));
        }
        for (const one of seen)
          points.set(`${one.coldkey} ${one.block.number}`, structuredClone(one));
      }
    },
  };
  return memory;
}

export const addressOf = (account: string): Ss58Address => formatSs58(fromHex(account));

type Archive = { url: string; genesisHash: string; head: number };

export type Reading = {
  rebuild: RebuildBooks;
  store: MemoryBooks;
  genesisHash: Hex;
  clock: () => number;
  /** Faults that nobody thought of. */
  reported: readonly unknown[];
};

/** `onTurn`: before each question. `rest`: what a wait takes by the real clock. */
export function readerOf(
  archive: Archive,
  store = createMemoryBooks(),
  onTurn: () => void = () => {},
  rest: () => Promise<void> = async () => {},
): Reading {
  const genesisHash = parseHex(archive.genesisHash, 'genesis', 32);
  let time = 0;
  const reported: unknown[] = [];
  const rebuild = createRebuildBooks({
    store,
    openPast: async (turn) =>
      createPast({
        endpoint: archive.url,
        genesisHash,
        metadataCache: createMemoryCache(),
        openSocket: (url) => new WebSocket(url),
        random: () => 0.5,
        timing: { ...TEST_TIMING, busyMs: 20, gapMs: 1 },
        turn: async (signal) => {
          onTurn();
          await turn(signal);
        },
      }),
    head: async () => archive.head,
    wait: async (ms) => {
      time += ms;
      await rest();
    },
    now: () => time,
    clock: () => time,
    announce: () => {},
    report: (error) => reported.push(error),
  });
  return { rebuild, store, genesisHash, clock: () => time, reported };
}
