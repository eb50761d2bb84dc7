// A key-value table whose copy costs nothing until one side writes: the ledger's unit of snapshot and rollback.
// Refuses to know what it stores; values must be treated as immutable (replace them, never change them in place).

const BUCKETS = 512;

type Bucket<K, V> = { readonly owner: object; readonly entries: Map<K, V> };

/**
 * `fork()` is O(1). The first write after a fork copies the array of 512 bucket references; the first write to a
 * bucket copies that bucket alone (1/512 of the entries). Reads cost one hash and one Map lookup.
 * Iteration order is fixed by the keys and the order of writes, so runs are reproducible.
 */
export class Table<K extends string | number, V> {
  private buckets: (Bucket<K, V> | undefined)[] = [];
  private isShared = false;
  private owner: object = {};
  private count = 0;

  get size(): number {
    return this.count;
  }

  get(key: K): V | undefined {
    return this.buckets[bucketOf(key)]?.entries.get(key);
  }

  has(key: K): boolean {
    return this.buckets[bucketOf(key)]?.entries.has(key) ?? false;
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
    for (const bucket of this.buckets) if (bucket) yield* bucket.entries;
  }

  *keys(): IterableIterator<K> {
    for (const bucket of this.buckets) if (bucket) yield* bucket.entries.keys();
  }

  *values(): IterableIterator<V> {
    for (const bucket of this.buckets) if (bucket) yield* bucket.entries.values();
  }

  /** A table with the same content; later writes to either side are invisible to the other. */
  fork(): Table<K, V> {
    const copy = new Table<K, V>();
    copy.buckets = this.buckets;
    copy.count = this.count;
    copy.isShared = true;
    this.isShared = true;
    this.owner = {};
    return copy;
  }

  private writable(index: number): Map<K, V> {
    if (this.isShared) {
      this.buckets = [...this.buckets];
      this.isShared = false;
    }
    const bucket = this.buckets[index];
    if (bucket?.owner === this.owner) return bucket.entries;
    const entries = new Map(bucket?.entries);
    this.buckets[index] = { owner: this.owner, entries };
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
