// The time, once a second while somebody looks: ages are computed from it.
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
