// Running sums of one scope: the accounts, a generation of a subnet, or a holding. Amounts in rao (BOOKS.md, Periods and parts).
import { OnRoot } from './on-root.ts';
import type { Came, Known, PartName, Parts, RootGrowth } from './figures.ts';
import { TimeWeighted } from './time-weighted.ts';

export const noParts = (): Parts => ({
  flows: 0n,
  earned: 0n,
  price: 0n,
  networkFees: 0n,
  failed: 0n,
  poolFees: 0n,
  slippage: 0n,
  unexplained: 0n,
});

export const partNames: readonly PartName[] = [
  'flows',
  'earned',
  'price',
  'networkFees',
  'failed',
  'poolFees',
  'slippage',
  'unexplained',
];

/** Adds `more` to `sums`. */
export function addParts(sums: Parts, more: Parts): void {
  for (const name of partNames) sums[name] += more[name];
}

export function subtractParts(parts: Parts, less: Parts): Parts {
  const left = noParts();
  for (const name of partNames) left[name] = parts[name] - less[name];
  return left;
}

export const sumOf = (parts: Parts): bigint =>
  partNames.reduce((sum, name) => sum + parts[name], 0n);

const nothing = (): Came => ({ tao: 0n, moved: 0n, others: 0n });
const cameNames = ['tao', 'moved', 'others'] as const;

export class Tally {
  parts = noParts();
  /** Value of stake in scope, and free TAO: 0 but for accounts. */
  worth = 0n;
  free = 0n;
  /** Value of what opened in the period. */
  opened = 0n;
  startValue = 0n;
  putIn = nothing();
  takenOut = nothing();
  between = 0n;
  /** An amount had no price: no figure holds. */
  isUnpriced = false;
  /** Parts or value changed since somebody set it to false. */
  isDirty = false;

  readonly timeWeighted = new TimeWeighted();
  readonly #onRoot: OnRoot | null;

  // Of the mark at hand.
  #isTouched = false;
  #before = 0n;
  /** What came or went by it; and the flow of stake, and money that no entry tells of. */
  came = nothing();
  turn = 0n;
  untold = 0n;

  constructor(rootGrowth: RootGrowth | null) {
    this.#onRoot = rootGrowth === null ? null : new OnRoot(rootGrowth);
  }

  get value(): bigint {
    return this.worth + this.free;
  }

  /** Starts the period with the state as it is; `at` null: no book is open. */
  begin(at: number | null): void {
    this.parts = noParts();
    this.putIn = nothing();
    this.takenOut = nothing();
    this.between = 0n;
    this.opened = 0n;
    this.startValue = this.value;
    this.timeWeighted.begin(this.worth);
    this.#onRoot?.begin(this.startValue, at);
  }

  /** Says before any change but of prices that the mark at hand changes this; true: the first time at this mark. */
  touch(): boolean {
    if (this.#isTouched) return false;
    this.#isTouched = true;
    this.isDirty = true;
    this.#before = this.worth;
    return true;
  }

  /** After the mark: what came counts once a mark, by its sum. Returns that sum, 0 between own accounts. */
  settle(at: number, isBetween: boolean): bigint {
    const { came } = this;
    const sum = came.tao + came.moved + came.others;
    if (isBetween) this.between += sum;
    else this.#count(came);
    if (this.turn !== 0n) this.timeWeighted.flow(this.turn, this.#before, this.worth);
    const money = sum + this.untold;
    if (money !== 0n) this.#onRoot?.pay(at, money);
    this.#isTouched = false;
    this.turn = 0n;
    this.untold = 0n;
    this.came = nothing();
    return isBetween ? 0n : sum;
  }

  #count(came: Came): void {
    for (const name of cameNames) {
      const amount = came[name];
      if (amount > 0n) this.putIn[name] += amount;
      else this.takenOut[name] -= amount;
    }
  }

  onRootAt(at: number): Known<bigint> {
    return this.#onRoot?.end(at) ?? { known: false, why: 'no-root-growth' };
  }
}
