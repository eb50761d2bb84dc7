// Runs the remove_stake calls at one state, with the refusals in the chain's order and the residue rule.
// Mirrors opentensor/subtensor pallets/subtensor/src/staking/remove_stake.rs, helpers.rs (14bc6f9f9).
import { divBits, min } from '../../pool/fixed-point.ts';
import { largestInput } from '../../pool/largest-input.ts';
import { maxWithinLimit } from '../../pool/max-within-limit.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import { mulDivDown, PPM, U64_MAX, type Netuid, type Ss58Address } from '../../units.ts';
import {
  changeLocked,
  isHeldBack,
  isRootHeld,
  positionOf,
  type ChainState,
} from './chain-state.ts';
import type { Leg } from '../../model/plan.ts';
import { refused, sellOnChain, type Step } from './trade-on-chain.ts';

type Removal = {
  coldkey: Ss58Address;
  hotkey: Ss58Address;
  netuid: Netuid;
  amount: bigint;
  /** undefined: remove_stake, which sells at any price. */
  limitPrice: bigint | undefined;
  allowPartial: boolean;
};

export const isHotkeyKnown = (state: ChainState, hotkey: Ss58Address): boolean =>
  state.owners.get(hotkey) !== null;

/** The least remainder that may stay, alpha-rao; 0 where the coldkey owns the hotkey or the rule is unknown. */
export function smallestRemainder(
  state: ChainState,
  netuid: Netuid,
  hotkey: Ss58Address,
  coldkey: Ss58Address,
): bigint {
  const pool = state.subnets.get(netuid)?.pool;
  const factor = state.rules.nominatorMinimumFactor;
  if (!pool || !factor.known || state.owners.get(hotkey) === coldkey) return 0n;
  const least = mulDivDown(state.rules.minimumStake, factor.value, PPM);
  return min(divBits(least << 64n, spotPrice(pool)) >> 64n, U64_MAX);
}

function refusalOf(state: ChainState, removal: Removal, allowed: bigint): string | null {
  const { coldkey, hotkey, netuid, amount } = removal;
  const subnet = state.subnets.get(netuid);
  if (!subnet?.facts.exists || !subnet.pool) return 'SubnetNotExists';
  if (amount === 0n) return 'AmountTooLow';
  const held = positionOf(state, netuid, hotkey, coldkey);
  if (amount > held) return 'NotEnoughStakeToWithdraw';
  if (isRootHeld(state, removal)) return 'RootStakeLocked';
  const sale = quoteSwap(subnet.pool, { side: 'sell', amount });
  if (!sale.ok) return 'InsufficientLiquidity';
  if (amount < held && sale.amountOut < state.rules.minimumStake) return 'AmountTooLow';
  if (!removal.allowPartial && amount > allowed) return 'SlippageTooHigh';
  if (!isHotkeyKnown(state, hotkey)) return 'HotKeyAccountNotExists';
  return isHeldBack(state, removal, amount, 'away') ? 'StakeUnavailable' : null;
}

/** Sells a remainder that is too small to stay; where that sale fails the remainder is lost. */
function clearRemainder(
  state: ChainState,
  { coldkey, hotkey, netuid }: Removal,
): { state: ChainState; legs: readonly Leg[]; paid: bigint } {
  const remainder = positionOf(state, netuid, hotkey, coldkey);
  if (remainder === 0n || remainder >= smallestRemainder(state, netuid, hotkey, coldkey)) {
    return { state, legs: [], paid: 0n };
  }
  const trade = {
    coldkey,
    hotkey,
    netuid,
    amount: remainder,
    limitPrice: undefined,
    dropFees: false,
  };
  const sale = sellOnChain(state, trade, coldkey, 'residue');
  // It has left the position by then, sold or not.
  const left = sale.ok ? sale.state : sale.partial;
  const after = changeLocked(left, netuid, coldkey, -remainder);
  return sale.ok
    ? { state: after, legs: sale.legs, paid: sale.value }
    : { state: after, legs: [], paid: 0n };
}

/** Alpha-rao sold, and rao paid for it and for the remainder. */
export type Removed = { sold: bigint; paid: bigint; paidForRemainder: bigint };

export function runUnstake(state: ChainState, requested: Removal): Step<Removed> {
  const { coldkey, hotkey, netuid, limitPrice } = requested;
  const subnet = state.subnets.get(netuid);
  let removal = requested;
  if (limitPrice === undefined) {
    const enabled = subnet?.facts.isSubtokenEnabled;
    if (enabled?.known && !enabled.value) return refused('SubtensorModule.SubtokenDisabled');
    const held = positionOf(state, netuid, hotkey, coldkey);
    removal = { ...requested, amount: min(requested.amount, held) };
  }
  const pool = subnet?.pool;
  if (pool && removal.amount > largestInput(pool, 'sell')) {
    return refused('SubtensorModule.InsufficientLiquidity');
  }
  let allowed = removal.amount;
  if (limitPrice !== undefined && pool) {
    const most = maxWithinLimit(pool, 'sell', limitPrice);
    if (!most.ok) return refused(`Swap.${most.error}`);
    allowed = most.amount;
  }
  const refusal = refusalOf(state, removal, allowed);
  if (refusal !== null) return refused(`SubtensorModule.${refusal}`);
  const amount = min(removal.amount, allowed);
  const trade = { coldkey, hotkey, netuid, amount, limitPrice, dropFees: false };
  const sale = sellOnChain(state, trade, coldkey, 'trade');
  if (!sale.ok) return refused(sale.error);
  const cleared = clearRemainder(sale.state, removal);
  const held = positionOf(state, netuid, hotkey, coldkey);
  return {
    ok: true,
    state: cleared.state,
    legs: [...sale.legs, ...cleared.legs],
    value: {
      sold: held - positionOf(sale.state, netuid, hotkey, coldkey),
      paid: sale.value,
      paidForRemainder: cleared.paid,
    },
  };
}
