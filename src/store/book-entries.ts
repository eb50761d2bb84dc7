// The entries of the books: a page of them, the newest first, over several accounts and by a filter, from where the last page
// ended; and those of a stretch of blocks.
import type { BookEntry, EntryKind, Leg } from '../model/book.ts';
import type { Hex, Netuid, Ss58Address } from '../units.ts';
import { isBookEntry } from './book-shapes.ts';
import type { Table, Whose } from './book-points.ts';
import { openStore } from './open-store.ts';

/** null: any. Times are epoch milliseconds; `before` itself is left out. */
export type EntryFilter = {
  genesisHash: Hex;
  coldkeys: readonly Ss58Address[];
  kinds: readonly EntryKind[] | null;
  netuid: Netuid | null;
  since: number | null;
  before: number | null;
};

/** The entry that a page ended with. */
export type EntryCursor = { number: number; place: number; coldkey: Ss58Address };

/** `next` null: there are no more. */
type EntryPage = { entries: BookEntry[]; next: EntryCursor | null };

/** Records of one account read at once: few for a first page over many accounts, then more. */
const FIRST_READ = 16;
const MOST_READ = 512;

const INFINITE = Number.POSITIVE_INFINITY;

type Place = readonly [number: number, place: number];

const entryRange = (
  { genesisHash, coldkey }: Whose,
  from: Place,
  to: Place,
  isToLeftOut = false,
): IDBKeyRange =>
  IDBKeyRange.bound(
    [genesisHash, coldkey, ...from],
    [genesisHash, coldkey, ...to],
    false,
    isToLeftOut,
  );

/** All of these blocks, `from` < n ≤ `to`, ascending. */
export async function entriesBetween(
  table: Table<'bookEntries'>,
  whose: Whose,
  from: number,
  to: number,
): Promise<BookEntry[]> {
  return (await table.getAll(entryRange(whose, [from + 1, 0], [to, INFINITE]))).filter(isBookEntry);
}

export async function readEntriesBetween(
  whose: Whose,
  from: number,
  to: number,
): Promise<BookEntry[]> {
  return entriesBetween((await openStore()).transaction('bookEntries').store, whose, from, to);
}

/** What one extrinsic did to one account, in order. */
export async function readEntriesOf(
  whose: Whose,
  block: number,
  extrinsicIndex: number,
): Promise<BookEntry[]> {
  const inBlock = await readEntriesBetween(whose, block - 1, block);
  return inBlock.filter(({ extrinsic }) => extrinsic?.index === extrinsicIndex);
}

/** About a month: entries that are looked at in vain are few. */
const CLOSE = 216_000;

/**
 * Blocks not far before and after that time: entries are in the order of time too. All entries before the first one are earlier,
 * those from the second one on are not.
 */
async function blocksAround(
  table: Table<'bookEntries'>,
  whose: Whose,
  at: number,
): Promise<[before: number, after: number]> {
  const all = entryRange(whose, [0, 0], [INFINITE, INFINITE]);
  const [first, last] = await Promise.all([
    table.openKeyCursor(all),
    table.openKeyCursor(all, 'prev'),
  ]);
  let [low, high] = [first?.primaryKey[2] ?? 0, (last?.primaryKey[2] ?? -1) + 1];
  while (high - low > CLOSE) {
    const middle = Math.floor((low + high) / 2);
    const range = entryRange(whose, [middle, 0], [high, 0], true);
    const found = (await table.openCursor(range))?.value;
    if (found === undefined || found.at >= at) high = middle;
    else low = found.block.number;
  }
  return [low, high];
}

const isOf =
  (netuid: Netuid) =>
  (leg: Leg): boolean =>
    leg.of === 'alpha' && leg.netuid === netuid;

function isWanted(entry: BookEntry, { kinds, netuid, since, before }: EntryFilter): boolean {
  if (kinds !== null && !kinds.includes(entry.kind)) return false;
  if (since !== null && entry.at < since) return false;
  if (before !== null && entry.at >= before) return false;
  if (netuid === null) return true;
  if (entry.triedIn?.includes(netuid)) return true;
  return entry.legs.some(isOf(netuid)) || (entry.fee !== null && isOf(netuid)(entry.fee));
}

