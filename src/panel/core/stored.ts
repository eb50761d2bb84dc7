// A stored thing as a signal that can be read again.
import { signal, type Signal } from '@preact/signals';

/** Its value, and how to read it again. */
export type Stored<T> = { value: Signal<T>; read: () => Promise<void> };

/** `onError`: told why it could not be read; its value stays what it was. */
export function stored<T>(
  initial: T,
  read: () => Promise<T>,
  onError: (thrown: unknown) => void,
): Stored<T> {
  const value = signal(initial);
  let latest = 0;
  return {
    value,
    async read() {
      latest += 1;
      const turn = latest;
      try {
        const next = await read();
        // A slow earlier reading must not overwrite a later one.
        if (turn === latest) value.value = next;
      } catch (thrown) {
        onError(thrown);
      }
    },
  };
}
