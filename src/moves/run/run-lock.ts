// Runs lock_stake and set_reject_locked_alpha at one state. Nothing is traded and nothing moves.
// Mirrors RaoFoundation/subtensor pallets/subtensor/src/staking/lock.rs `do_lock_stake`; chain reference §8.
import type { Netuid, Ss58Address } from '../../units.ts';
import { changeLocked, stakeAt, totalHeld, type ChainState } from './chain-state.ts';
import { refused, type Step } from './trade-on-chain.ts';

/** Alpha-rao bound by the call, beside what was bound before. */
export type Locked = { locked: bigint };

type Lock = { coldkey: Ss58Address; hotkey: Ss58Address; netuid: Netuid; amount: bigint };

/** What is not known is harmless here. Where the runtime does not report locks, none is assumed. */
export function runLock(
  state: ChainState,
  { coldkey, hotkey, netuid, amount }: Lock,
): Step<Locked> {
  if (amount === 0n) return refused('SubtensorModule.AmountTooLow');
  if (state.subnets.get(netuid)?.facts.exists !== true) {
    return refused('SubtensorModule.SubnetNotExists');
  }
  if (state.owners.get(hotkey) === null) return refused('SubtensorModule.HotKeyAccountNotExists');
  const { lockedTo } = state;
  if (lockedTo !== null && lockedTo !== hotkey) {
    return refused('SubtensorModule.LockHotkeyMismatch');
  }
  const stake = stakeAt(state, netuid, coldkey) ?? {
    total: totalHeld(state, netuid, coldkey),
    locked: 0n,
  };
  if (stake.total < stake.locked + amount) {
    return refused('SubtensorModule.InsufficientStakeForLock');
  }
  return {
    ok: true,
    state: { ...changeLocked(state, netuid, coldkey, amount), lockedTo: hotkey },
    legs: [],
    value: { locked: amount },
  };
}

export type Accepting = { accepts: boolean };

/** The chain takes it also where nothing changes. */
export function runRejectLocked(
  state: ChainState,
  coldkey: Ss58Address,
  rejects: boolean,
): Step<Accepting> {
  const accepts = !rejects;
  const before = state.accounts.get(coldkey);
  const accounts = new Map(state.accounts);
  if (before !== undefined) {
    accounts.set(coldkey, { ...before, acceptsLockedAlpha: { known: true, value: accepts } });
  }
  return { ok: true, state: { ...state, accounts }, legs: [], value: { accepts } };
}
