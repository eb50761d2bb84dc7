// A computed value that stays the same object while it says the same: what is worked out from it is not worked out again.
import { computed, type ReadonlySignal } from '@preact/signals';
import { encodeMessage } from '../../protocol.ts';

function isSame(one: object | null, other: object | null): boolean {
  if (one === null || other === null) return one === other;
  const fields = Object.entries(one);
  return (
    fields.length === Object.keys(other).length &&
    fields.every(([name, part]) => Reflect.get(other, name) === part)
  );
}

/** For values of a few fields that are the same objects themselves while they say the same. */
export function unchanged<T extends object | null>(read: () => T): ReadonlySignal<T> {
  let last: { value: T } | null = null;
  return computed(() => {
    const value = read();
    if (last === null || !isSame(last.value, value)) last = { value };
    return last.value;
  });
}

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
