// How a transfer inside a subnet carries a lock to another coldkey.
// Refuses to know swaps. Facts: chain.md §8; pallets/subtensor/src/staking/lock.rs (transfer_lock).
import { F64, fromInt, min, mul, safeDiv, sub } from '../../../oracle/fixed-point.ts';
import { ensure } from '../ledger-run.ts';
import { emptyLock, mergeLock, reduceLock, rollForward } from './lock-roll.ts';
import {
  coldkeyBond,
  isOwnerHotkey,
  isPerpetualLock,
  raiseAggregate,
  ratesOf,
  readFor,
  readHeld,
  reduceAggregate,
  rolled,
  saveLock,
} from './locks.ts';
import { coldkeyAlpha } from '../state/share-pool.ts';
import type { AccountId, LedgerState } from '../state/ledger-state.ts';

const ACCEPTS_LOCKED_ALPHA = 1n;

/** A transfer inside a subnet: unlocked alpha goes first, the rest carries its lock and a share of the conviction. */
export function transferLock(
  state: LedgerState,
  from: AccountId,
  to: AccountId,
  netuid: number,
  amount: bigint,
): void {
  const held = readHeld(state, from, netuid);
  if (from === to || amount === 0n || held === null) return;
  const now = state.blockNumber;
  const source = rolled(state, held);
  const receiver = readHeld(state, to, netuid);
  const target = receiver === null ? emptyLock(now) : rolled(state, receiver).lock;
  const kept = source.lock.lockedMass + coldkeyBond(state, from, netuid);
  const unlocked = sub(coldkeyAlpha(state, from, netuid), kept);
  const rest = amount - min(amount, unlocked);
  const { lockedMass, conviction } = source.lock;
  if (rest > 0n && receiver !== null) {
    ensure(receiver.hotkey === source.hotkey, 'LockHotkeyMismatch');
  }
  const movedMass = min(rest, lockedMass);
  const share = safeDiv(fromInt(movedMass, F64), fromInt(lockedMass, F64), F64);
  const movedConviction = movedMass === 0n ? 0n : mul(conviction, share, F64);
  const moved = { lockedMass: movedMass, conviction: movedConviction, lastUpdate: now };
  if (movedMass > 0n) {
    const flags = state.accountFlags.get(to) ?? 0n;
    // the chain masks one bit and compares with one: only an account that opted in takes locked alpha
    ensure((flags & ACCEPTS_LOCKED_ALPHA) === 1n, 'AccountRejectsLockedAlpha');
  }
  const rates = ratesOf(state);
  const toHotkey = receiver?.hotkey ?? source.hotkey;
  const isToOwner = isOwnerHotkey(state, toHotkey, netuid);
  const isToPerpetual = isPerpetualLock(state, to, netuid);
  const left = reduceLock(source.lock, movedMass, movedConviction);
  const leftNow = rollForward(left, now, rates, source.isOwner, source.isPerpetual);
  const grown = { ...mergeLock(target, moved), lastUpdate: target.lastUpdate };
  const grownNow = rollForward(grown, now, rates, isToOwner, isToPerpetual);
  saveLock(state, from, source.hotkey, netuid, leftNow);
  saveLock(state, to, toHotkey, netuid, grownNow);
  if (movedMass > 0n) {
    const origin = readFor(state, from, source.hotkey, netuid);
    reduceAggregate(state, origin, movedMass, movedConviction);
    raiseAggregate(state, readFor(state, to, toHotkey, netuid), moved);
  }
}
