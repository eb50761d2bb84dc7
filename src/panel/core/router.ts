// The current screen, by name and subject, and the way back.
import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { TicketContent } from '../../model/draft.ts';
import type { Move, MoveKind } from '../../model/move.ts';
import { exactText, ROOT_NETUID, type Netuid, type Ss58Address } from '../../units.ts';

/** What a ticket starts with; the user picks the rest there. */
export type TicketStart = {
  kind: MoveKind;
  coldkey: Ss58Address | null;
  hotkey: Ss58Address | null;
  netuid: Netuid | null;
  toHotkey?: Ss58Address;
  toNetuid?: Netuid;
  toColdkey?: Ss58Address;
  /** In TAO for moves that spend TAO, else in alpha. */
  amountText?: string;
  route?: 'protected' | 'one-call';
  exits?: readonly { hotkey: Ss58Address; netuid: Netuid }[];
  sending?: 'one-by-one' | 'one-batch';
  /** Of a claim: the root stake leaves with it. */
  unstakes?: boolean;
  /** Whether the account is to accept locked alpha. */
  accepts?: boolean;
  /** What was typed when another screen was opened from the ticket. */
  left?: TicketContent;
  /** Id of the unsigned request that is reviewed again and that this ticket replaces. */
  reviewed?: string;
};

/** The ticket of an earlier move, filled in as before. */
export function startOf(move: Move): TicketStart {
  const { kind, coldkey } = move;
  if (kind === 'exit-several') {
    const { items: exits, sending } = move;
    return { kind, coldkey, hotkey: null, netuid: null, exits, sending };
  }
  if (kind === 'claim') {
    const exits = move.hotkeys.map((hotkey) => ({ hotkey, netuid: ROOT_NETUID }));
    return { kind, coldkey, hotkey: null, netuid: null, exits, unstakes: move.unstakes };
  }
  if (move.kind === 'accept-locked') {
    return { kind, coldkey, hotkey: null, netuid: null, accepts: move.accepts };
  }
  return {
    kind,
    coldkey,
    hotkey: move.hotkey,
    netuid: move.netuid,
    ...('toHotkey' in move && { toHotkey: move.toHotkey }),
    ...('toNetuid' in move && { toNetuid: move.toNetuid, route: move.route }),
    ...('toColdkey' in move && { toColdkey: move.toColdkey }),
    ...('amount' in move && { amountText: exactText(move.amount) }),
  };
}

/** A ticket with the destination that was added for it; any other screen as it is. */
export function withDestination(route: Route, toColdkey: Ss58Address): Route {
  if (route.name !== 'ticket') return route;
  const { left, ...start } = route.start;
  if (left === undefined) return { ...route, start: { ...start, toColdkey } };
  const fields = { ...left.fields, toColdkey };
  return { ...route, start: { ...start, left: { ...left, fields } } };
}

export type Route =
  | { name: 'home' }
  | { name: 'connect' }
  /** `isForTicket`: the address is for the ticket below. */
  | { name: 'watch'; isForTicket?: boolean }
  | { name: 'subnets' }
  | { name: 'compare'; netuids: readonly Netuid[] }
  | { name: 'who-decides' }
  | { name: 'subnet'; netuid: Netuid }
  | { name: 'ticket'; start: TicketStart }
  | { name: 'request'; id: string }
  | { name: 'change'; id: string }
  | { name: 'activity' }
  /** One entry of an account's book. */
  | { name: 'entry'; coldkey: Ss58Address; block: number; place: number }
  /** Of one generation of a subnet, or of everything. */
  | { name: 'performance'; subnet?: { netuid: Netuid; registeredAt: number } }
  /** The user's stake that earns nothing, each with a validator to move it to. */
  | { name: 'fix' }
  | { name: 'alerts' }
  /** `netuid`: what it starts with; `id`: the alert that is changed. */
  | { name: 'new-alert'; netuid?: Netuid; id?: string }
  | { name: 'swap-advice' }
  | { name: 'accounts' }
  /** `part`: what of it is brought into sight, or begun. */
  | { name: 'account'; coldkey: Ss58Address; part?: 'limits' | 'name' | 'remove' }
  /** `part`: the group that is shown; `isChosen`: in the list of groups, so nothing in it is sought. */
  | { name: 'settings'; part?: SettingsPart; isChosen?: true };

export type SettingsPart =
  | 'look'
  | 'currency'
  | 'trading'
  | 'history'
  | 'network'
  | 'security'
  | 'keys'
  | 'about';

export type Router = {
  route: ReadonlySignal<Route>;
  canGoBack: ReadonlySignal<boolean>;
  go: (route: Route) => void;
  /** Replaces the current screen: going back skips it. */
  replace: (route: Route) => void;
  back: () => void;
  /** Goes back to a screen that is changed first. */
  backWith: (change: (below: Route) => Route) => void;
  /** The ticket is left for another screen: what was typed is there when the user comes back. */
  leaveTicket: (start: TicketStart, left: TicketContent) => void;
  home: () => void;
};

const HOME: Route = { name: 'home' };

export function createRouter(): Router {
  const stack = signal<readonly Route[]>([HOME]);
  return {
    route: computed(() => stack.value.at(-1) ?? HOME),
    canGoBack: computed(() => stack.value.length > 1),
    go(route) {
      if (route.name === 'home') stack.value = [HOME];
      else stack.value = [...stack.value, route];
    },
    replace(route) {
      stack.value = [...stack.value.slice(0, -1), route];
    },
    back() {
      if (stack.value.length > 1) stack.value = stack.value.slice(0, -1);
    },
    backWith(change) {
      const below = stack.value.at(-2);
      if (below !== undefined) stack.value = [...stack.value.slice(0, -2), change(below)];
    },
    leaveTicket(start, left) {
      stack.value = stack.value.map((route) =>
        route.name === 'ticket' && route.start === start
          ? { ...route, start: { ...start, left } }
          : route,
      );
    },
    home() {
      stack.value = [HOME];
    },
  };
}
