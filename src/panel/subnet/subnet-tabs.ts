// The parts of a subnet's screen, and which one was open on a screen that one comes back to.
import { useState } from 'preact/hooks';
import { usePanel } from '../core/panel-context.ts';
import type { Route } from '../core/router.ts';

export const subnetTabs = ['position', 'market', 'validators', 'emission'] as const;
export type SubnetTab = (typeof subnetTabs)[number];

/** By the screen on the way back, which is gone when the user has left it. */
const open = new WeakMap<Route, SubnetTab>();

export function useSubnetTab(): [SubnetTab, (tab: SubnetTab) => void] {
  const { router } = usePanel();
  const [route] = useState(() => router.route.peek());
  const [tab, setTab] = useState<SubnetTab>(open.get(route) ?? 'position');
  return [
    tab,
    (next) => {
      open.set(route, next);
      setTab(next);
    },
  ];
}
