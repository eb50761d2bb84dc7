// Which accounts could unstake positions whole, and what each would get for them. Pure.
import { toRao, type Rao, type Ss58Address } from '../units.ts';
import type { PortfolioValue, PositionValue } from './portfolio-value.ts';

export type Leaving = { coldkey: Ss58Address; sellable: Rao };

/** What is locked, halted or too small stays. */
export const leavesWhole = ({ sold, alpha }: Pick<PositionValue, 'sold' | 'alpha'>): boolean =>
  sold > 0n && sold === alpha;

export function leavingOf({ subnets }: Pick<PortfolioValue, 'subnets'>): Leaving[] {
  const brings = new Map<Ss58Address, bigint>();
  for (const { positions } of subnets) {
    for (const position of positions) {
      const { coldkey, sellable } = position;
      if (leavesWhole(position)) brings.set(coldkey, (brings.get(coldkey) ?? 0n) + sellable);
    }
  }
  return [...brings].map(([coldkey, sellable]) => ({ coldkey, sellable: toRao(sellable) }));
}
