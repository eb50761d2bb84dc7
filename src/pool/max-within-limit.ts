// How much of an order the chain lets through a price limit, by its own rule.
import type { Pool, PoolError, Side } from './pool.ts';
import { checkPool, checkU64 } from './check-inputs.ts';
import { min, saturatingAdd, U64_MAX } from './fixed-point.ts';
import { MAX_INPUT_MULTIPLE } from './quote-balancer.ts';
import { constantProductMaxInput } from './quote-constant-product.ts';
import { quoteSwap } from './quote-swap.ts';

const RAO_PER_ALPHA = 10n ** 9n;

/** The largest gross amount, rao of the paid token, or the error with which the call fails at once. */
export type MaxWithinLimit = { ok: true; amount: bigint } | { ok: false; error: PoolError };

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
  checkPool(pool);
  checkU64('limitPrice', limitPrice);
  if (pool.kind === 'stable') {
    const admitsOne = side === 'buy' ? limitPrice >= RAO_PER_ALPHA : limitPrice <= RAO_PER_ALPHA;
    return { ok: true, amount: admitsOne ? U64_MAX : 0n };
  }
  if (pool.kind === 'constant-product') {
    const limit = { numerator: limitPrice, denominator: RAO_PER_ALPHA };
    return { ok: true, amount: constantProductMaxInput(pool, side, limit) };
  }
  const reserve = side === 'buy' ? pool.taoReserve : pool.alphaReserve;
  const probe = min(reserve * MAX_INPUT_MULTIPLE, U64_MAX);
  const fill = quoteSwap(pool, { side, amount: probe, limitPrice });
  return fill.ok ? { ok: true, amount: saturatingAdd(fill.amountIn, fill.fee) } : fill;
}
