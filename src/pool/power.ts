// Powers of ratios equal to the chain's, fast where that is proven. Knows no pool.
import { FAST_MIN_PRECISION, fastPower } from './fast-power.ts';
import { powRatioScaledSlow, reduceSmall } from './power-slow.ts';

/**
 * (bn/bd)^(en/ed) · scale as the chain floors it, or null where it has no result; `precision` in bits.
 * Equal bit for bit to `powRatioScaledSlow`, which it asks where the fast power cannot be sure.
 */
export function powRatioScaled(
  bn: bigint,
  bd: bigint,
  en: bigint,
  ed: bigint,
  precision: number,
  scale: bigint,
): bigint | null {
  if ([bn, bd, en, ed, scale].every((part) => part > 0n)) {
    const small = reduceSmall(en, ed);
    if (small !== undefined || precision >= FAST_MIN_PRECISION) {
      const [p, q] = small ?? [en, ed];
      // An exponent of one needs no root: floor.
      const fast = p === q ? (bn * scale) / bd : fastPower(bn, bd, p, q, scale);
      if (fast !== undefined) return fast;
    }
  }
  return powRatioScaledSlow(bn, bd, en, ed, precision, scale);
}
