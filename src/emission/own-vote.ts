// The holder's own part: of a subnet's alpha, of a validator's stake, and of the emission that the subnet draws. Pure.
import type { VoteEffect } from './vote.ts';
import { PPM } from '../units.ts';

/** Parts per million, rounded down. */
export type PartChange = { beforePpm: bigint; afterPpm: bigint };

export const ppmOf = (part: bigint, whole: bigint): bigint =>
  whole <= 0n ? 0n : (part * PPM) / whole;

/** `delta` is what the move adds (negative: takes) to the part and to the whole alike. */
export function partChange(part: bigint, whole: bigint, delta: bigint): PartChange {
  const after = part + delta > 0n ? part + delta : 0n;
  return { beforePpm: ppmOf(part, whole), afterPpm: ppmOf(after, whole + delta) };
}

/**
 * Of the emission that a subnet is heading to, what it would lose by this move: the part of its vote that is the mover's. Parts
 * per million, rounded down; null where it is heading to nothing. A move that brings TAO is no part of it: 0.
 */
export function votePpm({ perDayWithout, raoPerDay }: VoteEffect): bigint | null {
  if (perDayWithout <= 0n) return null;
  return raoPerDay >= 0n ? 0n : ppmOf(-raoPerDay, perDayWithout);
}