/** The newest first; of one place in a block the accounts by their address. */
const newestFirst = (a: BookEntry, b: BookEntry): number =>
  b.block.number - a.block.number || b.place - a.place || (a.coldkey < b.coldkey ? -1 : 1);

/** One account's wanted entries backwards, read in growing parts. */
class Backwards {
  readonly #table: Table<'bookEntries'>;
  readonly #filter: EntryFilter;
  readonly #whose: Whose;
  readonly #lowest: Place;
  /** Left out itself. */
  #upper: Place;
  #size = FIRST_READ;
  #read: BookEntry[] = [];
  #isDone = false;

  constructor(
    table: Table<'bookEntries'>,
    filter: EntryFilter,
    whose: Whose,
    span: [Place, Place],
  ) {
    this.#table = table;
    this.#filter = filter;
    this.#whose = whose;
    [this.#lowest, this.#upper] = span;
  }

  /** The newest one that was not taken yet; undefined: there are no more. */
  async peek(): Promise<BookEntry | undefined> {
    while (this.#read.length === 0 && !this.#isDone) await this.#readMore();
    return this.#read[0];
  }

  take(): void {
    this.#read.shift();
  }

  async #readMore(): Promise<void> {
    const rest = entryRange(this.#whose, this.#lowest, this.#upper, true);
    // Goes back over keys alone, then reads the records at once: a step a record would take many times longer.
    const newest = await this.#table.openKeyCursor(rest, 'prev');
    if (newest === null) {
      this.#isDone = true;
      return;
    }
    const start = await newest.advance(this.#size - 1);
    const [, , ...from] = start?.primaryKey ?? ['', '', ...this.#lowest];
    const range = entryRange(this.#whose, from, this.#upper, true);
    const records = await this.#table.getAll(range);
    this.#read = records
      .filter((record) => isBookEntry(record) && isWanted(record, this.#filter))
      .toReversed();
    this.#upper = from;
    this.#isDone = start === null;
    this.#size = Math.min(MOST_READ, this.#size * 2);
  }
}

async function backwards(
  table: Table<'bookEntries'>,
  filter: EntryFilter,
  after: EntryCursor | null,
  coldkey: Ss58Address,
): Promise<Backwards> {
  const whose = { genesisHash: filter.genesisHash, coldkey };
  const [[since], [, before]] = await Promise.all([
    filter.since === null ? [0] : blocksAround(table, whose, filter.since),
    filter.before === null ? [0, INFINITE] : blocksAround(table, whose, filter.before),
  ]);
  let upper: Place = [before, before === INFINITE ? INFINITE : 0];
  if (after !== null && after.number < before) {
    // Of the same place those come after it whose address is higher.
    upper = [after.number, coldkey > after.coldkey ? after.place + 1 : after.place];
  }
  return new Backwards(table, filter, whose, [[since, 0], upper]);
}

/** The newest of all accounts, and whose it is. */
async function newestOf(
  sources: readonly Backwards[],
): Promise<{ entry: BookEntry; source: Backwards } | null> {
  const tops = await Promise.all(
    sources.map(async (source) => ({ entry: await source.peek(), source })),
  );
  let newest: { entry: BookEntry; source: Backwards } | null = null;
  for (const { entry, source } of tops) {
    if (entry && (newest === null || newestFirst(entry, newest.entry) < 0)) {
      newest = { entry, source };
    }
  }
  return newest;
}

/** A page of `size` entries that the filter wants, the newest first, after the cursor; null: from the newest on. */
export async function readEntries(
  filter: EntryFilter,
  after: EntryCursor | null,
  size: number,
): Promise<EntryPage> {
  const { store } = (await openStore()).transaction('bookEntries');
  const sources = await Promise.all(
    filter.coldkeys.map((coldkey) => backwards(store, filter, after, coldkey)),
  );
  const entries: BookEntry[] = [];
  for (;;) {
    const newest = await newestOf(sources);
    if (newest === null) return { entries, next: null };
    const last = entries.at(-1);
    if (entries.length === size && last !== undefined) {
      const { block, place, coldkey } = last;
      return { entries, next: { number: block.number, place, coldkey } };
    }
    newest.source.take();
    entries.push(newest.entry);
  }
}
