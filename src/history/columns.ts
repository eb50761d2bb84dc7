// Parts by day, week, month or year, for stacked columns: closed when the first mark of a later one comes. Pure.
import { bucketAt } from './calendar.ts';
import type { BucketSize, Column, Parts, SubnetThen } from './figures.ts';
import { addParts, noParts, partNames, subtractParts, type Tally } from './tally.ts';

/** A tally whose parts get rows of their own in a column. */
export type Row = { subnet: SubnetThen; tally: Tally };

const isNothing = (parts: Parts): boolean => partNames.every((name) => parts[name] === 0n);

export class Columns {
  readonly #size: BucketSize;
  readonly #total: Tally;
  readonly #rows: () => Iterable<Row>;
  readonly #columns: Column[] = [];
  readonly #before = new Map<Tally, Parts>();
  #openedBefore = 0n;
  #bucket: { from: number; to: number } | null = null;

  /** `rows`: asked anew at each end of a bucket, as subnets come in on the way. */
  constructor(size: BucketSize, total: Tally, rows: () => Iterable<Row>) {
    this.#size = size;
    this.#total = total;
    this.#rows = rows;
  }

  /** Before a mark of the period is applied. */
  markAt(at: number): void {
    if (this.#bucket !== null && at < this.#bucket.to) return;
    this.#close();
    this.#bucket = bucketAt(at, this.#size);
  }

  #partsSince(tally: Tally): Parts {
    const parts = subtractParts(tally.parts, this.#before.get(tally) ?? noParts());
    this.#before.set(tally, { ...tally.parts });
    return parts;
  }

  #close(): void {
    if (this.#bucket === null) return;
    const parts = this.#partsSince(this.#total);
    const ofSubnets = noParts();
    const bySubnet: Column['bySubnet'][number][] = [];
    for (const { subnet, tally } of this.#rows()) {
      if (!tally.isDirty) continue;
      tally.isDirty = false;
      const own = tally === this.#total ? parts : this.#partsSince(tally);
      addParts(ofSubnets, own);
      if (!isNothing(own)) bySubnet.push({ subnet, parts: own });
    }
    const rest = subtractParts(parts, ofSubnets);
    this.#columns.push({
      from: this.#bucket.from,
      end: this.#total.value,
      opened: this.#total.opened - this.#openedBefore,
      parts,
      bySubnet: isNothing(rest) ? bySubnet : [...bySubnet, { subnet: null, parts: rest }],
    });
    this.#openedBefore = this.#total.opened;
  }

  /** All of them, the last one closed. */
  end(): readonly Column[] {
    this.#close();
    this.#bucket = null;
    return this.#columns;
  }
}
