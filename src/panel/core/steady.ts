// A computed value that stays the same object while it says the same: what is worked out from it is not worked out again.
import { computed, type ReadonlySignal } from '@preact/signals';
import { encodeMessage } from '../../protocol.ts';

/** For small values, which are compared as text. */
export function steady<T>(read: () => T): ReadonlySignal<T> {
  let last: { text: string; value: T } | null = null;
  return computed(() => {
    const value = read();
    const text = encodeMessage(value);
    if (last?.text !== text) last = { text, value };
    return last.value;
  });
}
