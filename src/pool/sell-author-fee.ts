// The sale of a sell's fee that the chain adds for the block author.
import type { Fill, Filled, Pool } from './pool.ts';
import { injectLiquidity } from './inject-liquidity.ts';
import { quoteSwap } from './quote-swap.ts';
import { feeToken } from './swap-fee.ts';

/** The part of a fill's fee that goes to the block author, rao: none where nothing entered the pool. */
export function authorFee(fill: Filled): bigint {
  return fill.amountIn === 0n ? 0n : fill.fee;
}

/**
 * Sells a sell's fee (alpha rao) on the pool that the sell left, without a fee and down to the floor
 * limit, as the chain does in the same call for the block author. A refusal reverts the whole call:
 * a fee of a unit or more that sells for 0 rao is one, and so is any fee, 0 included, on a pool that
 * the sell left below its minimum reserve or at the floor price. A buy's fee leaves in TAO and moves
 * no pool. On a constant-product pool the fee is TAO and goes back into the reserve.
 *
 * Mirrors opentensor/subtensor pallets/subtensor/src/staking/stake_utils.rs `unstake_from_subnet`
 * (14bc6f9f9). Throws a RangeError as `quoteSwap` does.
 */
export function sellAuthorFee(pool: Pool, fee: bigint): Fill {
  if (feeToken(pool, 'sell') === 'tao') {
    const fill = quoteSwap(pool, { side: 'sell', amount: 0n, dropFees: true });
    if (!fill.ok) return fill;
    return { ...fill, after: injectLiquidity(pool, { tao: fee, alpha: 0n }) };
  }
  return quoteSwap(pool, { side: 'sell', amount: fee, dropFees: true });
}
