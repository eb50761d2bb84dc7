// What each of several accounts holds, of one value of all of them: in one pass over its positions, without a sale. Pure.
import { toAlphaRao, toRao, type Ss58Address } from '../units.ts';
import type { PortfolioValue } from './portfolio-value.ts';
import type { Priced } from './price-change.ts';

type Held = Priced['subnets'][number];

/** As each account’s own value has it; those that were read. */
export function pricedHoldings({ coldkeys, subnets }: PortfolioValue): Map<Ss58Address, Priced> {
  const held = new Map(coldkeys.map(({ coldkey }) => [coldkey, new Map<number, Held>()]));
  for (const { netuid, registeredAt, price, positions } of subnets) {
    for (const { coldkey, alpha, spot } of positions) {
      const own = held.get(coldkey);
      const before = own?.get(netuid);
      own?.set(netuid, {
        netuid,
        registeredAt,
        price,
        alpha: toAlphaRao((before?.alpha ?? 0n) + alpha),
        spot: toRao((before?.spot ?? 0n) + spot),
      });
    }
  }
  return new Map(
    coldkeys.map(({ coldkey, free, reserved }) => [
      coldkey,
      { free, reserved, subnets: [...(held.get(coldkey)?.values() ?? [])] },
    ]),
  );
}
