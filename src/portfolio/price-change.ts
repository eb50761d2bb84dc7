// How much of today's value is due to prices having moved since an earlier block. Pure; where the
// earlier prices came from is the caller's to say.
import { mulDivDown, toRao, type Rao } from '../units.ts';
import type { PortfolioValue } from './portfolio-value.ts';

/** A subnet's price at an earlier block; `registeredAt` tells a reused netuid from the same subnet. */
export type EarlierPrice = { netuid: number; registeredAt: number; raoPerAlpha: bigint };

export type PriceChange = {
  /** Today's holdings at today's spot prices, only what has an earlier price; root and free TAO included. */
  now: Rao;
  /** The same holdings at the earlier prices. */
  before: Rao;
  /** (now − before) / before in parts per million, towards zero; null when nothing was worth anything before. */
  ppm: bigint | null;
  /** Subnets held now that had no price then (younger, or not answered): left out of both sides. */
  missing: readonly number[];
};

const RAO_PER_ALPHA = 1_000_000_000n;

/** "Price only": what is held now, valued now and then; deposits, moves and emission play no part. */
export function priceChange(value: PortfolioValue, earlier: readonly EarlierPrice[]): PriceChange {
  const pricesThen = new Map(
    earlier.map(({ netuid, registeredAt, raoPerAlpha }) => [
      `${netuid}:${registeredAt}`,
      raoPerAlpha,
    ]),
  );
  let now = value.free + value.reserved;
  let before: bigint = now;
  const missing: number[] = [];
  for (const { netuid, registeredAt, alpha, spot } of value.subnets) {
    const price = netuid === 0 ? RAO_PER_ALPHA : pricesThen.get(`${netuid}:${registeredAt}`);
    if (price === undefined) {
      missing.push(netuid);
      continue;
    }
    now += spot;
    before += mulDivDown(alpha, price, RAO_PER_ALPHA);
  }
  return {
    now: toRao(now),
    before: toRao(before),
    ppm: before === 0n ? null : ((now - before) * 1_000_000n) / before,
    missing,
  };
}
