// The books of this network as signals: how far each account's is, and the loading of the past. Read while a screen shows them.
import { effect, signal, type ReadonlySignal } from '@preact/signals';
import { toAppError, type AppError } from '../../errors.ts';
import type { Book, BookRun } from '../../model/book.ts';
import type { Hex } from '../../units.ts';
import type { PanelDeps } from '../core/panel-deps.ts';
import type { StoreModel } from '../core/store-model.ts';

/** What the models of books read; screens hand in the store's own reader. */
type BooksReader = {
  readBooks: (genesisHash: Hex) => Promise<Book[]>;
  readBookRun: (genesisHash: Hex) => Promise<BookRun | null>;
};

export type BooksModel = {
  /** null: not read from the store yet. */
  books: ReadonlySignal<readonly Book[] | null>;
  /** null: nothing was ever asked for. */
  run: ReadonlySignal<BookRun | null>;
  /** Counts the times that anything in the books changed. */
  changes: ReadonlySignal<number>;
  error: ReadonlySignal<AppError | null>;
  /** Keeps the signals as the store is until the function that it returns is called. */
  follow: () => () => void;
};

export function createBooksModel(
  reader: BooksReader,
  { onChange }: Pick<PanelDeps, 'onChange'>,
  { network }: Pick<StoreModel, 'network'>,
): BooksModel {
  const books = signal<readonly Book[] | null>(null);
  const run = signal<BookRun | null>(null);
  const changes = signal(0);
  const error = signal<AppError | null>(null);
  let followers = 0;
  let stop: (() => void) | null = null;
  let latest = 0;

  async function load(genesisHash: Hex | null): Promise<void> {
    latest += 1;
    const turn = latest;
    try {
      const [all, of] =
        genesisHash === null
          ? [[], null]
          : await Promise.all([reader.readBooks(genesisHash), reader.readBookRun(genesisHash)]);
      // A slow earlier reading, or one of another network, must not overwrite a later one.
      if (turn !== latest) return;
      books.value = all;
      run.value = of;
      error.value = null;
    } catch (thrown) {
      if (turn === latest) error.value = toAppError(thrown);
    }
  }

  function begin(): () => void {
    const closing = new AbortController();
    let isFirst = true;
    const stopEffect = effect(() => {
      const { genesisHash } = network.value;
      if (!isFirst) changes.value = changes.peek() + 1;
      isFirst = false;
      void load(genesisHash);
    });
    onChange((change) => {
      if (change !== 'books') return;
      changes.value = changes.peek() + 1;
      void load(network.peek().genesisHash);
    }, closing.signal);
    return () => {
      stopEffect();
      closing.abort();
    };
  }

  return {
    books,
    run,
    changes,
    error,
    follow() {
      followers += 1;
      stop ??= begin();
      return () => {
        followers -= 1;
        if (followers > 0) return;
        stop?.();
        stop = null;
      };
    },
  };
}
