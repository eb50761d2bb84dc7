// How much of an order the chain lets through a price limit, by its own rule.
import type { Pool, Side } from './pool.ts';
import type { MaxWithinLimit } from './curves/curve.ts';
import { checkU64 } from './check-inputs.ts';
import { curveOf } from './curves/curve-of.ts';

/**
 * What `add_stake_limit` and `remove_stake_limit` compare the amount with: input and fee of a simulated
 * swap of 1000 times the input reserve at the limit (rao per whole alpha, u64). One to one: everything
 * or 0, by whether the limit admits a price of 1.
 *
 * Mirrors opentensor/subtensor pallets/subtensor/src/staking/add_stake.rs `get_max_amount_add` and
 * remove_stake.rs `get_max_amount_remove` (14bc6f9f9). Throws a RangeError for values beyond their
 * width.
 */
export function maxWithinLimit(pool: Pool, side: Side, limitPrice: bigint): MaxWithinLimit {
  const curve = curveOf(pool);
  curve.check(pool);
  checkU64('limitPrice', limitPrice);
  return curve.maxWithinLimit(pool, side, limitPrice);
}
