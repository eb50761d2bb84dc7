// Locks in storage: one per coldkey and subnet with its aggregate, what is available beside it, and forced reduction.
// Refuses to know swaps. Facts: chain.md §8; pallets/subtensor/src/staking/lock.rs.
import { F64, fromInt, mul, safeDiv, sub } from '../../../oracle/fixed-point.ts';
import { subnetAt } from '../ledger-run.ts';
import {
  coldkeySubnetKey,
  hotkeyKey,
  positionKey,
  type AccountId,
  type LedgerState,
  type LockState,
} from '../state/ledger-state.ts';
import {
  emptyLock,
  isNothing,
  mergeLock,
  reduceLock,
  rollForward,
  type LockRates,
} from './lock-roll.ts';
import { coldkeyAlpha } from '../state/share-pool.ts';

const ONE = 1n << 64n;

/** A coldkey's lock with the aggregate it counts in. */
export type Held = Readonly<{
  coldkey: AccountId;
  hotkey: AccountId;
  netuid: number;
  isOwner: boolean;
  isPerpetual: boolean;
  lock: LockState;
  aggregate: LockState;
}>;

export const ratesOf = (state: LedgerState): LockRates => ({
  unlock: state.unlockRate,
  maturity: state.maturityRate,
});

export const isPerpetualLock = (state: LedgerState, coldkey: AccountId, netuid: number): boolean =>
  state.decayingLocks.get(coldkeySubnetKey(coldkey, netuid)) === false;

export const isOwnerHotkey = (state: LedgerState, hotkey: AccountId, netuid: number): boolean =>
  subnetAt(state, netuid).ownerHotkey === hotkey;

function readAggregate(state: LedgerState, held: Omit<Held, 'lock' | 'aggregate'>): LockState {
  const { netuid, isOwner, isPerpetual } = held;
  const key = hotkeyKey(held.hotkey, netuid);
  const found = isOwner
    ? (isPerpetual ? state.ownerLocks : state.decayingOwnerLocks).get(netuid)
    : (isPerpetual ? state.hotkeyLocks : state.decayingHotkeyLocks).get(key);
  return found ?? emptyLock(state.blockNumber);
}

export function readFor(
  state: LedgerState,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
): Held {
  const isOwner = isOwnerHotkey(state, hotkey, netuid);
  const isPerpetual = isPerpetualLock(state, coldkey, netuid);
  const ids = { coldkey, hotkey, netuid, isOwner, isPerpetual };
  const stored = state.locks.get(positionKey(hotkey, coldkey, netuid));
  const lock = stored ?? emptyLock(state.blockNumber);
  return { ...ids, lock, aggregate: readAggregate(state, ids) };
}

export function readHeld(state: LedgerState, coldkey: AccountId, netuid: number): Held | null {
  const hotkey = state.lockHotkeys.get(coldkeySubnetKey(coldkey, netuid));
  return hotkey === undefined ? null : readFor(state, coldkey, hotkey, netuid);
}

export function saveLock(
  state: LedgerState,
  coldkey: AccountId,
  hotkey: AccountId,
  netuid: number,
  lock: LockState,
): void {
  const key = positionKey(hotkey, coldkey, netuid);
  const owner = coldkeySubnetKey(coldkey, netuid);
  if (!isNothing(lock)) {
    state.locks.set(key, lock);
    state.lockHotkeys.set(owner, hotkey);
  } else if (state.locks.has(key)) {
    state.locks.delete(key);
    state.lockHotkeys.delete(owner);
  }
}

function saveAggregate(state: LedgerState, held: Held): void {
  const { netuid, isOwner, isPerpetual, aggregate } = held;
  const isEmpty = aggregate.lockedMass === 0n && aggregate.conviction === 0n;
  if (isOwner) {
    const table = isPerpetual ? state.ownerLocks : state.decayingOwnerLocks;
    if (isEmpty) table.delete(netuid);
    else table.set(netuid, aggregate);
    return;
  }
  const table = isPerpetual ? state.hotkeyLocks : state.decayingHotkeyLocks;
  const key = hotkeyKey(held.hotkey, netuid);
  if (isEmpty) table.delete(key);
  else table.set(key, aggregate);
}

export function saveHeld(state: LedgerState, held: Held): void {
  saveLock(state, held.coldkey, held.hotkey, held.netuid, held.lock);
  saveAggregate(state, held);
}

export function rolledAggregate(state: LedgerState, held: Held): Held {
  const { aggregate, isOwner, isPerpetual } = held;
  const rates = ratesOf(state);
  return {
    ...held,
    aggregate: rollForward(aggregate, state.blockNumber, rates, isOwner, isPerpetual),
  };
}

