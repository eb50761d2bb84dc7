// Holds a newer plan to what the user saw: the minimum, or with partial fill the worst price. Prices move in every
// block, mostly by less than the tolerance, so the tolerance takes what the price lost, down to half of it.
import { AppError } from '../errors.ts';
import type { MoveTerms } from '../moves/move.ts';
import type { Plan, Quantity } from '../moves/plan.ts';
import { mulDivUp } from '../units.ts';

export type Seen = {
  minimum: Quantity;
  /** Rao per whole alpha, where a part may fill; no amount was promised then. */
  worstPrice: bigint | null;
};

const BPS = 10_000n;
/** The limit follows the tolerance nearly in step, a price a little less so than a minimum. */
const TRIES = 4;

const isSameKind = (one: Quantity, other: Quantity): boolean =>
  one.unit === 'rao' ? other.unit === 'rao' : other.unit === 'alpha' && one.netuid === other.netuid;

/** Whoever receives alpha buys it: a lower price is better. */
const isNoWorse = (price: bigint, seen: bigint, { unit }: Quantity): boolean =>
  unit === 'alpha' ? price <= seen : price >= seen;

function isKept({ receives }: Plan, seen: Seen): boolean {
  if (receives === null || !isSameKind(receives.minimum, seen.minimum)) return false;
  const { minimum, worstPrice } = receives;
  if (seen.worstPrice === null || worstPrice === null) {
    return worstPrice === seen.worstPrice && minimum.amount >= seen.minimum.amount;
  }
  return isNoWorse(worstPrice, seen.worstPrice, minimum);
}

/** The largest tolerance that may keep the promise, rounded down: less tolerance, a better price; null: none. */
function toleranceFor({ receives, terms }: Plan, seen: Seen): number | null {
  if (receives === null || !isSameKind(receives.expected, seen.minimum)) return null;
  const { expected, worstPrice } = receives;
  if (seen.worstPrice === null || worstPrice === null) {
    const { amount } = seen.minimum;
    if (worstPrice !== seen.worstPrice || expected.amount < amount || amount === 0n) return null;
    return Number(((expected.amount - amount) * BPS) / expected.amount);
  }
  const [worse, better] =
    expected.unit === 'alpha' ? [worstPrice, seen.worstPrice] : [seen.worstPrice, worstPrice];
  if (better === 0n) return null;
  const kept = mulDivUp(BPS - BigInt(terms.toleranceBps), worse, better);
  return kept > BPS ? null : Number(BPS - kept);
}

/** The plan itself or one with less tolerance that keeps what was seen. Throws PLAN_CHANGED: it is another plan. */
export function keepPromise(plan: Plan, seen: Seen, replan: (terms: MoveTerms) => Plan): Plan {
  const { receives, terms } = plan;
  if (receives === null || isKept(plan, seen)) return plan;
  const tolerance = toleranceFor(plan, seen);
  if (tolerance !== null && tolerance * 2 >= terms.toleranceBps) {
    for (let less = 0; less < TRIES; less += 1) {
      const toleranceBps = tolerance - less;
      if (toleranceBps < 0) break;
      const tighter = replan({ ...terms, toleranceBps });
      if (isKept(tighter, seen)) return tighter;
    }
  }
  throw new AppError('PLAN_CHANGED', {
    minimum: seen.minimum.amount,
    now: receives.minimum.amount,
    expected: receives.expected.amount,
  });
}
