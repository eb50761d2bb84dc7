// How much of what a coldkey holds in one subnet is free at which time, if nothing but its lock changes. Pure.
import { remainingLock } from './lock-decay.ts';

type Bound = {
  /** Alpha-rao of the coldkey in the subnet. */
  total: bigint;
  /** Alpha-rao under the lock now. */
  locked: bigint;
  /** Alpha-rao that the runtime keeps beside the lock. */
  kept: bigint;
  isPerpetual: boolean;
  /** Blocks in which a decaying lock falls to 1/e. */
  unlockRate: bigint;
};

type FreeAt = { locked: bigint; free: bigint };

/**
 * Alpha-rao after `blocks` blocks: locked as the chain counts it, rounded down (remainingLock), and what is left of the total
 * beside that and beside what is kept, never below nothing. What is earned or staked later is not in it.
 */
export function freeAfter(
  { total, locked, kept, isPerpetual, unlockRate }: Bound,
  blocks: bigint,
): FreeAt {
  const left = isPerpetual ? locked : remainingLock(locked, blocks, unlockRate);
  const free = total - left - kept;
  return { locked: left, free: free > 0n ? free : 0n };
}
