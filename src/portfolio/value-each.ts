// Values accounts that are not sold together, in one pass over the positions. Pure.
import type { Snapshot } from '../model/facts.ts';
import type { Ss58Address } from '../units.ts';
import type { PortfolioValue } from './portfolio-value.ts';
import { groupBy, indexAvailable, valuePortfolio, valueSubnet } from './value-portfolio.ts';

/** Each of these coldkeys as if it alone counted. Amounts in rao, rounded as in `valuePortfolio`. */
export function valueEach(snapshot: Snapshot, coldkeys: readonly Ss58Address[]): PortfolioValue[] {
  const known = indexAvailable(snapshot);
  const own = groupBy(snapshot.positions, ({ coldkey }) => coldkey);
  return coldkeys.map((coldkey) => {
    const byNetuid = groupBy(own.get(coldkey) ?? [], ({ netuid }) => netuid);
    return valuePortfolio(snapshot, [coldkey], valueSubnet, { byNetuid, known });
  });
}
