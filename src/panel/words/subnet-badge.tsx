// A mark for each subnet, generated from its number and symbol: nothing is fetched, and no subnet can choose its look.
// Decoration: number and name stand beside it.
import { usePanel } from '../core/panel-context.ts';
import { TAO_SIGN } from './format.ts';

/** Radii of the corners. With six outlines in turn, no two subnets of one outline have nearly the same hue. */
const outlines = ['50%', '22%', '60% 12%', '50% 50% 12% 12%', '12% 60%', '50% 50% 50% 8%'];

/** Degrees between neighbours: the golden angle spreads any number of hues. */
const HUE_STEP = 137.508;

export function badgeLook(netuid: number): { hue: number; outline: string | undefined } {
  return { hue: Math.round(netuid * HUE_STEP) % 360, outline: outlines[netuid % outlines.length] };
}

export function SubnetBadge({ netuid }: { netuid: number }) {
  const { names } = usePanel();
  const { hue, outline } = badgeLook(netuid);
  const symbol = netuid === 0 ? TAO_SIGN : names.symbol(netuid);
  return (
    <bdi class="subnet-badge" style={{ '--hue': hue, borderRadius: outline }} aria-hidden="true">
      {symbol}
    </bdi>
  );
}
