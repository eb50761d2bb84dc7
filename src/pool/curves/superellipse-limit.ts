// The input that reaches a price limit on the superellipse, by the chain's own search, most of whose
// probes are answered by a bound instead of being computed.
import type { Side, SuperellipsePool } from '../pool.ts';
import type { Branch } from './superellipse-formulas.ts';
import {
  Q32,
  superellipseMaxInput,
  superellipseOutput,
  superellipsePriceAfter,
} from './superellipse-formulas.ts';
import { isqrt } from '../fixed-point.ts';

/** A payout is floored to a rao, 2^32 units; the root and the quotient under it cost less than 4 more. */
const LOST_UNITS = (1n << Q32) + 4n;

/**
 * Inputs up to `within` certainly respect the limit, inputs from `beyond` certainly do not.
 *
 * With u and v the distances on the input and the output side after the trade, c = scaleOut²/scaleIn²
 * and t = n·scaleOut²/(d·scaleIn²), the limit is respected where v ≤ t·u (n/d is the limit for a buy,
 * its inverse for a sell; a buy's strict v < t·u with limit + 1 is covered by the slack). Unrounded,
 * v = √(C² − c·u²), which meets t·u at u*² = C²/(t² + c). Rounding only lowers v, so from u* up the
 * limit holds. It lowers v by less than LOST_UNITS, and v − t·u falls in u at least as fast as t·u, so
 * from u* − LOST_UNITS/t down it does not.
 */
function certainInputs(
  branch: Branch,
  side: Side,
  limitBits: bigint,
): { within: bigint; beyond: bigint } {
  const { distanceIn, distanceOut, scaleIn2, scaleOut2 } = branch;
  const n = side === 'buy' ? limitBits + 1n : 1n << 64n;
  const d = side === 'buy' ? 1n << 64n : limitBits;
  const invariant = distanceOut * distanceOut * scaleIn2 + distanceIn * distanceIn * scaleOut2;
  const square =
    (invariant * scaleIn2 * d * d) / (scaleOut2 * (n * n * scaleOut2 + d * d * scaleIn2));
  const meeting = isqrt(square);
  // ceil
  const lost = (LOST_UNITS * d * scaleIn2) / (n * scaleOut2) + 1n;
  return {
    // floor: BigInt shifts round down for negatives too
    within: (distanceIn - meeting - 2n) >> Q32,
    beyond: ((distanceIn - meeting + lost + 1n) >> Q32) + 1n,
  };
}

/**
 * The largest input, rao, whose actual price after the trade respects the limit, as the chain's
 * bisection finds it: where payout rounding lets the price fall back, that is one of several.
 * The limit must be beyond the spot price. Null where the curve has no input at all.
 *
 * Mirrors RaoFoundation/subtensor pallets/swap/src/pallet/superellipse.rs `quote_delta_to_price`,
 * `base_delta_to_price`, `last_true` (0249a4a4).
 */
export function superellipseInputToLimit(
  pool: SuperellipsePool,
  branch: Branch,
  side: Side,
  limitBits: bigint,
): bigint | null {
  let high = superellipseMaxInput(branch, 0n);
  if (high === null) return null;
  const { within, beyond } = certainInputs(branch, side, limitBits);
  if (within >= high) return high;
  let low = 0n;
  while (low < high) {
    if (within + 1n === beyond && low <= within && beyond <= high) return within;
    const middle: bigint = low + ((high - low + 1n) >> 1n);
    if (middle <= within) low = middle;
    else if (middle >= beyond) high = middle - 1n;
    else {
      const output = superellipseOutput(branch, middle);
      if (output === null) return null;
      const price = superellipsePriceAfter(pool, side, middle, output);
      if (price === null && side === 'sell') return null;
      const isWithin = price !== null && (side === 'buy' ? price <= limitBits : price >= limitBits);
      if (isWithin) low = middle;
      else high = middle - 1n;
    }
  }
  return low;
}
