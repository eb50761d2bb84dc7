// What is left of a conviction lock after some time. Pure.
import { mulDivDown, PPM } from '../units.ts';

const ONE = 1n << 64n;
/** Beyond e⁻⁴⁰ nothing is left of any supply; the chain counts no further either. */
const LARGEST_RATIO = 40n << 64n;

/** e⁻ˣ for x as U64F64 bits, as U64F64 bits: the series of eˣ, and one division, each step rounded down. */
function expOfNegative(x: bigint): bigint {
  let term = ONE;
  let sum = ONE;
  for (let turn = 1n; term > 0n; turn += 1n) {
    term = ((term * x) >> 64n) / turn;
    sum += term;
  }
  return (ONE << 64n) / sum;
}

/** ln 2 in parts per million; an unlock rate is the number of blocks until 1/e remains. */
const LN_2_PPM = 693_147n;

/** Blocks until half of a decaying lock is free, rounded down. */
export const halfLifeOf = (unlockRate: bigint): bigint => mulDivDown(unlockRate, LN_2_PPM, PPM);

/**
 * Locked mass after `blocks` blocks without a change: mass · e^(−blocks / unlock rate), rounded down to the smallest unit.
 * Source: opentensor/subtensor pallets/subtensor/src/staking/lock.rs.
 */
export function remainingLock(mass: bigint, blocks: bigint, unlockRate: bigint): bigint {
  if (blocks <= 0n) return mass;
  if (unlockRate <= 0n) return 0n;
  const ratio = (blocks << 64n) / unlockRate;
  return (mass * expOfNegative(ratio > LARGEST_RATIO ? LARGEST_RATIO : ratio)) >> 64n;
}
