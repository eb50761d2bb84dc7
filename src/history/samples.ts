// Value over time for a plot: of each of so many equal stretches of time the last value in it. Pure.
import type { Sample } from './figures.ts';

export class Samples {
  readonly #from: number;
  readonly #slot: number;
  readonly #most: number;
  readonly #samples: Sample[] = [];
  #current = -1;

  constructor(from: number, to: number, most: number) {
    this.#from = from;
    this.#most = most;
    this.#slot = Math.max(1, (to - from) / Math.max(1, most));
  }

  add(at: number, value: bigint, staked: bigint): void {
    const slot = Math.min(this.#most - 1, Math.floor((at - this.#from) / this.#slot));
    if (slot === this.#current) this.#samples.pop();
    this.#samples.push({ at, value, staked });
    this.#current = slot;
  }

  end(): readonly Sample[] {
    return this.#samples;
  }
}
