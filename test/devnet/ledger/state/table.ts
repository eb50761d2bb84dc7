// A key-value table whose copy costs nothing until one side writes: the ledger's unit of snapshot and rollback.
// Refuses to know what it stores; values must be treated as immutable (replace them, never change them in place).

const BUCKETS = 512;
const PAGE_BITS = 4;
const IN_PAGE = (1 << PAGE_BITS) - 1;

type Bucket<K, V> = { readonly owner: object; readonly entries: Map<K, V> };
type Page<K, V> = { readonly owner: object; readonly buckets: (Bucket<K, V> | undefined)[] };

/**
 * `fork()` is O(1). The first write after a fork copies the list of 32 pages, the first write to a page its 16 bucket
 * references, and the first write to a bucket that bucket alone (1/512 of the entries): a chain that keeps the state of
 * every block keeps little. Reads cost one hash and one Map lookup.
 * Iteration order is fixed by the keys and the order of writes, so runs are reproducible.
 */
export class Table<K extends string | number, V> {
  private pages: (Page<K, V> | undefined)[] = [];
  private isShared = false;
  /** Of what this table alone may write into; null until it writes again. */
  private owner: object | null = null;
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(key: K): V | undefined {
    return this.bucket(bucketOf(key))?.entries.get(key);
  }

  has(key: K): boolean {
    return this.bucket(bucketOf(key))?.entries.has(key) ?? false;
  }

  set(key: K, value: V): void {
    const entries = this.writable(bucketOf(key));
    if (!entries.has(key)) this.count += 1;
    entries.set(key, value);
  }

  delete(key: K): void {
    if (!this.has(key)) return;
    this.writable(bucketOf(key)).delete(key);
    this.count -= 1;
  }

  *entries(): IterableIterator<[K, V]> {
    for (const bucket of this.inOrder()) yield* bucket.entries;
  }

  *keys(): IterableIterator<K> {
    for (const bucket of this.inOrder()) yield* bucket.entries.keys();
  }

  *values(): IterableIterator<V> {
    for (const bucket of this.inOrder()) yield* bucket.entries.values();
  }

  /** A table with the same content; later writes to either side are invisible to the other. */
  fork(): Table<K, V> {
    const copy = new Table<K, V>();
    copy.pages = this.pages;
    copy.count = this.count;
    copy.isShared = true;
    this.isShared = true;
    this.owner = null;
    return copy;
  }

  /** Holds the same because neither side wrote since one was forked from the other. */
  isForkOf(other: unknown): boolean {
    return other instanceof Table && other.pages === this.pages;
  }

  /** Keys that one of two tables may hold otherwise: of the buckets that they do not share; some come twice. */
  *differing(other: Table<K, V>): IterableIterator<K> {
    for (let index = 0; index < BUCKETS >> PAGE_BITS; index += 1) {
      const [mine, its] = [this.pages[index], other.pages[index]];
      if (mine === its) continue;
      for (let at = 0; at <= IN_PAGE; at += 1) {
        const [here, there] = [mine?.buckets[at], its?.buckets[at]];
        if (here === there) continue;
        if (here) yield* here.entries.keys();
        if (there) yield* there.entries.keys();
      }
    }
  }

  private bucket(index: number): Bucket<K, V> | undefined {
    return this.pages[index >> PAGE_BITS]?.buckets[index & IN_PAGE];
  }

  private *inOrder(): IterableIterator<Bucket<K, V>> {
    for (const page of this.pages) {
      if (page) for (const bucket of page.buckets) if (bucket) yield bucket;
    }
  }

  private writable(index: number): Map<K, V> {
    if (this.isShared) {
      this.pages = [...this.pages];
      this.isShared = false;
    }
    const owner = (this.owner ??= {});
    const pageAt = index >> PAGE_BITS;
    let page = this.pages[pageAt];
    if (page?.owner !== owner) {
      page = { owner, buckets: [...(page?.buckets ?? [])] };
      this.pages[pageAt] = page;
    }
    const at = index & IN_PAGE;
    const bucket = page.buckets[at];
    if (bucket?.owner === owner) return bucket.entries;
    const entries = new Map(bucket?.entries);
    page.buckets[at] = { owner, entries };
    return entries;
  }
}

/** FNV-1a over the key's characters; small whole numbers spread by themselves. */
function bucketOf(key: string | number): number {
  if (typeof key === 'number') return key % BUCKETS;
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0) % BUCKETS;
}
