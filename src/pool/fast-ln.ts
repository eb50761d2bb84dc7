// ln of a ratio in 128-bit fixed point with a proven bound. Knows no power, no pool.
import { bitLength } from './fixed-point.ts';
import { lnSeries } from './power-series.ts';

/** Fraction bits of every fast number; one unit in the last place ("ulp") is 2^-128. */
export const FAST_BITS = 128n;
export const FAST_ONE = 1n << FAST_BITS;
/** The tables come from the slow series at this width, whose own error is far below one ulp. */
export const TABLE_BITS = 280n;
export const TABLE_TERMS = 408;

const CELL_BITS = 7n;
const CELLS = 1 << Number(CELL_BITS);
/** Reciprocals are held in this many bits, so that the product with a mantissa is exact after widening. */
const RECIPROCAL_BITS = 16n;

type LnTable = {
  /** round-down of ln 2. */
  ln2: bigint;
  /** ceil(2^16/(1 + j/128)): brings a mantissa of cell j into [1, 1 + 2^-6.99). */
  reciprocals: bigint[];
  /** round-down of ln(2^16/reciprocal). */
  logarithms: bigint[];
};

let table: LnTable | undefined;

export function tableEntry(entries: bigint[], index: number): bigint {
  const entry = entries[index];
  if (entry === undefined) throw new RangeError(`no table entry ${index}`);
  return entry;
}

function buildTable(): LnTable {
  const wideLn2 = lnSeries(2n, TABLE_BITS, TABLE_TERMS);
  const reciprocals: bigint[] = [];
  const logarithms: bigint[] = [];
  for (let j = 0; j < CELLS; j++) {
    const numerator = 1n << (RECIPROCAL_BITS + CELL_BITS);
    const cell = BigInt(CELLS + j);
    const reciprocal = (numerator + cell - 1n) / cell;
    reciprocals.push(reciprocal);
    const wide = wideLn2 * RECIPROCAL_BITS - lnSeries(reciprocal, TABLE_BITS, TABLE_TERMS);
    logarithms.push(wide >> (TABLE_BITS - FAST_BITS));
  }
  return { ln2: wideLn2 >> (TABLE_BITS - FAST_BITS), reciprocals, logarithms };
}

export function fastLn2(): bigint {
  table ??= buildTable();
  return table.ln2;
}

const oneOver = (odd: bigint): bigint => FAST_ONE / odd;
const THIRD = oneOver(3n);
const FIFTH = oneOver(5n);
const SEVENTH = oneOver(7n);
const NINTH = oneOver(9n);
const ELEVENTH = oneOver(11n);
const THIRTEENTH = oneOver(13n);
const FIFTEENTH = oneOver(15n);

/** Below 2^-22 the terms from u^7 on are less than an ulp. */
const SMALL_BITS = FAST_BITS - 22n;

/**
 * ln(high/low) in 128-bit fixed point, for 0 < low ≤ high < 2^128. The result is off by less than
 * 8 + k ulps, where k = floor(log2(high/low)).
 *
 * Proof, in ulps of the logarithm. The quotient and the mantissa cut from it are floored, each a
 * relative 2^-128: 2. The product with the reciprocal is exact, narrowing it costs a relative 2^-128: 1.
 * The quotient u of atanh is floored, and the logarithm moves twice as fast: 2.01. Its Horner sum P is
 * off by less than 2 (a floored product and a floored constant at every step, those of inner steps
 * damped by s < 2^-15.9, and a tail s^8/17 < 2^-131); in 2u·P, with u < 2^-7.9, that is 0.02, and the
 * last floor 1. The cell's logarithm is floored: 1. k·ln 2 with ln 2 floored: k. Sum: below 7.1 + k.
 */
export function fastLn(high: bigint, low: bigint): bigint {
  table ??= buildTable();
  let mantissa = (high << FAST_BITS) / low;
  let result = 0n;
  const powers = mantissa >> FAST_BITS === 1n ? 0n : BigInt(bitLength(mantissa)) - FAST_BITS - 1n;
  if (powers !== 0n) {
    mantissa >>= powers;
    result = table.ln2 * powers;
  }
  const cell = Number((mantissa - FAST_ONE) >> (FAST_BITS - CELL_BITS));
  if (cell !== 0) {
    mantissa = (mantissa * tableEntry(table.reciprocals, cell)) >> RECIPROCAL_BITS;
    result += tableEntry(table.logarithms, cell);
  }
  const u = ((mantissa - FAST_ONE) << FAST_BITS) / (mantissa + FAST_ONE);
  const s = (u * u) >> FAST_BITS;
  let sum: bigint;
  if (u >> SMALL_BITS === 0n) {
    sum = THIRD + ((s * FIFTH) >> FAST_BITS);
  } else {
    sum = THIRTEENTH + ((s * FIFTEENTH) >> FAST_BITS);
    sum = ELEVENTH + ((s * sum) >> FAST_BITS);
    sum = NINTH + ((s * sum) >> FAST_BITS);
    sum = SEVENTH + ((s * sum) >> FAST_BITS);
    sum = FIFTH + ((s * sum) >> FAST_BITS);
    sum = THIRD + ((s * sum) >> FAST_BITS);
  }
  sum = FAST_ONE + ((s * sum) >> FAST_BITS);
  return result + ((u * sum) >> (FAST_BITS - 1n));
}
