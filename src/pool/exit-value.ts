// What a position would bring if it were sold now, alone.
import type { Pool, PoolError } from './pool.ts';
import { quoteSwap } from './quote-swap.ts';
import { grossInput } from './swap-fee.ts';
import { authorFee, sellAuthorFee } from './sell-author-fee.ts';

/** TAO rao for the alpha that can be sold, and the alpha rao that the floor limit leaves unsold. */
type ExitValue = { ok: true; tao: bigint; unsold: bigint } | { ok: false; error: PoolError };

/**
 * What selling `alpha` rao brings at the default floor limit, pool fee taken off; refused where the
 * sale, or the author's fee sale that follows it and would revert it, is. Network fees are not part of
 * it. Floored as the chain floors. Throws a RangeError as `quoteSwap` does.
 */
export function exitValue(pool: Pool, alpha: bigint): ExitValue {
  if (alpha === 0n) return { ok: true, tao: 0n, unsold: 0n };
  const sale = quoteSwap(pool, { side: 'sell', amount: alpha });
  if (!sale.ok) return sale;
  const feeSale = sellAuthorFee(sale.after, authorFee(sale));
  if (!feeSale.ok) return feeSale;
  return { ok: true, tao: sale.amountOut, unsold: alpha - grossInput(pool, 'sell', sale) };
}
