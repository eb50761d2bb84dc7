// Which holdings gained or lost most since earlier prices, by price alone. Pure.
import type { PortfolioSums } from '../../portfolio/portfolio-value.ts';
import { amountParts, cut } from '../words/adding-up.ts';
import { subnetPriceChange, type PriceThen } from '../../portfolio/price-change.ts';
import { mulDivDown, RAO_PER_ALPHA, type Netuid } from '../../units.ts';

export type Mover = { netuid: Netuid; gain: bigint; ppm: bigint };

export const sizeOf = ({ gain }: Pick<Mover, 'gain'>): bigint => (gain < 0n ? -gain : gain);

/** Most money first. What has no price now or then is left out, and so is what moved by nothing. */
export function moversOf({ subnets }: PortfolioSums, priceThen: PriceThen): readonly Mover[] {
  return subnets
    .flatMap((subnet): Mover[] => {
      const ppm = subnetPriceChange(subnet, priceThen);
      const then = priceThen(subnet);
      if (ppm === null || then === null) return [];
      const gain = subnet.spot - mulDivDown(subnet.alpha, then, RAO_PER_ALPHA);
      return gain === 0n ? [] : [{ netuid: subnet.netuid, gain, ppm }];
    })
    .toSorted((a, b) => (sizeOf(a) === sizeOf(b) ? 0 : sizeOf(a) < sizeOf(b) ? 1 : -1));
}

/** Of each of the first rows and of all others, as they are printed: they make up the change that home's head prints of all. */
export function shownGains(
  movers: readonly Mover[],
  rows: number,
  whole: bigint,
): { rest: bigint; shown: readonly bigint[]; restShown: bigint } {
  const gains = movers.slice(0, rows).map(({ gain }) => gain);
  const rest = movers.slice(rows).reduce((sum, { gain }) => sum + gain, 0n);
  const shown = amountParts([...gains, rest], cut(whole));
  return { rest, shown: shown.slice(0, -1), restShown: shown.at(-1) ?? rest };
}

/** The most of any of them: what bars are drawn against. */
export const largestGain = (movers: readonly Mover[]): bigint =>
  movers.reduce((most, mover) => (sizeOf(mover) > most ? sizeOf(mover) : most), 0n);
