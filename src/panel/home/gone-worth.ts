// What vanished was worth, and whether it may be a theft. Pure.
import type { ChangeEvent, GonePosition } from '../../model/change.ts';
import { RAO_PER_TAO, toRao, type Rao } from '../../units.ts';

/** null: of one of them it is not known. */
export function worthOf(positions: readonly GonePosition[], of: 'exit' | 'spot'): Rao | null {
  let sum = 0n;
  for (const { [of]: rao = null } of positions) {
    if (rao === null) return null;
    sum += rao;
  }
  return toRao(sum);
}

/** The network itself sells a remainder below a fraction of this. */
const SMALL = RAO_PER_TAO / 10n;

/** By its spot value: what was locked, or did not trade, had no exit value and is no remainder. */
function isSmallAtSpot(positions: readonly GonePosition[]): boolean {
  const spot = worthOf(positions, 'spot');
  return spot !== null && spot < SMALL;
}

/** What may be a theft. */
export const isGrave = (event: ChangeEvent): boolean =>
  event.kind === 'positions-gone' && (event.isSwapDue || !isSmallAtSpot(event.positions));
