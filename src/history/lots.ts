// The lots of one holding, by FIFO or average cost, and what was realised on them (BOOKS.md, Lots). Amounts are rao of alpha;
// bases and proceeds are rao, or units of a currency where the caller counts in one.
import { dayOf } from './calendar.ts';
import type { Lot, LotFigures, LotMethod, Origin } from './figures.ts';
import { floorDiv } from './value.ts';

type Bases = LotFigures['bases'];

export const noBases = (): Bases => ({
  bought: 0n,
  earned: 0n,
  received: 0n,
  unexplained: 0n,
  opening: 0n,
  moved: 0n,
});

/** Part of a lot, and what stays of it; the basis of the part is rounded down. */
function split(lot: Lot, alpha: bigint): [part: Lot, rest: Lot] {
  const basis = floorDiv(lot.basis * alpha, lot.alpha);
  return [
    { ...lot, alpha, basis },
    { ...lot, alpha: lot.alpha - alpha, basis: lot.basis - basis },
  ];
}

const basisOf = (lots: readonly Lot[]): bigint => lots.reduce((sum, { basis }) => sum + basis, 0n);

export class Ledger {
  readonly #method: LotMethod;
  /** Sorted by time and arrival; those before #first are gone. */
  #lots: Lot[] = [];
  #first = 0;
  #missing = 0n;
  readonly bases = noBases();
  taken = 0n;
  proceeds = 0n;

  constructor(method: LotMethod) {
    this.#method = method;
  }

  get realised(): bigint {
    return this.proceeds - this.taken;
  }

  /** Basis of the lots that are there. */
  get left(): bigint {
    const { bought, earned, received, unexplained, opening, moved } = this.bases;
    return bought + earned + received + unexplained + opening + moved - this.taken;
  }

  open(): readonly Lot[] {
    return this.#lots.slice(this.#first).map((lot) => ({ ...lot }));
  }

  #insert(lot: Lot): void {
    const last = this.#lots.length > this.#first ? this.#lots.at(-1) : undefined;
    if (this.#method === 'average') {
      const at = last === undefined ? lot.at : Math.min(last.at, lot.at);
      const alpha = lot.alpha + (last?.alpha ?? 0n);
      this.#lots = [{ alpha, basis: lot.basis + (last?.basis ?? 0n), at, origin: null }];
      this.#first = 0;
      return;
    }
    if (last === undefined || last.at <= lot.at) {
      this.#lots.push({ ...lot });
      return;
    }
    let place = this.#lots.length;
    while (place > this.#first && (this.#lots[place - 1]?.at ?? 0) > lot.at) place -= 1;
    this.#lots.splice(place, 0, { ...lot });
  }

  /** A lot that came from nowhere in the book. */
  add(lot: Lot & { origin: Origin }): void {
    this.bases[lot.origin] += lot.basis;
    this.#insert(lot);
  }

  /** A lot that another holding handed on. */
  accept(lot: Lot): void {
    this.bases.moved += lot.basis;
    this.#insert(lot);
  }

