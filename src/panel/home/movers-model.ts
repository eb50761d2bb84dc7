// Which holdings gained or lost most since earlier prices, by price alone. Pure.
import type { PortfolioSums } from '../../portfolio/portfolio-value.ts';
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

/** The most of any of them: what bars are drawn against. */
export const largestGain = (movers: readonly Mover[]): bigint =>
  movers.reduce((most, mover) => (sizeOf(mover) > most ? sizeOf(mover) : most), 0n);
