// Positions as shares of a hotkey's alpha on a subnet: reading, crediting, debiting, and the list of hotkeys a coldkey stakes to.
// Refuses to know swaps, fees and locks. Facts: chain.md §4.10; primitives/share-pool/src/lib.rs (SharePool).
import { hotkeyKey, positionKey, type AccountId, type LedgerState } from './ledger-state.ts';
import {
  addFloat,
  floatToU64,
  isZero,
  mulDiv,
  safeFloat,
  subFloat,
  ZERO,
} from '../emission/safe-float.ts';
import type { SafeFloat } from './ledger-state.ts';

const U64_MAX = (1n << 64n) - 1n;

export const hotkeyAlpha = (state: LedgerState, hotkey: AccountId, netuid: number): bigint =>
  state.hotkeyAlpha.get(hotkeyKey(hotkey, netuid)) ?? 0n;

/** What the position is worth now: floor(total · share / all shares). */
export function positionAlpha(
  state: LedgerState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
): bigint {
  const share = state.shares.get(positionKey(hotkey, coldkey, netuid));
  if (share === undefined) return 0n;
  const key = hotkeyKey(hotkey, netuid);
  const total = safeFloat(state.hotkeyAlpha.get(key) ?? 0n);
  return floatToU64(mulDiv(total, share, state.hotkeyShares.get(key) ?? ZERO));
}

function setTotal(state: LedgerState, key: string, value: bigint): void {
  if (value === 0n) state.hotkeyAlpha.delete(key);
  else state.hotkeyAlpha.set(key, value);
}

function setShares(
  state: LedgerState,
  key: string,
  position: string,
  denominator: SafeFloat,
  share: SafeFloat,
): void {
  if (isZero(denominator)) state.hotkeyShares.delete(key);
  else state.hotkeyShares.set(key, denominator);
  if (isZero(share)) state.shares.delete(position);
  else state.shares.set(position, share);
}

/** Raises every position of the hotkey in proportion (`increase_stake_for_hotkey_on_subnet`). */
export function creditAll(
  state: LedgerState,
  hotkey: AccountId,
  netuid: number,
  alpha: bigint,
): void {
  const key = hotkeyKey(hotkey, netuid);
  const sum = (state.hotkeyAlpha.get(key) ?? 0n) + alpha;
  setTotal(state, key, sum > U64_MAX ? U64_MAX : sum);
}

/** Can the pool represent this credit, or would it round to no shares? */
export function canCredit(
  state: LedgerState,
  hotkey: AccountId,
  netuid: number,
  alpha: bigint,
): boolean {
  const key = hotkeyKey(hotkey, netuid);
  const denominator = state.hotkeyShares.get(key) ?? ZERO;
  if (isZero(denominator)) return true;
  const total = safeFloat(state.hotkeyAlpha.get(key) ?? 0n);
  return !isZero(mulDiv(safeFloat(alpha), denominator, total));
}

/** Adds to one position and, when anything is added, lists the hotkey among those the coldkey stakes to. */
export function credit(
  state: LedgerState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
  alpha: bigint,
): void {
  if (alpha > 0n) listStakingHotkey(state, coldkey, hotkey);
  const key = hotkeyKey(hotkey, netuid);
  const position = positionKey(hotkey, coldkey, netuid);
  const denominator = state.hotkeyShares.get(key) ?? ZERO;
  if (isZero(denominator)) {
    setShares(state, key, position, safeFloat(alpha), safeFloat(alpha));
  } else {
    const total = safeFloat(state.hotkeyAlpha.get(key) ?? 0n);
    const added = mulDiv(safeFloat(alpha), denominator, total);
    const share = state.shares.get(position) ?? ZERO;
    setShares(state, key, position, addFloat(denominator, added), addFloat(share, added));
  }
  creditAll(state, hotkey, netuid, alpha);
}

/** Takes from one position; takes nothing when the position holds less. */
export function debit(
  state: LedgerState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: number,
  alpha: bigint,
): void {
  const position = positionKey(hotkey, coldkey, netuid);
  const share = state.shares.get(position);
  if (share === undefined || positionAlpha(state, hotkey, coldkey, netuid) < alpha) return;
  const key = hotkeyKey(hotkey, netuid);
  const denominator = state.hotkeyShares.get(key) ?? ZERO;
  const total = state.hotkeyAlpha.get(key) ?? 0n;
  const removed = mulDiv(safeFloat(alpha), denominator, safeFloat(total));
  setShares(
    state,
    key,
    position,
    subFloat(denominator, removed) ?? denominator,
    subFloat(share, removed) ?? share,
  );
  setTotal(state, key, total > alpha ? total - alpha : 0n);
}

export function listStakingHotkey(state: LedgerState, coldkey: AccountId, hotkey: AccountId): void {
  const listed = state.stakingHotkeys.get(coldkey) ?? [];
  if (!listed.includes(hotkey)) state.stakingHotkeys.set(coldkey, [...listed, hotkey]);
}

/** Everything the coldkey holds on a subnet, over all its hotkeys. */
export function coldkeyAlpha(state: LedgerState, coldkey: AccountId, netuid: number): bigint {
  let total = 0n;
  for (const hotkey of state.stakingHotkeys.get(coldkey) ?? []) {
    total += positionAlpha(state, hotkey, coldkey, netuid);
  }
  return total;
}
