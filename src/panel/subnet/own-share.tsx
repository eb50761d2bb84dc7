// What the counted accounts' stake in a subnet yields a day, beside its parts: as on the tab of the positions.
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import { mulDivDown, type Netuid } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { OwnPartCard, type OwnYield } from '../emission/own-part-card.tsx';
import { useSubnets } from '../subnets/subnets-context.ts';
import { dayRewards } from './day-rewards.ts';
import { useEarnings } from './use-earnings.ts';

/** Known only where it is of every position; null too where nothing is paid, which each position says itself. */
function useOwnYield(netuid: Netuid): OwnYield | null {
  const { portfolio } = usePanel();
  const facts = useSubnets().facts(netuid);
  const { epochs, head } = useEarnings(netuid);
  const value = portfolio.value.value?.subnets.find((one) => one.netuid === netuid);
  if (facts === null || value === undefined || value.positions.length === 0) return null;
  const alpha = dayRewards(value, epochs, head)?.amount ?? 0n;
  if (alpha === 0n) return null;
  const price = valuationPrice(facts);
  return { alpha, tao: price && mulDivDown(alpha, price.rao, price.perAlphaRao) };
}

export function OwnShare({ netuid }: { netuid: Netuid }) {
  return <OwnPartCard netuid={netuid} yields={useOwnYield(netuid)} />;
}
