// The slippage tolerance of all types of order together. Pure.
import { keptTolerance, moveKinds } from '../../model/move.ts';
import type { Settings } from '../../model/settings.ts';

type Kept = Settings['toleranceBps'];

/** What orders start with, whatever their type; null: types differ. */
export function commonTolerance(kept: Kept): number | null {
  const [first, ...others] = new Set(moveKinds.map((kind) => keptTolerance(kept, kind)));
  return first === undefined || others.length > 0 ? null : first;
}

export const toleranceOfAll = (bps: number): Kept =>
  Object.fromEntries(moveKinds.map((kind) => [kind, bps]));
