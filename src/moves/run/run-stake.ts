// Runs add_stake and add_stake_limit at one state, with the refusals in the chain's order.
// Mirrors opentensor/subtensor pallets/subtensor/src/staking/add_stake.rs and stake_utils.rs
// `validate_add_stake` (14bc6f9f9).
import { feeOfGross } from '../../pool/fee-rate.ts';
import { min } from '../../pool/fixed-point.ts';
import { largestInput } from '../../pool/largest-input.ts';
import { maxWithinLimit } from '../../pool/max-within-limit.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import type { Pool } from '../../pool/pool.ts';
import { feeRateOf } from '../../pool/swap-fee.ts';
import { type Netuid, type Ss58Address } from '../../units.ts';
import { isListFull, spendable, type ChainState } from './chain-state.ts';
import { isHotkeyKnown } from './run-unstake.ts';
import { buyOnChain, refused, type Bought, type Step } from './trade-on-chain.ts';

type Addition = {
  coldkey: Ss58Address;
  hotkey: Ss58Address;
  netuid: Netuid;
  amount: bigint;
  /** undefined: add_stake, which buys at any price. */
  limitPrice: bigint | undefined;
  allowPartial: boolean;
};

/** The least gross amount of a purchase, rao: the minimum stake plus the pool's fee on it. */
export function smallestPurchase(pool: Pool, minimumStake: bigint): bigint {
  const fill = quoteSwap(pool, { side: 'buy', amount: minimumStake });
  if (fill.ok) return minimumStake + fill.fee;
  return minimumStake + feeOfGross(minimumStake, feeRateOf(pool));
}

function refusalOf(state: ChainState, addition: Addition, allowed: bigint): string | null {
  const { coldkey, hotkey, netuid } = addition;
  const { minimumStake } = state.rules;
  const subnet = state.subnets.get(netuid);
  if (!subnet?.facts.exists || !subnet.pool) return 'SubnetNotExists';
  const enabled = subnet.facts.isSubtokenEnabled;
  if (enabled.known && !enabled.value) return 'SubtokenDisabled';
  if (addition.amount < smallestPurchase(subnet.pool, minimumStake)) return 'AmountTooLow';
  if (!addition.allowPartial && addition.amount > allowed) return 'SlippageTooHigh';
  const amount = min(addition.amount, allowed);
  if (amount > spendable(state, coldkey, 'all')) return 'NotEnoughBalanceToStake';
  if (!isHotkeyKnown(state, hotkey)) return 'HotKeyAccountNotExists';
  if (isListFull(state, coldkey, hotkey, false)) return 'TooManyStakingHotkeys';
  const fill = quoteSwap(subnet.pool, { side: 'buy', amount });
  if (!fill.ok) return 'InsufficientLiquidity';
  if (fill.amountIn < minimumStake) return 'AmountTooLow';
  return fill.amountOut === 0n ? 'InsufficientLiquidity' : null;
}

export function runStake(state: ChainState, addition: Addition): Step<Bought> {
  const { coldkey, hotkey, netuid, limitPrice } = addition;
  const pool = state.subnets.get(netuid)?.pool;
  if (pool && addition.amount > largestInput(pool, 'buy')) {
    return refused('SubtensorModule.InsufficientLiquidity');
  }
  let allowed = addition.amount;
  if (limitPrice !== undefined && pool) {
    const most = maxWithinLimit(pool, 'buy', limitPrice);
    if (!most.ok) return refused(`Swap.${most.error}`);
    allowed = most.amount;
  }
  const refusal = refusalOf(state, addition, allowed);
  if (refusal !== null) return refused(`SubtensorModule.${refusal}`);
  const amount = min(addition.amount, allowed);
  return buyOnChain(state, { coldkey, hotkey, netuid, amount, limitPrice, dropFees: false });
}