/** The lock as of now. What it lost leaves the aggregate as well; a lock that lost nothing lets the aggregate age instead. */
export function rolled(state: LedgerState, held: Held): Held {
  const now = state.blockNumber;
  const lock = rollForward(held.lock, now, ratesOf(state), held.isOwner, held.isPerpetual);
  const lostMass = sub(held.lock.lockedMass, lock.lockedMass);
  const lostConviction = sub(held.lock.conviction, lock.conviction);
  if (lostMass === 0n && lostConviction === 0n) return rolledAggregate(state, { ...held, lock });
  const aggregate = reduceLock(held.aggregate, lostMass, lostConviction);
  return { ...held, lock, aggregate: { ...aggregate, lastUpdate: now } };
}

/** The coldkey's lock on a subnet, rolled forward (`get_coldkey_lock`). */
export function coldkeyLock(
  state: LedgerState,
  coldkey: AccountId,
  netuid: number,
): LockState | null {
  const held = readHeld(state, coldkey, netuid);
  return held === null ? null : rolled(state, held).lock;
}

/** Conviction that all locks on a hotkey carry now, U64F64 bits (`hotkey_conviction`). */
export function hotkeyConviction(state: LedgerState, hotkey: AccountId, netuid: number): bigint {
  const key = hotkeyKey(hotkey, netuid);
  const convictionOf = (
    lock: LockState | undefined,
    isOwner: boolean,
    isPerpetual: boolean,
  ): bigint =>
    lock === undefined
      ? 0n
      : rollForward(lock, state.blockNumber, ratesOf(state), isOwner, isPerpetual).conviction;
  const general =
    convictionOf(state.hotkeyLocks.get(key), false, true) +
    convictionOf(state.decayingHotkeyLocks.get(key), false, false);
  if (!isOwnerHotkey(state, hotkey, netuid)) return general;
  const owner = convictionOf(state.ownerLocks.get(netuid), true, true);
  return general + owner + convictionOf(state.decayingOwnerLocks.get(netuid), true, false);
}

export type StakeAvailability = Readonly<{ total: bigint; locked: bigint; available: bigint }>;

/** MinerCollateral of one position; it leaves it by no call. */
export const bondOf = (
  state: LedgerState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
): bigint => state.collateral.get(positionKey(hotkey, coldkey, netuid)) ?? 0n;

/** ColdkeyMinerCollateral: over all hotkeys of the coldkey. */
export function coldkeyBond(state: LedgerState, coldkey: AccountId, netuid: number): bigint {
  const hotkeys = state.stakingHotkeys.get(coldkey) ?? [];
  return hotkeys.reduce((sum, hotkey) => sum + bondOf(state, hotkey, coldkey, netuid), 0n);
}

export function stakeAvailability(
  state: LedgerState,
  coldkey: AccountId,
  netuid: number,
): StakeAvailability {
  const total = coldkeyAlpha(state, coldkey, netuid);
  const locked = coldkeyLock(state, coldkey, netuid)?.lockedMass ?? 0n;
  return { total, locked, available: sub(total, locked + coldkeyBond(state, coldkey, netuid)) };
}

/** Rolls the stored lock forward after a stake or unstake; a lock that became nothing is deleted. */
export function refreshLock(state: LedgerState, coldkey: AccountId, netuid: number): void {
  const held = readHeld(state, coldkey, netuid);
  if (held !== null) saveHeld(state, rolled(state, held));
}

export function reduceAggregate(
  state: LedgerState,
  held: Held,
  mass: bigint,
  conviction: bigint,
): void {
  const aged = rolledAggregate(state, held);
  saveAggregate(state, { ...aged, aggregate: reduceLock(aged.aggregate, mass, conviction) });
}

export function raiseAggregate(state: LedgerState, held: Held, added: LockState): void {
  const aged = rolledAggregate(state, held);
  const merged = { ...aged, aggregate: mergeLock(aged.aggregate, added) };
  saveAggregate(state, rolledAggregate(state, merged));
}

/** Takes alpha that was removed by force out of the lock, conviction in proportion (`force_reduce_lock`). */
export function forceReduceLock(
  state: LedgerState,
  coldkey: AccountId,
  netuid: number,
  amount: bigint,
): void {
  const held = readHeld(state, coldkey, netuid);
  if (held === null) return;
  const aged = rolledAggregate(state, rolled(state, held));
  const { lockedMass, conviction } = aged.lock;
  const keptMass = sub(lockedMass, amount);
  const removedShare = safeDiv(fromInt(amount, F64), fromInt(lockedMass, F64), F64);
  const keptConviction = keptMass === 0n ? 0n : mul(conviction, sub(ONE, removedShare), F64);
  const lostMass = lockedMass - keptMass;
  saveHeld(state, {
    ...aged,
    lock: { lockedMass: keptMass, conviction: keptConviction, lastUpdate: state.blockNumber },
    aggregate: reduceLock(aged.aggregate, lostMass, conviction - keptConviction),
  });
}
