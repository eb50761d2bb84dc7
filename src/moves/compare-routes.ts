// Compares the two routes of a change of subnet, and what the protected one costs more.
import type { MoveFacts } from '../model/facts.ts';
import { mulBits } from '../pool/fixed-point.ts';
import { spotPrice } from '../pool/spot-price.ts';
import type { Move, MoveTerms } from '../model/move.ts';
import type { Plan, Quantity } from '../model/plan.ts';
import { planMove } from './plan-move.ts';

export type Routes = {
  protected: Plan;
  oneCall: Plan;
  /**
   * Rao by which the protected route is expected to bring less, network fees included; below zero where it brings
   * more. null where a plan has no figures or a fee is not known in TAO.
   */
  protectionCost: bigint | null;
};

/** All that a plan brings, in rao, with alpha at the destination's spot price before the move; rounded down. */
function worthOf(plan: Plan, facts: MoveFacts): bigint | null {
  const { receives, networkFee, spareTao } = plan;
  if (receives === null || !networkFee.known || networkFee.value.paidIn !== 'tao') return null;
  const value = spotValue(receives.expected, facts);
  return value === null ? null : value + spareTao - networkFee.value.fee;
}

function spotValue(quantity: Quantity, { subnets }: MoveFacts): bigint | null {
  if (quantity.unit === 'rao') return quantity.amount;
  const pool = subnets.find(({ netuid }) => netuid === quantity.netuid)?.pool;
  return pool ? mulBits(spotPrice(pool), quantity.amount << 64n) >> 64n : null;
}

/** Plans the same change by both routes on the same facts. */
export function compareRoutes(
  move: Extract<Move, { kind: 'change-subnet' }>,
  terms: MoveTerms,
  facts: MoveFacts,
): Routes {
  const byProtected = planMove({ ...move, route: 'protected' }, terms, facts);
  const oneCall = planMove({ ...move, route: 'one-call' }, terms, facts);
  const [ours, theirs] = [worthOf(byProtected, facts), worthOf(oneCall, facts)];
  const protectionCost = ours === null || theirs === null ? null : theirs - ours;
  return { protected: byProtected, oneCall, protectionCost };
}
