// The limit of a change of subnet in one call: solved on the chain's guard, which ignores weights and
// fees, and what that guard would let happen at worst, measured.
import { divBits } from '../pool/fixed-point.ts';
import type { Pool } from '../pool/pool.ts';
import { quoteSwap } from '../pool/quote-swap.ts';
import { quoteTwoLegs } from '../pool/quote-two-legs.ts';
import { spotPrice } from '../pool/spot-price.ts';
import { swapLimitGuard } from '../pool/swap-limit-guard.ts';
import { mulDivDown } from '../units.ts';
import type { MoveTerms } from './move.ts';

const LIMIT_ONE = 1_000_000_000n;
const BASIS_POINTS = 10_000n;
/** Others' trades are tried in steps of this part of a reserve; the search halves down to it. */
const TRADE_PARTS = 1n << 20n;

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

/** Both pools after others sold a part of the origin's alpha reserve, or bought with a part of the destination's TAO. */
function pushed({ origin, destination }: Both, sold: bigint, bought: bigint): Both | null {
  const alpha = 'alphaReserve' in origin ? mulDivDown(origin.alphaReserve, sold, TRADE_PARTS) : 0n;
  const tao =
    'taoReserve' in destination ? mulDivDown(destination.taoReserve, bought, TRADE_PARTS) : 0n;
  const sale = quoteSwap(origin, { side: 'sell', amount: alpha });
  const purchase = quoteSwap(destination, { side: 'buy', amount: tao });
  return sale.ok && purchase.ok ? { origin: sale.after, destination: purchase.after } : null;
}

/**
 * The least that the guard lets arrive, alpha-rao of the destination, when others trade against the move
 * first: on the origin, on the destination, and on both. Measured along these three ways, not proven: where the
 * proceeds are a large part of the destination's pool, other ways may go lower.
 */
export function worstUnderGuard(both: Both, amount: bigint, limit: bigint): bigint | null {
  const ways: ((parts: bigint) => Both | null)[] = [
    (parts) => pushed(both, parts, 0n),
    (parts) => pushed(both, 0n, parts),
    (parts) => pushed(both, parts, parts),
  ];
  const outputs = ways.map((way) => {
    const last = lastPassing(0n, TRADE_PARTS, (parts) => {
      const moved = way(parts);
      return moved !== null && passes(moved, amount, limit);
    });
    const moved = way(last);
    const legs = moved && quoteTwoLegs({ ...moved, amount });
    return legs?.ok ? (legs.purchase?.amountOut ?? 0n) : 0n;
  });
  return outputs.reduce((least, output) => (output < least ? output : least));
}

/** A limit in rao per alpha of a purchase, as swap_stake_limit takes it from root: never looser. */
export function inverseLimit(purchaseLimit: bigint): bigint {
  const square = LIMIT_ONE * LIMIT_ONE;
  return purchaseLimit === 0n ? 0n : (square + purchaseLimit - 1n) / purchaseLimit;
}
