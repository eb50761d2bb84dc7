// A stored thing as a signal that can be read again.
import { batch, signal, type Signal } from '@preact/signals';

/** Its value, and how to read it again. `bring`: reads it; what comes of it is shown by the function it gives. */
export type Stored<T> = {
  value: Signal<T>;
  read: () => Promise<void>;
  bring: () => Promise<() => void>;
};

/** `onError`: told why it could not be read; its value stays what it was. */
export function stored<T>(
  initial: T,
  read: () => Promise<T>,
  onError: (thrown: unknown) => void,
): Stored<T> {
  const value = signal(initial);
  let latest = 0;
  async function bring(): Promise<() => void> {
    latest += 1;
    const turn = latest;
    try {
      const next = await read();
      return () => {
        // A slow earlier reading must not overwrite a later one.
        if (turn === latest) value.value = next;
      };
    } catch (thrown) {
      onError(thrown);
      return () => undefined;
    }
  }
  return { value, bring, read: async () => (await bring())() };
}

/** Shown in one moment: nothing is drawn of one beside an older other. */
export async function readTogether(some: readonly Pick<Stored<unknown>, 'bring'>[]): Promise<void> {
  const shows = await Promise.all(some.map(({ bring }) => bring()));
  batch(() => {
    for (const show of shows) show();
  });
}
