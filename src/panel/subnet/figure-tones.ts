// Which figures of a subnet are clearly good for stakers, which ask for a closer look, and which could do either but are not known.
// Pure; null where neither is clear.
import { LADDER_PLACES } from '../../emission/removal-ladder.ts';
import type { EmissionGate } from '../../model/emission-facts.ts';
import type { Reading } from '../../model/facts.ts';
import type { FigureTone } from '../emission/formulas.tsx';
import { flowRange } from '../subnets/figure-columns.ts';
import type { SubnetEntry } from '../subnets/subnet-entry.ts';

/** Half and a third of all stake, in parts per million: with more than half one validator decides, below a third it needs others. */
const HALF = 500_000n;
const THIRD = 333_333n;

/** The whole range on one side of zero. */
export function flowTone(entry: SubnetEntry): FigureTone {
  const range = flowRange(entry);
  if (range === null) return 'unknown';
  if (range.low > 0n) return 'good';
  return range.high < 0n ? 'bad' : null;
}

/** Where there is a rank from which emission falls off. */
export function rankTone(
  { figures }: SubnetEntry,
  gate: Reading<EmissionGate> | undefined,
): FigureTone {
  const rank = figures?.rank ?? null;
  if (gate !== undefined && !gate.known && gate.reason === 'not-on-this-runtime') return null;
  if (rank === null || gate === undefined || !gate.known) return 'unknown';
  if (gate.value.barRank === 0) return null;
  return rank <= gate.value.barRank ? 'good' : 'bad';
}

/** Among the next to be deregistered, or not. */
export function removalTone({ figures }: SubnetEntry): FigureTone {
  const removal = figures?.removal ?? null;
  if (removal === null) return 'unknown';
  return removal.place !== null && removal.place <= LADDER_PLACES ? 'bad' : 'good';
}

export function largestTone(ppm: bigint | null): FigureTone {
  if (ppm === null) return 'unknown';
  if (ppm > HALF) return 'bad';
  return ppm < THIRD ? 'good' : null;
}
