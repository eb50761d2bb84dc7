// A slippage tolerance typed in per cent, as basis points. Pure.
import { isTolerance } from '../../model/move.ts';
import { parseAmount } from '../../units.ts';

/** Below, almost any trade of others makes the move fail; above, the minimum protects from little. */
export const LEAST_TOLERANCE_BPS = 1;
export const MOST_TOLERANCE_BPS = 5_000;

type ToleranceProblem = 'not-a-number' | 'too-fine' | 'out-of-range';

export type TypedTolerance =
  | { ok: true; bps: number }
  /** null: nothing is typed. */
  | { ok: false; problem: ToleranceProblem | null };

/** Of a whole per cent, in the nine decimals that `parseAmount` reads. */
const PER_BPS = 10_000_000n;

export function toleranceFrom(text: string): TypedTolerance {
  const parsed = parseAmount(text.replace(/\s*%\s*$/, ''));
  if (!parsed.ok) {
    if (parsed.problem === 'empty') return { ok: false, problem: null };
    // With three decimals it could also be thousands: neither is a tolerance.
    if (parsed.problem === 'too-many-decimals' || parsed.problem === 'ambiguous') {
      return { ok: false, problem: 'too-fine' };
    }
    return { ok: false, problem: parsed.problem === 'too-large' ? 'out-of-range' : 'not-a-number' };
  }
  const most = BigInt(MOST_TOLERANCE_BPS) * PER_BPS;
  if (parsed.amount > most || parsed.amount < BigInt(LEAST_TOLERANCE_BPS) * PER_BPS) {
    return { ok: false, problem: 'out-of-range' };
  }
  if (parsed.amount % PER_BPS !== 0n) return { ok: false, problem: 'too-fine' };
  const bps = Number(parsed.amount / PER_BPS);
  return isTolerance(bps) ? { ok: true, bps } : { ok: false, problem: 'out-of-range' };
}
