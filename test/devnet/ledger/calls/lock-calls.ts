// lock_stake and set_perpetual_lock.
// Refuses to know swaps. Facts: chain.md §8; pallets/subtensor/src/staking/lock.rs (do_lock_stake, do_set_perpetual_lock).
import { deposit, ensure, type Run } from '../ledger-run.ts';
import { coldkeySubnetKey, type AccountId } from '../state/ledger-state.ts';
import { mergeLock, rollForward } from '../locks/lock-roll.ts';
import {
  isPerpetualLock,
  raiseAggregate,
  ratesOf,
  readFor,
  readHeld,
  reduceAggregate,
  rolled,
  rolledAggregate,
  saveHeld,
} from '../locks/locks.ts';
import { coldkeyAlpha } from '../state/share-pool.ts';

export function lockStake(
  run: Run,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  amount: bigint,
): void {
  const { state } = run;
  const now = state.blockNumber;
  ensure(amount > 0n, 'AmountTooLow');
  ensure(state.owners.has(hotkey), 'HotKeyAccountNotExists');
  const total = coldkeyAlpha(state, coldkey, netuid);
  const existing = readHeld(state, coldkey, netuid);
  if (existing !== null) ensure(existing.hotkey === hotkey, 'LockHotkeyMismatch');
  let held = rolled(state, existing ?? readFor(state, coldkey, hotkey, netuid));
  const lockedMass = held.lock.lockedMass + amount;
  ensure(total >= lockedMass, 'InsufficientStakeForLock');
  const isNew = held.lock.lockedMass === 0n && held.lock.conviction === 0n;
  const raised = isNew
    ? { lockedMass: amount, conviction: 0n, lastUpdate: now }
    : { ...held.lock, lockedMass };
  const lock = rollForward(raised, now, ratesOf(state), held.isOwner, held.isPerpetual);
  held = rolledAggregate(state, { ...held, lock });
  const added = { lockedMass: amount, conviction: 0n, lastUpdate: now };
  held = rolledAggregate(state, { ...held, aggregate: mergeLock(held.aggregate, added) });
  saveHeld(state, held);
  deposit(run, 'SubtensorModule', 'StakeLocked', { coldkey, hotkey, netuid, amount });
}

export function setPerpetualLock(
  run: Run,
  coldkey: AccountId,
  netuid: number,
  enabled: boolean,
): void {
  const { state } = run;
  const isChange = isPerpetualLock(state, coldkey, netuid) !== enabled;
  const held = readHeld(state, coldkey, netuid);
  if (held !== null) {
    const aged = rolled(state, held);
    saveHeld(state, aged);
    if (isChange) {
      const stored = readFor(state, coldkey, held.hotkey, netuid);
      reduceAggregate(state, stored, aged.lock.lockedMass, aged.lock.conviction);
    }
  }
  const key = coldkeySubnetKey(coldkey, netuid);
  if (enabled) state.decayingLocks.set(key, false);
  else state.decayingLocks.delete(key);
  const after = isChange ? readHeld(state, coldkey, netuid) : null;
  if (after !== null) raiseAggregate(state, after, after.lock);
  deposit(run, 'SubtensorModule', 'PerpetualLockUpdated', { coldkey, netuid, enabled });
}
