// What the reader of the past needs of the store. Types only.
import type { Book, BookEntry, BookPoint, BookRun } from '../model/book.ts';
import type { Hex, Ss58Address } from '../units.ts';

/** What one answer of the archive adds to one account's book; written whole or not at all. */
export type BookStep = {
  book: Book;
  /** An entry is named by (genesisHash, coldkey, block number, place); one that is there already is written over. */
  entries: readonly BookEntry[];
  /** A point is named by (genesisHash, coldkey, block number); one that is there already is written over. */
  points: readonly BookPoint[];
};

export type BookStore = {
  /** null: nothing was read yet. */
  readBook: (genesisHash: Hex, coldkey: Ss58Address) => Promise<Book | null>;
  /** Steps of several accounts in one transaction. */
  saveSteps: (steps: readonly BookStep[]) => Promise<void>;
  readRun: (genesisHash: Hex) => Promise<BookRun | null>;
  writeRun: (run: BookRun) => Promise<void>;
};
