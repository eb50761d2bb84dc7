// How large the books are, as far as can be told without reading them: counted by keys, weighed by a sample.
import { accountsIn, allUnder, type AccountPrefix } from './accounts-in.ts';
import { isPointPack } from './book-shapes.ts';
import { openStore } from './open-store.ts';

/** Bytes: about what the records take, before the browser compresses them. Points are counted by the sample too. */
type Size = { bytes: number; entries: number; points: number };

/** Over all networks; `accounts` has every account that has records, those that were removed included. */
type BookSizes = Size & { accounts: (Size & { coldkey: string })[] };

const SAMPLE = 24;
/** A record's key: the network and the account as texts, and numbers. */
const KEY_BYTES = 140;

/** Roughly as a structured clone takes it. */
function weigh(value: unknown): number {
  if (typeof value === 'string') return value.length + 5;
  if (typeof value === 'bigint') return 12;
  if (value instanceof Uint8Array) return value.length + 12;
  if (typeof value !== 'object' || value === null) return 6;
  return Object.entries(value).reduce(
    (sum, [name, part]) => sum + weigh(part) + (Array.isArray(value) ? 3 : name.length + 3),
    8,
  );
}

/** Some of an account's records, evenly by their blocks, and how many there are. */
async function sampleOf(
  table: 'bookEntries' | 'bookPoints',
  prefix: AccountPrefix,
): Promise<{ count: number; sample: unknown[] }> {
  const { store } = (await openStore()).transaction(table);
  const all = allUnder(prefix);
  const [count, first, last] = await Promise.all([
    store.count(all),
    store.openKeyCursor(all),
    store.openKeyCursor(all, 'prev'),
  ]);
  if (count <= SAMPLE) return { count, sample: await store.getAll(all) };
  const [low, high] = [first?.primaryKey[2] ?? 0, last?.primaryKey[2] ?? 0];
  const places = Array.from({ length: SAMPLE }, (_one, index) => {
    const from = low + Math.floor(((high - low) * index) / SAMPLE);
    return IDBKeyRange.bound([...prefix, from], [...prefix, []]);
  });
  return { count, sample: await Promise.all(places.map((range) => store.get(range))) };
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

async function sizeOf(prefix: AccountPrefix): Promise<Size> {
  const entries = await sampleOf('bookEntries', prefix);
  const packs = await sampleOf('bookPoints', prefix);
  const average = (sample: readonly unknown[], of: (one: unknown) => number): number =>
    sample.length === 0 ? 0 : sumOf(sample.map(of)) / sample.length;
  const bytes = [entries, packs].map(({ count, sample }) => {
    return count * (KEY_BYTES + average(sample, weigh));
  });
  const each = average(packs.sample, (pack) => (isPointPack(pack) ? pack.count : 0));
  return {
    bytes: Math.round(sumOf(bytes)),
    entries: entries.count,
    points: Math.round(packs.count * each),
  };
}

export async function readBookSizes(): Promise<BookSizes> {
  const prefixes = [...(await accountsIn('bookEntries')), ...(await accountsIn('bookPoints'))];
  const unique = new Map(prefixes.map((prefix) => [prefix.join(' '), prefix]));
  const accounts = new Map<string, Size & { coldkey: string }>();
  for (const prefix of unique.values()) {
    const [, coldkey] = prefix;
    const size = await sizeOf(prefix);
    const before = accounts.get(coldkey) ?? { coldkey, bytes: 0, entries: 0, points: 0 };
    accounts.set(coldkey, {
      coldkey,
      bytes: before.bytes + size.bytes,
      entries: before.entries + size.entries,
      points: before.points + size.points,
    });
  }
  const all = [...accounts.values()];
  return {
    bytes: sumOf(all.map(({ bytes }) => bytes)),
    entries: sumOf(all.map(({ entries }) => entries)),
    points: sumOf(all.map(({ points }) => points)),
    accounts: all,
  };
}
