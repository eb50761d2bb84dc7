// What one account's holdings bring where all accounts that count are sold together. Pure.
import {
  isAllRead,
  type ColdkeyValue,
  type PortfolioValue,
} from '../../portfolio/portfolio-value.ts';
import type { Ss58Address } from '../../units.ts';

type PartOfAll = ColdkeyValue & {
  /** All that count are in the sale; else it is a sale of those loaded, and with the rest each part may be less. */
  isOfAll: boolean;
  /** What each subnet's sale brings for its stake there. */
  exits: ReadonlyMap<number, { sellable: bigint; isWhole: boolean }>;
};

export function partOfAll(whole: PortfolioValue, coldkey: Ss58Address): PartOfAll | null {
  const value = whole.coldkeys.find((one) => one.coldkey === coldkey);
  if (value === undefined) return null;
  const exits = whole.subnets.map(({ netuid, positions, isSellableWhole }) => {
    const own = positions.filter((position) => position.coldkey === coldkey);
    const sellable = own.reduce((sum, position) => sum + position.sellable, 0n);
    return [netuid, { sellable, isWhole: isSellableWhole }] as const;
  });
  return { ...value, isOfAll: isAllRead(whole), exits: new Map(exits) };
}
