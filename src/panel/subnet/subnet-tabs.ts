// The parts of a subnet's screen, and which one was open on a screen that one comes back to.
import { useState } from 'preact/hooks';
import type { Netuid } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import type { Route } from '../core/router.ts';

export const subnetTabs = ['position', 'market', 'validators', 'emission'] as const;
export type SubnetTab = (typeof subnetTabs)[number];

/** By the screen on the way back, which is gone when the user has left it. */
const open = new WeakMap<Route, SubnetTab>();

/** Who has nothing here came for the subnet. */
export function useSubnetTab(netuid: Netuid): [SubnetTab, (tab: SubnetTab) => void] {
  const { router, portfolio } = usePanel();
  const [route] = useState(() => router.route.peek());
  const [first] = useState<SubnetTab>(() => {
    const held = portfolio.value.peek()?.subnets;
    return held !== undefined && !held.some((one) => one.netuid === netuid) ? 'market' : 'position';
  });
  const [tab, setTab] = useState<SubnetTab>(open.get(route) ?? first);
  return [
    tab,
    (next) => {
      open.set(route, next);
      setTab(next);
    },
  ];
}
