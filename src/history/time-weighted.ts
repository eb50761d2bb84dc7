// The time-weighted return of stake: what came counts from its moment on, what left until then (BOOKS.md, Return and comparisons).
import type { Known } from './figures.ts';
import { floorDiv } from './value.ts';

/** 10¹⁸: no change. */
const RETURN_ONE = 10n ** 18n;

export class TimeWeighted {
  #product = RETURN_ONE;
  #base = 0n;
  #isMeasured = false;

  begin(worth: bigint): void {
    this.#product = RETURN_ONE;
    this.#base = worth;
    this.#isMeasured = false;
  }

  /** The return up to a moment at which the stake is worth that much. */
  #upTo(worth: bigint): bigint {
    const factor = floorDiv((worth < 0n ? 0n : worth) * RETURN_ONE, this.#base);
    return floorDiv(this.#product * factor, RETURN_ONE);
  }

  /** Stake worth `flow` came or went at a mark; worth of all stake after its prices, and after all of it, in rao. */
  flow(flow: bigint, before: bigint, after: bigint): void {
    if (this.#base > 0n) {
      this.#product = this.#upTo(flow > 0n ? before : after - flow);
      this.#isMeasured = true;
    }
    this.#base = flow > 0n ? before + flow : after;
  }

  /** With the worth of all stake at the end. */
  returned(worth: bigint): Known<bigint> {
    if (this.#base > 0n) return { known: true, value: this.#upTo(worth) };
    return this.#isMeasured
      ? { known: true, value: this.#product }
      : { known: false, why: 'no-stake' };
  }
}
