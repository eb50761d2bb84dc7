// The guard of swap_stake_limit: what the chain would really stop, which is not what a limit promises.
import type { Pool } from './pool.ts';
import type { MaxWithinLimit } from './curves/curve.ts';
import { checkU64 } from './check-inputs.ts';
import { curveOf, reservesOf } from './curves/curve-of.ts';
import {
  divBits,
  min,
  mulBits,
  RAO_PER_ALPHA,
  saturatingSub,
  U64_MAX,
  U128_MAX,
} from './fixed-point.ts';
import { maxWithinLimit } from './max-within-limit.ts';
import { spotPrice } from './spot-price.ts';

const RAO_PER_TAO_BITS = RAO_PER_ALPHA << 64n;

/**
 * The largest amount, rao of the origin token, that `swap_stake_limit` lets through; the legs then run
 * without that limit. `limitPrice` is 10^9 · origin price/destination price (u64). Between two pools it
 * is an estimate by constant product that ignores weights and fees; from or to root it is the limit of
 * the one pool. 0 lets nothing through (with partial fill allowed the call then succeeds and moves
 * nothing), 2^64 − 1 everything.
 *
 * Mirrors opentensor/subtensor pallets/subtensor/src/staking/move_stake.rs `get_max_amount_move`
 * (14bc6f9f9). Throws a RangeError for values beyond their width.
 */
export function swapLimitGuard(
  origin: Pool,
  destination: Pool,
  limitPrice: bigint,
): MaxWithinLimit {
  curveOf(origin).check(origin);
  curveOf(destination).check(destination);
  checkU64('limitPrice', limitPrice);
  const sold = reservesOf(origin);
  const bought = reservesOf(destination);
  if (sold === null) {
    if (bought === null) return maxWithinLimit(origin, 'sell', limitPrice);
    if (limitPrice === 0n) return { ok: true, amount: U64_MAX };
    const inverse = mulBits(divBits(RAO_PER_TAO_BITS, limitPrice << 64n), RAO_PER_TAO_BITS) >> 64n;
    return maxWithinLimit(destination, 'buy', inverse);
  }
  if (bought === null) return maxWithinLimit(origin, 'sell', limitPrice);

  const reserves = [sold.taoReserve, sold.alphaReserve, bought.taoReserve, bought.alphaReserve];
  if (reserves.includes(0n)) return { ok: true, amount: 0n };
  const limit = divBits(limitPrice << 64n, RAO_PER_TAO_BITS);
  if (limit > divBits(spotPrice(origin), spotPrice(destination))) return { ok: true, amount: 0n };
  if (limitPrice === 0n) return { ok: true, amount: U64_MAX };
  const taoSum = min((sold.taoReserve + bought.taoReserve) << 64n, U128_MAX);
  const originShare = divBits(sold.taoReserve << 64n, taoSum);
  const destinationShare = divBits(bought.taoReserve << 64n, taoSum);
  const gained = divBits(mulBits(bought.alphaReserve << 64n, originShare), limit);
  const paid = mulBits(sold.alphaReserve << 64n, destinationShare);
  return { ok: true, amount: saturatingSub(gained, paid) >> 64n };
}
