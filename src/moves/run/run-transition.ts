// Runs move_stake, swap_stake, their limited forms and transfer_stake at one state: one routine on the chain.
// Mirrors opentensor/subtensor pallets/subtensor/src/staking/move_stake.rs, stake_utils.rs
// `validate_stake_transition`, `transfer_stake_within_subnet` and lock.rs `transfer_lock` (14bc6f9f9).
import { availableIn } from '../../model/available.ts';
import { min, mulBits } from '../../pool/fixed-point.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import { swapLimitGuard } from '../../pool/swap-limit-guard.ts';
import { ROOT_NETUID, U64_MAX, type Netuid, type Ss58Address } from '../../units.ts';
import {
  changeFree,
  changeLocked,
  changePosition,
  isHeldBack,
  isListFull,
  isRootHeld,
  positionOf,
  spendable,
  stakeAt,
  type ChainState,
} from './chain-state.ts';
import { isHotkeyKnown } from './run-unstake.ts';
import { buyOnChain, refused, sellOnChain, type Bought, type Step } from './trade-on-chain.ts';

export type Transition = {
  coldkey: Ss58Address;
  hotkey: Ss58Address;
  netuid: Netuid;
  toColdkey: Ss58Address;
  toHotkey: Ss58Address;
  toNetuid: Netuid;
  /** As encoded; null for the calls without a limit. */
  limit: { price: bigint; allowPartial: boolean } | null;
  /** Alpha-rao; u64::MAX means the whole position where the runtime takes it so. */
  amount: bigint;
  /** transfer_stake requires that both subnets allow transfers. */
  needsTransferEnabled: boolean;
};

export type Moved = {
  moved: bigint;
  /** Rao that the sale paid, or the stake's spot value where nothing was sold. */
  tao: bigint;
  /** null: below the minimum stake, so the TAO stays free. */
  bought: Bought | null;
  lockedTravels: bigint;
};

function subnetRefusal(state: ChainState, transition: Transition): string | null {
  const { netuid, toNetuid, coldkey, toColdkey, hotkey, toHotkey } = transition;
  if (coldkey === toColdkey && hotkey === toHotkey && netuid === toNetuid) return 'SameNetuid';
  const both = [state.subnets.get(netuid)?.facts, state.subnets.get(toNetuid)?.facts];
  if (both.some((facts) => !facts?.exists)) return 'SubnetNotExists';
  const isOff = both.some(
    (facts) => facts?.isSubtokenEnabled.known && !facts.isSubtokenEnabled.value,
  );
  if (isOff) return 'SubtokenDisabled';
  return [hotkey, toHotkey].every((key) => isHotkeyKnown(state, key))
    ? null
    : 'HotKeyAccountNotExists';
}

/** The least that moves: transfers, and moves inside a subnet, have a minimum of their own. */
const minimumOf = ({ rules }: ChainState, { needsTransferEnabled }: Transition): bigint =>
  needsTransferEnabled ? rules.minimumTransfer : rules.minimumStake;

/** Alpha-rao that the call means: all of the position, or at most the position where the runtime cuts. */
function meantAmount(state: ChainState, transition: Transition): bigint {
  const { overAmounts } = state.rules;
  const { amount, netuid, hotkey, coldkey } = transition;
  const held = positionOf(state, netuid, hotkey, coldkey);
  if (!overAmounts.known) return amount;
  if (overAmounts.value === 'cuts') return min(amount, held);
  return overAmounts.value === 'takes-all' && amount === U64_MAX ? held : amount;
}

function refusalOf(state: ChainState, transition: Transition, allowed: bigint): string | null {
  const { coldkey, toColdkey, netuid, toNetuid, amount, limit } = transition;
  const refusal = subnetRefusal(state, transition);
  if (refusal !== null) return refusal;
  if (amount > positionOf(state, netuid, transition.hotkey, coldkey)) {
    return 'NotEnoughStakeToWithdraw';
  }
  if (isRootHeld(state, transition)) return 'RootStakeLocked';
  if (isListFull(state, toColdkey, transition.toHotkey, coldkey !== toColdkey)) {
    return 'TooManyStakingHotkeys';
  }
  const crosses = netuid !== toNetuid;
  const pool = state.subnets.get(netuid)?.pool;
  if (crosses && pool) {
    const sale = quoteSwap(pool, { side: 'sell', amount });
    if (!sale.ok) return 'InsufficientLiquidity';
    if (sale.amountOut <= minimumOf(state, transition)) return 'AmountTooLow';
    if (limit !== null && !limit.allowPartial && amount > allowed) return 'SlippageTooHigh';
  }
  if (transition.needsTransferEnabled) {
    const toggles = [netuid, toNetuid].map((id) => state.subnets.get(id)?.facts.isTransferEnabled);
    if (toggles.some((toggle) => toggle?.known && !toggle.value)) return 'TransferDisallowed';
  }
  const leaving = crosses ? 'away' : coldkey === toColdkey ? 'within' : 'given';
  return isHeldBack(state, transition, amount, leaving) ? 'StakeUnavailable' : null;
}