  /** Takes that much alpha, oldest first; what lacks is missing until `settle`. Whoever calls says what becomes of the bases. */
  #remove(alpha: bigint): Lot[] {
    const removed: Lot[] = [];
    let wanted = alpha;
    while (wanted > 0n) {
      const lot = this.#lots[this.#first];
      if (lot === undefined) break;
      if (lot.alpha <= wanted) {
        removed.push(lot);
        wanted -= lot.alpha;
        this.#first += 1;
      } else {
        const [part, rest] = split(lot, wanted);
        removed.push(part);
        this.#lots[this.#first] = rest;
        wanted = 0n;
      }
    }
    if (this.#first > 32 && this.#first * 2 > this.#lots.length) {
      this.#lots = this.#lots.slice(this.#first);
      this.#first = 0;
    }
    this.#missing += wanted;
    return removed;
  }

  /** Takes lots that are to be handed on or sold. */
  take(alpha: bigint): Lot[] {
    return this.#remove(alpha);
  }

  handOn(lots: readonly Lot[]): void {
    this.bases.moved -= basisOf(lots);
  }

  sell(lots: readonly Lot[], proceeds: bigint): void {
    this.taken += basisOf(lots);
    this.proceeds += proceeds;
  }

  /** Growth above 0 worth `value`: makes good what is missing, and the rest is a lot. */
  grow(alpha: bigint, value: bigint, at: number, origin: 'earned' | 'unexplained'): void {
    this.bases[origin] += value;
    if (this.#missing === 0n) {
      this.#addGrowth(alpha, value, at, origin);
      return;
    }
    const madeGood = alpha < this.#missing ? alpha : this.#missing;
    const rest = alpha - madeGood;
    const basis = floorDiv(value * rest, alpha);
    this.#missing -= madeGood;
    this.taken += value - basis;
    if (rest > 0n) this.#addGrowth(rest, basis, at, origin);
  }

  /** What was earned on one day is one lot. */
  #addGrowth(alpha: bigint, basis: bigint, at: number, origin: Origin): void {
    const last = this.#lots.length > this.#first ? this.#lots.at(-1) : undefined;
    const isSameDay = last !== undefined && dayOf(last.at) === dayOf(at);
    if (!isSameDay || last.origin !== 'earned' || origin !== 'earned') {
      this.#insert({ alpha, basis, at, origin });
      return;
    }
    last.alpha += alpha;
    last.basis += basis;
  }

  /** At a point all lots together are what it lists: what is still missing is taken without proceeds. */
  settle(): void {
    if (this.#missing === 0n) return;
    const missing = this.#missing;
    this.#missing = 0n;
    this.sell(this.#remove(missing), 0n);
  }

  figures(value: bigint, realisedBefore: bigint): LotFigures {
    return {
      bases: { ...this.bases },
      taken: this.taken,
      left: this.left,
      proceeds: this.proceeds,
      realised: this.realised,
      realisedThen: this.realised - realisedBefore,
      unrealised: value - this.left,
    };
  }
}

/** Lots as they arrive in legs above 0 of that much alpha each: scaled to their sum, in order, no basis lost (BOOKS.md, Handed). */
export function handedTo(lots: readonly Lot[], legs: readonly bigint[], at: number): Lot[][] {
  const sum = lots.reduce((all, { alpha }) => all + alpha, 0n);
  if (sum === 0n) return legs.map((alpha) => [{ alpha, basis: 0n, at, origin: 'received' }]);
  const coming = legs.reduce((all, alpha) => all + alpha, 0n);
  const scaled: Lot[] = [];
  let before = 0n;
  let given = 0n;
  let stranded = 0n;
  for (const lot of lots) {
    before += lot.alpha;
    const upTo = floorDiv(coming * before, sum);
    const alpha = upTo - given;
    given = upTo;
    if (alpha === 0n) stranded += lot.basis;
    else {
      scaled.push({ ...lot, alpha, basis: lot.basis + stranded });
      stranded = 0n;
    }
  }
  const last = scaled.at(-1);
  if (last !== undefined) scaled[scaled.length - 1] = { ...last, basis: last.basis + stranded };
  return poured(scaled, legs);
}

function poured(lots: readonly Lot[], legs: readonly bigint[]): Lot[][] {
  const waiting = lots.toReversed();
  return legs.map((alpha) => {
    const got: Lot[] = [];
    let wanted = alpha;
    while (wanted > 0n) {
      const lot = waiting.pop();
      if (lot === undefined) break;
      if (lot.alpha <= wanted) {
        got.push(lot);
        wanted -= lot.alpha;
        continue;
      }
      const [part, rest] = split(lot, wanted);
      got.push(part);
      waiting.push(rest);
      wanted = 0n;
    }
    return got;
  });
}
