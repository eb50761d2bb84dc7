// How much of today's value is due to prices that moved since an earlier block. Pure; the caller names the source of
// the earlier prices.
import { PPM, RAO_PER_ALPHA, ROOT_NETUID, mulDivDown, toRao, type Rao } from '../units.ts';
import type { PortfolioSums, SubnetSums } from './portfolio-value.ts';

/** A subnet's price at an earlier block; `registeredAt` tells a reused netuid from the same subnet. */
export type EarlierPrice = { netuid: number; registeredAt: number; raoPerAlpha: bigint };

/** null: that subnet had no price then, or was another one under the same number. */
export type PriceThen = (subnet: { netuid: number; registeredAt: number }) => bigint | null;

/** What is held, as far as prices change its value. */
export type Priced = Pick<PortfolioSums, 'free' | 'reserved'> & {
  subnets: readonly Pick<SubnetSums, 'netuid' | 'registeredAt' | 'price' | 'alpha' | 'spot'>[];
};

export type PriceChange = {
  /** Of the accounts that were read. Today's holdings at today's spot prices, only what has an earlier price; root and free TAO included. */
  now: Rao;
  /** The same holdings at the earlier prices. */
  before: Rao;
  /** (now − before) / before in parts per million, towards zero; null when nothing was worth anything before. */
  ppm: bigint | null;
  /** Subnets held now that had no price then (younger, or not answered): left out of both sides. */
  missing: readonly number[];
};

export function priceThenOf(prices: readonly EarlierPrice[]): PriceThen {
  const byGeneration = new Map(
    prices.map(({ netuid, registeredAt, raoPerAlpha }) => [
      `${netuid}:${registeredAt}`,
      raoPerAlpha,
    ]),
  );
  return ({ netuid, registeredAt }) => byGeneration.get(`${netuid}:${registeredAt}`) ?? null;
}

/** What has no price now cannot be compared, whatever it cost then. */
function comparable(
  { netuid, registeredAt, price }: Priced['subnets'][number],
  priceThen: PriceThen,
) {
  if (netuid === ROOT_NETUID) return RAO_PER_ALPHA;
  return price === null || price.rao === 0n ? null : priceThen({ netuid, registeredAt });
}

/** "Price only": what is held now, valued now and then; deposits, moves and emission play no part. */
export function priceChange(value: Priced, priceThen: PriceThen): PriceChange {
  let now = value.free + value.reserved;
  let before: bigint = now;
  const missing: number[] = [];
  for (const subnet of value.subnets) {
    const price = comparable(subnet, priceThen);
    if (price === null) {
      missing.push(subnet.netuid);
      continue;
    }
    now += subnet.spot;
    before += mulDivDown(subnet.alpha, price, RAO_PER_ALPHA);
  }
  return {
    now: toRao(now),
    before: toRao(before),
    ppm: before === 0n ? null : ((now - before) * PPM) / before,
    missing,
  };
}

/** One subnet's price now against then in parts per million, towards zero; null where there is nothing to compare. */
export function subnetPriceChange(value: SubnetSums, priceThen: PriceThen): bigint | null {
  const before = comparable(value, priceThen);
  if (value.netuid === ROOT_NETUID || value.price === null || before === null || before === 0n)
    return null;
  const now = mulDivDown(value.price.rao, RAO_PER_ALPHA, value.price.perAlphaRao);
  return ((now - before) * PPM) / before;
}
