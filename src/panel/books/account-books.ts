// Entries and points of some accounts, out of the store, for the results that are worked out of them. Read again when the books
// change, but not at each answer of a node: of many accounts they are large.
import { signal, type ReadonlySignal } from '@preact/signals';
import { toAppError, type AppError } from '../../errors.ts';
import type { AccountBook } from '../../history/figures.ts';
import type { Hex, Ss58Address } from '../../units.ts';
import type * as bookReader from '../../store/book-reader.ts';

/** Milliseconds between two readings while books are being loaded. */
const REST = 2_000;
const LAST_BLOCK = Number.MAX_SAFE_INTEGER;

type WhoseBooks = {
  genesisHash: Hex;
  coldkeys: readonly Ss58Address[];
  /** The first block whose entries and points are wanted; 0: all of them. */
  from: number;
};

type AccountBooks = {
  /** Those of the accounts that have a book; null: not read yet. */
  value: ReadonlySignal<readonly AccountBook[] | null>;
  error: ReadonlySignal<AppError | null>;
  /** Of these accounts from now on; the same ones are read again. */
  need: (whose: WhoseBooks) => void;
};

type Reader = Pick<typeof bookReader, 'readBooks' | 'readEntriesBetween' | 'readPoints'>;

export function createAccountBooks(reader: Reader): AccountBooks {
  const value = signal<readonly AccountBook[] | null>(null);
  const error = signal<AppError | null>(null);
  let wanted: WhoseBooks | null = null;
  let shown = '';
  let isReading = false;
  let isDue = false;

  const keyOf = ({ genesisHash, coldkeys, from }: WhoseBooks): string =>
    `${genesisHash} ${from} ${coldkeys.join(' ')}`;

  async function readAll({ genesisHash, coldkeys, from }: WhoseBooks): Promise<AccountBook[]> {
    const books = await reader.readBooks(genesisHash);
    return Promise.all(
      books
        .filter(({ coldkey }) => coldkeys.includes(coldkey))
        .map(async (book) => {
          const whose = { genesisHash, coldkey: book.coldkey };
          const [entries, points] = await Promise.all([
            reader.readEntriesBetween(whose, from - 1, LAST_BLOCK),
            reader.readPoints(whose, from, LAST_BLOCK),
          ]);
          return { book, entries, points };
        }),
    );
  }

  async function read(): Promise<void> {
    const whose = wanted;
    if (whose === null) return;
    if (isReading) {
      isDue = true;
      return;
    }
    isReading = true;
    try {
      const books = await readAll(whose);
      if (keyOf(wanted ?? whose) === keyOf(whose)) {
        value.value = books;
        shown = keyOf(whose);
      }
      error.value = null;
    } catch (thrown) {
      error.value = toAppError(thrown);
    }
    isReading = false;
    if (!isDue) return;
    isDue = false;
    setTimeout(() => void read(), keyOf(wanted ?? whose) === shown ? REST : 0);
  }

  return {
    value,
    error,
    need(whose) {
      wanted = whose;
      // What is shown of other accounts is none of theirs.
      if (keyOf(whose) !== shown) value.value = null;
      void read();
    },
  };
}
