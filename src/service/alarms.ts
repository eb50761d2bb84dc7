// The background's alarms: their names, how often each rings, and what it wakes.
import { browser } from '../browser.ts';

/** `taubar`: requests under way, the reading of the past, the toolbar badge, and bringing back a worker that the browser ended. */
type AlarmName = 'taubar';

export type Alarms = {
  /** Sets the alarm to ring at that interval; null: clears it. An alarm that is set so already keeps its phase. */
  set(name: AlarmName, minutes: number | null): Promise<void>;
  /** An alarm of the browser rang. One of an unknown name, set by another version, does nothing. */
  rang(name: string): Promise<void>;
};

export function createAlarms(wake: Readonly<Record<AlarmName, () => Promise<void>>>): Alarms {
  const isAlarm = (name: string): name is AlarmName => Object.hasOwn(wake, name);
  return {
    async set(name, minutes) {
      const alarm = await browser.alarms.get(name);
      if (minutes === null) await browser.alarms.clear(name);
      else if (alarm?.periodInMinutes !== minutes) {
        await browser.alarms.create(name, { periodInMinutes: minutes });
      }
    },
    async rang(name) {
      if (isAlarm(name)) await wake[name]();
    },
  };
}
