// Keeps an eye on what is under way while no panel is open: holds the node as long as a request needs it,
// and keeps at most one alarm, that brings the worker back should the browser end it.
import { browser } from '../browser.ts';
import type { LiveNetwork } from './live-network.ts';

export const ALARM_NAME = 'taubar';

/** The shortest the browsers allow; a request under way must not wait longer for a dead worker. */
const PENDING_MINUTES = 0.5;
const BADGE_MINUTES = 15;

export type LookAfter = {
  /** Something may have begun or ended: hold or release the node, set or clear the alarm. */
  reconsider(): Promise<void>;
};

export type LookAfterOptions = {
  live: LiveNetwork;
  hasPending: () => Promise<boolean>;
  wantsBadge: () => Promise<boolean>;
};

export function createLookAfter({ live, hasPending, wantsBadge }: LookAfterOptions): LookAfter {
  let release: (() => void) | null = null;
  let running = Promise.resolve();

  async function decide(): Promise<void> {
    const isPending = await hasPending();
    if (isPending) release ??= live.hold();
    else {
      release?.();
      release = null;
    }
    const minutes = isPending ? PENDING_MINUTES : (await wantsBadge()) ? BADGE_MINUTES : null;
    const alarm = await browser.alarms.get(ALARM_NAME);
    if (minutes === null) await browser.alarms.clear(ALARM_NAME);
    else if (alarm?.periodInMinutes !== minutes) {
      await browser.alarms.create(ALARM_NAME, { periodInMinutes: minutes });
    }
  }

  return {
    reconsider() {
      running = running.then(decide, decide);
      return running;
    },
  };
}
