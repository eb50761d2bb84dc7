// What a person can do with an order whose minimum would rest on one node's word about the pool's depth: let a part fill,
// or trade less. Pure.
import type { MoveFacts } from '../model/facts.ts';
import type { Move, MoveTerms } from '../model/move.ts';
import type { Quantity } from '../model/plan.ts';
import { toAlphaRao, toRao } from '../units.ts';
import { largestOrder, maxAmount } from './max-amount.ts';
import { planMove } from './plan-move.ts';
import { alphaQuantity, taoQuantity } from './run/make-leg.ts';

type DepthOffers = {
  /**
   * The same order with a part allowed to fill: rao per whole alpha that no unit is worse than, the amount of the order
   * and what of it would trade now. null: the call knows no partial fill.
   */
  partial: { worstPrice: bigint; whole: Quantity; fillsNow: Quantity } | null;
  /** The largest amount whose minimum holds on any pool, in the move's own unit; null: none. */
  split: Quantity | null;
};

type Sized = Extract<Move, { kind: 'stake' | 'unstake' | 'change-subnet' }>;

/** The move as one with an amount; a full exit sells what is held. null: nothing in it can be made smaller. */
function sizedOf(move: Move, terms: MoveTerms, facts: MoveFacts): Sized | null {
  if (move.kind === 'stake' || move.kind === 'unstake' || move.kind === 'change-subnet')
    return move;
  if (move.kind !== 'unstake-all') return null;
  const { coldkey, hotkey, netuid } = move;
  const one = { kind: 'unstake', coldkey, hotkey, netuid, amount: toAlphaRao(1n) } as const;
  const held = maxAmount(one, terms, facts);
  return held === null ? null : { ...one, amount: toAlphaRao(held) };
}

const withAmount = (move: Sized, amount: bigint): Sized =>
  move.kind === 'stake'
    ? { ...move, amount: toRao(amount) }
    : { ...move, amount: toAlphaRao(amount) };

const quantityOf = (move: Sized): Quantity =>
  move.kind === 'stake' ? taoQuantity(move.amount) : alphaQuantity(move.netuid, move.amount);

function partialOf(move: Sized, terms: MoveTerms, facts: MoveFacts): DepthOffers['partial'] {
  if (move.kind === 'change-subnet') return null;
  const { gives, receives } = planMove(move, { ...terms, allowPartial: true }, facts);
  const worstPrice = receives?.worstPrice ?? null;
  // A runtime without limits promises no price.
  if (gives === null || worstPrice === null) return null;
  return { worstPrice, whole: quantityOf(move), fillsNow: gives };
}

function splitOf(move: Sized, terms: MoveTerms, facts: MoveFacts): Quantity | null {
  // Whole basis points, rounded down: the limit of the search.
  const most = largestOrder(move, terms, facts, Math.floor(terms.toleranceBps / 2));
  // By rounding it may still be too large: half of it is next.
  for (let amount = most ?? 0n; amount > 0n; amount /= 2n) {
    const smaller = withAmount(move, amount);
    const { call, depthNeeded } = planMove(smaller, terms, facts);
    if (call !== null && !depthNeeded) return quantityOf(smaller);
  }
  return null;
}

/** The ways that need no second source. Throws RangeError as `planMove` does. */
export function depthOffers(move: Move, terms: MoveTerms, facts: MoveFacts): DepthOffers {
  const sized = sizedOf(move, terms, facts);
  if (sized === null) return { partial: null, split: null };
  return { partial: partialOf(sized, terms, facts), split: splitOf(sized, terms, facts) };
}
