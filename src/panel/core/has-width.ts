// Whether the window has a width, followed.
import { signal, type ReadonlySignal } from '@preact/signals';

export function hasWidth(width: string): ReadonlySignal<boolean> {
  const query = globalThis.matchMedia(`(min-width: ${width})`);
  const matches = signal(query.matches);
  query.addEventListener('change', () => {
    matches.value = query.matches;
  });
  return matches;
}
