// One sale and one purchase as every stake call makes them: position, pool, block author's fee, free TAO.
// Mirrors opentensor/subtensor pallets/subtensor/src/staking/stake_utils.rs `unstake_from_subnet`,
// `stake_into_subnet` and coinbase/tao.rs (14bc6f9f9).
import type { Order } from '../../pool/pool.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { authorFee, sellAuthorFee } from '../../pool/sell-author-fee.ts';
import { min } from '../../pool/fixed-point.ts';
import { feeToken } from '../../pool/swap-fee.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import {
  changeFree,
  changePosition,
  movePool,
  noteRootChange,
  spendable,
  type ChainState,
} from './chain-state.ts';
import { makeLeg } from './make-leg.ts';
import type { Leg } from '../../model/plan.ts';

/** A step that succeeded, or the chain's name for its failure. */
export type Step<T = null> =
  | { ok: true; state: ChainState; legs: readonly Leg[]; value: T }
  | { ok: false; error: string };

export const refused = (error: string): { ok: false; error: string } => ({ ok: false, error });

type Trade = {
  hotkey: Ss58Address;
  coldkey: Ss58Address;
  netuid: Netuid;
  amount: bigint;
  /** undefined: the chain's own outermost limit. */
  limitPrice: bigint | undefined;
  dropFees: boolean;
};

function orderOf(side: Order['side'], trade: Trade, amount: bigint): Order {
  return {
    side,
    amount,
    ...(trade.limitPrice === undefined ? {} : { limitPrice: trade.limitPrice }),
    ...(trade.dropFees ? { dropFees: true } : {}),
  };
}

/** `partial`: the state at the failure, which stays where the chain swallows the error. */
type Sale = Extract<Step<bigint>, { ok: true }> | { ok: false; error: string; partial: ChainState };

/**
 * Sells alpha-rao from a position and pays the TAO to `beneficiary` (null: to an account outside the plan); the
 * value is rao paid. Alpha that the limit leaves unsold returns to the position.
 */
export function sellOnChain(
  state: ChainState,
  trade: Trade,
  beneficiary: Ss58Address | null,
  purpose: Leg['purpose'],
): Sale {
  const { hotkey, coldkey, netuid, amount } = trade;
  const subnet = state.subnets.get(netuid);
  if (!subnet?.pool) {
    return { ...refused('SubtensorModule.SubnetNotExists'), partial: state };
  }
  const before = subnet.pool;
  // A fee paid in root stake starts the hold too, so the call after it is refused.
  let next = noteRootChange(
    changePosition(state, netuid, hotkey, coldkey, -amount),
    netuid,
    hotkey,
  );
  const order = orderOf('sell', trade, amount);
  const fill = quoteSwap(before, order);
  if (!fill.ok) return { ...refused(`Swap.${fill.error}`), partial: next };
  const feeInAlpha = feeToken(before, 'sell') === 'tao' ? 0n : fill.fee;
  const unsold = amount - fill.amountIn - feeInAlpha;
  next = changePosition(next, netuid, hotkey, coldkey, unsold);
  if (beneficiary !== null) {
    const free = next.accounts.get(beneficiary)?.free ?? 0n;
    if (fill.amountOut > 0n && free + fill.amountOut < state.rules.existentialDeposit) {
      return { ...refused('Token.BelowMinimum'), partial: next };
    }
    next = changeFree(next, beneficiary, fill.amountOut);
  }
  next = movePool(next, netuid, fill.after);
  const feeSale = sellAuthorFee(fill.after, authorFee(fill));
  if (!feeSale.ok) return { ...refused(`Swap.${feeSale.error}`), partial: next };
  const { after } = feeSale;
  next = movePool(next, netuid, after);
  const leg = makeLeg({
    purpose,
    netuid,
    curve: subnet.facts.curve,
    before,
    order,
    fill,
    after,
    isFirstTouch: !subnet.isTouched,
  });
  return { ok: true, state: next, legs: [leg], value: fill.amountOut };
}

/** Rao paid and alpha-rao received. */
export type Bought = { paid: bigint; received: bigint };

/** Buys alpha for a position with rao of the coldkey, which keeps the existential deposit. */
export function buyOnChain(state: ChainState, trade: Trade): Step<Bought> {
  const { hotkey, coldkey, netuid } = trade;
  const subnet = state.subnets.get(netuid);
  if (!subnet?.pool) return refused('SubtensorModule.SubnetNotExists');
  const paid = min(trade.amount, spendable(state, coldkey, 'keep-alive'));
  if (trade.amount > 0n && paid === 0n) return refused('SubtensorModule.InsufficientBalance');
  const order = orderOf('buy', trade, paid);
  const fill = quoteSwap(subnet.pool, order);
  if (!fill.ok) return refused(`Swap.${fill.error}`);
  if (fill.amountOut === 0n) return refused('SubtensorModule.AmountTooLow');
  let next = changeFree(state, coldkey, -paid);
  next = changePosition(next, netuid, hotkey, coldkey, fill.amountOut);
  next = movePool(next, netuid, fill.after);
  const leg = makeLeg({
    purpose: 'trade',
    netuid,
    curve: subnet.facts.curve,
    before: subnet.pool,
    order,
    fill,
    after: fill.after,
    isFirstTouch: !subnet.isTouched,
  });
  return { ok: true, state: next, legs: [leg], value: { paid, received: fill.amountOut } };
}
