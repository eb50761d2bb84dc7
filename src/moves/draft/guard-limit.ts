// The limit of a change of subnet in one call, solved on the chain's guard, which ignores weights and fees; and the
// worst output that passes the guard, measured.
import { reservesOf } from '../../pool/curves/curve-of.ts';
import { divBits } from '../../pool/fixed-point.ts';
import type { Pool } from '../../pool/pool.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { quoteTwoLegs } from '../../pool/quote-two-legs.ts';
import { spotPrice } from '../../pool/spot-price.ts';
import { swapLimitGuard } from '../../pool/swap-limit-guard.ts';
import { BASIS_POINTS, mulDivDown, PPM } from '../../units.ts';
import type { MoveTerms } from '../../model/move.ts';

/** A price ratio of 1 as a limit. */
const LIMIT_ONE = 1_000_000_000n;
/** Others' trades are measured in these parts of a reserve: the resolution of the search. */
const TRADE_PARTS = 1n << 20n;
/** The largest trade of others before the move, as a share of a reserve; larger trades are not measured. */
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
 * 10⁹ × (origin price / destination price): the tightest limit that the whole amount passes now, loosened by the
 * tolerance; null where it passes none.
 */
export function solveGuardLimit(both: Both, amount: bigint, terms: MoveTerms): bigint | null {
  const ratio = divBits(spotPrice(both.origin), spotPrice(both.destination));
  const spotLimit = (ratio * LIMIT_ONE) >> 64n;
  // Half of spot is beyond any reasonable impact; near 0 the chain's division overflows.
  const half = spotLimit / 2n;
  const lowest = half > 0n ? half : 1n;
  if (!passes(both, amount, lowest)) return null;
  const tightest = lastPassing(lowest, spotLimit, (limit) => passes(both, amount, limit));
  const kept = BASIS_POINTS - BigInt(terms.toleranceBps);
  const limit = mulDivDown(tightest, kept, BASIS_POINTS);
  return limit > 0n && passes(both, amount, limit) ? limit : null;
}

/** Others' trades before the move, in parts of a reserve; below zero in the other direction. */
type Push = { sold: bigint; bought: bigint };

/** Both pools after others sold origin alpha and bought destination alpha; null where a pool refuses a trade. */
function pushed({ origin, destination }: Both, { sold, bought }: Push): Both | null {
  const onOrigin = othersTrade(origin, sold);
  const onDestination = othersTrade(destination, -bought);
  return onOrigin && onDestination && { origin: onOrigin, destination: onDestination };
}

/** The pool after others sold this part of the alpha reserve or, below zero, spent that part of the TAO reserve. */
function othersTrade(pool: Pool, sold: bigint): Pool | null {
  const reserves = reservesOf(pool);
  if (reserves === null) return pool;
  const order =
    sold > 0n
      ? ({ side: 'sell', amount: mulDivDown(reserves.alphaReserve, sold, TRADE_PARTS) } as const)
      : ({ side: 'buy', amount: mulDivDown(reserves.taoReserve, -sold, TRADE_PARTS) } as const);
  const fill = quoteSwap(pool, order);
  return fill.ok ? fill.after : null;
}

/** Directions: against the move on one pool, on both, and against on one while for it on the other. */
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
 * The least output that passed the guard, alpha-rao of the destination, after others' trades in the directions above,
 * up to MEASURED_PUSH_PPM of a reserve. The guard ignores weights, so trades that move both prices together may pass
 * it. Measured at steps and at the guard's edge but not proven: never a floor.
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
  // Within a step the loss is largest at the guard's edge.
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

/** A purchase's limit, rao per whole alpha, in the form of swap_stake_limit from root; rounded to never be looser. */
export function inverseLimit(purchaseLimit: bigint): bigint {
  const square = LIMIT_ONE * LIMIT_ONE;
  return purchaseLimit === 0n ? 0n : (square + purchaseLimit - 1n) / purchaseLimit;
}
