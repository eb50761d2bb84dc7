// A result as a share of what was put in. Pure.
import type { Figures } from '../../history/figures.ts';
import { sumOf } from '../performance/subnet-cells.tsx';

/**
 * Parts per million, cut towards zero; null: something was there before the book begins, so that what was put in is not all the
 * result is of, or nothing was put in.
 */
export function resultSharePpm({
  start,
  putIn,
  result,
}: Pick<Figures, 'start' | 'putIn' | 'result'>): bigint | null {
  const whole = sumOf(putIn);
  return start !== 0n || whole <= 0n ? null : (result * 1_000_000n) / whole;
}
