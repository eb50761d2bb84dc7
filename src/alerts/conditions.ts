// Conditions that home lists while they hold, and that alerts tell of once when they begin: stated here and nowhere else.
// Pure.
import type { Reading } from '../model/facts.ts';

/** A registered validator that paid its stakers nothing in the last epoch; without a registration it is told as that. */
export const paysNothing = (isRegistered: boolean, dividends: Reading<bigint>): boolean =>
  isRegistered && dividends.known && dividends.value === 0n;

/** Blocks of immunity left, where they are no more than `within`; null: longer, or over. */
export function immunityLeft(immuneUntil: number, block: number, within: number): number | null {
  const blocks = immuneUntil - block;
  return blocks > 0 && blocks <= within ? blocks : null;
}
