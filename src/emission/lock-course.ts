// How a lock decays: its half-life, and whether it is soon negligible. Pure.
import { halfLifeOf, remainingLock } from './lock-decay.ts';
import type { HeldLock } from '../model/facts.ts';
import { mulDivDown, type Price, BLOCKS_PER_DAY } from '../units.ts';

const SOON_DAYS = 7;
/** Negligible: less than one part in this many of the stake. */
const NEGLIGIBLE_PARTS = 100n;

type LockCourse =
  | { kind: 'stays' }
  | { kind: 'decays'; halfLifeBlocks: bigint }
  | { kind: 'unknown' };

/** Half-life in blocks, rounded down. */
export function lockCourse({ isPerpetual, unlockRate }: HeldLock): LockCourse {
  if (!isPerpetual.known) return { kind: 'unknown' };
  if (isPerpetual.value) return { kind: 'stays' };
  return unlockRate.known
    ? { kind: 'decays', halfLifeBlocks: halfLifeOf(unlockRate.value) }
    : { kind: 'unknown' };
}

/**
 * In how many of the next days a decaying lock falls under one hundredth of the stake or under the user's small amount;
 * null: not that soon, already past, or not known.
 */
export function daysUntilNegligible(
  lock: HeldLock,
  total: bigint,
  price: Price | null,
  smallUnder: bigint,
): number | null {
  const { locked, unlockRate } = lock;
  if (lockCourse(lock).kind !== 'decays' || !unlockRate.known) return null;
  const isNegligible = (mass: bigint): boolean =>
    mass * NEGLIGIBLE_PARTS < total ||
    (price !== null && mulDivDown(mass, price.rao, price.perAlphaRao) < smallUnder);
  if (isNegligible(locked)) return null;
  for (let day = 1; day <= SOON_DAYS; day += 1) {
    if (isNegligible(remainingLock(locked, BigInt(day * BLOCKS_PER_DAY), unlockRate.value))) {
      return day;
    }
  }
  return null;
}
