// While no panel is open: keeps the node connected while a request needs it, and one alarm that wakes the worker.
import type { NodeNeed } from '../signing/create-signing.ts';
import type { Alarms } from './alarms.ts';
import type { LiveNetwork } from './live-network.ts';

/** The shortest the browsers allow; a request under way must not wait longer for a dead worker. */
const PENDING_MINUTES = 0.5;
/** A finished request that a page sent all the same is news, but reading it sooner would change nothing. */
const LOOK_MINUTES = 5;
const BADGE_MINUTES = 15;

const minutesFor = { stay: PENDING_MINUTES, look: LOOK_MINUTES } as const;

type KeepAlive = {
  /** Holds or releases the node, and sets or clears the alarm, by what is needed now. */
  reconsider(): Promise<void>;
};

type KeepAliveOptions = {
  live: Pick<LiveNetwork, 'hold'>;
  alarms: Pick<Alarms, 'set'>;
  need: () => Promise<NodeNeed>;
  /** Whether a page or a wallet is waited for, to connect or to confirm an address. */
  isConnecting: () => Promise<boolean>;
  /** Whether the past is being read: the user started that, and it goes on with every panel closed. */
  isReadingBooks: () => Promise<boolean>;
  wantsBadge: () => Promise<boolean>;
  /** How often alert rules are looked after; null: there are none. */
  alertMinutes: () => Promise<number | null>;
};

export function createKeepAlive(options: KeepAliveOptions): KeepAlive {
  const { live, alarms, need, isConnecting, isReadingBooks, wantsBadge, alertMinutes } = options;
  let release: (() => void) | null = null;
  let running = Promise.resolve();

  /** Of what is looked at now and then, the more frequent. */
  async function idleMinutes(): Promise<number | null> {
    const alerts = await alertMinutes();
    if (!(await wantsBadge())) return alerts;
    return alerts === null ? BADGE_MINUTES : Math.min(alerts, BADGE_MINUTES);
  }

  async function decide(): Promise<void> {
    const needed = await need();
    if (needed === 'stay') release ??= live.hold();
    else {
      release?.();
      release = null;
    }
    // A page that was left may not have told so: it is looked for as often as a request under way.
    const isUnderWay = needed !== 'stay' && ((await isConnecting()) || (await isReadingBooks()));
    if (isUnderWay) await alarms.set('taubar', PENDING_MINUTES);
    else await alarms.set('taubar', needed === null ? await idleMinutes() : minutesFor[needed]);
  }

  return {
    reconsider() {
      running = running.then(decide, decide);
      return running;
    },
  };
}
