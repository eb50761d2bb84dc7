// How concentrated voting power is: a few measures over a list of weights, each with its definition. Pure.
import { largestFirst } from './largest-first.ts';
import { PPM } from '../units.ts';

const descending = (weights: readonly bigint[]): bigint[] =>
  weights.filter((weight) => weight > 0n).toSorted(largestFirst);

const sum = (weights: readonly bigint[]): bigint =>
  weights.reduce((total, weight) => total + weight, 0n);

/** The least number of holders that together have more than half; 0 when nobody has anything. */
export function nakamotoCoefficient(weights: readonly bigint[]): number {
  const sorted = descending(weights);
  const total = sum(sorted);
  let held = 0n;
  let count = 0;
  for (const weight of sorted) {
    held += weight;
    count += 1;
    if (held * 2n > total) return count;
  }
  return 0;
}

/**
 * Bounds of the Nakamoto coefficient when `unseen` weight has unknown owners: `least` if the largest holder owns all of
 * it, `most` if it is spread thin; null if the known holders have no majority.
 */
export function nakamotoBounds(
  weights: readonly bigint[],
  unseen: bigint,
): { least: number; most: number | null } {
  const [largest = 0n, ...others] = descending(weights);
  const total = sum(weights) + unseen;
  const least = nakamotoCoefficient([largest + unseen, ...others]);
  let held = 0n;
  let most: number | null = null;
  for (const [at, weight] of descending(weights).entries()) {
    held += weight;
    if (held * 2n <= total) continue;
    most = at + 1;
    break;
  }
  return { least, most };
}

/** Share of the largest `count` in parts per million, rounded down; 0 when nobody has anything. */
export function topSharePpm(weights: readonly bigint[], count: number): bigint {
  const sorted = descending(weights);
  const total = sum(sorted);
  return total === 0n ? 0n : (sum(sorted.slice(0, count)) * PPM) / total;
}

/**
 * Gini coefficient in parts per million, rounded down: 0 when all have the same, near 1,000,000 when one has all.
 * Over those who have something: 2·Σ i·wᵢ / (n·Σ w) − (n + 1)/n, weights ascending, i from 1.
 */
export function giniPpm(weights: readonly bigint[]): bigint {
  const ascending = descending(weights).toReversed();
  const count = BigInt(ascending.length);
  const total = sum(ascending);
  if (total === 0n) return 0n;
  const ranked = ascending.reduce((at, weight, index) => at + BigInt(index + 1) * weight, 0n);
  return (PPM * (2n * ranked - (count + 1n) * total)) / (count * total);
}
