// What a plan promises: which of minimum and price the chain enforces.
import type { Leg, Plan, Quantity } from '../model/plan.ts';
import { leastAtLimit } from '../pool/execution-limit.ts';
import type { Side } from '../pool/pool.ts';

type Receives = NonNullable<Plan['receives']>;

type PromiseKind =
  /** At least the minimum, or nothing is traded. */
  | 'minimum'
  /** The same while the position holds what is given. If it holds less, every unit trades at no worse than the worst price. */
  | 'minimum-while-held'
  /** What leaves arrives untraded: the whole amount while the position holds it, else what the position holds. */
  | 'as-it-is'
  /** No amount; every unit that is traded meets the worst price. */
  | 'price'
  /** Nothing yet: the minimum would rest on the pool's depth as one node tells it. Such a plan is never signed. */
  | 'unproven'
  /** Nothing that the chain enforces. */
  | 'nothing';

/** What the chain enforces of a plan. */
export function promiseOf(
  receives: Pick<Receives, 'isGuaranteed' | 'isOfWhatIsHeld' | 'worstPrice' | 'minimumRestsOn'>,
  legs: readonly Pick<Leg, 'purpose'>[],
): PromiseKind {
  const { isGuaranteed, isOfWhatIsHeld, worstPrice } = receives;
  if (receives.minimumRestsOn === 'one-source') return 'unproven';
  if (!isGuaranteed) return 'nothing';
  if (!isOfWhatIsHeld) return worstPrice === null ? 'minimum' : 'price';
  return legs.some(({ purpose }) => purpose === 'trade') ? 'minimum-while-held' : 'as-it-is';
}

/**
 * The amount to promise: the floor, which no word about a pool's depth can move; the minimum where that rests on the
 * depth, or where there is no floor.
 */
export function promisedOf({
  minimum,
  floor,
  minimumRestsOn,
}: Pick<Receives, 'minimum' | 'floor' | 'minimumRestsOn'>): Quantity {
  return floor === null || minimumRestsOn !== null ? minimum : floor;
}

/** The trade that the worst price belongs to; undefined where no trade is limited. */
export function pricedLeg(legs: readonly Leg[]): Leg | undefined {
  return legs.find(({ purpose, limitPrice }) => purpose === 'trade' && limitPrice !== null);
}

/**
 * What a net input (rao of the paid token, the pool's fee excluded) brings at least, rao of the received token, where no
 * unit may trade at worse than `price`, rao per whole alpha; rounded down, 0 for a price of 0.
 */
export const leastAtPrice = (side: Side, net: bigint, price: bigint): bigint =>
  net > 0n && price > 0n ? leastAtLimit(side, net, price) : 0n;

/** Whether one price per alpha is no worse than another for whoever trades on this side. */
export function isNoWorse(price: bigint, than: bigint, side: Side): boolean {
  return side === 'buy' ? price <= than : price >= than;
}
