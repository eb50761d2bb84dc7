// The limit of a change of subnet in one call: solved on the chain's guard, which ignores weights and
// fees, and what that guard would let happen at worst, measured.
import { divBits } from '../../pool/fixed-point.ts';
import type { Pool } from '../../pool/pool.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { quoteTwoLegs } from '../../pool/quote-two-legs.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import { swapLimitGuard } from '../../pool/swap-limit-guard.ts';
import { mulDivDown } from '../../units.ts';
import type { MoveTerms } from '../../model/move.ts';

const LIMIT_ONE = 1_000_000_000n;
const BASIS_POINTS = 10_000n;
/** Others' trades are measured in this part of a reserve; the search halves down to it. */
const TRADE_PARTS = 1n << 20n;
const PPM = 1_000_000n;
/** How much of a reserve others are taken to trade at most before the move: beyond it nothing was measured. */
export const MEASURED_PUSH_PPM = 100_000n;
const STEPS = 8;

type Both = { origin: Pool; destination: Pool };

const passes = ({ origin, destination }: Both, amount: bigint, limit: bigint): boolean => {
  const guard = swapLimitGuard(origin, destination, limit);
  return guard.ok && guard.amount >= amount;
};

/** The last integer of [low, high] for which the predicate holds; it must hold at `low`. */
function lastPassing(low: bigint, high: bigint, holds: (value: bigint) => boolean): bigint {
  let yes = low;
  let no = high + 1n;
  while (no - yes > 1n) {
    const middle = (yes + no) >> 1n;
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/**
 * 10⁹ × (origin price / destination price), loosened by the tolerance from the tightest limit that lets
 * the whole amount through now; null where none does.
 */
export function solveGuardLimit(both: Both, amount: bigint, terms: MoveTerms): bigint | null {
  const ratio = divBits(spotPrice(both.origin), spotPrice(both.destination));
  const spotLimit = (ratio * LIMIT_ONE) >> 64n;
  // Half of spot is far beyond any sensible impact, and near 0 the chain's division overflows.
  const lowest = spotLimit / 2n > 0n ? spotLimit / 2n : 1n;
  if (!passes(both, amount, lowest)) return null;
  const tightest = lastPassing(lowest, spotLimit, (limit) => passes(both, amount, limit));
  const kept = BASIS_POINTS - BigInt(terms.toleranceBps);
  const limit = mulDivDown(tightest, kept, BASIS_POINTS);
  return limit > 0n && passes(both, amount, limit) ? limit : null;
}

/** What others do first, in parts of a reserve; below zero they trade the other way. */
type Push = { sold: bigint; bought: bigint };

/** Both pools after others sold origin alpha and bought destination alpha; null where a pool refuses them. */
function pushed({ origin, destination }: Both, { sold, bought }: Push): Both | null {
  const onOrigin = othersTrade(origin, sold);
  const onDestination = othersTrade(destination, -bought);
  return onOrigin && onDestination && { origin: onOrigin, destination: onDestination };
}

/** Others sell this part of the alpha reserve, or below zero spend that part of the TAO reserve. */
function othersTrade(pool: Pool, sold: bigint): Pool | null {
  if (pool.kind === 'stable' || sold === 0n) return pool;
  const order =
    sold > 0n
      ? ({ side: 'sell', amount: mulDivDown(pool.alphaReserve, sold, TRADE_PARTS) } as const)
      : ({ side: 'buy', amount: mulDivDown(pool.taoReserve, -sold, TRADE_PARTS) } as const);
  const fill = quoteSwap(pool, order);
  return fill.ok ? fill.after : null;
}

/** Against the move on both pools, on one, and against on one while for it on the other. */
const ways: readonly Push[] = [
  { sold: 1n, bought: 0n },
  { sold: 0n, bought: 1n },
  { sold: 1n, bought: 1n },
  { sold: 2n, bought: 1n },
  { sold: 1n, bought: 2n },
  { sold: 1n, bought: -1n },
  { sold: 2n, bought: -1n },
  { sold: 1n, bought: -2n },
  { sold: -1n, bought: 1n },
  { sold: -2n, bought: 1n },
  { sold: -1n, bought: 2n },
];

/**
 * The least that got through the guard, alpha-rao of the destination, with others trading first, up to
 * MEASURED_PUSH_PPM of a reserve, in the ways above. The guard ignores weights, so trades that move both prices
 * together may slip under it. Measured at steps and at the guard's edge, proven nowhere: never a floor.
 */
export function worstUnderGuard(both: Both, amount: bigint, limit: bigint): bigint | null {
  const outputs = ways.flatMap((way) => outputsAlong(both, way, amount, limit));
  const [first] = outputs;
  return first === undefined
    ? null
    : outputs.reduce((least, output) => (output < least ? output : least), first);
}

function outputsAlong(both: Both, way: Push, amount: bigint, limit: bigint): bigint[] {
  const larger = [way.sold, way.bought].some((one) => one === 2n || one === -2n) ? 2n : 1n;
  const farthest = mulDivDown(TRADE_PARTS, MEASURED_PUSH_PPM, PPM) / larger;
  const at = (size: bigint): Both | null =>
    pushed(both, { sold: way.sold * size, bought: way.bought * size });
  const gets = (size: bigint): boolean => {
    const moved = at(size);
    return moved !== null && passes(moved, amount, limit);
  };
  const sizes = Array.from({ length: STEPS + 1 }, (_, step) =>
    mulDivDown(farthest, BigInt(step), BigInt(STEPS)),
  );
  // The guard's edge within a step is where most gets lost.
  const tried = sizes.flatMap((size, step) => {
    if (!gets(size)) return [];
    const next = sizes[step + 1];
    return next === undefined || gets(next) ? [size] : [size, lastPassing(size, next, gets)];
  });
  return tried.flatMap((size) => {
    const moved = at(size);
    const legs = moved && quoteTwoLegs({ ...moved, amount });
    return legs?.ok ? [legs.purchase?.amountOut ?? 0n] : [];
  });
}

/** A limit in rao per alpha of a purchase, as swap_stake_limit takes it from root: never looser. */
export function inverseLimit(purchaseLimit: bigint): bigint {
  const square = LIMIT_ONE * LIMIT_ONE;
  return purchaseLimit === 0n ? 0n : (square + purchaseLimit - 1n) / purchaseLimit;
}
