// How much of a subnet's alpha is locked now, and how much is staked to its owner's validator. Pure.
import type { SubnetLocks } from '../model/emission-facts.ts';
import { remainingLock } from './lock-decay.ts';
import { BLOCKS_PER_DAY_BIG, PPM } from '../units.ts';

export type LockedPart = {
  block: number;
  /** Of alpha outside the pool, parts per million, rounded down. */
  ppm: bigint;
  /** Of what is locked now, what is left in 90 days if nobody adds, removes or changes a lock. */
  leftPpm: bigint | null;
  /** Stake behind the owner's hotkey, of alpha outside the pool, parts per million, rounded down; null: not known. */
  ownerPpm: bigint | null;
};

const LATER = 90n * BLOCKS_PER_DAY_BIG;

/** Each lock decays from its own block to that of the reading, and to 90 days later; see remainingLock for the rounding. */
export function lockedPart(facts: SubnetLocks): LockedPart {
  const { block, alphaOut, locks, unlockRate, ownerAlpha } = facts;
  const massAfter = (later: bigint): bigint =>
    locks.reduce(
      (sum, { mass, updatedAt, isPerpetual }) =>
        sum +
        (isPerpetual
          ? mass
          : remainingLock(mass, BigInt(block.number - updatedAt) + later, unlockRate)),
      0n,
    );
  const ofAlpha = (part: bigint): bigint => (alphaOut === 0n ? 0n : (part * PPM) / alphaOut);
  const locked = massAfter(0n);
  return {
    block: block.number,
    ppm: ofAlpha(locked),
    leftPpm: locked === 0n ? null : (massAfter(LATER) * PPM) / locked,
    ownerPpm: ownerAlpha.known ? ofAlpha(ownerAlpha.value) : null,
  };
}
