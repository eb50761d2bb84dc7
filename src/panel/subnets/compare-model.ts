// Figures that are worked out for the few subnets that are compared: what a sale of a round size costs, and what the validator
// with the highest yield pays. Pure; null is "not known".
import type { ValidatorFacts } from '../../model/facts.ts';
import { exitValue } from '../../pool/exit-value.ts';
import type { Pool } from '../../pool/pool.ts';
import { isTakeOver } from '../../checks/hotkey-rules.ts';
import { RAO_PER_TAO, mulDivDown, type Price } from '../../units.ts';
import { validatorOrder, yearlyYieldPpm } from './validator-order.ts';

/** The size of the sale whose cost is in the table. */
export const SALE_TAO = 100n;

/** Sizes of the curve: between neighbours of so few steps a line is as good as the curve. */
export const saleSizes = [1n, 2n, 5n, 10n, 20n, 50n, 100n, 200n, 500n, 1_000n] as const;

/**
 * How much less than its spot value the sale of so much alpha brings, in rao: its price impact and the pool fee. null: the pool
 * refuses it, or leaves a part unsold.
 */
export function saleCost(pool: Pool, price: Price, tao: bigint): bigint | null {
  if (price.rao === 0n) return null;
  const alpha = mulDivDown(tao * RAO_PER_TAO, price.perAlphaRao, price.rao);
  if (alpha === 0n) return null;
  const spot = mulDivDown(alpha, price.rao, price.perAlphaRao);
  const value = exitValue(pool, alpha);
  if (!value.ok || value.unsold > 0n) return null;
  return value.tao < spot ? spot - value.tao : 0n;
}

/** The highest yield of those that a stake could go to: registered, with a take that is allowed. */
export function bestYield(
  validators: readonly ValidatorFacts[],
  tempo: number | undefined,
): { hotkey: string; ppm: bigint } | null {
  const [best] = validators
    .filter(({ isRegistered, take }) => isRegistered && !isTakeOver(take))
    .toSorted(validatorOrder);
  const ppm = best === undefined ? null : yearlyYieldPpm(best, tempo);
  return best === undefined || ppm === null ? null : { hotkey: best.hotkey, ppm };
}
