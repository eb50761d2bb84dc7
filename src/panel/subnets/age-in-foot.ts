// One block has one age on the screen: that of the foot. Pure.
import type { Freshness } from '../core/freshness.ts';

/** The age that the foot tells of this block, milliseconds; null: it tells of another one. */
export function ageInFoot(block: number, freshness: Freshness): number | null {
  if (freshness.state === 'nothing') return null;
  const newest = ('prices' in freshness ? freshness.prices : undefined) ?? freshness.block;
  return newest === block ? freshness.age : null;
}
