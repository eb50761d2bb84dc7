// What an order moves, in TAO: TAO as it is, alpha at the spot price before the order, rounded up. The user's own limits
// count by it. Pure.
import { plannedClaims } from '../../checks/planned-claims.ts';
import type { MoveFacts } from '../../model/facts.ts';
import type { Move } from '../../model/move.ts';
import type { Plan, Quantity } from '../../model/plan.ts';
import { min } from '../../pool/fixed-point.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import { mulDivUp, RAO_PER_TAO, ROOT_NETUID, toRao, U64_MAX, type Rao } from '../../units.ts';
import { positionOf, type ChainState } from '../run/chain-state.ts';
import { alphaQuantity, taoQuantity } from '../run/make-leg.ts';

const BITS_OF_ONE = 1n << 64n;

/** An amount that is typed can be worth more than there is: no limit is above the cap. */
const capped = (value: bigint): Rao => toRao(min(value, U64_MAX));

export type SingleMove = Exclude<Move, { kind: 'exit-several' }>;

function valueOf(state: ChainState, quantity: Quantity): Rao | null {
  if (quantity.unit === 'rao') return quantity.amount;
  const subnet = state.subnets.get(quantity.netuid);
  if (subnet === undefined) return null;
  if (subnet.pool !== null) {
    const price = spotPrice(subnet.pool);
    // Of an empty pool nobody knows what its alpha is worth.
    return price === 0n ? null : capped(mulDivUp(quantity.amount, price, BITS_OF_ONE));
  }
  // The node rounds its price down.
  const { nodePrice } = subnet.facts;
  return nodePrice.known
    ? capped(mulDivUp(quantity.amount, nodePrice.value + 1n, RAO_PER_TAO))
    : null;
}

/** What the claims pay, and the root stake that leaves with them. */
function claimValue(
  facts: MoveFacts,
  state: ChainState,
  move: Extract<Move, { kind: 'claim' }>,
): Rao | null {
  let total = 0n;
  for (const { hotkey, redeemable } of plannedClaims(facts, move)) {
    if (redeemable === null) return null;
    total += redeemable;
    if (move.unstakes) total += positionOf(state, ROOT_NETUID, hotkey, move.coldkey);
  }
  return capped(total);
}

/**
 * Null where it is not known. `state`: before the network fee. What was ordered counts, not the part that would fill now: the
 * rest may fill when it is executed.
 */
export function orderValue(
  facts: MoveFacts,
  state: ChainState,
  move: SingleMove,
  gives: Quantity | null,
): Rao | null {
  if (move.kind === 'claim') return claimValue(facts, state, move);
  if (move.kind === 'accept-locked') return toRao(0n);
  const taken = gives?.amount ?? 0n;
  if (!('amount' in move)) return gives === null ? null : valueOf(state, gives);
  const amount = move.amount > taken ? move.amount : taken;
  return valueOf(
    state,
    move.kind === 'stake' ? taoQuantity(amount) : alphaQuantity(move.netuid, amount),
  );
}

/** Of several orders as one; null where one of them is not known. */
export function sumOfOrders(plans: readonly Plan[]): Rao | null {
  let total = 0n;
  for (const { orderValue: value } of plans) {
    if (value === undefined || value === null) return null;
    total += value;
  }
  return capped(total);
}