/** Moves stake within one subnet without a trade; a locked share moves to another coldkey too. */
function moveWithin(state: ChainState, transition: Transition, amount: bigint): Step<Moved> {
  const { coldkey, toColdkey, hotkey, toHotkey, netuid } = transition;
  const pool = state.subnets.get(netuid)?.pool;
  if (!pool) return refused('SubtensorModule.SubnetNotExists');
  let next = state;
  let lockedTravels = 0n;
  const stake = stakeAt(state, netuid, coldkey);
  if (coldkey !== toColdkey && stake !== null && amount > availableIn(stake)) {
    lockedTravels = min(amount - availableIn(stake), stake.locked);
    const lockOf = (owner: Ss58Address): Ss58Address | null | undefined =>
      state.locks.find((lock) => lock.coldkey === owner && lock.netuid === netuid)?.hotkey;
    const [ours, theirs] = [lockOf(coldkey), lockOf(toColdkey)];
    if (ours && theirs && ours !== theirs) return refused('SubtensorModule.LockHotkeyMismatch');
    const accepts = state.accounts.get(toColdkey)?.acceptsLockedAlpha;
    if (lockedTravels > 0n && accepts?.known && !accepts.value) {
      return refused('SubtensorModule.AccountRejectsLockedAlpha');
    }
    next = changeLocked(next, netuid, coldkey, -lockedTravels);
    next = changeLocked(next, netuid, toColdkey, lockedTravels);
  }
  next = changePosition(next, netuid, hotkey, coldkey, -amount);
  next = changePosition(next, netuid, toHotkey, toColdkey, amount);
  const tao = mulBits(spotPrice(pool), amount << 64n) >> 64n;
  if (tao < state.rules.minimumTransfer) return refused('SubtensorModule.AmountTooLow');
  return {
    ok: true,
    state: next,
    legs: [],
    value: { moved: amount, tao, bought: null, lockedTravels },
  };
}

/** Sells, transfers the TAO, and buys where it suffices. Both trade at any price: a limit only caps the amount. */
function moveAcross(state: ChainState, transition: Transition, amount: bigint): Step<Moved> {
  const { coldkey, toColdkey, hotkey, toHotkey, netuid, toNetuid } = transition;
  // One pool fee for both trades: on the sale, or on the purchase where the origin is root.
  const isFromRoot = netuid === ROOT_NETUID;
  const limitPrice = undefined;
  const sold = sellOnChain(
    state,
    { coldkey, hotkey, netuid, amount, limitPrice, dropFees: isFromRoot },
    coldkey,
    'trade',
  );
  if (!sold.ok) return refused(sold.error);
  const tao = sold.value;
  let next = sold.state;
  if (coldkey !== toColdkey) {
    if (tao > spendable(next, coldkey, 'all'))
      return refused('SubtensorModule.InsufficientBalance');
    next = changeFree(changeFree(next, coldkey, -tao), toColdkey, tao);
  }
  const value = { moved: amount, tao, bought: null, lockedTravels: 0n };
  if (tao < minimumOf(state, transition)) return { ok: true, state: next, legs: sold.legs, value };
  const bought = buyOnChain(next, {
    coldkey: toColdkey,
    hotkey: toHotkey,
    netuid: toNetuid,
    amount: tao,
    limitPrice,
    dropFees: !isFromRoot,
  });
  if (!bought.ok) return bought;
  return {
    ok: true,
    state: bought.state,
    legs: [...sold.legs, ...bought.legs],
    value: { ...value, bought: bought.value },
  };
}

export function runTransition(state: ChainState, requested: Transition): Step<Moved> {
  const { netuid, toNetuid, limit } = requested;
  const transition = { ...requested, amount: meantAmount(state, requested) };
  let allowed = transition.amount;
  const [origin, destination] = [state.subnets.get(netuid), state.subnets.get(toNetuid)];
  if (limit !== null && netuid !== toNetuid && origin?.pool && destination?.pool) {
    const guard = swapLimitGuard(origin.pool, destination.pool, limit.price);
    if (!guard.ok) return refused(`Swap.${guard.error}`);
    allowed = guard.amount;
  }
  const refusal = refusalOf(state, transition, allowed);
  if (refusal !== null) return refused(`SubtensorModule.${refusal}`);
  const amount = min(transition.amount, allowed);
  return netuid === toNetuid
    ? moveWithin(state, transition, amount)
    : moveAcross(state, transition, amount);
}
