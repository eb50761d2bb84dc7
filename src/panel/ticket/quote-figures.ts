// Figures of a quote's rows: the rate, the minimum where it means anything, and what the pools take together. Pure.
import { promisedOf, promiseOf } from '../../checks/promise.ts';
import type { Leg, Plan, Quantity } from '../../model/plan.ts';
import { mulDivDown, RAO_PER_TAO, toAlphaRao, toRao, type Rao } from '../../units.ts';

const sameUnit = (quantity: Quantity, amount: bigint): Quantity =>
  quantity.unit === 'rao'
    ? { unit: 'rao', amount: toRao(amount) }
    : { ...quantity, amount: toAlphaRao(amount) };

/** What one whole unit of what is paid brings, fees included, rounded down; null: nothing is traded, or too little. */
export function rateOf({
  gives,
  receives,
  legs,
}: Plan): { gives: Quantity; brings: Quantity } | null {
  if (gives === null || receives === null || gives.amount === 0n) return null;
  if (!legs.some(({ purpose }) => purpose === 'trade')) return null;
  const brings = mulDivDown(receives.expected.amount, RAO_PER_TAO, gives.amount);
  if (brings === 0n || brings >= 1n << 64n) return null;
  return { gives: sameUnit(gives, RAO_PER_TAO), brings: sameUnit(receives.expected, brings) };
}

/** Less is nothing: the chain itself clears positions of it away. */
const DUST = 1_000n;

/** The amount that the chain enforces; null: none is, or so little that it protects from nothing. */
export function minimumOf({ receives, legs }: Plan): Quantity | null {
  if (receives === null) return null;
  const promise = promiseOf(receives, legs);
  if (promise !== 'minimum' && promise !== 'minimum-while-held') return null;
  const promised = promisedOf(receives);
  return promised.amount < DUST ? null : promised;
}

/** At the price before the order, in rao; null: nothing of it is traded. */
function worthBefore(quantity: Quantity, legs: readonly Leg[]): bigint | null {
  if (quantity.unit === 'rao') return quantity.amount;
  const leg = legs.find(({ purpose, netuid }) => purpose === 'trade' && netuid === quantity.netuid);
  return leg === undefined ? null : (quantity.amount * leg.fill.priceBefore) >> 64n;
}

/**
 * What impact and pool fees cost, at the prices before the order, rounded up. To undo the order at once brings almost all
 * back, because it moves the price back: that says nothing of what a large order costs. null: nothing is traded, or lost.
 */
export function lossAtPricesBefore({ gives, receives, legs }: Plan): Rao | null {
  if (gives === null || receives === null) return null;
  const paid = worthBefore(gives, legs);
  const got = worthBefore(receives.expected, legs);
  if (paid === null || got === null || got >= paid) return null;
  return toRao(paid - got);
}

/** A loss with what cutting takes off the amount beside it: both printed with these decimals make up what goes in. */
export function lossBeside(amount: bigint, loss: bigint, decimals: number): bigint {
  const step = 10n ** BigInt(9 - decimals);
  return loss + (amount % step);
}

/** The fees of more trades are one row: two of one name say nothing of which is which. */
const MOST_FEE_ROWS = 1;

/** What the pools take: each fee where they are few, else their sum in TAO at the prices before. */
export function poolFeesOf(
  legs: readonly Leg[],
): { each: readonly Quantity[] } | { sum: Quantity; pools: number } {
  const paid = legs.filter(({ purpose, swapFee }) => purpose === 'trade' && swapFee.amount > 0n);
  if (paid.length <= MOST_FEE_ROWS) return { each: paid.map(({ swapFee }) => swapFee) };
  const inTao = ({ swapFee, fill }: Leg): bigint =>
    swapFee.unit === 'rao' ? swapFee.amount : (swapFee.amount * fill.priceBefore) >> 64n;
  const sum = paid.reduce((total, leg) => total + inTao(leg), 0n);
  return { sum: { unit: 'rao', amount: toRao(sum) }, pools: paid.length };
}

/** What others' trades may do to the order, by what the chain enforces of it. */
export function limitWords({ receives, legs, call }: Plan) {
  const promise = receives === null ? 'minimum' : promiseOf(receives, legs);
  if (promise === 'nothing') return 'explainNoMinimum';
  if (promise === 'unproven') return 'explainUnproven';
  return call?.args['allow_partial'] === true ? 'explainTolerancePartial' : 'explainTolerance';
}
