// Keeps the last verified quote on the screen while a new block's is still compared with the node, so that the button
// does not blink and a press in between counts. The signing side works the move out anew and keeps what was shown.
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Worked } from './ticket-plan.ts';

type Verified = { about: string; worked: Worked };

type KeepDeps = {
  live: ReadonlySignal<Worked | null>;
  /** The move, its terms and what is assumed, as one text. */
  about: ReadonlySignal<string>;
};

/** A quote that many blocks behind is no quote of now. */
const MOST_BEHIND = 2;

const isComparing = ({ exactness }: Worked): boolean => exactness.state === 'checking';

/** The node's answer is open; any other reason not to sign is shown at once. */
const isStopped = ({ checks }: Worked): boolean =>
  checks.some(
    ({ id, verdict }) => verdict === 'block' && id !== 'node-answered' && id !== 'signer',
  );

/** Less than what the shown quote promises as its minimum. */
function isWorse({ plan: now }: Worked, { plan: shown }: Worked): boolean {
  if (now.receives === null || shown.receives === null) return now.receives !== shown.receives;
  return now.receives.expected.amount < shown.receives.minimum.amount;
}

/** The quote to show in place of one that is being compared; null: show that one. */
function heldFor(live: Worked, about: string, last: Verified | null): Worked | null {
  if (last === null || last.about !== about || !isComparing(live)) return null;
  const { worked } = last;
  const behind = live.plan.block.number - worked.plan.block.number;
  const isSameRuntime = live.plan.runtime.specVersion === worked.plan.runtime.specVersion;
  if (behind < 0 || behind > MOST_BEHIND || !isSameRuntime) return null;
  return isStopped(live) || isWorse(live, worked) ? null : worked;
}

export function keepVerified({ live, about }: KeepDeps): {
  shown: ReadonlySignal<Worked | null>;
  stop: () => void;
} {
  const last = signal<Verified | null>(null);
  const stop = effect(() => {
    const worked = live.value;
    if (worked !== null && !isComparing(worked)) last.value = { about: about.value, worked };
  });
  return {
    shown: computed(() =>
      live.value === null ? null : (heldFor(live.value, about.value, last.value) ?? live.value),
    ),
    stop,
  };
}
