// What the same money would be, had it been on root all the time, by a recorded growth of root (BOOKS.md, Return and comparisons).
import type { Known, RootGrowth } from './figures.ts';
import { floorDiv } from './value.ts';

export class OnRoot {
  readonly #growth: RootGrowth;
  #place = 0;
  #money = 0n;
  #at: number | null = null;
  #isKnown = true;

  constructor(growth: RootGrowth) {
    this.#growth = growth;
  }

  /** Index of the last time at or before; null: the series begins later. Times are asked in order. */
  #indexAt(at: number): bigint | null {
    while ((this.#growth[this.#place + 1]?.at ?? Number.POSITIVE_INFINITY) <= at) this.#place += 1;
    const point = this.#growth[this.#place];
    return point !== undefined && point.at <= at ? point.index : null;
  }

  #growTo(at: number): void {
    const from = this.#at ?? at;
    const before = this.#indexAt(from);
    const after = this.#indexAt(at);
    if (before === null || after === null) this.#isKnown = false;
    else this.#money = floorDiv(this.#money * after, before);
    this.#at = at;
  }

  /** `at` null: no book is open by then. */
  begin(money: bigint, at: number | null): void {
    this.#money = money;
    this.#at = at;
    this.#isKnown = true;
  }

  pay(at: number, money: bigint): void {
    this.#growTo(at);
    this.#money += money;
  }

  /** `at`: the last mark. */
  end(at: number): Known<bigint> {
    const end = Math.max(at, this.#at ?? at);
    this.#growTo(end);
    const last = this.#growth.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
    return this.#isKnown && last >= end
      ? { known: true, value: this.#money }
      : { known: false, why: 'no-root-growth' };
  }
}
