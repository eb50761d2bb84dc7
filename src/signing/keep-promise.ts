// Holds a newer plan to what the user saw: the minimum, the worst price, or both where both were promised. Prices move
// in every block, mostly by less than the tolerance. So the tolerance shrinks by what the price lost, down to half. Our own
// impact is still judged by the tolerance that was reviewed.
import { AppError } from '../errors.ts';
import type { MoveTerms } from '../model/move.ts';
import type { Plan, Quantity } from '../model/plan.ts';
import { isNoWorse, pricedLeg, promiseOf } from '../checks/promise.ts';
import type { Side } from '../pool/pool.ts';
import { mulDivUp } from '../units.ts';

export type Seen = {
  minimum: Quantity;
  /** What the limits enforce whatever the pools' depth; null: no amount was shown. */
  floor: Quantity | null;
  /** Rao per whole alpha, where less than the whole may be traded; with a partial fill the minimum was no promise. */
  worstPrice: bigint | null;
};

/** What was seen of the whole, and of each item of a batch that was reviewed long ago. */
type SeenWhole = Seen & { items?: readonly (Seen | null)[] };

const BPS = 10_000n;
/** The limit follows the tolerance nearly in step, a price a little less so than a minimum. */
const TRIES = 4;

const isSameKind = (one: Quantity, other: Quantity): boolean =>
  one.unit === 'rao' ? other.unit === 'rao' : other.unit === 'alpha' && one.netuid === other.netuid;

/** Which of minimum and worst price a plan must keep; null: it promises other things than the user saw. */
function keptParts(plan: Plan, seen: Seen): { minimum: boolean; price: Side | null } | null {
  const { receives, legs } = plan;
  if (receives === null || !isSameKind(receives.minimum, seen.minimum)) return null;
  if ((receives.worstPrice === null) !== (seen.worstPrice === null)) return null;
  const isPriced = receives.worstPrice !== null;
  return {
    minimum: promiseOf(receives, legs) !== 'price',
    price: isPriced ? (pricedLeg(legs)?.side ?? null) : null,
  };
}

const isFloorKept = (floor: Quantity | null, seen: Quantity | null): boolean =>
  seen === null || (floor !== null && isSameKind(floor, seen) && floor.amount >= seen.amount);

/** The largest amount that the user saw as sure: the floor is above the minimum by rounding, or below it. */
const sureOf = ({ minimum, floor }: Seen): bigint =>
  floor !== null && floor.amount > minimum.amount ? floor.amount : minimum.amount;

function isKept(plan: Plan, seen: Seen): boolean {
  const parts = keptParts(plan, seen);
  const { receives } = plan;
  if (parts === null || receives === null) return false;
  const keepsMinimum =
    !parts.minimum ||
    (receives.minimum.amount >= seen.minimum.amount && isFloorKept(receives.floor, seen.floor));
  const { worstPrice } = receives;
  if (worstPrice === null || seen.worstPrice === null) return keepsMinimum;
  return (
    keepsMinimum && parts.price !== null && isNoWorse(worstPrice, seen.worstPrice, parts.price)
  );
}

/** The largest tolerance that may keep the minimum; null: none. */
function toleranceForMinimum(expected: bigint, minimum: bigint): bigint | null {
  if (expected < minimum || minimum === 0n) return null;
  return ((expected - minimum) * BPS) / expected;
}

/** The largest tolerance that may keep the price; null: none. */
function toleranceForPrice(
  toleranceBps: number,
  price: bigint,
  seen: bigint,
  side: Side,
): bigint | null {
  const [worse, better] = side === 'buy' ? [price, seen] : [seen, price];
  if (better === 0n) return null;
  const kept = mulDivUp(BPS - BigInt(toleranceBps), worse, better);
  return kept > BPS ? null : BPS - kept;
}

/** The largest tolerance that may keep the promise, rounded down: less tolerance, a better price; null: none. */
function toleranceFor(plan: Plan, seen: Seen): number | null {
  const parts = keptParts(plan, seen);
  const { receives, terms } = plan;
  if (parts === null || receives === null) return null;
  if (!isSameKind(receives.expected, seen.minimum)) return null;
  const wanted: (bigint | null)[] = [];
  if (parts.minimum) {
    wanted.push(toleranceForMinimum(receives.expected.amount, sureOf(seen)));
  }
  if (receives.worstPrice !== null && seen.worstPrice !== null) {
    if (parts.price === null) return null;
    const { worstPrice } = receives;
    wanted.push(toleranceForPrice(terms.toleranceBps, worstPrice, seen.worstPrice, parts.price));
  }
  let least: bigint | null = null;
  for (const one of wanted) {
    if (one === null) return null;
    if (least === null || one < least) least = one;
  }
  return least === null ? null : Number(least);
}

/** The whole with what was seen of it, then each item with what was seen of that. */
function held(plan: Plan, { items = [], ...whole }: SeenWhole): [Plan, Seen][] | null {
  const found: [Plan, Seen][] = [[plan, whole]];
  if (items.length > 0 && items.length !== plan.items.length) return null;
  for (const [index, seen] of items.entries()) {
    const item = plan.items[index];
    if (item === undefined || seen === null) return null;
    found.push([item, seen]);
  }
  return found;
}

const isAllKept = (plan: Plan, seen: SeenWhole): boolean =>
  held(plan, seen)?.every(([part, of]) => isKept(part, of)) ?? false;

/** The largest tolerance that keeps every part; null: none. */
function leastTolerance(plan: Plan, seen: SeenWhole): number | null {
  let least: number | null = null;
  for (const [part, of] of held(plan, seen) ?? []) {
    const one = toleranceFor(part, of);
    if (one === null) return null;
    if (least === null || one < least) least = one;
  }
  return least;
}

/** The plan itself or one with less tolerance that keeps what was seen. Throws PLAN_CHANGED: it is another plan. */
export function keepPromise(plan: Plan, seen: SeenWhole, replan: (terms: MoveTerms) => Plan): Plan {
  const { receives, terms } = plan;
  if (receives === null || isAllKept(plan, seen)) return plan;
  const tolerance = leastTolerance(plan, seen);
  if (tolerance !== null && tolerance * 2 >= terms.toleranceBps) {
    for (let less = 0; less < TRIES; less += 1) {
      const toleranceBps = tolerance - less;
      if (toleranceBps < 0) break;
      const { reviewedToleranceBps = terms.toleranceBps } = terms;
      const tighter = replan({ ...terms, toleranceBps, reviewedToleranceBps });
      if (isAllKept(tighter, seen)) return tighter;
    }
  }
  throw new AppError('PLAN_CHANGED', {
    minimum: seen.minimum.amount,
    now: receives.minimum.amount,
    expected: receives.expected.amount,
  });
}
