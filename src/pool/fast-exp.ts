// exp of a non-positive number in 128-bit fixed point with a proven bound. Knows no power, no pool.
import { FAST_BITS, FAST_ONE, TABLE_BITS, TABLE_TERMS, tableEntry } from './fast-ln.ts';
import { expSeries } from './power-series.ts';

const COARSE_BITS = 7n;
const FINE_BITS = 14n;
/** ln 2 · 128 < 89: the coarse steps that an argument below ln 2 can take. */
const COARSE_STEPS = 89;
const FINE_STEPS = 1 << Number(FINE_BITS - COARSE_BITS);
const FINE_MASK = (1n << (FAST_BITS - COARSE_BITS)) - 1n;
const REST_MASK = (1n << (FAST_BITS - FINE_BITS)) - 1n;

type ExpTable = {
  /** round-down of exp(-i/128). */
  coarse: bigint[];
  /** round-down of exp(-i/16384). */
  fine: bigint[];
};

let table: ExpTable | undefined;

function buildTable(): ExpTable {
  const steps = (count: number, stepBits: bigint): bigint[] =>
    Array.from({ length: count }, (_, i) => {
      const argument = -(BigInt(i) << (TABLE_BITS - stepBits));
      return expSeries(argument, TABLE_BITS, TABLE_TERMS) >> (TABLE_BITS - FAST_BITS);
    });
  return { coarse: steps(COARSE_STEPS, COARSE_BITS), fine: steps(FINE_STEPS, FINE_BITS) };
}

const factorial = (n: bigint): bigint => (n < 2n ? 1n : n * factorial(n - 1n));
const overFactorial = (n: bigint): bigint => FAST_ONE / factorial(n);
const OVER_2 = overFactorial(2n);
const OVER_6 = overFactorial(3n);
const OVER_24 = overFactorial(4n);
const OVER_120 = overFactorial(5n);
const OVER_720 = overFactorial(6n);
const OVER_5040 = overFactorial(7n);
const OVER_40320 = overFactorial(8n);

/** Below 2^-32 the terms from z^4 on are less than an ulp. */
const SMALL_BITS = FAST_BITS - 32n;

/**
 * exp(-z) in 128-bit fixed point for 0 ≤ z ≤ ln 2; off by less than 8 ulps.
 *
 * Proof, in ulps. With the rest z < 2^-14 the Taylor sum to z^8/8! has a tail below z^9/9! < 2^-144
 * and, below 2^-32, to z^3/3! one below z^4/4! < 2^-132. Each Horner step has a floored constant and
 * a floored product, both less than 1, those of inner steps damped by z < 2^-14: together less than
 * 2.1. Each of the two table factors is floored and at most 1, and each product is floored: 2 · 2.
 */
export function fastExpNegative(z: bigint): bigint {
  const coarse = Number(z >> (FAST_BITS - COARSE_BITS));
  const fine = Number((z & FINE_MASK) >> (FAST_BITS - FINE_BITS));
  const rest = z & REST_MASK;
  let sum: bigint;
  if (rest >> SMALL_BITS === 0n) {
    sum = OVER_2 - ((rest * OVER_6) >> FAST_BITS);
  } else {
    sum = OVER_5040 - ((rest * OVER_40320) >> FAST_BITS);
    sum = OVER_720 - ((rest * sum) >> FAST_BITS);
    sum = OVER_120 - ((rest * sum) >> FAST_BITS);
    sum = OVER_24 - ((rest * sum) >> FAST_BITS);
    sum = OVER_6 - ((rest * sum) >> FAST_BITS);
    sum = OVER_2 - ((rest * sum) >> FAST_BITS);
  }
  sum = FAST_ONE - ((rest * sum) >> FAST_BITS);
  sum = FAST_ONE - ((rest * sum) >> FAST_BITS);
  if (coarse === 0 && fine === 0) return sum;
  table ??= buildTable();
  if (fine !== 0) sum = (sum * tableEntry(table.fine, fine)) >> FAST_BITS;
  if (coarse !== 0) sum = (sum * tableEntry(table.coarse, coarse)) >> FAST_BITS;
  return sum;
}
