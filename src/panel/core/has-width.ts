// Whether the window, or an element in it, has a width, followed.
import { signal, type ReadonlySignal } from '@preact/signals';

export function hasWidth(width: string): ReadonlySignal<boolean> {
  const query = globalThis.matchMedia(`(min-width: ${width})`);
  const matches = signal(query.matches);
  query.addEventListener('change', () => {
    matches.value = query.matches;
  });
  return matches;
}

/** Tells whether an element has a width in rem, at once and whenever that changes; what it returns ends it. */
export function followWidth(element: HTMLElement, rems: number, tell: (has: boolean) => void) {
  const look = (): void => {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    tell(element.clientWidth >= rems * rem);
  };
  look();
  const observer = new ResizeObserver(look);
  observer.observe(element);
  return (): void => observer.disconnect();
}
