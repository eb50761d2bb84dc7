// The entries of the book that were loaded from the store so far, a page at a time, newest first.
import { batch, signal, type ReadonlySignal } from '@preact/signals';
import type { BookEntry } from '../../model/book.ts';
import type { Hex, Ss58Address } from '../../units.ts';
import type * as bookReader from '../../store/book-reader.ts';
import { createAction, type Action } from '../core/action.ts';
import { entryKindsOf, timesOf, type ActivityFilter } from './activity.ts';

const PAGE = 100;

type Cursor = Parameters<typeof bookReader.readEntries>[1];

type EntriesModel = {
  entries: ReadonlySignal<readonly BookEntry[]>;
  /** There is nothing older in the store. */
  isWhole: ReadonlySignal<boolean>;
  reading: Action;
  /** What is wanted is another: begins anew. */
  choose: (filter: ActivityFilter) => void;
  more: () => Promise<void>;
  /** The store changed: reads again what is shown. */
  again: () => Promise<void>;
};

export function createEntriesModel(
  { readEntries }: Pick<typeof bookReader, 'readEntries'>,
  whose: () => { genesisHash: Hex | null; coldkeys: readonly Ss58Address[] },
  first: ActivityFilter,
): EntriesModel {
  const entries = signal<readonly BookEntry[]>([]);
  const isWhole = signal(false);
  const reading = createAction();
  let filter = first;
  let after: Cursor = null;
  /** Another filter makes what is being read for the one before worth nothing. */
  let turn = 0;

  async function page(from: Cursor, size: number) {
    const { genesisHash, coldkeys } = whose();
    const kinds = entryKindsOf(filter);
    if (genesisHash === null || kinds?.length === 0) return { entries: [], next: null };
    const wanted = filter.coldkey === null ? coldkeys : [filter.coldkey];
    const { netuid } = filter;
    const query = { genesisHash, coldkeys: wanted, kinds, netuid, ...timesOf(filter) };
    return readEntries(query, from, size);
  }

  async function load(from: Cursor, before: readonly BookEntry[], size: number): Promise<void> {
    const mine = turn;
    const { entries: found, next } = await page(from, size);
    if (mine !== turn) return;
    after = next;
    batch(() => {
      entries.value = [...before, ...found];
      isWhole.value = next === null;
    });
  }

  /** Begins anew where another filter was chosen meanwhile: whoever asked for it then was not heard. */
  const run = (work: () => Promise<void>): Promise<boolean> =>
    reading.run(async () => {
      let began: number;
      do {
        began = turn;
        await work();
      } while (began !== turn);
    });

  return {
    entries,
    isWhole,
    reading,
    choose(next) {
      filter = next;
      turn += 1;
      after = null;
      batch(() => {
        entries.value = [];
        isWhole.value = false;
      });
    },
    async more() {
      if (isWhole.peek() || reading.error.peek() !== null) return;
      await run(() => load(after, entries.peek(), PAGE));
    },
    async again() {
      if (entries.peek().length === 0 && !isWhole.peek()) return;
      await run(() => load(null, [], Math.max(PAGE, entries.peek().length)));
    },
  };
}
