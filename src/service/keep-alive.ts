// Keeps an eye on what is under way while no panel is open: holds the node as long as a request needs it to stay, and
// keeps at most one alarm: for what needs a look now and then, and to bring the worker back should the browser end it.
import { browser } from '../browser.ts';
import type { NodeNeed } from '../signing/create-signing.ts';
import type { LiveNetwork } from './live-network.ts';

const ALARM_NAME = 'taubar';

/** The shortest the browsers allow; a request under way must not wait longer for a dead worker. */
const PENDING_MINUTES = 0.5;
/** A finished request that a page sent all the same is news, but there is nothing that could be done about it sooner. */
const LOOK_MINUTES = 5;
const BADGE_MINUTES = 15;

const minutesFor = { stay: PENDING_MINUTES, look: LOOK_MINUTES } as const;

type KeepAlive = {
  /** Something may have begun or ended: hold or release the node, set or clear the alarm. */
  reconsider(): Promise<void>;
};

type KeepAliveOptions = {
  live: LiveNetwork;
  need: () => Promise<NodeNeed>;
  wantsBadge: () => Promise<boolean>;
};

export function createKeepAlive({ live, need, wantsBadge }: KeepAliveOptions): KeepAlive {
  let release: (() => void) | null = null;
  let running = Promise.resolve();

  const badgeMinutes = async (): Promise<number | null> =>
    (await wantsBadge()) ? BADGE_MINUTES : null;

  async function decide(): Promise<void> {
    const needed = await need();
    if (needed === 'stay') release ??= live.hold();
    else {
      release?.();
      release = null;
    }
    const minutes = needed === null ? await badgeMinutes() : minutesFor[needed];
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
