// Reproducible random whole numbers from a seed.
// Refuses to be secure.

const MASK = (1n << 64n) - 1n;

export type Random = {
  /** Uniform in 0 … bound − 1; bound ≥ 1. */
  below(bound: bigint): bigint;
  /** Uniform in low … high, both included. */
  between(low: bigint, high: bigint): bigint;
  /** Uniform index into something of this length. */
  index(length: number): number;
};

/** splitmix64. */
export function createRandom(seed: number): Random {
  let state = BigInt(seed) & MASK;
  const next = (): bigint => {
    state = (state + 0x9e3779b97f4a7c15n) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return z ^ (z >> 31n);
  };
  // two words, so that the bias of the remainder stays below 2^-64 for every u64 bound
  const below = (bound: bigint): bigint => ((next() << 64n) | next()) % bound;
  return {
    below,
    between: (low, high) => low + below(high - low + 1n),
    index: (length) => Number(below(BigInt(length))),
  };
}
