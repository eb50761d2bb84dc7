// Runs a call by name inside a storage transaction: filters and guards first, everything undone when it fails.
// Refuses to know fees, nonces and bytes. Facts: chain.md §5.2, §10.8; pallets/utility, guards/check_coldkey_swap.rs.
import {
  announceColdkeySwap,
  setAutoStakeHotkey,
  setRejectLockedAlpha,
  transferAll,
  transferBalance,
} from './account-calls.ts';
import { claimAllFunds, claimRootWithHotkey } from '../baskets/claim.ts';
import { stakeIntoBasket } from '../baskets/join.ts';
import { claimRoot } from './claim-root.ts';
import { deposit, ensure, LedgerFailure, type Run } from '../ledger-run.ts';
import { lockStake, setPerpetualLock } from './lock-calls.ts';
import { transitionStake } from './move-calls.ts';
import {
  addStake,
  addStakeLimit,
  removeStake,
  removeStakeFullLimit,
  removeStakeLimit,
  unstakeAll,
  unstakeAllAlpha,
} from './stake-calls.ts';
import {
  forkState,
  restoreState,
  type AccountId,
  type LedgerState,
} from '../state/ledger-state.ts';
import type { BatchCall, DispatchOutcome, LedgerCall, StakeCall } from './ledger-call.ts';

/**
 * Calls that pay for the work done when they fail (chain.md §5.5 says "several" and names none: a choice), and how much
 * that is: the checks, not the sale.
 */
const PART_PAID: ReadonlySet<string> = new Set([
  'remove_stake',
  'remove_stake_limit',
  'remove_stake_full_limit',
  'move_stake',
  'move_stake_limit',
  'swap_stake',
  'swap_stake_limit',
  'transfer_stake',
  'transfer_stake_and_hotkey',
]);
const CHECKED_ONLY = { done: 1n, of: 2n };

/** The call as `origin` signs it. On failure the state is as before and no event is left. */
export function dispatch(state: LedgerState, origin: AccountId, call: LedgerCall): DispatchOutcome {
  const saved = forkState(state);
  const run: Run = { state, events: [] };
  try {
    checkGuards(state, origin, call);
    runCall(run, origin, call);
    return { ok: true, events: run.events, ...(run.work && { work: run.work }) };
  } catch (error) {
    if (!(error instanceof LedgerFailure)) throw error;
    restoreState(state, saved);
    const isPartPaid = state.settings.rules.returnsUnspent && PART_PAID.has(call.name);
    const work = isPartPaid ? { work: CHECKED_ONLY } : {};
    return { ok: false, error: error.error, events: [], ...work };
  }
}

/** Every dispatch, nested ones too, passes the base filter and the coldkey-swap guard. */
function checkGuards(state: LedgerState, origin: AccountId, call: LedgerCall): void {
  if (call.pallet === 'Utility') {
    const isNested = call.args.calls.some((inner) => inner.pallet === 'Utility');
    ensure(!isNested, 'CallFiltered', 'System');
  }
  ensure(state.safeModeUntil === null || call.pallet === 'System', 'CallFiltered', 'System');
  if (!state.swapAnnouncements.has(origin)) return;
  ensure(!state.swapDisputes.has(origin), 'ColdkeySwapDisputed');
  ensure(call.name === 'announce_coldkey_swap', 'ColdkeySwapAnnounced');
}

function runCall(run: Run, origin: AccountId, call: LedgerCall): void {
  if (call.pallet === 'Utility') return runBatch(run, origin, call);
  switch (call.name) {
    case 'remark':
      return;
    case 'transfer_allow_death':
      return transferBalance(run, origin, call.args.dest, call.args.value, false);
    case 'transfer_keep_alive':
      return transferBalance(run, origin, call.args.dest, call.args.value, true);
    case 'transfer_all':
      return transferAll(run, origin, call.args.dest, call.args.keep_alive);
    case 'lock_stake':
      return lockStake(run, origin, call.args.hotkey, call.args.netuid, call.args.amount);
    case 'set_perpetual_lock':
      return setPerpetualLock(run, origin, call.args.netuid, call.args.enabled);
    case 'set_reject_locked_alpha':
      return setRejectLockedAlpha(run, origin, call.args.enabled);
    case 'claim_root':
      return run.state.settings.rules.hasBaskets
        ? claimAllFunds(run, origin)
        : claimRoot(run, origin, call.args.subnets);
    case 'claim_root_with_hotkey':
      return claimRootWithHotkey(run, origin, call.args.hotkey);
    case 'stake_into_basket':
      return stakeIntoBasket(run, origin, call.args.hotkey, call.args.amount_staked);
    case 'announce_coldkey_swap':
      return announceColdkeySwap(run, origin, call.args.new_coldkey_hash);
    case 'set_coldkey_auto_stake_hotkey':
      return setAutoStakeHotkey(run, origin, call.args.netuid, call.args.hotkey);
    default:
      return runStakeCall(run, origin, call);
  }
}

