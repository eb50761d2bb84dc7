// The parts of an account's screen, and which one was open on a screen that one comes back to.
import { useState } from 'preact/hooks';
import type { AccountPart } from './account-menu.tsx';
import type { Route } from '../core/router.ts';

export type AccountRoute = Extract<Route, { name: 'account' }>;

export const accountTabs = ['positions', 'settings', 'limits'] as const;
type AccountTab = (typeof accountTabs)[number];

/** By the screen on the way back, which is gone when the user has left it. */
const open = new WeakMap<AccountRoute, AccountTab>();

const partsIn: Readonly<Record<AccountPart, AccountTab>> = {
  limits: 'limits',
  name: 'settings',
  remove: 'settings',
};

/** Whoever came for a part of it sees that part. */
export function useAccountTab(
  route: AccountRoute,
): [AccountTab, (tab: AccountTab) => void, AccountRoute | null] {
  const [, draw] = useState(0);
  const tab = open.get(route) ?? (route.part === undefined ? 'positions' : partsIn[route.part]);
  return [
    tab,
    (next) => {
      open.set(route, next);
      draw((drawn) => drawn + 1);
    },
    // It was found: who comes back to its tab by keys keeps the focus.
    open.has(route) ? null : route,
  ];
}
