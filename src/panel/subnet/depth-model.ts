// How far orders of round sizes would move the price both ways, and what parts of a holding would bring. Pure.
import { exitValue } from '../../pool/exit-value.ts';
import type { Pool, Side } from '../../pool/pool.ts';
import { priceImpactPpm } from '../../pool/price-impact.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { mulDivDown, RAO_PER_TAO, type Price } from '../../units.ts';

const digits = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n];
/** TAO moved: on a scale of powers of ten the line between neighbours is as good as the curve. */
const sizes = [...[1n, 10n, 100n].flatMap((ten) => digits.map((one) => one * ten)), 1_000n];

export type DepthRow = {
  tao: bigint;
  rao: bigint;
  /** Parts per million; null: the pool refuses it, or nobody can tell. */
  buyPpm: bigint | null;
  sellPpm: bigint | null;
};

function impactOf(pool: Pool, side: Side, amount: bigint): bigint | null {
  if (amount === 0n) return null;
  const fill = quoteSwap(pool, { side, amount });
  return fill.ok ? priceImpactPpm(fill, side) : null;
}

/** A sale of so much TAO is of the alpha that costs it at spot. */
export function depthRows(pool: Pool, price: Price): DepthRow[] {
  return sizes.map((tao) => {
    const rao = tao * RAO_PER_TAO;
    const alpha = price.rao === 0n ? 0n : mulDivDown(rao, price.perAlphaRao, price.rao);
    return {
      tao,
      rao,
      buyPpm: impactOf(pool, 'buy', rao),
      sellPpm: impactOf(pool, 'sell', alpha),
    };
  });
}

type ExitRow = {
  percent: number;
  alpha: bigint;
  spot: bigint;
  /** null: the pool refuses it, or leaves a part unsold. */
  exit: bigint | null;
};

/** What the sale of so much alpha is called; null: what else could be sold was not read. */
export function exitWords(
  held: { alpha: bigint; isSellableWhole: boolean },
  sold: bigint,
): 'exitChartSentence' | 'exitChartSentencePart' | null {
  if (!held.isSellableWhole) return null;
  return sold === held.alpha ? 'exitChartSentence' : 'exitChartSentencePart';
}

const STEP_PERCENT = 5;

/** Each part sold alone as one order. */
export function exitRows(pool: Pool, price: Price, alpha: bigint): ExitRow[] {
  return Array.from({ length: 100 / STEP_PERCENT + 1 }, (_, step) => {
    const percent = step * STEP_PERCENT;
    const part = (alpha * BigInt(percent)) / 100n;
    const value = exitValue(pool, part);
    return {
      percent,
      alpha: part,
      spot: mulDivDown(part, price.rao, price.perAlphaRao),
      exit: value.ok && value.unsold === 0n ? value.tao : null,
    };
  });
}
