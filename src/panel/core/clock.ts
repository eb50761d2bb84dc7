// The current time as a signal, from which ages are computed.
import { signal, type ReadonlySignal } from '@preact/signals';

export type Clock = {
  now: ReadonlySignal<number>;
  tick: () => void;
};

export function createClock(now: () => number): Clock {
  const current = signal(now());
  return {
    now: current,
    tick() {
      current.value = now();
    },
  };
}
