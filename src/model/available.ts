// How much alpha may leave a position. The one place that says so: home, plans, checks and the largest amount ask here.
// What is available is the runtime's own figure, less nothing and plus nothing: it may withhold more than locks, today a
// miner's collateral. Before spec 423 runtimes have no such figure; without locks all that is held may leave.
// Source: opentensor/subtensor pallets/subtensor/src/rpc_info/stake_info.rs, staking/lock.rs, staking/stake_utils.rs.
import type { Ss58Address } from '../units.ts';
import type { Availability } from './facts.ts';

/** Stake of one coldkey in one subnet, alpha-rao over all its hotkeys. Changed only by the functions below. */
export type Stake = Readonly<{
  total: bigint;
  locked: bigint;
  /** What the runtime keeps in the subnet, locks included. Where nothing is available: at least this. */
  withheld: bigint;
  bonds: Availability['bonds'];
}>;

/**
 * Alpha-rao of one position, all rounded to nothing: `sure` may leave whatever is not known, above `most` the chain
 * refuses. They differ where it is not known in which position the runtime keeps what is no lock.
 */
export type Leave = {
  sure: bigint;
  most: bigint;
  /** Of all positions of the coldkey in the subnet together: what a lock does not follow. */
  unlocked: bigint;
};

/** away: to TAO or to another subnet; within: to another hotkey of the coldkey; given: to another coldkey, lock and all. */
export type Leaving = 'away' | 'within' | 'given';

const atLeastNothing = (amount: bigint): bigint => (amount > 0n ? amount : 0n);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const largest = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const bondedIn = ({ bonds }: Stake): bigint =>
  bonds.known ? bonds.value.reduce((sum, { alpha }) => sum + alpha, 0n) : 0n;

/** The runtime's figures as a state. */
export function stakeOf({ total, locked, available, bonds }: Availability): Stake {
  const kept = atLeastNothing(total - available);
  const read: Stake = { total, locked, withheld: kept, bonds };
  // The runtime floors what is available: it may keep more than there is.
  if (available > 0n) return read;
  return { ...read, withheld: largest(kept, locked + bondedIn(read)) };
}

/** After stake came or went, alpha-rao; what is withheld stays. */
export const withTotal = (stake: Stake, change: bigint): Stake => ({
  ...stake,
  total: atLeastNothing(stake.total + change),
});

/** After a lock grew or shrank, alpha-rao; at most to nothing. */
export function withLocked(stake: Stake, change: bigint): Stake {
  const after = atLeastNothing(stake.locked + change);
  const withheld = atLeastNothing(stake.withheld + after - stake.locked);
  return { ...stake, locked: after, withheld };
}

/** What a lock meets: what is held, what is locked, and what is kept beside the lock, alpha-rao. */
export const boundOf = ({ total, locked, withheld }: Stake) => ({
  total,
  locked,
  kept: atLeastNothing(withheld - locked),
});

/** Alpha-rao of the coldkey that may leave the subnet, over all its positions there. */
export const availableIn = ({ total, withheld }: Stake): bigint => atLeastNothing(total - withheld);

/** Alpha-rao that a further lock may bind, over all positions: what is withheld otherwise may be locked, too. */
export const lockable = ({ total, locked }: Pick<Stake, 'total' | 'locked'>): bigint =>
  atLeastNothing(total - locked);

/** Alpha-rao withheld beside locks that no bond explains: nobody knows in which position. */
function unexplained(stake: Stake): bigint {
  const beyond = atLeastNothing(stake.withheld - stake.locked);
  if (stake.bonds.known) return atLeastNothing(beyond - bondedIn(stake));
  // Where nothing is available the floor may hide a bond that could not be read.
  const isHidden = stake.bonds.reason === 'unreadable' && availableIn(stake) === 0n;
  return isHidden ? stake.total : beyond;
}

/** What may leave a position of `held` alpha-rao under that hotkey. */
export function leaveOf(stake: Stake, hotkey: Ss58Address, held: bigint, leaving: Leaving): Leave {
  const unlocked = availableIn(stake);
  const { bonds, locked, total } = stake;
  const bond = bonds.known ? (bonds.value.find((one) => one.hotkey === hotkey)?.alpha ?? 0n) : 0n;
  const unbonded = atLeastNothing(held - bond);
  const sure = atLeastNothing(unbonded - unexplained(stake));
  // A lock binds the coldkey, so it stays or goes along; a bond stays in its position.
  const inAll =
    leaving === 'away' ? unlocked : leaving === 'given' ? least(unlocked + locked, total) : held;
  return { sure: least(sure, inAll), most: least(unbonded, inAll), unlocked };
}

/**
 * Whether the fee in alpha comes only from what may leave (some release between spec 425 and 475), not from the whole
 * position. Recognised by what the runtime withholds, as only such a runtime knows more than locks.
 */
export const paysFromFree = (stake: Stake): boolean =>
  stake.bonds.known || stake.bonds.reason === 'unreadable' || unexplained(stake) > 0n;

/** A place without stake and lock, which the runtime does not list. */
export const noStake: Stake = {
  total: 0n,
  locked: 0n,
  withheld: 0n,
  bonds: { known: false, reason: 'not-on-this-runtime' },
};
