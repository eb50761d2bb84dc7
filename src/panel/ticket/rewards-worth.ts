// What a year's rewards are worth at the spot price of now. Pure.
import { U64_MAX, toRao, type Price, type Rao } from '../../units.ts';

/** null: more than any amount of TAO can be, so the yield or the price is none that could last. */
export function rewardsWorth(alpha: bigint, { rao, perAlphaRao }: Price): Rao | null {
  const worth = (alpha * rao) / perAlphaRao;
  return worth > U64_MAX ? null : toRao(worth);
}
