// Calls about an account rather than a trade: coldkey swap announcement, auto-stake target, locked-alpha consent, plain transfers.
// Refuses to know stakes. Facts: chain.md §8, §10.8; pallets/subtensor/src/macros/dispatches.rs; pallet_balances calls.
import { recycleTao, spendable, transfer } from '../state/balances.ts';
import { deposit, ensure, LedgerFailure, subnetAt, type Run } from '../ledger-run.ts';
import { coldkeySubnetKey, type AccountId } from '../state/ledger-state.ts';

const ACCEPTS_LOCKED_ALPHA = 1n;

export function announceColdkeySwap(run: Run, who: AccountId, newColdkeyHash: string): void {
  const { state } = run;
  const existing = state.swapAnnouncements.get(who);
  if (existing === undefined) {
    try {
      recycleTao(run, who, state.swapCost);
    } catch (error) {
      if (!(error instanceof LedgerFailure)) throw error;
      throw new LedgerFailure('SubtensorModule', 'NotEnoughBalanceToPaySwapColdKey');
    }
  } else {
    const earliest = existing.firstBlock + state.swapReannouncementDelay;
    ensure(state.blockNumber >= earliest, 'ColdkeySwapReannouncedTooEarly');
  }
  const firstBlock = state.blockNumber + state.swapAnnouncementDelay;
  state.swapAnnouncements.set(who, { firstBlock, newColdkeyHash });
  deposit(run, 'SubtensorModule', 'ColdkeySwapAnnounced', {
    who,
    new_coldkey_hash: newColdkeyHash,
  });
}

export function setAutoStakeHotkey(
  run: Run,
  coldkey: AccountId,
  netuid: number,
  hotkey: AccountId,
): void {
  const { state } = run;
  ensure(state.subnets.has(netuid), 'SubnetNotExists');
  const isRegistered = subnetAt(state, netuid).neurons.some((neuron) => neuron.hotkey === hotkey);
  ensure(isRegistered, 'HotKeyNotRegisteredInSubNet');
  const key = coldkeySubnetKey(coldkey, netuid);
  ensure(state.autoStakeDestinations.get(key) !== hotkey, 'SameAutoStakeHotkeyAlreadySet');
  state.autoStakeDestinations.set(key, hotkey);
  deposit(run, 'SubtensorModule', 'AutoStakeDestinationSet', { coldkey, netuid, hotkey });
}

export function setRejectLockedAlpha(run: Run, coldkey: AccountId, enabled: boolean): void {
  const flags = run.state.accountFlags.get(coldkey) ?? 0n;
  const next = enabled ? flags & ~ACCEPTS_LOCKED_ALPHA : flags | ACCEPTS_LOCKED_ALPHA;
  if (next === 0n) run.state.accountFlags.delete(coldkey);
  else run.state.accountFlags.set(coldkey, next);
  deposit(run, 'SubtensorModule', 'RejectLockedAlphaUpdated', { coldkey, enabled });
}

/** `Balances.transfer_allow_death` and `transfer_keep_alive`. Dust leaves the balances' issuance only, as on the chain. */
export function transferBalance(
  run: Run,
  from: AccountId,
  to: AccountId,
  value: bigint,
  mustLive: boolean,
): void {
  transfer(run, from, to, value, mustLive);
}

export function transferAll(run: Run, from: AccountId, to: AccountId, mustLive: boolean): void {
  transfer(run, from, to, spendable(run.state, from, mustLive), mustLive);
}
