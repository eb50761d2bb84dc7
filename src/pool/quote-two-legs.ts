// A change of subnet in one call: sell on the origin pool, buy on the destination pool.
import type { Filled, Pool, PoolError } from './pool.ts';
import { checkU64 } from './check-inputs.ts';
import { isOneToOne } from './curves/curve-of.ts';
import { saturatingSub } from './fixed-point.ts';
import { priceImpactPpm } from './price-impact.ts';
import { quoteSwap } from './quote-swap.ts';
import { authorFee, sellAuthorFee } from './sell-author-fee.ts';

/** Below this the chain does not restake what the sale brought, TAO rao (`DefaultMinStake`). */
const MINIMUM_STAKE = 2_000_000n;

type TwoLegsOrder = {
  origin: Pool;
  destination: Pool;
  /** Alpha rao of the origin subnet, or TAO rao from root. */
  amount: bigint;
  /** TAO rao of the proceeds that are not restaked (the destination coldkey's existential deposit). */
  withheld?: bigint;
};

/** Both legs with their pools; the impacts as `priceImpactPpm` has them. */
type TwoLegs = {
  ok: true;
  sale: Filled;
  /** The block author's sale of the origin leg's fee, on the pool the sale left. */
  feeSale: Filled;
  /** Absent where the proceeds are below the minimum stake and stay free TAO. */
  purchase: Filled | undefined;
  saleImpactPpm: bigint | null;
  purchaseImpactPpm: bigint | null;
  destinationAfter: Pool;
};

/** The leg that fails, and with it the whole call. */
type TwoLegsRefused = { ok: false; leg: 'sale' | 'fee sale' | 'purchase'; error: PoolError };

/**
 * Quotes `move_stake`, `swap_stake` and `transfer_stake` between two subnets: the fee is charged on the
 * origin leg only, from root (a stable origin) on the purchase only; both legs run to the default
 * limits. The pools must be two different subnets'. A purchase cut short by its default limit shows as
 * an `amountIn` below the proceeds.
 *
 * Mirrors opentensor/subtensor pallets/subtensor/src/staking/move_stake.rs `transition_stake_internal`
 * (14bc6f9f9). Throws a RangeError as `quoteSwap` does.
 */
export function quoteTwoLegs(order: TwoLegsOrder): TwoLegs | TwoLegsRefused {
  const { origin, destination, amount } = order;
  const withheld = order.withheld ?? 0n;
  checkU64('withheld', withheld);
  const isFromRoot = isOneToOne(origin);
  const sale = quoteSwap(origin, { side: 'sell', amount, dropFees: isFromRoot });
  if (!sale.ok) return { ok: false, leg: 'sale', error: sale.error };
  const feeSale = sellAuthorFee(sale.after, authorFee(sale));
  if (!feeSale.ok) return { ok: false, leg: 'fee sale', error: feeSale.error };
  const saleImpactPpm = priceImpactPpm(sale, 'sell');
  const sold = { ok: true as const, sale, feeSale, saleImpactPpm };
  if (sale.amountOut < MINIMUM_STAKE) {
    return { ...sold, purchase: undefined, purchaseImpactPpm: null, destinationAfter: destination };
  }
  const purchase = quoteSwap(destination, {
    side: 'buy',
    amount: saturatingSub(sale.amountOut, withheld),
    dropFees: !isFromRoot,
  });
  if (!purchase.ok) return { ok: false, leg: 'purchase', error: purchase.error };
  const purchaseImpactPpm = priceImpactPpm(purchase, 'buy');
  return { ...sold, purchase, purchaseImpactPpm, destinationAfter: purchase.after };
}