function runStakeCall(run: Run, coldkey: AccountId, call: StakeCall): void {
  switch (call.name) {
    case 'add_stake': {
      const { hotkey, netuid, amount_staked } = call.args;
      return addStake(run, coldkey, hotkey, netuid, amount_staked);
    }
    case 'add_stake_limit': {
      const { hotkey, netuid, amount_staked, limit_price, allow_partial } = call.args;
      return addStakeLimit(run, coldkey, hotkey, netuid, amount_staked, limit_price, allow_partial);
    }
    case 'remove_stake': {
      const { hotkey, netuid, amount_unstaked } = call.args;
      return removeStake(run, coldkey, hotkey, netuid, amount_unstaked);
    }
    case 'remove_stake_limit': {
      const { hotkey, netuid, amount_unstaked: alpha, limit_price, allow_partial } = call.args;
      return removeStakeLimit(run, coldkey, hotkey, netuid, alpha, limit_price, allow_partial);
    }
    case 'remove_stake_full_limit': {
      const { hotkey, netuid, limit_price } = call.args;
      return removeStakeFullLimit(run, coldkey, hotkey, netuid, limit_price);
    }
    case 'unstake_all':
      return unstakeAll(run, coldkey, call.args.hotkey);
    case 'unstake_all_alpha':
      return unstakeAllAlpha(run, coldkey, call.args.hotkey);
    default:
      return runMoveCall(run, coldkey, call);
  }
}

type MoveCall = Extract<
  StakeCall,
  {
    name:
      | 'move_stake'
      | 'move_stake_limit'
      | 'swap_stake'
      | 'swap_stake_limit'
      | 'transfer_stake'
      | 'transfer_stake_and_hotkey';
  }
>;

function runMoveCall(run: Run, coldkey: AccountId, call: MoveCall): void {
  const {
    origin_netuid: origin,
    destination_netuid: destination,
    alpha_amount: requested,
  } = call.args;
  const legs = { originColdkey: coldkey, origin, destination, requested };
  const own = { ...legs, destinationColdkey: coldkey, checksToggle: false };
  const limit =
    'limit_price' in call.args
      ? { price: call.args.limit_price, allowPartial: call.args.allow_partial }
      : null;
  if (call.name === 'move_stake' || call.name === 'move_stake_limit') {
    const { origin_hotkey: originHotkey, destination_hotkey: destinationHotkey } = call.args;
    const tao = transitionStake(run, { ...own, originHotkey, destinationHotkey, limit });
    deposit(run, 'SubtensorModule', 'StakeMoved', {
      '0': coldkey,
      '1': originHotkey,
      '2': origin,
      '3': destinationHotkey,
      '4': destination,
      '5': tao,
    });
    return;
  }
  if (call.name === 'transfer_stake_and_hotkey') {
    const { destination_coldkey: destinationColdkey } = call.args;
    const { origin_hotkey: originHotkey, destination_hotkey: destinationHotkey } = call.args;
    const keys = { originHotkey, destinationHotkey, destinationColdkey };
    const tao = transitionStake(run, { ...legs, ...keys, limit: null, checksToggle: true });
    deposit(run, 'SubtensorModule', 'StakeAndHotkeyTransferred', {
      origin_coldkey: coldkey,
      destination_coldkey: destinationColdkey,
      origin_hotkey: originHotkey,
      destination_hotkey: destinationHotkey,
      origin_netuid: origin,
      destination_netuid: destination,
      amount: tao,
    });
    return;
  }
  const { hotkey } = call.args;
  const keys = { originHotkey: hotkey, destinationHotkey: hotkey };
  if (call.name === 'transfer_stake') {
    const { destination_coldkey: destinationColdkey } = call.args;
    const given = { ...legs, ...keys, destinationColdkey, limit: null, checksToggle: true };
    const tao = transitionStake(run, given);
    deposit(run, 'SubtensorModule', 'StakeTransferred', {
      '0': coldkey,
      '1': destinationColdkey,
      '2': hotkey,
      '3': origin,
      '4': destination,
      '5': tao,
    });
    return;
  }
  const tao = transitionStake(run, { ...own, ...keys, limit });
  deposit(run, 'SubtensorModule', 'StakeSwapped', {
    '0': coldkey,
    '1': hotkey,
    '2': origin,
    '3': destination,
    '4': tao,
  });
}

/** batch stops at the first failure and keeps what came before; batch_all undoes all; force_batch carries on. */
function runBatch(run: Run, origin: AccountId, call: BatchCall): void {
  let hasFailed = false;
  for (const [index, inner] of call.args.calls.entries()) {
    const outcome = dispatch(run.state, origin, inner);
    run.events.push(...outcome.events);
    if (outcome.ok) {
      deposit(run, 'Utility', 'ItemCompleted', {});
      continue;
    }
    const { error } = outcome;
    if (call.name === 'batch_all') throw new LedgerFailure(error.pallet, error.name);
    if (call.name === 'batch') {
      return deposit(run, 'Utility', 'BatchInterrupted', { index, error });
    }
    hasFailed = true;
    deposit(run, 'Utility', 'ItemFailed', { error });
  }
  deposit(run, 'Utility', hasFailed ? 'BatchCompletedWithErrors' : 'BatchCompleted', {});
}
