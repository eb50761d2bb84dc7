// How long ago something was loaded, where that is worth saying.
import { useComputed, useSignal } from '@preact/signals';
import { isFresh } from '../../model/age.ts';
import { usePanel } from '../core/panel-context.ts';
import { ageText } from '../words/format.ts';

/** As emission itself: younger figures are of now. */
const OF_NOW_MS = 120_000;

/** null: nothing is there, or it is of now. */
export function useAgeOf(at: number | null): string | null {
  const { clock } = usePanel();
  const since = useSignal(at);
  since.value = at;
  return useComputed(() => {
    const [from, now] = [since.value, clock.now.value];
    return from === null || isFresh(from, now, OF_NOW_MS) ? null : ageText(now - from);
  }).value;
}
