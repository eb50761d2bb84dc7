// Runs a call or a batch at one state: the state after it, its trades, or the chain's name for its failure.
import { U64_MAX, type Ss58Address } from '../../units.ts';
import type { StakeCall } from '../../model/stake-calls.ts';
import { callsIn, type ChainCall } from './chain-call.ts';
import { isSafeMode, positionOf, type ChainState } from './chain-state.ts';
import type { Leg } from '../../model/plan.ts';
import { runClaim, type Claimed } from './run-claim.ts';
import { runLock, runRejectLocked, type Accepting, type Locked } from './run-lock.ts';
import { runStake } from './run-stake.ts';
import { runTransition, type Moved, type Transition } from './run-transition.ts';
import { runUnstake, type Removed } from './run-unstake.ts';
import { refused, type Bought, type Step } from './trade-on-chain.ts';

/** The result of one call, by the chain's routine behind it. */
export type Effect =
  | ({ kind: 'stake' } & Bought)
  | ({ kind: 'unstake' } & Removed)
  | ({ kind: 'transition' } & Moved)
  | ({ kind: 'claim' } & Claimed)
  | ({ kind: 'lock' } & Locked)
  | ({ kind: 'accept-locked' } & Accepting);

function named<T extends object, K extends Effect['kind']>(
  step: Step<T>,
  kind: K,
): Step<T & { kind: K }> {
  return step.ok ? { ...step, value: { kind, ...step.value } } : step;
}

/** undefined: the call trades at any price. */
const limitOf = (call: StakeCall) => ({
  limitPrice: 'limitPrice' in call ? call.limitPrice : undefined,
  allowPartial: 'allowPartial' in call && call.allowPartial,
});

function transitionOf(
  coldkey: Ss58Address,
  call: Extract<StakeCall, { toNetuid: unknown }>,
): Transition {
  const { hotkey, netuid, toNetuid, amount } = call;
  return {
    coldkey,
    hotkey,
    netuid,
    toNetuid,
    amount: amount > U64_MAX ? U64_MAX : amount,
    toColdkey: call.name === 'transfer_stake' ? call.toColdkey : coldkey,
    toHotkey: 'toHotkey' in call ? call.toHotkey : hotkey,
    limit:
      'limitPrice' in call ? { price: call.limitPrice, allowPartial: call.allowPartial } : null,
    needsTransferEnabled: call.name === 'transfer_stake',
  };
}

/** One case a call of model/stake-calls.ts. */
function runOne(state: ChainState, coldkey: Ss58Address, call: StakeCall): Step<Effect> {
  if (call.name === 'set_reject_locked_alpha') {
    return named(runRejectLocked(state, coldkey, call.rejects), 'accept-locked');
  }
  const { hotkey } = call;
  if (call.name === 'claim_root_with_hotkey') {
    return named(runClaim(state, coldkey, hotkey), 'claim');
  }
  const { netuid } = call;
  switch (call.name) {
    case 'add_stake':
    case 'add_stake_limit': {
      const addition = { coldkey, hotkey, netuid, amount: call.amount, ...limitOf(call) };
      return named(runStake(state, addition), 'stake');
    }
    case 'remove_stake':
    case 'remove_stake_limit': {
      const removal = { coldkey, hotkey, netuid, amount: call.amount, ...limitOf(call) };
      return named(runUnstake(state, removal), 'unstake');
    }
    case 'remove_stake_full_limit': {
      const amount = positionOf(state, netuid, hotkey, coldkey);
      const removal = { coldkey, hotkey, netuid, amount, ...limitOf(call) };
      return named(runUnstake(state, removal), 'unstake');
    }
    case 'lock_stake':
      return named(runLock(state, { coldkey, hotkey, netuid, amount: call.amount }), 'lock');
    case 'move_stake':
    case 'move_stake_limit':
    case 'swap_stake':
    case 'swap_stake_limit':
    case 'transfer_stake':
      return named(runTransition(state, transitionOf(coldkey, call)), 'transition');
  }
}

/** The chain refuses every stake call of an account with an announced or disputed coldkey swap, before it runs. */
export function swapRefusal(state: ChainState, coldkey: Ss58Address): string | null {
  const account = state.accounts.get(coldkey);
  if (!account?.swapAnnouncedFor.known || account.swapAnnouncedFor.value === null) return null;
  const isDisputed = account.isSwapDisputed.known && account.isSwapDisputed.value;
  return isDisputed ? 'ColdkeySwapDisputed' : 'ColdkeySwapAnnounced';
}

/** The effects in order: one, or one per item of a batch. A batch is all or nothing. */
export function runCall(
  state: ChainState,
  coldkey: Ss58Address,
  call: ChainCall,
): Step<readonly Effect[]> {
  if (isSafeMode(state)) return refused('System.CallFiltered');
  const refusal = swapRefusal(state, coldkey);
  if (refusal !== null) return refused(`SubtensorModule.${refusal}`);
  let next = state;
  const legs: Leg[] = [];
  const effects: Effect[] = [];
  for (const [item, one] of callsIn(call).entries()) {
    const step = runOne(next, coldkey, one);
    if (!step.ok) return step;
    next = step.state;
    legs.push(...step.legs.map((leg) => ({ ...leg, item })));
    effects.push(step.value);
  }
  return { ok: true, state: next, legs, value: effects };
}
