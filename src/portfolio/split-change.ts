// Splits the change of one holding's value into change of price and change of alpha. Pure.
import { RAO_PER_ALPHA, mulDivDown, type Price } from '../units.ts';

export type SplitChange = {
  /** What was held then, at the price of now less the price of then; rao, either sign. */
  byPrice: bigint;
  /** What came or went since, at the price of now; rao, either sign. Earned, or staked and unstaked: not told apart. */
  byAlpha: bigint;
  /** Alpha that came since, or went. */
  alpha: bigint;
};

/** Both parts add up exactly to the value now less the value then; each value is rounded down. */
export function splitChange(
  then: { alpha: bigint; raoPerAlpha: bigint },
  now: { alpha: bigint; price: Price },
): SplitChange {
  const { rao, perAlphaRao } = now.price;
  const valueThen = mulDivDown(then.alpha, then.raoPerAlpha, RAO_PER_ALPHA);
  const sameAlphaNow = mulDivDown(then.alpha, rao, perAlphaRao);
  const valueNow = mulDivDown(now.alpha, rao, perAlphaRao);
  return {
    byPrice: sameAlphaNow - valueThen,
    byAlpha: valueNow - sameAlphaNow,
    alpha: now.alpha - then.alpha,
  };
}
